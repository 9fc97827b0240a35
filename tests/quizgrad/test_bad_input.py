"""Bad input ends in one sentence, exit code 2, and nothing written."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from generator.errors import unknown

ONE = '[[problem]]\nfamily = "parameter_count"\n'
FAMILY = '''"""The sum of two numbers."""

from dataclasses import dataclass

from generator import fields
from generator.family import Ask, Family, Options
from reference.derivation import Derivation


@dataclass(frozen=True)
class Givens:
    """Two numbers."""

    a: int = fields.whole(1, 9)
    b: int = fields.whole(1, 9)


def sample(rng, options, convention):
    return Givens(rng.randint(1, 9), rng.randint(1, 9))


family = Family(
    givens=Givens, options=Options, sample=sample, derive=lambda *_: Derivation.of({"total": "a + b"}),
    ask=lambda *_: (Ask(("total",), "integer"),),
    cross_check=lambda givens, *_: {"total": givens.a + givens.b},
    topics=(1,), lectures=("cs540",), answers=("integer",),
)
'''
PROMPT = "{% block prompt %}{{ g.a }} and {{ g.b }}?{% endblock %}\n"
TEMPLATE = PROMPT + "{% block solution %}{{ work() }}{% endblock %}\n"


@pytest.fixture
def quiz(tmp_path):
    """A quiz file that is right, unless other text is given."""

    def write(text=ONE, name="quiz.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def own(tmp_path):
    """A family of an instructor's own, `total`, beside the quiz."""

    def write(python=FAMILY, template=TEMPLATE):
        (tmp_path / "total.py").write_text(python, encoding="utf-8")
        (tmp_path / "total.md.j2").write_text(template, encoding="utf-8")

    return write


# --- names

NAMES = {
    "shw backprop": "there is no command 'shw'; did you mean 'show'?",
    "frobnicate": "there is no command 'frobnicate'; known: ",
    "show backprp": "there is no family 'backprp'; did you mean 'backprop'?",
    "show nothing": "there is no family 'nothing'; known: ",
    "show ../backprop": "there is no family '../backprop'",
    "show backprop --format markdown": "there is no format 'markdown'; known: ",
    "show backprop --convention cs504": "there is no convention 'cs504'; did you mean 'cs540'?",
    "show backprop --convention ../base": "there is no convention '../base'",
    "show backprop --set decimal=3": "no option 'decimal'; did you mean 'decimals'?",
    "show backprop --given z=3": "family backprop: there is no given 'z'; known: W1, W2, activation,",
    "verify backprp": "there is no family 'backprp'; did you mean 'backprop'?",
    "verify --convention cs1": "there is no convention 'cs1'",
    "build quiz.toml --formats pdff": "there is no format 'pdff'; did you mean 'pdf'?",
    "build quiz.toml --formats md,": None,
    "build quiz.toml --formats ,": "there is no format ''; known: ",
}


def test_of_many_names_some_are_listed_and_the_others_counted():
    names = [f"name{k:03}" for k in range(100)]
    message = str(unknown("thing", "x", names))
    assert message.startswith("there is no thing 'x'; known: name000, name001, ")
    assert message.endswith(" more")
    listed = message.count("name")
    assert 20 < listed < 100
    assert f"and {100 - listed} more" in message
    assert str(unknown("thing", "x", names[:3])) == "there is no thing 'x'; known: name000, name001, name002"


@pytest.mark.parametrize("line", [line for line, says in NAMES.items() if says])
def test_an_unknown_name_is_answered_with_the_nearest_or_all(refused, quiz, line):
    quiz()
    assert str(NAMES[line]) in refused(*line.split())


USAGE = {
    "show": "Missing argument 'FAMILY'",
    "show backprop softmax_values": "unexpected extra argument (softmax_values)",
    "show backprop --sed 3": "No such option '--sed'",
    "show backprop --seed x": "'x' is not a valid integer",
    "show backprop --seed -1": "-1 is not in the range x>=0",
    "show backprop --as closed": "'closed' is not one of 'open', 'choice'",
    "list --format xml": "'xml' is not one of",
    "verify --seeds 0": "0 is not in the range",
    "verify --jobs 0": "0 is not in the range",
    "build": "Missing argument 'QUIZ'",
    "build quiz.toml --versions 0": "0 is not in the range",
    "build quiz.toml --jobs 1000": "1000 is not in the range",
}


