"""Marks answers and grades code against the reference."""
