"""Random expressions of the rule language, for the tests that run over many of them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import random

import pytest

BINARY = ("+", "-", "*", "/", "+", "-", "*")
UNARY = ("sigmoid", "tanh", "exp", "relu", "sigmoid_grad", "tanh_grad", "relu_grad", "log", "sqrt")


class Expressions:
    """Random rule texts; `functions` are the ones they may call."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, names, *, depth=4, functions=UNARY, conditions=True, powers=True):
        draw = self.random
        if depth == 0 or draw.random() < 0.15:
            return (
                draw.choice(names)
                if draw.random() < 0.75
                else str(draw.choice([0, 1, 2, 3, 7, 0.5, 0.25, 1.5]))
            )

        def part():
            return self.text(
                names, depth=depth - 1, functions=functions, conditions=conditions, powers=powers
            )

        kind = draw.random()
        if kind < 0.55:
            return f"({part()} {draw.choice(BINARY)} {part()})"
        if kind < 0.67:
            return f"(-{part()})"
        if kind < 0.77 and powers:
            return f"({part()})**{draw.choice([1, 2, 2, 3])}"
        if kind < 0.82 and conditions:
            return f"({part()} if {part()} {draw.choice(['<', '<=', '>', '>='])} {part()} else {part()})"
        if kind < 0.88 and conditions:
            return f"{draw.choice(['max', 'min'])}({part()}, {part()})"
        if functions:
            return f"{draw.choice(functions)}({part()})"
        return part()


@pytest.fixture(scope="session")
def expressions():
    """`expressions(seed)` makes random rule texts, the same for the same seed."""
    return Expressions
