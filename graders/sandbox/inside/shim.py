"""The student's side: imports the submission, calls its functions, sends back what they return.

Everything here runs in the student's process and counts as the student's from the first line of theirs on:
it holds no expected value, and nothing that it sends is believed.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import os
import sys
import types
from collections.abc import Callable
from typing import Any

from graders.sandbox.inside.lock import lock
from graders.sandbox.inside.packing import join, pack, pack_ours
from graders.sandbox.inside.wire import unpack

_LONGEST_TEXT = 2000


class Wire:
    """Frames to and from our side: four bytes of length, then one value."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def read(self) -> Any:
        """The next message; ends the process when there is nobody to send one."""
        return unpack(self._exactly(int.from_bytes(self._exactly(4), "little")), depth=64, values=2**30)

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = os.read(self._incoming, min(size, 1 << 20))
            if not part:
                os._exit(0)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def write(self, parts: list[bytes]) -> None:
        """Send the list of these packed values."""
        body = join(parts)
        rest = memoryview(len(body).to_bytes(4, "little") + body)
        while rest:
            rest = rest[os.write(self._outgoing, rest) :]


def main() -> None:
    """Lock this process up, import the submission, answer calls until our side hangs up."""
    wire = _private_wire()
    settings = wire.read()
    try:
        missing = lock(settings)
    except (OSError, ValueError) as error:
        wire.write([pack_ours("failed"), pack_ours(f"{type(error).__name__}: {error}")])
        os._exit(1)
    wire.write([pack_ours("locked"), pack_ours(missing)])
    for name in [name for name in sys.modules if name.split(".")[0] == "graders"]:
        del sys.modules[name]
    Student(wire, settings["caps"], wire.read()).serve()


def _private_wire() -> Wire:
    """Move the wire away from descriptors 0 and 1: then there is no input, and output is what is printed."""
    wire = Wire(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return wire


class Student:
    """One submission: its module, and the calls of its functions."""

    def __init__(self, wire: Wire, caps: dict[str, int], order: dict[str, Any]) -> None:
        self._wire = wire
        self._caps = caps
        self._order = order
        self._module = types.ModuleType(order["name"])
        self._streams = (sys.stdout, sys.stderr)

    def serve(self) -> None:
        """Import the submission, then answer one call after the other, for ever."""
        self._answer(self._import)
        while True:
            function, arguments, keywords = self._wire.read()
            self._answer(lambda: self._call(function, arguments, keywords))  # noqa: B023 (called at once)

    def _import(self) -> list[bytes]:
        file, source = self._order["file"], self._order["source"].tobytes()
        lines = source.decode("utf-8", "replace").splitlines(keepends=True)
        linecache.cache[file] = (len(source), None, lines, file)
        self._module.__file__ = file
        sys.modules.setdefault(self._order["name"], self._module)
        exec(compile(source, file, "exec", dont_inherit=True), self._module.__dict__)  # noqa: S102
        there = [name for name in self._order["functions"] if callable(self._module.__dict__.get(name))]
        return [pack_ours("started"), pack_ours(there)]

    def _call(self, function: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> list[bytes]:
        places = [*enumerate(arguments), *keywords.items()]
        before = [self._pack(value) for _, value in places]
        result = self._pack(getattr(self._module, function)(*arguments, **keywords))
        changed = []
        for (place, value), old in zip(places, before, strict=True):
            new = self._pack(value)
            if new != old:
                changed.append(join([pack_ours(place), new]))
        return [pack_ours("answered"), result, join(changed)]

    def _pack(self, value: Any) -> bytes:
        return pack(value, **self._caps)

    def _answer(self, work: Callable[[], list[bytes]]) -> None:
        try:
            parts = work()
        except BaseException as error:  # noqa: BLE001 (whatever the student's code raises is an answer)
            parts = [pack_ours(item) for item in ("raised", *self._told(error))]
        for stream in self._streams:
            with contextlib.suppress(OSError, ValueError):  # the student closed it
                stream.flush()
        self._wire.write(parts)

    def _told(self, error: BaseException) -> tuple[str, str, int | None]:
        kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
        try:
            message = str(error.msg if isinstance(error, SyntaxError) else error)  # it adds file and line
        except BaseException:  # noqa: BLE001 (the student's own __str__)
            message = ""
        line = error.lineno if isinstance(error, SyntaxError) else None
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self._order["file"]:
                line = trace.tb_lineno
            trace = trace.tb_next
        return kind[:_LONGEST_TEXT], message[:_LONGEST_TEXT], line
