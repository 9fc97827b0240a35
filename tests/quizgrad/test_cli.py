"""What the command line prints, against the lectures' own numbers and plain arithmetic."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import math
import re
import subprocess
import sys

import pytest

from generator.documents import formats
from generator.family import family_names

LIKELIHOOD = "y*log(sigmoid(w1*x1 + w2*x2)) + (1 - y)*log(1 - sigmoid(w1*x1 + w2*x2))"
SUM = "sigmoid(w1*x1 + w2*x2)"


def given(**values):
    return [
        word
        for name, value in values.items()
        for word in ("--given", f"{name}={value if isinstance(value, str) else json.dumps(value)}")
    ]


@pytest.fixture
def show(quizgrad):
    def run(family, *arguments, **givens):
        ran = quizgrad("show", family, *arguments, *given(**givens), "--format", "json")
        assert ran.code == 0, ran.err
        return ran.json

    return run


# --- list


def test_list_json_has_every_family_with_its_topics(quizgrad):
    families = quizgrad("list", "--format", "json").json
    assert [family["family"] for family in families] == family_names()
    for family in families:
        assert set(family) == {"family", "topics", "lectures", "asks", "answers"}
    topics = {family["family"]: family["topics"] for family in families}
    assert topics["parameter_count"] == [13]
    assert topics["softmax_values"] == [16]


def test_list_prints_every_family_and_option(quizgrad):
    ran = quizgrad("list")
    assert ran.code == 0
    assert all(name in ran.out for name in family_names())
    for option in ("calculator", "hidden_layers", "largest_weight", "levels"):
        assert re.search(rf"^ +{option} ", ran.out, re.MULTILINE)


# --- show: the golden cases


def test_the_lectures_network_has_529411_parameters(show):
    data = show("parameter_count", sizes=[2, 1024, 512, 3])
    assert data["parts"][0]["answer"]["value"] == 529411
    assert data["parts"][0]["answer"]["shown"] == "529411"
    assert "529411" in data["solution"]
    assert "529411" not in data["prompt"]


def test_the_lectures_softmax(show):
    data = show("softmax_values", logits=[1.3, 5.1, 2.2, 0.7, 1.1])
    probabilities, predicted = (part["answer"] for part in data["parts"])
    assert probabilities["shown"] == "(0.02, 0.90, 0.05, 0.01, 0.02)"
    exponentials = [math.exp(z) for z in (1.3, 5.1, 2.2, 0.7, 1.1)]
    assert probabilities["value"] == pytest.approx([e / sum(exponentials) for e in exponentials], rel=1e-9)
    assert predicted["value"] == "B"


@pytest.mark.parametrize(
    ("variable", "at", "derivative"),
    [
        ("w1", {"y": 1}, f"(1 - {SUM})*x1"),
        ("w1", {"y": 0}, f"-{SUM}*x1"),
        ("w2", {}, f"(y - {SUM})*x2"),
        ("x1", {"y": 1}, f"(1 - {SUM})*w1"),
    ],
)
def test_the_lectures_derivatives_of_the_log_likelihood(show, variable, at, derivative):
    data = show("chain_rule_partial", expression=LIKELIHOOD, variable=variable, at=at)
    (part,) = data["parts"]
    assert part["answer"]["value"] == part["answer"]["shown"] == derivative
    assert set(part["answer"]["symbols"]) >= {"w1", "w2", "x1", "x2"}
    assert data["givens"] == {"expression": LIKELIHOOD, "variable": variable, "at": at}


NET = {
    "W1": [[0.5, -0.4], [0.3, 0.8]],
    "b1": [0.1, -0.2],
    "W2": [[0.7, -0.6]],
    "b2": [0.3],
    "x": [1, -2],
    "y": 1,
    "activation": "sigmoid",
    "output": "sigmoid",
    "loss": "binary_cross_entropy",
}
ASKED = ["z1_1", "a1_2", "yhat", "loss", "dW1_1_2", "dW1_2_1", "dW2_1_2", "db1_2", "db2_1", "dx_1", "dx_2"]


def by_hand(net):
    """Forward and backward through a 2-2-1 net, in plain Python."""
    slope = net.get("slope", 0.1)
    activations = {
        "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda _, a: a * (1 - a)),
        "tanh": (math.tanh, lambda _, a: 1 - a * a),
        "relu": (lambda z: max(0, z), lambda z, _: float(z >= 0)),
        "leaky_relu": (lambda z: z if z > 0 else slope * z, lambda z, _: 1 if z > 0 else slope),
        "identity": (lambda z: z, lambda *_: 1),
    }
    hidden, d_hidden = activations[net["activation"]]
    output, d_output = activations[net["output"]]
    z1 = [
        sum(w * x for w, x in zip(row, net["x"], strict=True)) + b
        for row, b in zip(net["W1"], net["b1"], strict=True)
    ]
    a1 = [hidden(z) for z in z1]
    z2 = sum(w * a for w, a in zip(net["W2"][0], a1, strict=True)) + net["b2"][0]
    yhat, y = output(z2), net["y"]
    if net["loss"] == "squared_error":
        loss, dz2 = (yhat - y) ** 2 / 2, (yhat - y) * d_output(z2, yhat)
    else:
        loss, dz2 = -(y * math.log(yhat) + (1 - y) * math.log(1 - yhat)), yhat - y
    dz1 = [dz2 * w * d_hidden(z, a) for w, z, a in zip(net["W2"][0], z1, a1, strict=True)]
    values = {"z2_1": z2, "yhat": yhat, "loss": loss, "db2_1": dz2}
    for j in (0, 1):
        values |= {
            f"z1_{j + 1}": z1[j],
            f"a1_{j + 1}": a1[j],
            f"dW2_1_{j + 1}": dz2 * a1[j],
            f"db1_{j + 1}": dz1[j],
        }
        values |= {f"dW1_{j + 1}_{i + 1}": dz1[j] * net["x"][i] for i in (0, 1)}
        values[f"dx_{j + 1}"] = sum(dz1[k] * net["W1"][k][j] for k in (0, 1))
    return values


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"y": 0, "activation": "tanh"},
        {"activation": "relu", "output": "identity", "loss": "squared_error", "y": 2.5},
        {"activation": "leaky_relu", "slope": 0.2, "loss": "squared_error"},
        {"activation": "identity", "x": [0.5, 3]},
    ],
)
def test_a_network_given_by_hand_has_the_values_of_plain_arithmetic(show, changes):
    net = NET | changes
    data = show("backprop", "--set", f"ask={json.dumps(ASKED)}", **net)
    expected = by_hand(net)
    assert len(data["parts"]) == len(ASKED)
    for part, name in zip(data["parts"], ASKED, strict=True):
        assert part["answer"]["value"] == pytest.approx(expected[name], rel=1e-9), name
    for step in data["steps"]:
        if step["name"] in expected:
            assert step["value"] == pytest.approx(expected[step["name"]], rel=1e-9)
    assert data["givens"] == {**net, "b1": net["b1"], "b2": net["b2"]}


def test_what_is_asked_is_named_by_wrt(show):
    data = show("backprop", "--set", f"ask={json.dumps(ASKED)}", **NET)
    wrt = {name: part.get("wrt") for part, name in zip(data["parts"], ASKED, strict=True)}
    assert wrt["dW1_1_2"] == ["W1", [0, 1]]
    assert wrt["dW2_1_2"] == ["W2", [0, 1]]
    assert wrt["db1_2"] == ["b1", [1]]
    assert wrt["dx_1"] == ["x", [0]]
    assert wrt["loss"] is None
    of = {name: part["of"] for part, name in zip(data["parts"], ASKED, strict=True)}
    assert (of["z1_1"], of["yhat"], of["loss"], of["dx_1"]) == ("z1_1", "yhat", "loss", "loss")


ZERO_BIASES = {"W1": [[None, None], [None, None]], "b1": [0, 0], "W2": [[None, None]], "b2": [0]}


def realises(net, gate, at_zero):
    def unit(z):
        return 1 if z > 0 or (z == 0 and at_zero) else 0

    for p, q in ((0, 0), (0, 1), (1, 0), (1, 1)):
        hidden = [unit(w[0] * p + w[1] * q + b) for w, b in zip(net["W1"], net["b1"], strict=True)]
        out = unit(sum(w * h for w, h in zip(net["W2"][0], hidden, strict=True)) + net["b2"][0])
        if out != ((p ^ q) if gate == "XOR" else 1 - (p ^ q)):
            return False
    return True


def filled(blanks, value):
    def fill(array, name):
        if isinstance(array, list):
            return [fill(item, f"{name}_{k}") for k, item in enumerate(array, start=1)]
        return value[name] if array is None else array

    return {name: fill(array, name) for name, array in blanks.items()}


def test_xor_with_zero_biases_can_be_filled_where_a_step_gives_0_at_0(show):
    data = show("xor_weights", gate="XOR", unit="step", blanks=ZERO_BIASES)
    (part,) = data["parts"]
    assert realises(filled(ZERO_BIASES, part["answer"]["value"]), "XOR", at_zero=0)
    assert data["givens"]["blanks"] == ZERO_BIASES


def test_xor_with_zero_biases_can_not_be_filled_where_a_step_gives_1_at_0(refused):
    said = refused(
        "show", "xor_weights", "--convention", "cs760", *given(gate="XOR", unit="step", blanks=ZERO_BIASES)
    )
    assert said.startswith("family xor_weights: given blanks can't be filled so that step units compute XOR")


@pytest.mark.parametrize("gate", ["XOR", "XNOR"])
def test_xor_with_some_weights_given_is_filled(show, gate):
    blanks = {"W1": [[1, 1], [None, None]], "b1": [-0.5, None], "W2": [[None, None]], "b2": [None]}
    data = show("xor_weights", gate=gate, unit="step", blanks=blanks)
    assert realises(filled(blanks, data["parts"][0]["answer"]["value"]), gate, at_zero=0)
    assert "= -0.5" in data["prompt"]


# --- show: seeds, kinds, formats


def test_a_seed_is_printed_and_draws_the_same_again(quizgrad):
    first, again, other = (
        quizgrad("show", "backprop", "--seed", seed, "--format", "json") for seed in (7, 7, 8)
    )
    assert first.data == again.data
    assert first.json["seed"] == 7
    assert first.json["givens"] != other.json["givens"]


def test_the_same_problem_in_another_courses_letters(quizgrad):
    here, there = (
        quizgrad("show", "backprop", "--seed", 3, "--convention", name, "--format", "json").json
        for name in ("cs540", "cs2109s")
    )
    assert here["givens"] == there["givens"]
    assert [p["answer"] for p in here["parts"]] == [p["answer"] for p in there["parts"]]
    assert here["prompt"] != there["prompt"]
    assert "w^{(1)}" in here["prompt"]
    assert "W^{[1]}" in there["prompt"]


def test_a_choice_is_shown_with_its_letters(quizgrad):
    data = quizgrad("show", "backprop", "--as", "choice", "--set", "choices=5", "--format", "json").json
    for part in data["parts"]:
        assert part["answer"]["type"] == "choice"
        assert len(part["answer"]["options"]) == 5
        assert part["answer"]["underlying"]["type"] == "number"


def test_warnings_stand_on_stderr_and_in_the_json(quizgrad):
    ran = quizgrad("show", "softmax_values", "--given", "logits=[1,1]", "--format", "json")
    assert ran.code == 0
    assert ran.json["warnings"] == ["these givens would not be drawn: two classes share the largest logit"]
    assert ran.err == f"quizgrad: {ran.json['warnings'][0]}\n"


@pytest.mark.parametrize("family", family_names())
@pytest.mark.parametrize("form", [name for name in formats.names() if name not in ("pdf", "docx")])
def test_every_family_is_shown_as_text(quizgrad, family, form):
    key = quizgrad("show", family, "--format", form)
    quiz = quizgrad("show", family, "--format", form, "--quiz")
    assert key.code == quiz.code == 0
    assert "Solution" in key.out
    assert "Solution" not in quiz.out
    assert len(quiz.out) < len(key.out)


def test_a_pdf_is_shown(quizgrad):
    assert quizgrad("show", "parameter_count", "--format", "pdf").data.startswith(b"%PDF-")


def test_a_file_is_written_with_its_figures(quizgrad, tmp_path):
    ran = quizgrad("show", "backprop", "--out", tmp_path / "shown" / "problem.md")
    assert (ran.code, ran.data) == (0, b"")
    text = (tmp_path / "shown" / "problem.md").read_text(encoding="utf-8")
    (figure,) = re.findall(r"\]\((figures/[^)]+\.svg)\)", text)
    assert (tmp_path / "shown" / figure).read_bytes().startswith(b"<svg")


# --- the program


def program(*arguments, environment, **more):
    return subprocess.run(
        [sys.executable, "-m", "quizgrad", *map(str, arguments)],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
        **more,
    )


def test_help_is_printed_without_loading_the_mathematics(environment):
    heavy = ("numpy", "sympy", "typst", "jinja2", "rich", "pypandoc")
    probe = (
        "import atexit, sys, quizgrad.cli; sys.argv = ['quizgrad', '--help']\n"
        f"atexit.register(lambda: print(sorted(set({heavy}) & set(sys.modules))))\n"
        "quizgrad.cli.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    for command in ("build", "list", "show", "verify"):
        assert re.search(rf"^  {command} +\S", ran.stdout, re.MULTILINE)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_every_command_and_option_has_a_help(quizgrad):
    for command in ("build", "list", "show", "verify"):
        ran = quizgrad(command, "--help")
        assert ran.code == 0
        options = re.findall(r"^  (--?[a-z].*)$", ran.out, re.MULTILINE)
        assert options
        for line in options:
            assert re.search(r"\S  +\S", line) or re.search(rf"{re.escape(line)}\n +\S", ran.out), line


def test_the_version_is_printed(quizgrad):
    ran = quizgrad("--version")
    assert ran.code == 0
    assert re.search(r"\d+\.\d+\.\d+", ran.out)


def test_the_program_exits_with_0_2_and_1(environment, tmp_path, root):
    assert program("show", "parameter_count", environment=environment, cwd=tmp_path).returncode == 0
    wrong = program("show", "parametercount", environment=environment, cwd=tmp_path)
    assert wrong.returncode == 2
    assert wrong.stderr == b"quizgrad: there is no family 'parametercount'; did you mean 'parameter_count'?\n"
    broken = root / "tests" / "data" / "broken"
    faulty = program(
        "verify", "degenerate", "--seeds", 2, "--folder", broken, environment=environment, cwd=tmp_path
    )
    assert faulty.returncode == 1


def test_a_closed_pipe_is_no_traceback(environment, tmp_path):
    line = f"{sys.executable} -m quizgrad list --format json | head -c 10"
    ran = subprocess.run(
        ["bash", "-c", line], env=environment, cwd=tmp_path, capture_output=True, check=False
    )
    assert b"Traceback" not in ran.stderr