@pytest.mark.parametrize("line", USAGE)
def test_a_wrong_command_line_is_one_sentence_too(refused, line):
    said = refused(*line.split()).replace("No such option: --sed", "No such option '--sed'")
    assert USAGE[line] in said
    assert "--help" in said


# --- options and givens

VALUES = {
    "backprop --set decimals=1": "option decimals is 1; allowed is a whole number from 2 to 8",
    "backprop --set decimals=2.5": "option decimals is 2.5",
    "backprop --set decimals=NaN": "option decimals is nan",
    "backprop --set decimals=two": "option decimals is 'two'",
    "backprop --set biases=yes": "option biases is 'yes'; allowed is true or false",
    "backprop --set activation=softmax": "option activation is 'softmax'; allowed is a list of sigmoid,",
    "backprop --set activation=[]": "option activation is []",
    "backprop --set choices=99": "option choices is 99; allowed is a whole number from 3 to 6",
    "backprop --set largest_weight=Infinity": "option largest_weight is inf",
    "backprop --set decimals": "--set 'decimals' is not of the form name=value",
    "backprop --set =3": "--set '=3' is not of the form name=value",
    "backprop --set decimals=3 --set decimals=4": "--set sets decimals twice",
    "backprop --given W1=[[1,2],[3]]": "given W1 is [[1, 2], [3]]; allowed is a 2 × 2 array",
    "backprop --given W1=[1,2]": "given W1 is [1, 2]; allowed is a 2 × 2 array",
    'backprop --given W1=[[1,2],[3,"4"]]': "given W1 is",
    "backprop --given W1=[[1,2],[3,NaN]]": "given W1 is",
    "backprop --given W1=[[1,2],[3,1e400]]": "given W1 is",
    "backprop --given W1=[[1,2],[3,1e9]]": "within ±10000",
    "backprop --given x=1": "given x is 1; allowed is a list of 2 numbers",
    "backprop --given y=null": "given y is None; allowed is a number",
    "backprop --given slope=2": "given slope is 2",
    "backprop --given activation=step": "given activation is 'step'; allowed is one of sigmoid,",
    "backprop --given y=2 --given loss=binary_cross_entropy": "with binary_cross_entropy allowed is 0 or 1",
    "backprop --given loss=binary_cross_entropy --given output=identity": "output sigmoid, not identity",
    "parameter_count --given sizes=5": "given sizes is 5; allowed is a list of 2 to 12 whole numbers",
    "parameter_count --given sizes=[0,1]": "given sizes is [0, 1]",
    "parameter_count --given sizes=[1.0,2]": "given sizes is [1.0, 2]",
    "parameter_count --given sizes=[1,10000000]": "given sizes is [1, 10000000]",
    "parameter_count --given sizes=[1,": "given sizes is '[1,'",
    "parameter_count --given bias=1": "given bias is 1; allowed is true or false",
    "softmax_values --given logits=[1]": "given logits is [1]; allowed is a list of 2 to 10 numbers",
    "softmax_values --given logits=[1,51]": "given logits is [1, 51]",
    'softmax_values --given logits=["log(0)",1]': "given logits is ['log(0)', 1]",
    'softmax_values --given logits=["log(2",1]': "given logits is ['log(2', 1]",
    "softmax_values --set classes=[1]": "option classes is [1]",
    "xor_weights --given gate=NAND": "given gate is 'NAND'; allowed is one of XOR, XNOR",
    "xor_weights --given blanks=some": "given blanks is 'some'; allowed is the word all, or",
    'xor_weights --given blanks={"W1":[[1,2]]}': "given blanks is",
}


@pytest.mark.parametrize("line", VALUES)
def test_a_wrong_value_is_named_with_what_is_allowed(refused, line):
    assert VALUES[line] in refused("show", *line.split(" "))


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1e5000", "[" * 20_000, "-" + "9" * 400, '"' * 3, "\x00", "{}" * 50_000]
)
def test_huge_or_broken_json_is_one_sentence(refused, text):
    assert "given y is " in refused("show", "backprop", "--given", f"y={text}")


def test_impossible_options_name_the_guard(refused):
    said = refused(
        "show",
        "backprop",
        "--set",
        "decimals=2",
        "--set",
        "largest_weight=0.2",
        "--set",
        "activation=sigmoid",
    )
    assert said.startswith("family backprop: no draw passed the guards in 4000 tries; most often (")
    assert said.endswith("loosen the options or the fixed givens")


