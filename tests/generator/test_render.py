"""From a problem to its texts; errors of a template end in one sentence with file and line."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.arrays import ArrayTexts
from generator.conventions import load_convention
from generator.draw import Request, draw
from generator.errors import InputError
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from generator.render import Renderer, counted, listed
from generator.worked import aligned, visible_length

FAMILY = '''"""How many weights stand between two layers."""

from dataclasses import dataclass

from generator import fields
from generator.family import Ask, Family, Options
from reference.derivation import Derivation


@dataclass(frozen=True)
class Givens:
    """Two sizes."""

    below: int = fields.whole(1, 100)
    units: int = fields.whole(1, 100)


def sample(rng, options, convention):
    """Two sizes."""
    return Givens(rng.randint(3, 9), rng.randint(3, 9))


def cross_check(givens, asks, convention):
    """The product."""
    return {"total": givens.below * givens.units}


family = Family(
    givens=Givens, options=Options, sample=sample, derive=lambda *_: Derivation.of({"total": "below*units"}),
    ask=lambda *_: (Ask(("total",), "integer"),), cross_check=cross_check, topics=(13,), lectures=("cs540",),
    answers=("integer",),
)
'''
PROMPT = "{% block prompt %}From {{ count(g.below, 'unit') }} to {{ g.units }}?{% endblock %}\n"
SOLUTION = "{% block solution %}{{ work() }}{% endblock %}\n"


def problem_of(name, folders=(), convention="cs540", **request):
    seed = seed_for("render")
    loaded = load_family(name, tuple(folders))
    return draw(
        Request.read(loaded, convention=load_convention(convention), **request), rng_of(seed), seed=seed
    )


@pytest.fixture
def own(tmp_path):
    """An instructor's own family: a problem of it and its renderer."""

    def write(*, python=FAMILY, template=PROMPT + SOLUTION):
        (tmp_path / "weights.py").write_text(python, encoding="utf-8")
        (tmp_path / "weights.md.j2").write_text(template, encoding="utf-8")
        return problem_of("weights", [tmp_path]), Renderer([tmp_path])

    return write


def test_a_family_of_ones_own_works_like_a_shipped_one(own, tmp_path):
    problem, renderer = own()
    g = problem.givens
    assert renderer.texts(problem).prompt == f"From {g.below} units to {g.units}?"
    assert f"= {g.below} \\cdot {g.units} = {g.below * g.units}" in renderer.solution(problem)
    assert "weights" in family_names((tmp_path,))
    assert "weights" not in family_names()


def test_a_family_of_ones_own_wins_over_a_shipped_one_of_that_name(tmp_path):
    (tmp_path / "backprop.py").write_text(FAMILY, encoding="utf-8")
    (tmp_path / "backprop.md.j2").write_text(PROMPT + SOLUTION, encoding="utf-8")
    problem = problem_of("backprop", [tmp_path])
    assert Renderer([tmp_path]).texts(problem).prompt.startswith("From ")
    assert Renderer().texts(problem_of("backprop")).prompt.startswith("The network")


def test_a_python_file_without_a_template_is_no_family(tmp_path):
    (tmp_path / "helpers.py").write_text("raise SystemExit", encoding="utf-8")
    assert "helpers" not in family_names((tmp_path,))


WRONG = [
    ("{% block prompt %}\n{{ g.blow }}{% endblock %}" + SOLUTION, 2, "blow"),
    ("\n\n{% block prompt %}{{ gg.below }}{% endblock %}" + SOLUTION, 3, "'gg' is undefined"),
    ("{% block prompt %}{{ eq('z') }}{% endblock %}" + SOLUTION, 1, "z"),
    ("{% block prompt %}x\n{{ g.below + 'x' }}{% endblock %}" + SOLUTION, 2, "unsupported operand"),
    ("{% block prompt %}x{% endblock %}\n{% blok solution %}{% endblock %}", 2, "blok"),
    ("{% block prompt %}\nx{% endblok %}", 2, "endblok"),
    ("{% block prompt %}{{ g.below }{% endblock %}" + SOLUTION, 1, "}"),
    ("{% block prompt %}\n{{ g.below|nn }}{% endblock %}" + SOLUTION, 2, "nn"),
    ("{% block prompt %}\n{{ 1 / 0 }}{% endblock %}" + SOLUTION, 2, "division by zero"),
    ("{% block prompt %}{% include 'nothing.j2' %}{% endblock %}" + SOLUTION, 1, "nothing.j2"),
    (PROMPT + "{% block solution %}{{ work('zzz') }}{% endblock %}", 2, "zzz"),
    (PROMPT + "\n{% block solution %}\n{{ work.value('zzz') }}{% endblock %}", 4, "zzz"),
    (
        PROMPT + "{% block solution %}\n{{ work.arrays('W1') }}{% endblock %}",
        3,
        "says nothing of whole arrays",
    ),
]


