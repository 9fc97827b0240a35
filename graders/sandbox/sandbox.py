"""The sandbox of this machine: its layers probed once, by running a file in each that tries to get out."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import InputError, unknown
from graders.sandbox.child import Child
from graders.sandbox.layers import Ability, State, Strength, layers
from graders.sandbox.limits import Limits
from graders.sandbox.messages import SandboxError
from graders.sandbox.plans import plan_for
from graders.sandbox.runtime import Runtime, this_runtime
from graders.sandbox.source import read_submission
from graders.sandbox.trial import refused

_PLAIN, _USER = "plain", "other_user"


@dataclass(frozen=True)
class Sandbox:
    """Layers that work here; can be sent to other processes of this machine.

    names: the layers in force. abilities: of every layer, whether it is in force and why not.
    runtime: the Python that runs in it.
    """

    names: tuple[str, ...]
    abilities: Mapping[str, Ability]
    runtime: Runtime

    @classmethod
    def probe(cls, *, allow: Collection[str] | None = None) -> Sandbox:
        """Try the layers (those named in `allow`, or all) and take every one that works.

        Root becomes another user under any of them but the plain one.

        Raises
        ------
        InputError
            When `allow` names a layer that doesn't exist.
        SandboxError
            When Python doesn't start with NumPy at all.
        """
        known = {layer.NAME: layer for layer in layers()}
        for name in allow or ():
            if name not in known:
                raise unknown("sandbox layer", name, known)
        wanted = set(known if allow is None else allow)
        runtime = this_runtime()
        abilities = dict.fromkeys(known, Ability("off", "not asked for"))
        if wanted - {_PLAIN}:
            abilities[_USER] = _try((_USER,), runtime)
        escort = (_USER,) if abilities[_USER].state != "off" else ()
        for name in wanted - {_USER}:
            abilities[name] = _try((name,) if name == _PLAIN else (name, *escort), runtime)
        works = tuple(name for name, ability in abilities.items() if ability.state != "off")
        together = _together(works, runtime)
        for name in set(works) - set(together):
            why = "there is a stronger one" if name == _PLAIN else f"doesn't work together with {together[0]}"
            abilities[name] = Ability("off", why)
        return cls(together, abilities, runtime)

    @property
    def states(self) -> dict[str, State]:
        """Each layer and whether it is on, weaker or off."""
        return {name: ability.state for name, ability in self.abilities.items()}

    @property
    def reasons(self) -> dict[str, str]:
        """Each layer and why it is weaker or off; empty for one that is on."""
        return {name: ability.reason for name, ability in self.abilities.items()}

    @property
    def strength(self) -> Strength:
        """The strongest that a layer in force gives."""
        return next((layer.STRENGTH for layer in layers() if layer.NAME in self.names), "none")

    def require(self, *, one_submission: bool = False, unsafe: bool = False) -> None:
        """Make sure that this is strong enough for grading.

        one_submission: the machine (an image) was made for this one and is thrown away after it.
        unsafe: the user has said that anything will do.

        Raises
        ------
        InputError
            When it is not; says what is off and why.
        """
        enough = {"strong", "one submission"} if one_submission else {"strong"}
        if unsafe or self.strength in enough:
            return
        off = "; ".join(
            f"{name} is {ability.state}: {ability.reason}"
            for name, ability in self.abilities.items()
            if ability.state != "on"
        )
        raise InputError(
            f"the sandbox of this machine is too weak for grading others' code ({off}); install bubblewrap, "
            "or use a Linux kernel with Landlock, or allow it with --unsafe"
        )

    def open(self, path: Path, *, functions: Sequence[str], limits: Limits | None = None) -> Child:
        """A child for this submission; nothing runs before its `start` or `call`.

        functions: the names that will be called.

        Raises
        ------
        InputError
            When the file can't be read, is no plain file or is too long.
        """
        limits = limits or Limits()
        return self.open_source(
            read_submission(path, limits), file=path.name, functions=functions, limits=limits
        )

    def open_source(
        self, source: bytes, *, file: str, functions: Sequence[str], limits: Limits | None = None
    ) -> Child:
        """A child for a submission that was read already; `file` is its name in messages.

        Raises
        ------
        SandboxError
            When none of the layers that were asked for works here.
        """
        limits = limits or Limits()
        if not self.names:
            why = "; ".join(f"{name}: {reason}" for name, reason in self.reasons.items() if reason)
            raise SandboxError(f"no layer of the sandbox that was asked for works here ({why})")
        return Child(
            lambda: plan_for(self.names, limits, self.runtime),
            source,
            file=file,
            functions=functions,
            limits=limits,
        )


def _try(names: tuple[str, ...], runtime: Runtime) -> Ability:
    """What these layers are worth together: looked at, then tried with a file that does what is forbidden."""
    mine = [layer for layer in layers() if layer.NAME in names]
    abilities = [layer.look(runtime) for layer in mine]
    for ability in abilities:
        if ability.state == "off":
            return ability
    promises = frozenset[str]().union(*(layer.PROMISES for layer in mine))
    try:
        broken = sorted(promises - refused(Sandbox(names, {}, runtime), promises))
    except (SandboxError, OSError) as error:
        return Ability("off", str(error))
    if broken:
        return Ability("off", f"it lets through what it should refuse: {', '.join(broken)}")
    if len(mine) == 1 and mine[0].STRENGTH == "strong" and _is_root():
        return Ability("weaker", "the code stays root, though without root's powers")
    return next((ability for ability in abilities if ability.state == "weaker"), abilities[0])


def _is_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _together(works: tuple[str, ...], runtime: Runtime) -> tuple[str, ...]:
    """All of these layers when they work together, else the strongest alone."""
    names = tuple(name for name in works if name != _PLAIN) or works
    return names if len(names) < 2 or _try(names, runtime).state != "off" else names[:1]
