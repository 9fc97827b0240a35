"""A file that does what a sandbox forbids, run in a sandbox to see that it is refused."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graders.sandbox.limits import Limits
from graders.sandbox.messages import Answered, Call, SandboxError, Started

if TYPE_CHECKING:
    from graders.sandbox.sandbox import Sandbox

TRIAL = b"""
import os
import socket
import numpy as np

def numpy():
    import math, random, hashlib
    return float((np.ones((2, 3)) @ np.ones(3)).sum() + np.random.default_rng(1).random() * 0)

def read(path):
    with open(path) as file:
        return file.read()

def write(path):
    with open(path, "w") as file:
        file.write("here")

def connect(port):
    socket.create_connection(("127.0.0.1", port), timeout=1).close()

def fork():
    if os.fork() == 0:
        os._exit(0)
    os.wait()
"""
_SECONDS = 20.0


def refused(sandbox: Sandbox, promises: frozenset[str]) -> frozenset[str]:
    """Those of the promises that the sandbox keeps.

    promises: of "reading", "private reading" (of what only we may read), "writing", "network", "processes".

    Raises
    ------
    SandboxError
        When even harmless code doesn't run in it.
    """
    with (
        tempfile.TemporaryDirectory(prefix="quizgrad-") as name,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        folder = Path(name)
        folder.chmod(0o777)
        canary, private = folder / "canary", folder / "private"
        for path in (canary, private):
            path.write_text("canary")
        canary.chmod(0o644)
        private.chmod(0o600)
        trials = {
            "reading": Call("read", (str(canary),)),
            "private reading": Call("read", (str(private),)),
            "writing": Call("write", (str(folder / "new"),)),
            "network": Call("connect", (server.getsockname()[1],)),
            "processes": Call("fork"),
        }
        wanted = [(promise, call) for promise, call in trials.items() if promise in promises]
        functions = ["numpy", *(call.function for _, call in wanted)]
        limits = Limits(seconds=_SECONDS, submission_seconds=2 * _SECONDS)
        with sandbox.open_source(TRIAL, file="trial.py", functions=functions, limits=limits) as child:
            started = child.start()
            if not isinstance(started, Started):
                raise SandboxError(f"harmless code doesn't run in it: {started}")
            first, *rest = child.call([Call("numpy"), *(call for _, call in wanted)])
            if not isinstance(first, Answered) or first.value != 6.0:
                raise SandboxError(f"NumPy doesn't work in it: {first}")
            answered = {
                promise
                for (promise, _), reply in zip(wanted, rest, strict=True)
                if isinstance(reply, Answered)
            }
    return promises - answered