@pytest.mark.parametrize(("template", "line", "says"), WRONG, ids=range(len(WRONG)))
def test_a_templates_error_is_named_with_file_and_line(own, tmp_path, template, line, says):
    problem, renderer = own(template=template)
    with pytest.raises(InputError) as error:
        (renderer.texts(problem), renderer.solution(problem))
    message = str(error.value)
    assert message.startswith(f"{tmp_path / 'weights.md.j2'}, line {line}: ")
    assert says in message
    assert "\n" not in message


def test_entries_of_an_array_have_as_many_decimals_where_one_needs_them_all():
    entries = {"W": (("w_1", "w_2"),), "dW": (("dw_1", "dw_2"), ("dw_3", "dw_4")), "n": (("w_1",),)}
    numbers = {"w_1": "0.5", "w_2": "-1", "dw_1": "0.25", "dw_2": "0", "dw_3": "-0.1234", "dw_4": "3"}
    texts = ArrayTexts(entries, numbers, computed=dict.fromkeys(["dw_1", "dw_2", "dw_3", "dw_4"]), decimals=4)
    assert texts["W"] == r"\begin{pmatrix} 0.5 & -1 \end{pmatrix}"
    assert texts["W.T"] == r"\begin{pmatrix} 0.5 \\ -1 \end{pmatrix}"
    assert texts["dW"] == r"\begin{pmatrix} 0.2500 & 0 \\ -0.1234 & 3.0000 \end{pmatrix}"
    assert texts["n"] == "0.5", "a single number needs no brackets"
    short = ArrayTexts(entries, numbers | {"dw_3": "2"}, computed={"dw_1": None}, decimals=4)
    assert short["dW"] == r"\begin{pmatrix} 0.25 & 0 \\ 2 & 3 \end{pmatrix}"
    with pytest.raises(KeyError):
        texts["V"]


def test_a_matrix_is_as_wide_as_its_widest_entries():
    assert visible_length(r"\begin{pmatrix} 1 & -0.25 \\ 10 & 3 \end{pmatrix}") == 2 + (2 + 2) + (2 + 5)


@pytest.mark.parametrize("template", [PROMPT, SOLUTION, "nothing at all"])
def test_a_missing_block_is_named(own, tmp_path, template):
    problem, renderer = own(template=template)
    with pytest.raises(
        InputError, match=r"weights.md.j2: the block (prompt|solution) is missing; write \{% block "
    ):
        (renderer.texts(problem), renderer.solution(problem))


def test_the_prompts_template_never_sees_the_answer(own):
    """Not even a template that asks for it."""
    for name in ("answers", "work", "parts[0].answer", "parts[0].wrong", "problem", "p", "working"):
        problem, renderer = own(template=f"{{% block prompt %}}{{{{ {name} }}}}{{% endblock %}}{SOLUTION}")
        with pytest.raises(InputError):
            renderer.texts(problem)


PYTHON = [
    (FAMILY.replace('"""Two sizes."""\n    return Givens', "return Givnes"), "NameError", "Givnes"),
    (FAMILY.replace("rng.randint(3, 9), rng", "rng.randnt(3, 9), rng"), "AttributeError", "randnt"),
    (FAMILY.replace('"below*units"', '"below*unit"'), "", "unit"),
    (FAMILY.replace("def sample(rng,", "def sample(rng"), "", "invalid syntax"),
    (
        FAMILY.replace("from generator.family", "from generator.famly"),
        "ModuleNotFoundError",
        "generator.famly",
    ),
    (FAMILY.replace("family = Family", "famly = Family"), "", "it defines no `family = Family(...)`"),
    (FAMILY.replace("topics=(13,),", "topic=(13,),"), "TypeError", "topic"),
    (FAMILY + "\n1 / 0\n", "ZeroDivisionError", "division by zero"),
    (FAMILY + "\nraise RuntimeError('no')\n", "RuntimeError", "no"),
    (FAMILY + "\n{}['x']\n", "KeyError", "x"),
    (FAMILY.replace('Ask(("total",), "integer")', 'Ask(("total",), "integr")'), "", "integr"),
    (FAMILY.replace('Ask(("total",), "integer")', 'Ask(("totl",), "integer")'), "", "totl"),
    (FAMILY.replace("givens.below * givens.units", "givens.below * givens.unit"), "AttributeError", "unit"),
]


