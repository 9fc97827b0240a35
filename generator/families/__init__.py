"""The families of problems; each file here is one, found by being there."""
