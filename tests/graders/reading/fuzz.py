"""Looks for texts at which reading breaks; needs `pip install atheris`, and is no test of the suite.

    python tests/graders/reading/fuzz.py -max_total_time=600 FOLDER

A text's first byte picks what was asked for. What the fuzzer keeps in FOLDER goes into corpus/fuzzed.toml
with `python tests/graders/reading/fuzz.py --collect FOLDER`.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))
SLOW = 0.05


def text_of(data: bytes) -> str:
    """The text of some bytes; one that is no UTF-8 becomes a lone surrogate, as in a file name."""
    return data.decode("utf-8", "surrogateescape")


def check(text: str, wanted: Any, reading: Any, rules: Any) -> None:
    """Fails where a text is neither read nor refused in a sentence, or takes long."""
    spent = []
    for _ in range(3):
        begin = time.process_time()
        found = reading.read(text, wanted)
        spent.append(time.process_time() - begin)
        if spent[-1] < SLOW:
            break
    if min(spent) >= SLOW:
        raise RuntimeError(f"{min(spent)} s for {text[:200]!r}, {wanted}")
    if isinstance(found, reading.Unreadable):
        if not (0 <= found.position <= len(text) and found.reason.isprintable() and len(found.reason) < 300):
            raise RuntimeError(f"{found} of {text[:200]!r}")
        found.pointed(text)
    elif isinstance(wanted, reading.Expression):
        for rule in (found.value, found.otherwise):
            if rule is not None and not set(rules.parse(rule).names) <= set(wanted.symbols):
                raise RuntimeError(f"{rule} of {text[:200]!r}")


def collect(folder: Path) -> None:
    """Writes the texts that the fuzzer kept as one file of the corpus."""
    texts = {text_of(path.read_bytes()[1:]) for path in folder.iterdir()}
    kept = sorted(text for text in texts if not any("\ud800" <= char <= "\udfff" for char in text))
    lines = "".join(f"  {_quoted(text)},\n" for text in kept)
    head = "# Texts that a fuzzer kept, since each took another way through the code.\n"
    (HERE / "corpus" / "fuzzed.toml").write_text(f"{head}texts = [\n{lines}]\n", encoding="utf-8")


def _quoted(text: str) -> str:
    """A TOML string, with only what can be seen written as it is."""
    shown = (char if char.isprintable() and char not in '"\\' else _escaped(char) for char in text)
    return f'"{"".join(shown)}"'


def _escaped(char: str) -> str:
    return json.dumps(char)[1:-1] if char in '"\\\n\t' else f"\\U{ord(char):08X}"


def main() -> None:
    """Fuzz, or collect what was found."""
    if sys.argv[1] == "--collect":
        collect(Path(sys.argv[2]))
        return
    atheris = importlib.import_module("atheris")
    importlib.import_module("generator.answers")  # not instrumented
    rules = importlib.import_module("reference.rules")
    with atheris.instrument_imports(include=["graders.reading"]):
        reading: Any = importlib.import_module("graders.reading")
    kinds = [
        reading.Integer(), reading.Number(4), reading.Number(3), reading.Array((3,)), reading.Array((2, 2)),
        reading.Array((2,), names=("m", "c")),
        reading.Expression(("w1", "x1", "x", "y", "yhat", "eta"), (("x1", "x_{1}"), ("yhat", r"\hat{y}"))),
        reading.Choice(("Class 1", "$0.5$", "x > 0")), reading.Choice(("a", "b", "c"), several=True),
        reading.Choice(("$x_{1}$ or not $x_{2}$", "Neither is", "Both are", "Only 1")),
        reading.Weights(("W1_1_2", "b1_1"), (("W1_1_2", "w^{(1)}_{21}"), ("b1_1", "b^{(1)}_1"))),
        reading.Weights(("w1", "w2"), ordered=True, arrays=(("w", (("w1", "w2"),)),)),
        reading.TruthTable(2), reading.TruthTable(1, 2),
    ]  # fmt: skip

    def one(data: bytes) -> None:
        if data:
            check(text_of(data[1:]), kinds[data[0] % len(kinds)], reading, rules)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
