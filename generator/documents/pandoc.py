"""One long-lived pandoc a process, asked for many conversions at a time."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("pandoc_worker.lua")


class Pandoc:
    """A running `pandoc lua`; starts when first asked, starts again when it has died or after a fork."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def ask(self, to: str, kind: str, what: Sequence[Any]) -> list[str | Mapping[str, str]]:
        """The conversions of texts or maths (kind); {"problem": …} stands where one failed.

        Raises
        ------
        RuntimeError
            pandoc died twice on the same request.
        """
        if not what:
            return []
        request = json.dumps({"to": to, kind: what}, ensure_ascii=False)
        answer = self._exchange(request) or self._exchange(request)
        if not answer:
            raise RuntimeError(f"pandoc died twice on the same {len(what)} {kind}")
        out: list[str | Mapping[str, str]] = json.loads(answer)["out"]
        return out

    def close(self) -> None:
        """End the process, if there is one and it is ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        process.wait()

    def _exchange(self, request: str) -> str:
        """One line out, one line back; "" when pandoc has died."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return ""
        try:
            process.stdin.write(request + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            import pypandoc  # only when a document is made

            self.close()
            self._owner = os.getpid()
            self._process = subprocess.Popen(  # noqa: S603  # our own worker
                [pypandoc.get_pandoc_path(), "lua", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        return self._process


PANDOC = Pandoc()
atexit.register(PANDOC.close)
