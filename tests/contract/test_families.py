"""What every family promises, each found by being there, in each of its variants."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import ast
import dataclasses
import json
import re
from functools import lru_cache
from itertools import product
from typing import Any

import pytest

from generator import fields
from generator.answers import ANSWERS
from generator.answers.choice import Choice
from generator.conventions import load_convention
from generator.documents.formats.md import render as markdown
from generator.draw import Request, draw
from generator.errors import InputError
from generator.family import FAMILIES, Options, family_names, load_family
from generator.keys import rng_of, seed_for
from generator.machine import family_json, problem_json
from generator.papers import Head, Placed, key_paper, quiz_paper
from generator.places import TEMPLATES
from generator.readable import unreadable_givens
from generator.render import Renderer

SEEDS = range(3)
NAMES = family_names()
CASES = [
    pytest.param(
        name, json.dumps(options), as_choice, id=f"{name}-{number}-{'choice' if as_choice else 'open'}"
    )
    for name in NAMES
    for number, options in enumerate(load_family(name).family.every_variant)
    for as_choice in ((False, True) if "choice" in load_family(name).family.answers else (False,))
]
every_case = pytest.mark.parametrize(("name", "options", "as_choice"), CASES)
every_open_case = pytest.mark.parametrize(
    ("name", "options"), [case.values[:2] for case in CASES if not case.values[2]]
)
every_choice_case = pytest.mark.parametrize(
    ("name", "options"), [case.values[:2] for case in CASES if case.values[2]]
)
every_family = pytest.mark.parametrize("name", NAMES)


@lru_cache(1)
def renderer():
    return Renderer()


def drawn(name, options, as_choice, number, convention="cs540", **more):
    seed = seed_for("contract", name, options, number)
    request = Request.read(
        load_family(name),
        options=json.loads(options),
        as_choice=as_choice,
        convention=load_convention(convention),
        **more,
    )
    return draw(request, rng_of(seed), seed=seed)


@lru_cache(None)
def problem_of(name, options, as_choice, number):
    return drawn(name, options, as_choice, number)


def problems(name, options, as_choice):
    return [problem_of(name, options, as_choice, number) for number in SEEDS]


def visible(problem):
    """All the text that students see of a problem."""
    texts = renderer().texts(problem)
    choices = [option for part in problem.parts for option in part.options]
    return "\n".join(
        [texts.prompt, *texts.asked, *choices, *(text for blanks in texts.fields for text in blanks)]
    )


@lru_cache(None)
def prompt_of(name, options, as_choice, number):
    return visible(problem_of(name, options, as_choice, number))


@lru_cache(None)
def solution_of(name, options, as_choice, number):
    return renderer().solution(problem_of(name, options, as_choice, number))


def texts_of(name, options, as_choice):
    """Prompts and solutions of a case's draws."""
    return [make(name, options, as_choice, number) for number in SEEDS for make in (prompt_of, solution_of)]


# --- drawing


@every_case
def test_the_same_seed_draws_the_same_problem(name, options, as_choice):
    first, again = problem_of(name, options, as_choice, 0), drawn(name, options, as_choice, 0)
    assert problem_json(again, renderer(), seed=0) == problem_json(first, renderer(), seed=0)


@every_open_case
def test_other_seeds_draw_other_problems(name, options):
    seen = {
        json.dumps(drawn(name, options, False, number).givens_json(), sort_keys=True) for number in range(12)
    }
    blank = "all" in json.loads(options).get("leave", ())  # then only the gate is drawn
    assert len(seen) >= (2 if blank else 5)


