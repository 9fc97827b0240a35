"""What several test files use: the command line run in this process, and the shipped folders."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """What one run of the command line left behind."""

    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.data)


@pytest.fixture
def root():
    """The project's folder."""
    return ROOT


@pytest.fixture
def quizgrad(monkeypatch, tmp_path):
    """`quizgrad(*arguments)` runs the command line's own `main` in an empty folder, without a secret."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUIZGRAD_SECRET", raising=False)

    def run(*arguments):
        from quizgrad.cli import main

        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["quizgrad", *map(str, arguments)])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = 0
            try:
                main()
            except SystemExit as error:
                code = int(error.code or 0)
            out.flush()
            err.flush()
        return Ran(code, out.buffer.getvalue(), err.buffer.getvalue().decode())

    return run


@pytest.fixture
def refused(quizgrad):
    """`refused(*arguments)` is the one sentence with which the command line turns them away, exit code 2."""

    def run(*arguments):
        ran = quizgrad(*arguments)
        assert ran.code == 2, (ran.code, ran.out, ran.err)
        assert ran.out == ""
        lines = [line for line in ran.err.splitlines() if not line.startswith("Made the secret ")]
        assert len(lines) == 1, f"one line is one sentence, not: {ran.err}"
        assert lines[0].startswith("quizgrad: ")
        assert "Traceback" not in ran.err
        assert len(lines[0]) < 700, "a sentence that can be read"
        return lines[0].removeprefix("quizgrad: ")

    return run


@pytest.fixture
def environment(tmp_path):
    """An environment for subprocesses that know nothing of this one's secrets and settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