FULL = {"W1": [[1, 2], [3, 4]], "b1": [0, 0], "W2": [[1, 1]], "b2": [0]}
UNSATISFIABLE = [
    {**FULL, "b2": [None]},
    {**FULL, "W1": [[1, 1], [1, 1]], "b1": [0, 0], "W2": [[None, None]], "b2": [None]},
    {**FULL, "W1": [[0, 0], [None, None]], "b1": [None, None], "W2": [[None, None]], "b2": [None]},
]


@pytest.mark.parametrize("blanks", UNSATISFIABLE)
def test_blanks_that_can_not_be_filled_are_refused(refused, blanks):
    said = refused(
        "show",
        "xor_weights",
        "--given",
        "gate=XOR",
        "--given",
        "unit=step",
        "--given",
        f"blanks={json.dumps(blanks)}",
    )
    assert "given blanks can't be filled so that step units compute XOR; leave more blank" in said


def test_blanks_of_which_none_is_blank_are_refused(refused):
    said = refused("show", "xor_weights", "--given", "gate=XOR", "--given", f"blanks={json.dumps(FULL)}")
    assert "leaves nothing blank" in said


# --- expressions of strangers

EXPRESSIONS = {
    "import": "__import__('os').system('touch harmed')",
    "attribute": "x.__class__",
    "chain of attributes": "().__class__.__bases__[0].__subclasses__()",
    "lambda": "(lambda: x)()",
    "comprehension": "[x for x in (1, 2)]",
    "walrus": "(x := 3)",
    "string": "'x'*9",
    "f-string": "f'{x}'",
    "subscript": "x[0]",
    "unknown function": "frobnicate(x)",
    "function of two": "sigmoid(x, x)",
    "keyword argument": "sigmoid(z=x)",
    "function without a call": "sigmoid*x",
    "tower": "9**9**9",
    "tower of names": "x**x**x",
    "large exponent": "x**99",
    "worked out exponent": "x*(9 + 1)**(999*999*999)",
    "power that fills memory": "(x + 1)**(999*999)",
    "powers of powers": "((((x + 1)**9 + 1)**9 + 1)**9 + 1)**9",
    "power of a long sum": "(a + b + c + d + x)**9",
    "product of sums": "*".join(f"({name} + x)" for name in "abcdhijkmnos"),
    "sum of quotients": " + ".join(f"x/({name} + x)" for name in "abcdhijkmno"),
    "sum of logarithms": " + ".join(f"log({name} + x)" for name in "abcdhijkmno"),
    "tower of exponentials": "exp(" * 20 + "x" + ")" * 20,
    "brackets": "(" * 10_000 + "x" + ")" * 10_000,
    "minus signs": "-" * 10_000 + "x",
    "long": "x + " * 250_000 + "x",
    "large number": "x*1000000",
    "infinite number": "x*1e999",
    "complex number": "x*1j",
    "reserved name": "x*p1",
    "reserved name of a derivative": "x*Df",
    "underscore": "x*_enter",
    "condition": "x if x > 1 else 2",
    "comparison": "x > 1",
    "matrix product": "x @ x",
    "and": "x and x",
    "bits": "x << 3",
    "truth": "x*True",
    "nothing": "",
    "spaces": "   ",
    "two lines": "x\ny",
    "comment": "# x",
    "null byte": "x\x00",
    "no formula": "x +",
    "equation": "f = x",
    "division by zero": "x/0",
    "logarithm of a negative number": "log(-1)*x",
    "not there": "y*y",
    "vanishing": "0*x",
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_hostile_expression_is_refused_and_does_no_harm(refused, tmp_path, name):
    said = refused(
        "show",
        "chain_rule_partial",
        "--given",
        f"expression={EXPRESSIONS[name]}",
        "--given",
        "variable=x",
        "--given",
        "at={}",
    )
    assert said.startswith("family chain_rule_partial: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("variable=y", "given variable is 'y'; the expression has x"),
        ("variable=" + "x" * 30, "given variable is"),
        ("variable=3", "given variable is 3"),
        ('at={"z":1}', "given at puts a number in for z"),
        ('at={"x":1}', "given at puts a number in for x"),
        ('at={"y":"1"}', "given at is {'y': '1'}"),
        ('at={"y":NaN}', "given at is"),
        ("at=[]", "given at is []"),
        ("expression=3", "given expression is 3"),
        ("expression=[1]", "given expression is [1]"),
    ],
)
def test_a_wrong_variable_or_value_put_in_is_named(refused, given, says):
    values = {"expression": "sigmoid(x)", "variable": "x", "at": "{}"}
    name, _, text = given.partition("=")
    pairs = [word for key, value in (values | {name: text}).items() for word in ("--given", f"{key}={value}")]
    assert says in refused("show", "chain_rule_partial", *pairs)