@every_case
def test_a_drawn_problem_has_no_warning_and_points_that_add_up(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        assert problem.warnings == ()
        assert sum(part.share for part in problem.parts) == pytest.approx(1)
        labels = [part.label for part in problem.parts]
        assert labels == ([""] if len(labels) == 1 else list("abcdefghij"[: len(labels)]))


@every_case
def test_every_key_is_accepted_as_it_is_shown(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        for part in problem.parts:
            assert part.answer.accepts(part.answer.value)
            if part.answer.type in ("number", "integer"):
                assert part.answer.accepts(float(part.answer.shown))
            elif part.answer.type == "array":
                assert part.answer.accepts(ast.literal_eval(part.answer.shown))
            else:
                assert part.answer.type in ("choice", "expression", "realises")


@every_family
def test_without_a_calculator_every_answer_comes_out_even(name):
    """No rule says how to round there."""
    for difficulty, number in product(("easy", "standard", "hard"), range(8)):
        options = json.dumps({"calculator": False, "difficulty": difficulty})
        try:
            problem = drawn(name, options, False, number)
        except InputError as refused:
            if "calculator must be true" not in str(refused):
                raise
            continue
        for part in problem.parts:
            tolerance = getattr(part.answer, "tolerance", 0)
            assert not (any(tolerance) if isinstance(tolerance, tuple) else tolerance), part.answer.shown


@every_case
def test_no_wrong_answer_is_accepted_or_printed_like_the_key(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        for part in problem.parts:
            for wrong in part.wrong:
                assert not part.answer.accepts(wrong.value), wrong.mistake.name
                assert wrong.shown != part.answer.shown, wrong.mistake.name


@every_case
def test_printed_choices_differ_and_hold_the_key_once(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        for part in problem.parts:
            if as_choice:
                assert isinstance(part.answer, Choice)
            if not isinstance(part.answer, Choice):
                continue
            assert len(set(part.options)) == len(part.options)
            if part.answer.underlying is not None:
                assert len(part.options) == problem.options.choices
                key = part.answer.underlying
                assert part.options[part.answer.right] == key.latex(key.value)
                letters = set("ABCDEFGHIJ"[: len(part.options)]) - {part.answer.value}
                assert {wrong.value for wrong in part.wrong} == letters, "a remark for each wrong option"


@every_choice_case
def test_no_printed_choice_gives_itself_away(name, options):
    """A zero is never the key; nor is what lies outside the range of such answers."""
    for problem in problems(name, options, True):
        for part in problem.parts:
            key = part.answer.underlying
            if key is None or key.type not in ("number", "integer", "array"):
                continue
            low, high = part.ask.within
            for option in part.options:
                values = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", option)]
                assert any(values), option
                assert all(low < value < high for value in values), option


@every_open_case
def test_givens_fixed_by_hand_make_the_same_problem(name, options):
    """What `show --format json` prints as givens can be given again."""
    for number in SEEDS:
        problem = problem_of(name, options, False, number)
        given = json.loads(json.dumps(problem.givens_json()))
        seed = seed_for("elsewhere", number)
        request = Request.read(load_family(name), options=json.loads(options), given=given)
        again = draw(request, rng_of(seed), seed=seed)
        assert again.givens_json() == problem.givens_json()
        values = {
            part.ask.name: part.answer.value for part in problem.parts if part.answer.type != "realises"
        }
        for part in again.parts:
            if part.ask.name in values:
                assert part.answer.value == values[part.ask.name]


# --- the machine interface

NUMBER = (int, float)


def same_shape(value, other):
    if isinstance(value, list):
        return isinstance(other, list) and len(value) == len(other) and all(map(same_shape, value, other))
    return isinstance(other, NUMBER)


def check_answer(answer):
    more = {
        "integer": set(),
        "number": {"tolerance", "decimals"},
        "array": {"tolerance", "decimals"},
        "expression": {"symbols", "domain", "meanings"},
        "choice": {"options", "underlying"},
        "realises": {"table"},
    }
    kind = answer["type"]
    optional = {"underlying", "meanings"}
    assert {"type", "value", "shown"} <= set(answer)
    assert more[kind] - optional <= set(answer) - {"type", "value", "shown"} <= more[kind]
    assert isinstance(answer["shown"], str)
    assert answer["shown"].strip()
    if kind == "integer":
        assert type(answer["value"]) is int
        assert answer["shown"] == str(answer["value"])
    elif kind in ("number", "array"):
        assert isinstance(answer["value"], list if kind == "array" else NUMBER)
        assert same_shape(answer["value"], answer["tolerance"])
    elif kind == "expression":
        assert isinstance(answer["value"], str)
        assert all(isinstance(symbol, str) for symbol in answer["symbols"])
    elif kind == "choice":
        assert answer["value"] in "ABCDEFGHIJ"[: len(answer["options"])]
        if "underlying" in answer:
            check_answer(answer["underlying"])
    else:
        assert isinstance(answer["value"], dict)
        assert all(isinstance(value, NUMBER) for value in answer["value"].values())


@every_case
def test_a_problem_as_json_has_the_shape_of_the_machine_interface(name, options, as_choice):
    for number, problem in enumerate(problems(name, options, as_choice)):
        data = problem_json(problem, renderer(), seed=number)
        assert json.loads(json.dumps(data, allow_nan=False)) == data, "plain JSON, nothing lost on the way"
        assert set(data) == {
            "family",
            "seed",
            "givens",
            "parts",
            "steps",
            "prompt",
            "asked",
            "solution",
            "warnings",
        }
        assert data["family"] == name
        assert data["seed"] == number
        assert set(data["givens"]) <= set(fields.specs(type(problem.givens))), "nothing but what can be given"
        assert all(data[text].strip() for text in ("prompt", "solution"))
        assert len(data["asked"]) == len(data["parts"]) > 0
        for step in data["steps"]:
            assert set(step) == {"name", "symbol", "value"}
            assert isinstance(step["name"], str)
            assert isinstance(step["symbol"], str)
            assert isinstance(step["value"], (int, float, str))
        for part in data["parts"]:
            assert (
                {"label", "of", "answer", "mistakes"}
                <= set(part)
                <= {"label", "of", "answer", "mistakes", "wrt"}
            )
            check_answer(part["answer"])
            for mistake in part["mistakes"]:
                assert set(mistake) == {"name", "value", "shown"}
                assert re.fullmatch(r"[a-z][a-z0-9_]*", mistake["name"])
            if "wrt" in part:
                assert part["of"] == "loss"
                array, index = part["wrt"]
                value: Any = data["givens"][array]
                for place in index:
                    value = value[place]
                assert isinstance(value, NUMBER), "wrt names one number that is given"


@every_open_case
def test_the_steps_hold_the_answer(name, options):
    for number in SEEDS:
        problem = problem_of(name, options, False, number)
        steps = {
            step["name"]: step["value"] for step in problem_json(problem, renderer(), seed=number)["steps"]
        }
        for part in problem.parts:
            assert set(part.ask.steps) <= set(steps)
            if part.answer.type in ("number", "integer", "expression"):
                assert steps[part.ask.steps[0]] == part.answer.value or part.answer.accepts(
                    steps[part.ask.steps[0]]
                )


@every_family
def test_a_family_describes_itself_in_json(name):
    loaded = load_family(name)
    data = family_json(loaded)
    assert json.loads(json.dumps(data)) == data
    assert set(data) == {"family", "topics", "lectures", "asks", "answers"}
    assert data["family"] == name
    assert data["topics"]
    assert all(type(topic) is int and topic > 0 for topic in data["topics"])
    assert data["lectures"]
    assert all(re.fullmatch(r"[a-z]+\d+[a-z]?", lecture) for lecture in data["lectures"])
    assert data["answers"]
    assert set(data["answers"]) <= set(ANSWERS)
    assert len(data["asks"]) > 20


# --- the family's two files


@every_family
def test_the_files_first_line_is_a_sentence(name):
    doc = ast.get_docstring(ast.parse((FAMILIES / f"{name}.py").read_text(encoding="utf-8")))
    assert doc is not None
    first = doc.splitlines()[0]
    assert re.fullmatch(r"[A-Z].{19,100}\.", first)


@every_family
def test_the_python_file_is_short_and_its_template_is_there(name):
    assert (TEMPLATES / "families" / f"{name}.md.j2").is_file()
    assert load_family(name).template == TEMPLATES / "families" / f"{name}.md.j2"


@every_family
def test_the_template_has_its_blocks(name):
    text = load_family(name).template.read_text(encoding="utf-8")
    blocks = re.findall(r"{%-? *block (\w+)", text)
    assert {"prompt", "solution"} <= set(blocks) <= {"prompt", "asked", "solution"}


@every_family
def test_each_option_has_a_default_a_help_and_says_what_is_allowed(name):
    options = load_family(name).family.options
    assert issubclass(options, Options)
    known = fields.specs(options)
    assert set(known) == {field.name for field in dataclasses.fields(options)}
    options()
    for option, spec in known.items():
        assert len(spec.help) > 5, option
        assert spec.allowed, option
        default = getattr(options(), option)
        if default != ():  # an empty tuple: nothing chosen, the family decides
            assert spec.read(default) == default, option


@every_family
def test_each_given_says_what_is_allowed(name):
    known = fields.specs(load_family(name).family.givens)
    assert known
    assert all(spec.allowed for spec in known.values())


@every_family
def test_every_variant_is_a_set_of_allowed_options(name):
    loaded = load_family(name)
    for options in (*loaded.family.every_variant, *loaded.family.presets.values()):
        Request.read(loaded, options=options)


@every_family
def test_a_difficulty_is_heeded(name):
    """With the very same seeds other problems are drawn."""
    loaded = load_family(name)
    tried = {variant.get("difficulty", "standard") for variant in loaded.family.every_variant}
    assert tried == {"easy", "standard", "hard"}, "a preset, or a variant with that difficulty, for each"

    def givens(difficulty):
        request = Request.read(loaded, options={"difficulty": difficulty})
        return [draw(request, rng_of(seed_for("difficulty", k))).givens_json() for k in range(20)]

    assert givens("easy") != givens("standard") != givens("hard")


@every_family
def test_each_mistake_has_a_name_of_its_own_and_a_sentence(name):
    mistakes = load_family(name).family.catalogue
    assert mistakes
    assert len({mistake.name for mistake in mistakes}) == len(mistakes)
    for mistake in mistakes:
        assert not mistake.says[0].islower() or mistake.says[0] in "σ∂", mistake.name
        assert mistake.says.endswith(".")


# --- the printed question is what was computed


@every_case
def test_every_given_can_be_read_off_the_question(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        assert unreadable_givens(problem, renderer().texts(problem).question) == []


def changed_leaves(value, others):
    """(path, value with one leaf changed): numbers moved, truths turned, words taken from other draws."""
    if isinstance(value, dict):
        for key, item in value.items():
            rest = [other[key] for other in others if isinstance(other, dict) and key in other]
            yield from (((key, *path), {**value, key: new}) for path, new in changed_leaves(item, rest))
    elif isinstance(value, list):
        for k, item in enumerate(value):
            rest = [other[k] for other in others if isinstance(other, list) and len(other) > k]
            yield from (
                ((k, *path), [*value[:k], new, *value[k + 1 :]]) for path, new in changed_leaves(item, rest)
            )
    elif isinstance(value, bool):
        yield (), not value
    elif isinstance(value, NUMBER):
        yield (), value + 1
    elif value is not None:
        yield from (((), other) for other in {other for other in others if isinstance(other, str)} - {value})


@every_open_case
def test_a_question_changes_with_each_given(name, options):
    family = load_family(name).family
    known = fields.specs(family.givens)
    all_givens = [problem_of(name, options, False, number).givens_json() for number in range(12)]
    for variant in map(json.dumps, family.variants):
        all_givens += [problem_of(name, variant, False, number).givens_json() for number in SEEDS]
    tried = 0
    for number in SEEDS:
        problem = problem_of(name, options, False, number)
        before = renderer().texts(problem).question
        for path, changed in changed_leaves(problem.givens_json(), all_givens):
            given = str(path[0])
            try:
                fixed = {given: known[given].read(changed[given])}
            except ValueError:
                continue
            givens = family.tidy(dataclasses.replace(problem.givens, **fixed), problem.convention)
            if givens == problem.givens or family.complain(givens, problem.convention):
                continue
            after = renderer().texts(dataclasses.replace(problem, givens=givens)).question
            assert after != before, f"the question does not show {path}"
            tried += 1
    assert tried > 0


def marked(convention, names):
    """The convention with a symbol of its own for each name, which nothing else prints."""
    symbols = {name: rf"\mathsf{{Marked{number}}}" for number, name in enumerate(names)}
    others = {pattern: latex for pattern, latex in convention.symbols.items() if pattern not in symbols}
    return dataclasses.replace(convention, symbols={**symbols, **others}), symbols


@every_open_case
def test_what_is_asked_is_printed_by_the_notation(name, options):
    """Numbers and their blanks bear the name that the notation has for them, whatever it is."""
    for number in SEEDS:
        problem = problem_of(name, options, False, number)
        names = [n for part in problem.parts for n in (part.ask.name, *part.ask.steps)]
        convention, symbols = marked(problem.convention, [n.removeprefix("put_") for n in names])
        texts = renderer().texts(dataclasses.replace(problem, convention=convention))
        for part, asked, blanks in zip(problem.parts, texts.asked, texts.fields, strict=True):
            if part.answer.type in ("number", "array"):
                assert symbols[part.ask.name] in f"{asked} {blanks[0]}"
            elif part.answer.type == "realises":
                for step, blank in zip(part.ask.steps, blanks, strict=True):
                    assert symbols[step.removeprefix("put_")] in blank


@every_open_case
def test_a_derivative_is_asked_for_in_the_courses_own_letters(name, options):
    for number in SEEDS:
        problem = problem_of(name, options, False, number)
        other = dataclasses.replace(problem, convention=load_convention("cs2109s"))
        here, there = renderer().texts(problem), renderer().texts(other)
        for k, part in enumerate(problem.parts):
            if part.ask.derivative:
                asked, elsewhere = (" ".join((texts.asked[k], *texts.fields[k])) for texts in (here, there))
                assert renderer().symbol(problem, part.ask.name) in asked
                assert renderer().symbol(other, part.ask.name) in elsewhere
                assert asked != elsewhere


ROUND = re.compile(
    r"Round every result, including intermediate ones, to (\d) decimals|\bround(?:ed)? to (\d) decimals"
)


@every_case
def test_the_paper_says_how_to_round_exactly_where_something_is_rounded(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        asked = [part for part in problem.parts if part.open_answer.type in ("number", "array")]
        steps = tuple(step for part in asked for step in part.ask.steps)
        needed = problem.working.derivation.needed_for(steps).names if steps else ()
        exact = problem.working.rounded()[1] if needed else {}
        said = ROUND.search(renderer().texts(problem).prompt)
        assert all(exact[step] for step in needed) or said, "a step is rounded, and nothing says to how much"
        tolerances = [part.open_answer.tolerance for part in asked]
        rounded = any(max(t) if isinstance(t, tuple) else t for t in tolerances)
        assert bool(said) == rounded, "nothing is rounded, and the paper says how"
        if said:
            assert int(said[1] or said[2]) == problem.working.decimals
            assert bool(said[1]) == problem.options.calculator


# --- nothing of the key is in the question


class Touched(Exception):  # noqa: N818  # not an error of the program's: a tripwire of the test
    """The key was looked at."""


class Poison:
    """Raises whatever is done with it."""

    def _raise(self, *_, **__):
        raise Touched

    __getattr__ = __iter__ = __len__ = __bool__ = __str__ = __repr__ = __call__ = __getitem__ = _raise
    __eq__ = __hash__ = __float__ = __int__ = __format__ = __contains__ = _raise


class PoisonAnswer(Poison):
    """An answer of which the printed choices may be read, and nothing else."""

    def __init__(self, options):
        self.options = options


def poisoned(problem):
    parts = tuple(
        dataclasses.replace(part, answer=PoisonAnswer(part.options), wrong=Poison(), share=Poison())
        for part in problem.parts
    )
    known = fields.specs(type(problem.givens))
    hidden = {field.name: Poison() for field in dataclasses.fields(problem.givens) if field.name not in known}
    givens = dataclasses.replace(problem.givens, **hidden)
    return dataclasses.replace(
        problem, parts=parts, givens=givens, working=Poison(), seed=Poison(), redraws=Poison()
    )


def test_the_tripwire_works():
    problem = problem_of("parameter_count", "{}", False, 0)
    with pytest.raises(Touched):
        renderer().solution(poisoned(problem))


@every_case
def test_the_question_is_written_without_a_look_at_the_key(name, options, as_choice):
    for problem in problems(name, options, as_choice):
        assert renderer().texts(poisoned(problem)) == renderer().texts(problem)


def with_another_key(problem):
    """The same question with other values, texts, tolerances, wrong answers; choices as printed."""
    parts = []
    for part in problem.parts:
        changed: dict[str, Any] = {"value": 123454321}
        if isinstance(part.answer, Choice):
            changed = {"value": "B" if part.answer.value == "A" else "A"}
        if part.answer.type == "array":
            changed = {
                "value": tuple(123454321.0 for _ in part.answer.value),
                "tolerance": tuple(77.0 for _ in part.answer.value),
            }
        elif part.answer.type == "expression":
            changed = {"value": part.answer.value}
        elif part.answer.type == "realises":
            changed = {"value": dict.fromkeys(part.answer.value, 123454321)}
        elif part.answer.type == "number":
            changed |= {"tolerance": 77.0}
        answer = dataclasses.replace(part.answer, **changed, shown="SENTINEL")
        parts.append(dataclasses.replace(part, answer=answer, wrong=()))
    return dataclasses.replace(problem, parts=tuple(parts))


@every_case
def test_the_quiz_papers_bytes_do_not_change_with_the_key(name, options, as_choice):
    for problem in problems(name, options, as_choice)[:1]:
        head = Head("Quiz", "Course", "ABC234")
        papers = [
            quiz_paper(renderer(), head, [Placed(p, 5)], p.convention)
            for p in (problem, with_another_key(problem))
        ]
        quiz, other = markdown(papers)
        assert quiz == other
        (key,) = markdown(
            [key_paper(renderer(), head, [Placed(with_another_key(problem), 5)], problem.convention)]
        )
        assert b"SENTINEL" in key.data or b"123454321" in key.data, "the key does change"
        assert b"SENTINEL" not in quiz.data
        assert b"123454321" not in quiz.data


# --- clean print

NOISE = {
    "a factor 1 before a symbol": r"(?<![\d.}_])1 (?:\\cdot )?(?:[abwxyz]_|[wb]\^|\\hat)",
    "a factor 0 or 1 spelled out in a formula": r"(?<![\d.])[01] \\cdot [a-zA-Z]",
    "plus minus": r"[+] ?-",
    "two minus signs": r"- ?-",
    "the minus of a minus": r"-\(-[\d.]+\)",
    "a minus before a zero": r"(?<!\d)-0(?:\.0+)?(?![.\d])",
    "power of one": r"(?<!e)\^(?:1(?!\d)|\{1\})",
    "digits that floats lose": r"\d\.\d{10,}",
    "an unfilled macro": r"\\(?:act|var|dd)\b",
    # {x} is no pattern: x is a variable
    "an unfilled pattern": r"(?<!\\mathbf)(?<!\\hat)(?<!\\mathrm)(?<!\\text)(?<!\\frac)\{[a-wyz]\}",
    "an unfilled name": r"\{(?:old|last|row|sizes|name|value|body)\}",
    "a template's bones": r"\{\{[^}]*\}\}$|\{%|%\}|\{#",
    "Python": r"\b(?:None|True|False|nan|inf|Undefined)\b|\bnot defined\b|<[a-z]+\.[a-z]",
    "scientific notation": r"\d[eE][-+]?\d",
}


def formulas(text):
    """The LaTeX between dollar signs."""
    return [display or inline for display, inline in re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL)]


@every_case
def test_formulas_are_printed_as_people_write_them(name, options, as_choice):
    for text in texts_of(name, options, as_choice):
        body = "\n".join(line for line in text.splitlines() if not line.startswith("Without rounding"))
        for formula in formulas(body):
            for noise, pattern in NOISE.items():
                found = re.search(pattern, formula)
                assert found is None, f"{noise}: {found[0]!r} in {formula}"


@every_case
def test_texts_are_whole(name, options, as_choice):
    for text in texts_of(name, options, as_choice):
        assert text.count("$$") % 2 == 0
        assert text.count("$") % 2 == 0
        assert not re.search(r"\{\{|\{%|%\}", re.sub(r"\$.*?\$", "", text, flags=re.DOTALL))
        assert not re.search(r"(?<!\.) {2,}\S", re.sub(r"(?m)^ +|^\|.*$", "", text)), "no double spaces"
        assert not re.search(r"\s[,.;:?](?:\s|$)", re.sub(r"\$.*?\$", "x", text, flags=re.DOTALL)), (
            "no space before a stop"
        )
        for formula in formulas(text):
            assert formula.count("{") == formula.count("}")
            assert formula.count("(") == formula.count(")")
            assert formula.count(r"\left") == formula.count(r"\right")


# --- the worked solution


def whole_arrays(solution, symbol):
    """The numbers in which the lines that begin with this array's symbol end, row by row."""
    lines = re.findall(rf"^{re.escape(symbol)} &?(?:=|\\approx) (.*(?:\n&.*)*)", solution, re.MULTILINE)
    ends = [re.split(r"= |\\approx ", line.removesuffix(r" \\"))[-1] for line in lines]
    return [[float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", end)] for end in ends]


@every_open_case
def test_the_solution_ends_in_an_answer_that_is_marked_right(name, options):
    """The rounded run may differ from the key in the last digits, within the tolerance."""
    for number in SEEDS:
        problem, solution = (
            problem_of(name, options, False, number),
            solution_of(name, options, False, number),
        )
        rounded = None if problem.working.inputs == {} else problem.working.rounded()[0]
        for part in problem.parts:
            answer = part.answer
            if answer.type == "integer":
                assert re.search(rf"= {answer.shown}\b", solution)
            elif answer.type in ("number", "array"):
                assert rounded is not None
                last = [rounded[step] for step in part.ask.steps]
                assert answer.accepts(last[0] if answer.type == "number" else last)
                if last in whole_arrays(solution, renderer().symbol(problem, part.ask.name)):
                    continue
                for step, value in zip(part.ask.steps, last, strict=True):
                    line = (
                        re.escape(renderer().symbol(problem, step))
                        + r" &?(?:=|\\approx)[^\n]*(?:\n&=[^\n]*)?"
                    )
                    lines = re.findall(rf"^{line}", solution, re.MULTILINE)
                    printed = [float(re.split(r"= |\\approx ", text)[-1].rstrip("\\ ")) for text in lines]
                    assert value in printed, f"{step} = {value} is not the end of a line"
            elif answer.type in ("expression", "realises"):
                assert answer.latex(answer.value).strip("$") in solution


@every_open_case
def test_the_solution_states_full_precision_once(name, options):
    for number in SEEDS:
        problem, solution = (
            problem_of(name, options, False, number),
            solution_of(name, options, False, number),
        )
        uneven = [part for part in problem.parts if part.answer.inexact]
        numbers = [part for part in uneven if part.answer.type == "number"]
        rounded = problem.working.rounded()[0] if uneven else {}
        others = [
            part
            for part in uneven
            if part.answer.type == "array"
            and part.answer.text([rounded[step] for step in part.ask.steps]) != part.answer.shown
        ]
        assert solution.count("Without rounding") == (1 if numbers or others else 0)
        for part in numbers:
            assert f"= {part.answer.value:.10g}" in solution
        stated = solution.partition("Without rounding")[2]
        for part in others:
            assert all(f"{entry + 0.0:.7g}" in stated for entry in part.answer.value)
            assert (r"\begin{pmatrix}" in stated) >= bool(part.answer.shape)
        assert not re.search(r"-0(?![.\d])", stated)


@every_choice_case
def test_a_choice_has_the_same_solution_as_the_open_question(name, options):
    problem = problem_of(name, options, True, 0)
    parts = tuple(dataclasses.replace(part, answer=part.open_answer) for part in problem.parts)
    assert renderer().solution(dataclasses.replace(problem, parts=parts)) == renderer().solution(problem)
