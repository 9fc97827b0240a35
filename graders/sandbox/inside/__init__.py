"""Everything of ours that is in a sandbox; imports the standard library and NumPy, and knows no answer."""
