# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import pytest

from reference.patterns import fill, match, match_all, match_steps


@pytest.mark.parametrize(
    ("pattern", "name", "groups"),
    [
        ("dW1_{j}_{i}", "dW1_2_13", {"j": "2", "i": "13"}),
        ("dW1_{j}_{i}", "dW1_2", None),
        ("dW1_{j}_{i}", "dW1_a_b", None),
        ("dW1_{j}_{i}", "xdW1_1_1", None),
        ("dW1_{j}_{i}", "dW1_1_1x", None),
        ("W{l}_{j}_{j}", "W1_2_2", {"l": "1", "j": "2"}),
        ("W{l}_{j}_{j}", "W1_2_3", None),
        ("z1_*", "z1_2", {}),
        ("*", "anything", {}),
        ("p.", "p1", None),
        ("{1}x", "1x", None),
        ("{1}x", "{1}x", {}),
    ],
)
def test_placeholders_stand_for_digits_and_a_star_for_anything(pattern, name, groups):
    assert match(pattern, name) == groups


def test_last_keeps_the_names_with_the_highest_number_there():
    names = ["dz1_1", "dz2_1", "dz10_1", "dz10_2", "dz9_1"]
    assert list(match_all("dz{last}_{k}", names)) == ["dz10_1", "dz10_2"]
    assert match_all("dz{last}_{k}", names)["dz10_2"] == {"last": "10", "k": "2"}
    assert match_all("nothing{last}", names) == {}
    assert list(match_all("dz{l}_2", names)) == ["dz10_2"]


def test_a_pattern_of_whole_steps_looks_at_the_rules():
    rules = {"v4": "v1*v2", "v5": "v1 + v2", "by4_1": "v2", "by4_2": "v1", "by5_1": "1", "w": "v1*v2"}
    assert match_steps("v{k} = v{i}*v{j}", rules) == {"v4": {"k": "4", "i": "1", "j": "2"}}
    assert match_steps("by{k}_{i} = v{i}", rules) == {}
    assert list(match_steps("by{k}_{i} = v{j}", rules)) == ["by4_1", "by4_2"]
    assert list(match_steps("by4_*", rules)) == ["by4_1", "by4_2"]


def test_known_words_are_put_in_and_other_braces_stay():
    groups = {"l": "2", "j": "10"}
    assert fill("a{l}_{j}", groups) == "a2_10"
    assert fill("a{l-1}_{j+1}", groups) == "a1_11"
    assert fill(r"\frac{1}{2} w^{({l})}_{{j}{i}} {old}", groups) == r"\frac{1}{2} w^{(2)}_{10{i}} {old}"
    assert fill("{old}*{l}", groups | {"old": "(x + {j})"}) == "(x + {j})*2"
