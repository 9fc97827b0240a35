"""What every family promises as plain text, in each of its variants and every convention."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from generator.conventions import available, load_convention
from generator.documents.plain import blocks, display
from generator.documents.plain.breaking import columns
from generator.draw import Request, draw
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from generator.render import Renderer
from graders.marking import mark_problem
from graders.practice.hints import LEFT, hints
from graders.practice.page import plain_line

CONVENTIONS = sorted(available())
every_family = pytest.mark.parametrize("name", family_names())
every_convention = pytest.mark.parametrize("convention", CONVENTIONS)


@lru_cache(1)
def renderer():
    return Renderer()


def problems(name, convention):
    """One problem of each variant, open and as a choice where it can be one."""
    loaded = load_family(name)
    for number, options in enumerate(loaded.family.every_variant):
        for as_choice in {False, "choice" in loaded.family.answers}:
            seed = seed_for("plain", name, number, str(as_choice))
            request = Request.read(
                loaded, options=options, as_choice=as_choice, convention=load_convention(convention)
            )
            yield draw(request, rng_of(seed), seed=seed)


def texts_of(problem):
    """Every Markdown text that practising can print."""
    texts = renderer().texts(problem)
    yield texts.prompt, texts.figures
    others = [*texts.asked, *(blank for blanks in texts.fields for blank in blanks)]
    others += [renderer().solution(problem), *problem.convention.about]
    for part in problem.parts:
        others += [*part.options, part.answer.key_text, part.answer.latex(part.answer.value)]
    others += [mistake.says for mistake in problem.loaded.family.catalogue]
    others += [f"${formula}$" for formula in renderer().formulas(problem).values()]
    yield from ((text, ()) for text in others)


def lines_of(markdown, figures, width):
    for block in blocks(markdown, figures):
        yield "".join(text for text, _ in block.runs)
        for row in block.rows:
            yield from ("".join(text for text, _ in cell) for cell in row)
        if block.tex:
            for line in display(block.tex, width):
                assert columns(line) <= width, line
                yield line


@every_convention
@every_family
def test_no_latex_is_left_in_a_text(name, convention):
    for problem in problems(name, convention):
        for markdown, figures in texts_of(problem):
            printed = "\n".join(lines_of(markdown, figures, 56))
            assert not re.search(r"[\\$\ue000-\uf8ff]|<[a-z/]", printed), printed
            # A set's braces are printed; all others group.
            source = re.sub(r"(?<!\\)\$.*?(?<!\\)\$", "", markdown, flags=re.DOTALL)
            sets = markdown.count(r"\{") + markdown.count(r"\lbrace") + source.replace(r"\{", "").count("{")
            assert printed.count("{") == printed.count("}") <= sets, printed
            for doubled in ("−−", "+ −", "− −", "· ·"):
                assert doubled not in printed, printed


@every_convention
@every_family
def test_a_key_as_it_is_printed_is_right_when_it_is_typed(name, convention):
    for problem in problems(name, convention):
        typed = {part.label: plain_line(part.answer.latex(part.answer.value)) for part in problem.parts}
        assert [verdict.status for verdict in mark_problem(problem, typed)] == ["full"] * len(typed), typed


@every_family
def test_hints_hold_no_answer_and_leave_a_choice(name):
    for problem in problems(name, "cs540"):
        found = hints(problem, renderer())
        assert found.keys() == {part.label for part in problem.parts}
        for part in problem.parts:
            out = [hint.text for hint in found[part.label] if hint.kind == "hint_not"]
            assert part.answer.value not in out
            assert len(out) == len(set(out)) == max(0, len(part.options) - LEFT)
            for hint in found[part.label]:
                shown = part.open_answer.shown
                if hint.kind == "hint_words":
                    said = re.findall(r"[\w.−-]+", plain_line(hint.text).casefold().rstrip("."))
                    assert shown.casefold() not in said
                    assert not any(option.casefold() in hint.text.casefold() for option in part.options)
                if hint.kind == "hint_step" and part.open_answer.type == "expression":
                    assert plain_line(part.open_answer.latex(part.open_answer.value)) != plain_line(
                        f"${hint.text.partition(' = ')[2]}$"
                    )
