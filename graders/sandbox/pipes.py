"""The host's ends of a child's three pipes: orders in, frames out, printed text out; every wait has an end.

Two ways: selectors where pipes can be waited for, a thread a pipe elsewhere (Windows).
"""

from __future__ import annotations

import os
import queue
import selectors
import subprocess
import sys
import threading
import time
from typing import Protocol

from graders.sandbox.printed import Printed

_PART = 1 << 16


class EndedError(Exception):
    """The child hung up."""


class LateError(Exception):
    """The deadline passed."""


class Pipes(Protocol):
    """What a child sends, part by part."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the child; they leave while `wait` waits."""
        ...

    def wait(self, deadline: float) -> bytes:
        """The next part of a frame; text that is printed meanwhile goes to `printed`.

        Raises
        ------
        EndedError, LateError
            When the child hangs up; when `time.monotonic()` passes the deadline.
        """
        ...

    def at_once(self, *, after_reply: bool = False) -> bytes:
        """What is there now of a frame, perhaps nothing; after a reply, takes in what was printed."""
        ...

    def close(self) -> None:
        """Close our ends; the child must be dead."""
        ...


def open_pipes(process: subprocess.Popen[bytes], printed: Printed) -> Pipes:
    """The pipes of a process that was started with three of them, unbuffered."""
    return (ThreadPipes if sys.platform == "win32" else SelectorPipes)(process, printed)


def _ends(process: subprocess.Popen[bytes]) -> tuple[int, int, int]:
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise ValueError("the process must be started with three pipes")
    return process.stdin.fileno(), process.stdout.fileno(), process.stderr.fileno()


class SelectorPipes:
    """Pipes that are waited for with a selector."""

    def __init__(self, process: subprocess.Popen[bytes], printed: Printed) -> None:
        self._process = process
        self._printed = printed
        self._orders, self._frames, self._text = _ends(process)
        self._rest = memoryview(b"")
        self._selector = selectors.DefaultSelector()
        for end in (self._orders, self._frames, self._text):
            os.set_blocking(end, False)
        self._selector.register(self._frames, selectors.EVENT_READ)
        self._selector.register(self._text, selectors.EVENT_READ)

    def send(self, data: bytes) -> None:
        """See `Pipes`."""
        self._rest = memoryview(bytes(self._rest) + data)
        self._write()

    def _write(self) -> None:
        try:
            while self._rest:
                self._rest = self._rest[os.write(self._orders, self._rest) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:  # it hung up, which reading will tell
            self._rest = memoryview(b"")
        waiting = self._orders in self._selector.get_map()
        if self._rest and not waiting:
            self._selector.register(self._orders, selectors.EVENT_WRITE)
        elif waiting and not self._rest:
            self._selector.unregister(self._orders)

    def wait(self, deadline: float) -> bytes:
        """See `Pipes`."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise LateError
            ready = {key.fd for key, _ in self._selector.select(left)}
            if self._text in ready:
                self._listen(once=True)
            if self._orders in ready:
                self._write()
            if self._frames in ready:
                part = os.read(self._frames, _PART)
                if not part:
                    raise EndedError
                return part

    def at_once(self, *, after_reply: bool = False) -> bytes:
        """See `Pipes`."""
        if after_reply:
            self._listen()
        try:
            return os.read(self._frames, _PART)
        except BlockingIOError:
            return b""

    def _listen(self, *, once: bool = False) -> None:
        """Take in what was printed; at most what a pipe holds, so that a flood can't keep us here."""
        for _ in range(1 if once else 32):
            try:
                part = os.read(self._text, _PART)
            except BlockingIOError:
                return
            if not part:
                if self._text in self._selector.get_map():
                    self._selector.unregister(self._text)
                return
            self._printed.add(part)

    def close(self) -> None:
        """See `Pipes`."""
        self._listen()
        self._selector.close()
        _close(self._process)


class ThreadPipes:
    """Pipes that threads of ours read and write, where a selector can't wait for pipes."""

    def __init__(self, process: subprocess.Popen[bytes], printed: Printed) -> None:
        self._process = process
        self._printed = printed
        self._orders, self._frames, self._text = _ends(process)
        self._sending: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._parts: queue.Queue[bytes] = queue.Queue(maxsize=4)
        self._closing = threading.Event()
        self._ended = False
        work = (self._write, self._read, self._listen)
        self._threads = [threading.Thread(target=target, daemon=True) for target in work]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes) -> None:
        """See `Pipes`."""
        self._sending.put(data)

    def wait(self, deadline: float) -> bytes:
        """See `Pipes`."""
        if self._ended:
            raise EndedError
        try:
            part = self._parts.get(timeout=max(deadline - time.monotonic(), 0.0))
        except queue.Empty:
            raise LateError from None
        if not part:
            self._ended = True
            raise EndedError
        return part

    def at_once(self, *, after_reply: bool = False) -> bytes:
        """See `Pipes`."""
        if after_reply:
            time.sleep(0.001)  # the threads' turn
        try:
            part = self._parts.get_nowait()
        except queue.Empty:
            return b""
        self._ended = not part
        return part

    def close(self) -> None:
        """See `Pipes`."""
        self._closing.set()
        self._sending.put(None)
        for thread in self._threads:
            thread.join(timeout=5.0)
        _close(self._process)

    def _write(self) -> None:
        while (data := self._sending.get()) is not None:
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.write(self._orders, rest) :]
            except OSError:
                return

    def _read(self) -> None:
        part = b"-"
        while part:
            try:
                part = os.read(self._frames, _PART)
            except OSError:
                part = b""
            while not self._closing.is_set():
                try:
                    self._parts.put(part, timeout=0.1)
                    break
                except queue.Full:
                    continue

    def _listen(self) -> None:
        try:
            while part := os.read(self._text, _PART):
                self._printed.add(part)
        except OSError:
            return


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
