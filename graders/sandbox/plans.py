"""The plan of one child: a Python that knows nothing of us, then each layer in force."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection

from graders.sandbox.layers import Plan, layers
from graders.sandbox.limits import Limits
from graders.sandbox.process import BOOT
from graders.sandbox.runtime import THREADS, Runtime

_DEMANDED = frozenset({"RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_NPROC"})
_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP")


def mark(pid: int) -> str:
    """What stands in the command line of every child of a process of ours, for whoever lists them."""
    return f"# a quizgrad sandbox of process {pid}"


def plan_for(names: Collection[str], limits: Limits, runtime: Runtime) -> Plan:
    """How a child starts under these layers."""
    environment = dict(THREADS)
    if sys.platform == "win32":  # nothing starts without these
        environment |= {name: os.environ[name] for name in _WINDOWS if name in os.environ}
    command = (str(runtime.python), "-I", "-S", "-B", "-c", f"{BOOT}{mark(os.getpid())}")
    demands = _DEMANDED if sys.platform == "linux" else frozenset()
    plan = Plan(runtime=runtime, command=command, environment=environment, demands=demands)
    for layer in layers():
        if layer.NAME in names:
            plan = layer.apply(plan, limits)
    return plan
