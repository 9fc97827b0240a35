"""Which paper each student had, and what was handed in for it; whatever doesn't fit is said, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.files import safe_name
from generator.rebuilt import Rebuilt
from graders.marking.responses import Response, Responses
from graders.marking.sheets import MARKED, NOTHING
from graders.submissions import folded

ANOTHER, UNKNOWN = "answers for another version", "not among the students of this build"


@dataclass(frozen=True)
class Handed:
    """One student, the entry of their paper in the manifest if they have one, and their answers if any.

    state: "marked", or why nothing can be. file: the stem of the feedback's files.
    """

    id: str
    name: str
    file: str
    copy: Mapping[str, Any] | None
    response: Response | None
    state: str = MARKED
    remarks: tuple[str, ...] = ()


def handed_in(build: Rebuilt, responses: Responses) -> tuple[Handed, ...]:
    """Everybody: the students of the build in its order, then who is in the responses only."""
    said: dict[str, list[str]] = {}
    for trouble in responses.troubles:
        said.setdefault(folded(trouble.id), []).append(trouble.what)
    with build.trusted():
        students = [copy for copy in build.copies if copy["student"] is not None]
        found = _of_roster(build, students, responses) if students else _of_versions(build, responses)
        return tuple(_named(found, said))


def _named(found: Sequence[Handed], said: Mapping[str, list[str]]) -> Iterator[Handed]:
    for one in found:
        own = [*one.remarks, *said.get(folded(one.id), ())]
        yield Handed(one.id, one.name, one.file, one.copy, one.response, one.state, tuple(own))


def _of_roster(build: Rebuilt, students: Sequence[Mapping[str, Any]], responses: Responses) -> list[Handed]:
    """Papers that carry a student's id: the id decides, and a version that is another's is not marked."""
    left = {folded(response.id): response for response in responses.by_id.values()}
    owners = {str(copy["version"]): str(copy["id"]) for copy in build.copies}
    found = []
    for copy in students:
        response = left.pop(folded(str(copy["id"])), None)
        state, remarks = MARKED if response else NOTHING, tuple[str, ...]()
        if response and response.version and response.version != copy["version"]:
            owner = owners.get(response.version)
            whose = f"the paper of {owner}" if owner else "no paper of this build"
            state, remarks = ANOTHER, (f"version {response.version} is {whose}; theirs is {copy['version']}",)
        found.append(Handed(copy["id"], copy["student"], copy["file"], copy, response, state, remarks))
    found += [_without(response, UNKNOWN) for response in left.values()]
    return found


def _of_versions(build: Rebuilt, responses: Responses) -> list[Handed]:
    """Numbered versions: the code on the paper decides; with one version only it may be left out."""
    known = {str(copy["version"]): copy for copy in build.copies}
    known |= {str(copy["id"]).upper(): copy for copy in build.copies}
    only = build.copies[0] if len(build.copies) == 1 else None
    found = []
    for response in responses.by_id.values():
        copy = known.get(response.version) if response.version else only
        if copy is not None:
            found.append(Handed(response.id, "", safe_name(response.id), copy, response))
        elif response.version:
            codes = ", ".join(str(copy["version"]) for copy in build.copies[:8])
            found.append(_without(response, ANOTHER, f"version {response.version} is none of {codes}"))
        else:
            found.append(
                _without(response, ANOTHER, "the column version says which paper they had; it is empty")
            )
    return found


def _without(response: Response, state: str, *remarks: str) -> Handed:
    return Handed(response.id, "", safe_name(response.id), None, response, state, remarks)
