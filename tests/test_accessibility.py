"""Every HTML page passes axe-core, the rules by which accessibility is checked, in headless Chromium.

Needs Chromium (Debian: chromium) and axe-core (`npm ci` in tests/axe); skipped where one is missing.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.credit import Credit
from generator.documents import formats
from generator.draw import Request, draw
from generator.family import family_names, load_family
from generator.keys import rng_of, seed_for
from generator.papers import Head, Placed, key_paper
from generator.quiz import Item, Quiz
from generator.rebuilt import Rebuilt
from generator.render import Renderer
from graders.assignment import Assignment
from graders.journal import Graded
from graders.marking import mark_problem
from graders.marking.books import Book, items_html
from graders.marking.feedback import feedback_paper
from graders.marking.sheets import MarkedProblem, Sheet
from graders.records import CheckResult, Report
from graders.reports.html import student

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """
axe.run(document, {resultTypes: ["violations"]})
  .then(found => found.violations, error => [{id: String(error)}])
  .then(found => {
    const out = document.createElement("pre");
    out.id = "found";
    out.textContent = JSON.stringify(found);
    document.body.append(out);
  });
"""
SCHEMES = {
    scheme: f"--blink-settings=preferredColorScheme={number}"
    for scheme, number in (("light", 1), ("dark", 0))
}
VALUES = "dW[0] is off in 1 of 4 entries.\nindex   yours  expected\n[0, 0]  0.5    -0.25"
FAILED = CheckResult("dW1", 0.0, 3.0, "failed", VALUES, "slope_left_out", "dW1", printed="a\nb\n")
CHECKS = (
    CheckResult("forward", 2.0, 2.0, "passed", "What is checked: `forward` returns the outputs."),
    FAILED,
    CheckResult("dX", 0.0, 1.5, "skipped", "Skipped, since it needs the check dW1, which did not pass."),
    CheckResult("deep_nets", 0.0, 2.0, "could_not_grade", "The grader itself failed here.", hidden=True),
)


@pytest.fixture
def violations(tmp_path):
    """`violations(page)` are what axe-core finds wrong with an HTML page, each as its rule and elements."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci in tests/axe)")

    def run(page, *arguments):
        axe = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
        scripts = f"<script>{axe}</script><script>{RUN}</script></body>"
        (tmp_path / "page.html").write_text(page.replace("</body>", scripts), encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=600000"]
        command += [f"--user-data-dir={tmp_path / 'profile'}", *arguments, "--dump-dom"]
        ran = subprocess.run(
            [*command, str(tmp_path / "page.html")],
            capture_output=True, text=True, errors="replace", timeout=240, check=True,
        )  # fmt: skip
        found = re.search(r'<pre id="found">(.*?)</pre>', ran.stdout, re.DOTALL)
        assert found, ran.stderr[-2000:]
        return [
            (one["id"], one.get("help"), [node["html"][:200] for node in one.get("nodes", ())[:5]])
            for one in json.loads(html.unescape(found[1]))
        ]

    return run


@pytest.fixture(scope="module")
def placed():
    """A problem of each family, in turn open and as choice."""
    problems = []
    for number, name in enumerate(family_names()):
        loaded = load_family(name)
        as_choice = number % 2 == 1 and "choice" in loaded.family.answers
        seed = seed_for("accessibility", name)
        problems.append(draw(Request.read(loaded, as_choice=as_choice), rng_of(seed), seed=seed))
    return [Placed(one, 5) for one in problems]


@pytest.fixture(scope="module")
def key(placed):
    """The key of a problem of each family, with an answer sheet for the choices."""
    head = Head("Every family", "CS 540", "ABC234", answer_sheet=True)
    return key_paper(Renderer(), head, placed, placed[0].problem.convention)


@pytest.fixture(scope="module")
def sheets(placed):
    """Twelve students who answer in turn rightly, with a mistake, not at all and what can't be read."""
    return tuple(
        Sheet(
            f"s{student}",
            "Ada",
            f"V{student % 2}",
            f"s{student}",
            problems=tuple(
                MarkedProblem(
                    k, k, item.problem.name, mark_problem(item.problem, _typed(item, student + k), points=5)
                )
                for k, item in enumerate(placed, start=1)
            ),
        )
        for student in range(12)
    )


def _typed(item, turn):
    return {
        part.label: [
            part.answer.shown,
            part.wrong[0].shown if part.wrong else "7",
            "",
            "what?\n<b>",
            part.answer.shown[:-1],
        ][(turn + place) % 5]
        for place, part in enumerate(item.problem.parts)
    }


def page_of(paper):
    (rendered,) = formats.load("html").render([paper])
    return rendered.data.decode()


def test_what_is_wrong_with_a_page_is_found(violations):
    body = "<img src='x.png'><p style='color: #ccc'>Pale</p>"
    page = f"<!DOCTYPE html><html><head></head><body>{body}</body></html>"
    rules = {rule for rule, _, _ in violations(page)}
    assert {"image-alt", "color-contrast", "html-has-lang", "document-title"} <= rules


def test_a_quiz_of_all_families_passes(violations, key):
    assert violations(page_of(key.without_key())) == []


def test_a_key_of_all_families_passes(violations, key):
    assert violations(page_of(key)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("checks", [CHECKS, CHECKS[:1], (FAILED,)], ids=["mixed", "passed", "failed"])
def test_a_grading_report_passes(violations, tmp_path, checks, scheme):
    assignment = Assignment("backward", tmp_path, "Backpropagation", "backward.py", ("backward",))
    worth = sum(check.max_points for check in checks)
    report = Report("ada", sum(check.points for check in checks), worth, {"landlock": "on"}, checks, "5eed")
    assert violations(student(Graded(report), assignment).decode(), SCHEMES[scheme]) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("student", [0, 3])
def test_a_students_page_about_all_families_passes(violations, key, placed, sheets, student, scheme):
    paper = feedback_paper(key, placed, sheets[student], "solutions")
    states = {part.feedback.result.state for one in paper.problems for part in one.parts if part.feedback}
    assert states >= {"right", "wrong", "waiting", "blank"}
    assert violations(page_of(paper), SCHEMES[scheme]) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("students", [12, 1, 0])
def test_the_report_on_the_problems_passes(violations, placed, sheets, students, scheme):
    items = tuple(Item(_request(one), one.points, "") for one in placed)
    quiz = Quiz(
        Path("q.toml"), "Every family", "C", placed[0].problem.convention, items, False, False, Credit(), ""
    )
    book = Book(Rebuilt(Path(), {"copies": []}, quiz), sheets[:students])
    page = items_html.written(book).decode()
    assert ("could not be read:" in page) is (students == 12)
    assert violations(page, SCHEMES[scheme]) == []


def _request(placed):
    loaded = placed.problem.loaded
    return Request.read(loaded, as_choice="choice" in loaded.family.answers)