# --- files

FILES = {
    "not TOML": ("title = ", "the quiz file is not TOML"),
    "not UTF-8": (b"title = '\xff'", "the quiz file can't be read: not UTF-8 text (byte 10)"),
    "empty": ("", "the quiz has no problems"),
    "negative points": (f"{ONE}points = -3", "problem 1: points is -3; allowed is a number above 0"),
    "points in thousandths": (
        f"{ONE}points = 0.125",
        "problem 1: points is 0.125; allowed is a number above 0 and up to 10000 with at most 2 decimals",
    ),
    "points for no part": (
        '[[problem]]\nfamily = "mistake_bound"\npoints = 0.02',
        "problem 1: points is 0.02, too few for 3 parts: none may be worth nothing",
    ),
    "unknown key": (f"{ONE}pionts = 3", "problem 1: there is no key 'pionts'; did you mean 'points'?"),
    "wrong type": (f'{ONE}points = "three"', "problem 1: points is 'three'"),
    "unknown family": (
        '[[problem]]\nfamily = "backprp"',
        "problem 1: there is no family 'backprp'; did you mean",
    ),
    "impossible": (
        (
            '[[problem]]\nfamily = "backprop"\n'
            'options = { decimals = 2, largest_weight = 0.2, activation = ["sigmoid"] }'
        ),
        "problem 1: family backprop: no draw passed the guards",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_quiz_file_is_named(refused, quiz, tmp_path, name):
    text, says = FILES[name]
    quiz(text)
    said = refused("build", "quiz.toml", "--formats", "md")
    assert said.startswith("quiz.toml")
    assert says in said
    assert not (tmp_path / "quiz").exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"quiz.toml", ".quizgrad"}


def test_a_missing_quiz_file_is_named(refused, tmp_path):
    assert (
        refused("build", "nowhere.toml")
        == "nowhere.toml: the quiz file can't be read: No such file or directory"
    )
    assert refused("build", tmp_path) == f"{tmp_path}: the quiz file can't be read: Is a directory"
    assert list(tmp_path.iterdir()) == [], "no secret is made for a quiz that is not there"


ROSTERS = {
    "missing": (None, "roster.csv: the roster can't be read"),
    "empty": ("", "the roster has no column id"),
    "no id column": ("nom,email\nA,B\n", "the roster has no column id; its first line is 'nom,email'"),
    "no rows": ("id,name\n", "the roster has no students"),
    "doubled id": ("id,name\nada,A\nada,B\n", "line 3: the id 'ada' is there twice"),
    "empty id": ("id,name\n,B\n", "line 2: the id is empty"),
    "not UTF-8": (b"id,name\nada,\xff\n", "the roster can't be read: not UTF-8 text"),
    "control character": ("id,name\nada,A\x1bB\n", "line 2: id or name has a control character"),
    "very long": (f"id\n{'x' * 1000}\n", "line 2: id or name has more than 200 characters"),
    "not CSV": ('id,name\n"ada,A\n', "the roster is not a CSV file"),
}


@pytest.mark.parametrize("name", ROSTERS)
def test_a_wrong_roster_is_named(refused, quiz, tmp_path, name):
    text, says = ROSTERS[name]
    quiz()
    if text is not None:
        (tmp_path / "roster.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    said = refused("build", "quiz.toml", "--roster", "roster.csv", "--formats", "md")
    assert said.startswith("roster.csv")
    assert says in said
    assert not (tmp_path / "quiz").exists()


@pytest.mark.parametrize("out", ["quiz.toml", "quiz.toml/below", "/proc/nothing", "x" * 300])
def test_an_output_folder_that_can_not_be_written_is_named(refused, quiz, tmp_path, out):
    quiz()
    before = (tmp_path / "quiz.toml").read_bytes()
    said = refused("build", "quiz.toml", "--formats", "md", "--out", out)
    assert said.startswith(f"{out}: the output folder")
    assert (tmp_path / "quiz.toml").read_bytes() == before


@pytest.mark.parametrize("folder", ["papers", "instructor"])
def test_a_folder_that_is_no_build_is_not_overwritten(refused, quiz, tmp_path, folder):
    quiz()
    (tmp_path / "out" / folder).mkdir(parents=True)
    (tmp_path / "out" / folder / "thesis.tex").write_text("years of work")
    said = refused("build", "quiz.toml", "--formats", "md", "--out", "out")
    assert "it is there and not from a build" in said or "it is there already and not from a build" in said
    assert (tmp_path / "out" / folder / "thesis.tex").read_text() == "years of work"


def test_a_font_that_is_not_there_is_named(refused, quiz):
    quiz()
    assert refused("build", "quiz.toml", "--font", "my.ttf") == "my.ttf: there is no such font file or folder"
    assert "my.ttf" in refused("show", "parameter_count", "--format", "pdf", "--font", "my.ttf")


def test_a_short_secret_is_refused(refused, quiz, monkeypatch):
    quiz()
    monkeypatch.setenv("QUIZGRAD_SECRET", "abc")
    said = refused("build", "quiz.toml", "--formats", "md")
    assert said == "environment variable QUIZGRAD_SECRET: the secret has 3 characters; at least 8 are needed"


def test_what_is_shown_must_have_a_place(refused, quiz):
    quiz()
    assert "quiz.toml/x.md: can't be written" in refused("show", "backprop", "--out", "quiz.toml/x.md")


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"quiz": 3}',
        b'{"quiz": {"file": "q", "source": ""}, "copies": []}',
        b"\xff",
    ],
)
def test_a_folder_that_is_no_build_can_not_be_verified(refused, tmp_path, data):
    (tmp_path / "out" / "instructor").mkdir(parents=True)
    if data is not None:
        (tmp_path / "out" / "instructor" / "manifest.json").write_bytes(data)
    refused("verify", "out")


