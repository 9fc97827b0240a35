"""Seeds are keyed by tuples under a secret."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.keys import code_for, rng_of, seed_for

keys = st.lists(st.one_of(st.text(max_size=8), st.integers()), min_size=1, max_size=4).map(tuple)


def test_a_seed_is_32_hexadecimal_digits():
    seed = seed_for("secret", "quiz", "student", 1)
    assert len(seed) == 32
    assert int(seed, 16) >= 0


def test_a_seed_is_the_same_on_every_machine():
    """Printed papers are drawn again from their manifest, years later."""
    assert seed_for("secret", "quiz", "ada", 1) == "49c94c62a0c8f5356a160f9fc389c0b5"


def test_keys_that_read_the_same_when_joined_give_other_seeds():
    assert seed_for("s", 1, 23) != seed_for("s", 12, 3)
    assert seed_for("s", "1", "23") != seed_for("s", "12", "3")
    assert seed_for("s", 1, 23) != seed_for("s", 123)
    assert seed_for("s", 1) != seed_for("s", "1")
    assert seed_for("s", "a", "") != seed_for("s", "a")


@given(keys, keys)
def test_different_keys_give_different_seeds(first, second):
    assert (seed_for("s", *first) == seed_for("s", *second)) == (
        first == second and [type(k) for k in first] == [type(k) for k in second]
    )


def test_another_secret_gives_another_seed():
    assert seed_for("one secret", "quiz", 1) != seed_for("another", "quiz", 1)


def test_neighbouring_students_and_problems_share_no_seed():
    """With student + problem as the seed, student 3's problem 2 would be student 2's problem 3."""
    seeds = [seed_for("s", "quiz", f"student{k}", number) for k in range(60) for number in range(20)]
    assert len(set(seeds)) == len(seeds)


def test_neighbouring_generators_are_independent():
    first = [rng_of(seed_for("s", k)).randint(0, 9) for k in range(3000)]
    pairs = Counter(pairwise(first))
    assert len(pairs) == 100
    assert max(pairs.values()) < 60, "30 expected for each"


def test_a_generator_repeats_itself():
    seed = seed_for("s", "x")
    assert [rng_of(seed).random() for _ in range(3)] == [rng_of(seed).random()] * 3


def test_a_version_code_has_no_letters_that_look_alike():
    codes = [code_for("s", "quiz", k) for k in range(500)]
    assert len(set(codes)) == 500
    assert set("".join(codes)).isdisjoint("01IO")
    assert all(len(code) == 6 for code in codes)


def test_a_version_code_is_no_part_of_the_seed():
    assert code_for("s", "quiz", "ada").lower() not in seed_for("s", "quiz", "ada")
