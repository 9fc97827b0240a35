"""Runs a student's file where it can harm and read nothing, and talks to it in plain numbers.

sandbox = Sandbox.probe()
with sandbox.open(Path("losses.py"), functions=["softmax"], limits=Limits()) as child:
    child.start()
    [reply] = child.call([Call("softmax", (logits,))])
"""

from graders.sandbox.child import Child
from graders.sandbox.limits import Limits
from graders.sandbox.messages import (
    Answered,
    Broke,
    Call,
    Raised,
    Reply,
    SandboxError,
    Started,
    Unreadable,
    Value,
)
from graders.sandbox.sandbox import Sandbox

__all__ = [
    "Answered",
    "Broke",
    "Call",
    "Child",
    "Limits",
    "Raised",
    "Reply",
    "Sandbox",
    "SandboxError",
    "Started",
    "Unreadable",
    "Value",
]
