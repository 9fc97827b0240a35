"""Right values in wrong places: reversed lists, exchanged parts, the input among the results."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graders.questions import Names


def rearranged(names: Names, first_input: str) -> Iterator[tuple[tuple[str, object], Names]]:
    """((mistake, variant), what is returned by someone who makes it), for what should be returned.

    The mistakes are named in general.toml; `first_input` is the input that may stand among the results.
    """
    if isinstance(names, str):
        return
    keys = list(names) if isinstance(names, dict) else list(range(len(names)))
    if not isinstance(names, list):
        for a, b in combinations(keys, 2):
            if isinstance(names[a], list) == isinstance(names[b], list):
                yield ("results_exchanged", (a, b)), _put(names, {a: names[b], b: names[a]})
                yield ("one_part_twice", (a, b)), _put(names, {a: names[b]})
                yield ("one_part_twice", (b, a)), _put(names, {b: names[a]})
    lists = [key for key in keys if isinstance(names[key], list)]
    backwards = {key: names[key][::-1] for key in lists}
    if lists:
        yield ("list_reversed", "all"), _put(names, backwards)
    for key in lists:
        yield ("list_reversed", key), _put(names, {key: backwards[key]})
        yield ("input_among_results", key), _put(names, {key: [first_input, *names[key]]})
        yield ("last_layer_left_out", key), _put(names, {key: names[key][:-1]})
    if lists:
        yield ("last_layer_left_out", "all"), _put(names, {key: names[key][:-1] for key in lists})
    if not isinstance(names, list):
        for key in keys:
            yield ("one_part_only", key), names[key]
            if key in lists and names[key]:
                yield ("one_part_only", (key, "last")), names[key][-1]


def _put(names: Names, new: dict[object, Names]) -> Names:
    if isinstance(names, dict):
        return names | new
    return type(names)(new.get(k, inner) for k, inner in enumerate(names))