# --- families and templates of one's own

OWN = {
    "syntax error in the family": (
        {"python": FAMILY.replace("def sample(rng,", "def sample(rng,,")},
        "total.py",
        "def sample",
    ),
    "typo in the family": (
        {"python": FAMILY.replace("return Givens(", "return Givnes(")},
        "total.py",
        "Givnes",
    ),
    "typo at import": ({"python": FAMILY.replace("givens=Givens", "givens=Givnes")}, "total.py", "Givnes"),
    "raises at import": ({"python": FAMILY + "open('nowhere.csv')\n"}, "total.py", "open("),
    "divides by zero at import": ({"python": FAMILY + "1 / 0\n"}, "total.py", "1 / 0"),
    "syntax error in the template": (
        {"template": TEMPLATE.replace("{% endblock %}\n{%", "\n{%", 1)},
        "total.md.j2",
        "",
    ),
    "typo in the template": ({"template": TEMPLATE.replace("g.b", "g.bb")}, "total.md.j2", "g.bb"),
    "typo in the solution": ({"template": TEMPLATE.replace("work()", "wrok()")}, "total.md.j2", "wrok"),
}


# Verification reads no solutions, so it can't find a typo there.
TYPOS = [
    (command, name)
    for command in ("show", "build", "verify")
    for name in OWN
    if (command, name) != ("verify", "typo in the solution")
]


@pytest.mark.parametrize(("command", "name"), TYPOS)
def test_a_typo_in_a_family_of_ones_own_is_named_with_file_and_line(
    refused, own, quiz, tmp_path, command, name
):
    files, file, code = OWN[name]
    own(**files)
    quiz('[[problem]]\nfamily = "total"\n')
    arguments = {
        "show": ("total",),
        "build": ("quiz.toml", "--formats", "md"),
        "verify": ("total", "--seeds", 2),
    }
    said = refused(command, *arguments[command])
    found = re.search(rf"{file}, line (\d+): ", said)
    assert found, said
    lines = (tmp_path / file).read_text(encoding="utf-8").splitlines()
    assert code in lines[int(found[1]) - 1]
    assert not (tmp_path / "quiz").exists()


def test_a_wrong_key_stops_a_build_and_nothing_is_written(quizgrad, own, quiz, tmp_path):
    own(FAMILY.replace("givens.a + givens.b}", "givens.a * givens.b + 100}"))
    quiz('[[problem]]\nfamily = "total"\n')
    ran = quizgrad("build", "quiz.toml", "--formats", "md")
    assert ran.code == 1
    assert "two derivations of a key differ" in ran.err
    assert "family total: the key of total is " in ran.err
    assert not (tmp_path / "quiz").exists()


def test_a_bug_is_loud(environment, tmp_path):
    """What is no user's fault ends in a traceback and exit code 1."""
    code = (
        "import sys, generator.draw, quizgrad.cli; generator.draw.draw = None\n"
        "sys.argv = ['quizgrad', 'show', 'backprop']; quizgrad.cli.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr
