# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import pytest

from reference import complex_parts
from reference.derivations.computation_graph import both_ways, graph
from reference.rules import RuleError


def run(expression, **at):
    """Every step's value, by the nodes' names: f, and by(x) the derivative by x."""
    found, derivation = graph(expression), both_ways(expression)
    values = derivation.run({f"val{k}": at[name] for k, name in enumerate(found.inputs, start=1)})
    return {name: values.get(f"grad{k}", values.get(f"val{k}")) for k, name in enumerate(found.names, 1)}


def test_the_textbook_graph():
    """Stanford CS 231n's (x + y) max(y, z): y is read twice, and both paths count."""
    assert run("(x + y)*max(y, z)", x=1, y=2, z=0) == {"x": 2, "y": 5, "z": 0, "u1": 2, "u2": 3, "f": 6}


def test_what_stands_twice_is_one_node():
    assert graph("(x + y)*z + max(x + y, w)").names == ("x", "y", "z", "w", "u1", "u2", "u3", "f")
    assert graph("(x + y)*z + max(x + y, w)").users(5) == (6, 7)


def test_operations_are_numbered_in_the_order_of_their_computation():
    kinds = [node.operation for node in graph("-log(1 - sigmoid(2*x + b/4 - 3))").nodes]
    assert kinds == ["", "", "scale", "scale", "plus", "lower", "sigmoid", "from", "log", "negate"]
    assert [node.constant for node in graph("-log(1 - sigmoid(2*x + b/4 - 3))").nodes[2:6]] == [
        2,
        0.25,
        None,
        3,
    ]


EXPRESSIONS = [
    "(x - y)/z + min(x, z)*y", "1/2*(tanh(x*y) - z)**2", "relu(x*y)*exp(z) - log(x*x1)", "1/(x + y)*(3 - z)",
    "-(x**2)*(y + 2) + max(0, z)", "x/4*y + sigmoid(z - 1)*(x*z - y)", "0.5*(x*y)**2 + z",
    "(x*y - x)*(x + z)",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_derivative_is_that_of_the_complex_step(expression):
    at = {"x": 0.7, "y": 1.3, "z": 0.9, "x1": 0.4}
    found, values = graph(expression), run(expression, **at)
    for node, name in list(zip(found.nodes, found.names, strict=True))[:-1]:
        assert values[name] == pytest.approx(complex_parts.derivative(expression, node.text, at), rel=1e-12)
    assert values["f"] == pytest.approx(complex_parts.value(expression, at), rel=1e-12)


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("x*(x + y)", "x goes into the last operation and into another one"),
        ("x*x", r"x \* x has the same operand twice"),
        ("x", "has no operation"),
        ("x**3 + y", r"no node stands for x \*\* 3"),
        ("sqrt(x)", "no node stands for sqrt"),
        ("max(x, y, z)", "no node stands for max"),
        ("max(x, 2)", "no node stands for 2"),
        ("2*3*x", "no node stands for 2 and 3"),
        ("x + y if x > y else y", "no node stands for"),
    ],
)
def test_what_no_graph_can_show_is_refused(expression, sentence):
    with pytest.raises(RuleError, match=sentence):
        graph(expression)


def test_only_who_works_forward_can_go_wrong_there():
    assert "forward" not in both_ways("(x + y)*z").rules
    assert both_ways("(x + y)*z", forward=True).rules["forward"] == "1"


def test_a_part_is_moved_wherever_it_stands():
    at = {"x": 2.0, "y": 3.0}
    assert complex_parts.derivative("(x + y)*(x + y)", "x + y", at) == pytest.approx(10)
    assert complex_parts.derivative("(x + y)*y", "x + y", at) == pytest.approx(3)
    assert complex_parts.derivative("max(x, y)", "x", at) == 0
