# ruff: noqa: E501  # the Markdown of a problem is one line, as templates write it
"""Papers as the generator makes them, with numbers that vary per student."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from generator.documents.paper import Figure, Paper, PaperPart, PaperProblem, PartKey

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    '<g fill="white" stroke="black"><line x1="30" y1="20" x2="100" y2="20"/><line x1="30" y1="60" x2="100" y2="20"/>'
    '<line x1="100" y1="20" x2="170" y2="40"/><circle cx="30" cy="20" r="12"/><circle cx="30" cy="60" r="12"/>'
    '<circle cx="100" cy="20" r="12"/><circle cx="170" cy="40" r="12"/></g></svg>'
)
NOTATION = (
    r"$w^{(l)}_{ij}$ is the weight from unit $j$ of layer $l-1$ to unit $i$ of layer $l$; $z_{li}$ and $a_{li}$ are unit $i$ of layer $l$ before and after its activation.",
    r"$\log$ is the natural logarithm, $\sigma(z) = 1/(1 + e^{-z})$; $\mathrm{ReLU}'(0) = 0$.",
)
INSTRUCTIONS = (
    "A calculator may be used.",
    "Write your working in the space below each problem; right steps earn points even where the result is wrong.",
    "Where letters are printed, exactly one answer is right.",
)


def backprop(number: int, rng: random.Random) -> PaperProblem:
    """Forward and backward through a 2-2-1 network."""
    w = {
        name: rng.choice((-1, 1)) * rng.randint(1, 9) / 10
        for name in ("11", "12", "21", "22", "v1", "v2", "b1", "b2", "c")
    }
    n = {
        name: f"{rng.uniform(-0.9, 0.9):.4f}"
        for name in ("z1", "z2", "a1", "a2", "z", "y", "L", "d", "d1", "d2", "g", "h")
    }
    prompt = "\n".join((
        "The network has two inputs, two hidden units and one output unit, with weights and biases as in the figure:",
        "",
        rf"- hidden unit 1: $w^{{(1)}}_{{11}} = {w['11']}$ (from $x_1$), $w^{{(1)}}_{{12}} = {w['12']}$ (from $x_2$), bias $b^{{(1)}}_1 = {w['b1']}$",
        rf"- hidden unit 2: $w^{{(1)}}_{{21}} = {w['21']}$ (from $x_1$), $w^{{(1)}}_{{22}} = {w['22']}$ (from $x_2$), bias $b^{{(1)}}_2 = {w['b2']}$",
        rf"- output unit: $w^{{(2)}}_{{11}} = {w['v1']}$ (from $a_{{11}}$), $w^{{(2)}}_{{12}} = {w['v2']}$ (from $a_{{12}}$), bias $b^{{(2)}}_1 = {w['c']}$",
        "",
        r"The activation of the hidden units is the sigmoid $\sigma(z) = 1/(1 + e^{-z})$, that of the output unit too, so that",
        r"$\hat{y} = \sigma(z_{21})$. The loss is $\ell = \frac{1}{2} (\hat{y} - y)^2$.",
        r"The input is $x_1 = 2$, $x_2 = -1$ and the label $y = 1$. Compute the quantities below. Round every result to 4 decimals.",
        *(("", "![A network with two inputs, two hidden units and one output unit.](figure:network)") if number == 1 else ()),
    ))  # fmt: skip
    lines = [
        rf"z_{{11}} &= w^{{(1)}}_{{11}} x_1 + w^{{(1)}}_{{12}} x_2 + b^{{(1)}}_1 = ({w['11']}) \cdot 2 + ({w['12']}) \cdot (-1) + ({w['b1']}) = {n['z1']}",
        rf"z_{{12}} &= w^{{(1)}}_{{21}} x_1 + w^{{(1)}}_{{22}} x_2 + b^{{(1)}}_2 = ({w['21']}) \cdot 2 + ({w['22']}) \cdot (-1) + ({w['b2']}) = {n['z2']}",
        rf"a_{{11}} &= \sigma(z_{{11}}) = \sigma({n['z1']}) \approx {n['a1']}",
        rf"a_{{12}} &= \sigma(z_{{12}}) = \sigma({n['z2']}) \approx {n['a2']}",
        rf"\hat{{y}} &= \sigma(z_{{21}}) = \sigma({n['z']}) \approx {n['y']}",
        rf"\ell &= \frac{{1}}{{2}} (\hat{{y}} - y)^{{2}} = \frac{{1}}{{2}} ({n['y']} - 1)^{{2}} \approx {n['L']}",
    ]
    back = [
        rf"\frac{{\partial \ell}}{{\partial z_{{21}}}} &= (\hat{{y}} - y) \sigma'(z_{{21}}) = ({n['y']} - 1) \cdot {n['d']} \approx {n['d1']}",
        rf"\frac{{\partial \ell}}{{\partial z_{{11}}}} &= \frac{{\partial \ell}}{{\partial z_{{21}}}} w^{{(2)}}_{{11}} \sigma'(z_{{11}}) = {n['d1']} \cdot ({w['v1']}) \cdot {n['d2']} \approx {n['g']}",
        rf"\frac{{\partial \ell}}{{\partial w^{{(1)}}_{{11}}}} &= \frac{{\partial \ell}}{{\partial z_{{11}}}} x_1 = {n['g']} \cdot 2 \approx {n['h']}",
    ]
    solution = "Forward, from the inputs to the output:\n\n" + _aligned(lines)
    solution += (
        "\n\nBackward, from the output to the inputs, each derivative from those already known:\n\n"
        + _aligned(back)
    )
    wrong = (
        (f"${n['g']}$", r"left out the factor $x_1$ of the last step"),
        (f"${n['d1']}$", r"took the derivative of $\sigma$ at $a_{11}$ instead of at $z_{11}$"),
        (f"${n['a2']}$", "used the updated weight of the output unit in the backward pass"),
    )
    parts = (
        PaperPart("a", r"$\hat{y}$", 2, fields=(r"$\hat{y} =$",), key=PartKey(f"`{n['y']}`", "±0.0004", wrong[:1], ((r"$z_{11}$, $z_{12}$, $a_{11}$, $a_{12}$, $z_{21}$", 0.4),))),
        PaperPart("b", r"The partial derivative $\frac{\partial \ell}{\partial w^{(1)}_{11}}$, where $w^{(1)}_{11}$ is the weight from $x_1$ to hidden unit 1", 4, fields=(r"$\frac{\partial \ell}{\partial w^{(1)}_{11}} =$",), key=PartKey(f"`{n['h']}`", "±0.0012", wrong, ((r"$\frac{\partial \ell}{\partial z_{21}}$", 1), (r"$\frac{\partial \ell}{\partial z_{11}}$", 2), (r"$\frac{\partial \ell}{\partial w^{(1)}_{11}}$", 1)))),
    )  # fmt: skip
    figures = (
        Figure(
            "network",
            SVG,
            "Two inputs, each joined to two hidden units, which are joined to one output unit.",
        ),
    )
    return PaperProblem(number, 6, prompt, parts, figures if number == 1 else (), 9, solution)


def softmax(number: int, rng: random.Random) -> PaperProblem:
    """Softmax with three classes, values and a choice."""
    z = [rng.randint(-3, 3) for _ in range(3)]
    p = [f"{rng.random():.4f}" for _ in range(3)]
    prompt = f"The output layer of a classifier with 3 classes has the logits\n$$z = ({', '.join(map(str, z))}).$$\nIts activation is the softmax function."
    lines = [rf"e^{{z_{{{k + 1}}}}} &= e^{{{z[k]}}} \approx {rng.uniform(0.1, 9):.4f}" for k in range(3)]
    lines += [rf"S &= e^{{z_{{1}}}} + e^{{z_{{2}}}} + e^{{z_{{3}}}} \approx {rng.uniform(3, 20):.4f}"]
    lines += [rf"p_{{{k + 1}}} &= \frac{{e^{{z_{{{k + 1}}}}}}}{{S}} \approx {p[k]}" for k in range(3)]
    parts = (
        PaperPart("a", r"What are the probabilities $\mathbf{p} = (p_{1}, \ldots, p_{3})$ of the classes?", 3, fields=(r"$p_1 =$", r"$p_2 =$", r"$p_3 =$"), key=PartKey(f"`({', '.join(p)})`", "each ±0.0002", ((rf"$({p[2]}, {p[1]}, {p[0]})$", "divided by the largest exponential instead of by their sum"),))),
        PaperPart("b", "Which class is predicted?", 1, choices=tuple(f"class {k}" for k in (1, 2, 3)), key=PartKey("`B` class 2", "", (("**A** class 1", "took the smallest logit"),))),
    )  # fmt: skip
    return PaperProblem(
        number,
        4,
        prompt,
        parts,
        (),
        6,
        "The softmax takes the exponential of every logit.\n\n" + _aligned(lines),
    )


def counting(number: int, rng: random.Random) -> PaperProblem:
    """Parameters of a network, as a choice among numbers."""
    a, b, c = rng.randint(2, 9), rng.randint(10, 99), rng.randint(2, 5)
    values = [(a + 1) * b + (b + 1) * c, a * b + b * c, (a + 1) * b * c, a + b + c]
    part = PaperPart("", "", 2, choices=tuple(f"${value}$" for value in values), key=PartKey(f"${values[0]}$", "", ((f"${values[1]}$", "forgot the biases"), (f"${values[2]}$", "multiplied the layers"))))  # fmt: skip
    prompt = f"A fully connected network has {a} inputs, one hidden layer of {b} units and {c} output units. Every unit has a bias. How many learnable parameters does it have? Choose one."
    solution = _aligned(
        [
            rf"\text{{weights}}_{{1}} &= {a} \cdot {b} = {a * b}",
            rf"\text{{parameters}} &= \text{{weights}}_{{1}} + \text{{biases}}_{{1}} + \text{{weights}}_{{2}} + \text{{biases}}_{{2}} = {values[0]}",
        ]
    )
    return PaperProblem(number, 2, prompt, (part,), (), 4, solution)


def concept(number: int, rng: random.Random) -> PaperProblem:
    """A question with long choices."""
    choices = (
        "The gradient vanishes, because the sigmoid's derivative is at most $0.25$ and the chain rule multiplies one such factor for every layer.",
        "The gradient explodes, because the sigmoid's derivative is unbounded.",
        r"The gradient is exactly zero for every input with $|x| > 1$.",
        "Nothing happens that does not happen with one hidden layer.",
    )
    part = PaperPart("", "", 2, choices=choices, key=PartKey("A"))
    return PaperProblem(
        number,
        2,
        f"What happens to the gradient of the first layer in a network of {rng.randint(8, 40)} sigmoid layers?",
        (part,),
    )


def gates(number: int, rng: random.Random) -> PaperProblem:
    """Weights that realise XOR: a truth table and nine blanks."""
    rows = "\n".join(f"| {i} | {j} | {i ^ j} |" for i in (0, 1) for j in (0, 1))
    names = [
        rf"w^{{({layer})}}_{{{i}{j}}}"
        for layer in (1, 2)
        for i in (1, 2)
        for j in (1, 2)
        if layer == 1 or i == 1
    ] + ["b^{(1)}_1", "b^{(1)}_2", "b^{(2)}_1"]
    prompt = (
        r"A network with two inputs $x_1, x_2 \in \{0, 1\}$, two hidden units and one output unit of step activation "
        r"(1 if $z \ge 0$, else 0) is to compute XOR:"
        f"\n\n| $x_1$ | $x_2$ | XOR |\n|:---:|:---:|:---:|\n{rows}\n\nFind values for the weights and biases with which it does."
    )
    values = ", ".join(f"${name} = {rng.choice((-1.5, -1, -0.5, 0.5, 1))}$" for name in names)
    part = PaperPart(
        "",
        "",
        4,
        fields=tuple(f"${name} =$" for name in names),
        key=PartKey(values, "any values that give the table"),
    )
    return PaperProblem(number, 4, prompt, (part,), (), 8, f"One solution of many is {values}.")


def _aligned(lines: list[str]) -> str:
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}\n$$"


def sample_key(student: int = 1, /, **head: object) -> Paper:
    """A key of ten problems, with the student's own numbers."""
    rng = random.Random(student)
    kinds = (backprop, softmax, counting, concept, gates) * 2
    problems = tuple(kind(number, rng) for number, kind in enumerate(kinds, start=1))
    fields: dict[str, object] = {
        "title": "Midterm practice: networks", "course": "CS 540", "version": f"A7K{student}", "problems": problems,
        "student": f"Ada Nguyễn {student}", "student_id": f"s{student:06}", "instructions": INSTRUCTIONS,
        "notation": NOTATION, "is_key": True,
    }  # fmt: skip
    return Paper(**(fields | head))  # type: ignore[arg-type]  # fields of many types by name


@pytest.fixture
def key_for() -> Callable[..., Paper]:
    """Makes sample keys; `.without_key()` of one is the quiz."""
    return sample_key