@pytest.mark.parametrize(("python", "kind", "says"), PYTHON, ids=range(len(PYTHON)))
def test_an_own_familys_error_is_named_with_its_file(own, tmp_path, python, kind, says):
    with pytest.raises(InputError) as error:
        own(python=python)
    message = str(error.value)
    assert kind in message
    assert says in message
    assert "\n" not in message
    if kind:
        assert f"{tmp_path / 'weights.py'}, line " in message
        line = int(message.partition("line ")[2].partition(":")[0])
        assert 1 <= line <= len(python.splitlines()) + 1
        if says in python and kind != "TypeError":
            assert says in python.splitlines()[line - 1]
    else:
        assert "weights" in message


# --- helpers of the templates


def test_nouns_and_lists_are_put_as_people_say_them():
    assert [counted(1, "unit"), counted(2, "unit")] == ["1 unit", "2 units"]
    assert [listed([1]), listed([1, 2]), listed("abc")] == ["1", "1 and 2", "a, b and c"]


def test_one_line_needs_no_alignment():
    assert aligned(["a &= b"]) == "$$\na = b\n$$"
    assert aligned(["a &= b", "c &= d"]).count("&") == 2


def test_the_length_of_a_formula_is_about_what_prints():
    assert visible_length(r"\frac{\partial \ell}{\partial w^{(1)}_{12}}") < 16
    assert visible_length("abc") == 3


def test_the_rounding_rule_is_printed_where_something_is_rounded():
    renderer = Renderer()
    rule = "Round every result, including intermediate ones, to 3 decimals"
    assert rule in renderer.texts(problem_of("backprop", options={"decimals": 3})).prompt
    assert "Round" not in renderer.texts(problem_of("parameter_count")).prompt
    assert "Round" not in renderer.texts(problem_of("backprop", options={"calculator": False})).prompt


def test_what_comes_from_rounded_numbers_is_printed_with_all_their_decimals():
    net = {
        "W1": [[0.5, 0.5], [0.25, 1]], "b1": [0, 0], "W2": [[1, 1]], "b2": [0], "x": [1, 1], "y": 0,
        "activation": "relu", "output": "sigmoid", "loss": "binary_cross_entropy",
    }  # fmt: skip
    solution = Renderer().solution(problem_of("backprop", options={"ask": ["dW1_1_1"]}, given=net))
    assert r"\hat{y} &= \sigma(z_{21}) = \sigma(2.25) \approx 0.9047" in solution
    assert r"a_{11} &= \operatorname{ReLU}(z_{11}) = \operatorname{ReLU}(1) = 1 " in solution
    problem = problem_of("backprop", options={"ask": ["dW1_1_1"], "decimals": 3}, given={**net, "b2": [0.19]})
    assert r"\hat{y} - y = 0.920 - 0 = 0.920" in Renderer().solution(problem)


def test_a_derivative_has_a_d_where_there_is_one_variable_and_no_step_is_only_a_second_name():
    given = {"expression": "log(1 - x)", "variable": "x", "at": {}}
    problem = problem_of("chain_rule_partial", given=given)
    assert r"$\frac{d f}{d x}$" in Renderer().texts(problem).prompt
    solution = Renderer().solution(problem)
    assert r"f &= l_1 = \log(u_1)" in solution
    assert r"\frac{d f}{d x} &= \frac{d l_{1}}{d x} = l_{1}' \frac{d u_{1}}{d x}" in solution
    given |= {"expression": "log(y - x)"}
    assert (
        r"\frac{\partial f}{\partial x}"
        in Renderer().texts(problem_of("chain_rule_partial", given=given)).prompt
    )


def test_a_choice_says_choose_one():
    renderer = Renderer()
    assert "Choose one." in renderer.texts(problem_of("parameter_count", as_choice=True)).prompt
    assert "Choose one." not in renderer.texts(problem_of("parameter_count")).prompt


@pytest.mark.parametrize(
    ("family", "options"),
    [("decision_regions", {"ask": ["count"], "lines": [3]}), ("forward_pass", {"ask": ["output"]})],
)
def test_nothing_is_to_be_chosen_before_the_question_is_put(family, options):
    texts = Renderer().texts(problem_of(family, as_choice=True, options=options))
    assert texts.asked[0].endswith("?")
    assert "Choose one." not in texts.question


def test_instructions_say_whether_a_calculator_may_be_used():
    renderer = Renderer()
    paper = {"blanks": True, "working": True, "sheet": False}
    with_one = renderer.bullets("instructions", calculator=True, choices=False, **paper)
    without = renderer.bullets("instructions", calculator=False, choices=True, **paper)
    assert any("A calculator may be used" in line for line in with_one)
    assert any("No calculator" in line for line in without)
    assert len(without) == len(with_one) + 1
