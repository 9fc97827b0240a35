"""Sessions of the real command at a terminal."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_an_answer_is_typed_corrected_and_marked(terminal, data):
    screen = terminal("parameter_count", "--seed", 1)
    screen.see(" > ")
    screen.type("12")
    screen.type("\x7f\x7f")  # backspace
    screen.type("7\r")
    screen.see("✗ Not right.")
    screen.see(" > ")
    screen.type("\r")
    screen.see("The right answer: ")
    screen.see("Enter: next problem")
    screen.type("q\r")
    screen.see("1 problem: 0 right at first, 0 right later, 1 not.")
    assert screen.end() == 0
    assert json.loads((data / "progress.json").read_text())["families"]["parameter_count"]["wrong"] == 1


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_end_with_a_summary(terminal, key):
    screen = terminal("parameter_count", "--seed", 1)
    screen.see(" > ")
    screen.type("7\r")
    screen.see("Try again")
    screen.see(" > ")
    screen.press(key, "1 problem: 0 right at first, 0 right later, 1 not.")
    assert screen.end() == 0
    assert "Traceback" not in screen.text


def test_colours_are_for_terminals_that_want_them(terminal):
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        screen = terminal("parameter_count", "--seed", 1, **more)
        screen.see(" > ")
        screen.type("7\r")
        screen.see("Not right.")
        screen.see(" > ")
        screen.press("\x04", "1 problem: ")
        assert screen.end() == 0
        assert ("\x1b[1;31m" in screen.raw) is coloured


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_no_line_is_wider_than_the_terminal(terminal, columns):
    screen = terminal("backprop", "forward_pass", "perceptron_training", "--seed", 2, columns=columns)
    for number in range(1, 5):
        screen.see(f"{number} · ")
        screen.type(":s\r")
        screen.see("Enter: next problem")
        screen.type("\r" if number < 4 else "q\r")
    assert screen.end() == 0
    lines = [line for line in screen.text.splitlines() if "Enter: " not in line and " = :s" not in line]
    widest = max(lines, key=len)
    assert len(widest) <= columns + 8, widest  # marks above letters take no column
