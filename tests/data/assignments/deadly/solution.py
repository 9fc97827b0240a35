"""Doubling numbers."""

# mypy: allow-untyped-defs, allow-untyped-calls


def double(x):
    """Return twice x, a number or an array."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
