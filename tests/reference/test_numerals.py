# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.numerals import fixed, is_exact, plain, round_half_up, value_text


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.integers(0, 6))
def test_any_typed_decimal_is_rounded_half_up_as_exact_arithmetic_says(units, places, decimals):
    exact = Decimal(units).scaleb(-places)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(float(exact), decimals) == float(expected)


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(0, 4))
def test_a_product_of_decimals_is_rounded_as_on_paper(a, b, decimals):
    exact = Decimal(a * b).scaleb(-4)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up((a / 100) * (b / 100), decimals) == float(expected)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0.1 * 0.25, 2, "0.03"),
        (0.35 * 0.1, 2, "0.04"),
        (-0.025, 2, "-0.03"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.5, 0, "1"),
        (-0.5, 0, "-1"),
        (2.5, 0, "3"),
        (0.02499, 2, "0.02"),
        (123456.785, 2, "123456.79"),
        (9.9995, 3, "10.000"),
        (-0.004, 2, "0.00"),
        (-0.0, 3, "0.000"),
        (7, 2, "7.00"),
        (1e20, 1, "100000000000000000000.0"),
    ],
)
def test_ties_go_away_from_zero_and_no_zero_has_a_sign(value, decimals, shown):
    assert fixed(value, decimals) == shown
    assert round_half_up(float(value), decimals) == float(shown)


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_no_text_shows_a_negative_zero_or_an_exponent(value, decimals):
    for text in (fixed(value, decimals), plain(value, decimals), plain(value), value_text(value, decimals)):
        assert "e" not in text
        assert not (text.startswith("-") and float(text) == 0)
        assert text == text.strip()


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_rounding_moves_at_most_half_a_unit_and_twice_is_once(value, decimals):
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= (0.5 + 1e-8) * 10.0**-decimals
    assert round_half_up(rounded, decimals) == rounded
    assert round_half_up(-value, decimals) == -rounded


@given(st.lists(st.floats(-1e6, 1e6), max_size=8), st.integers(0, 6))
def test_an_array_is_rounded_as_its_entries_are(values, decimals):
    array = round_half_up(np.array(values), decimals)
    assert array.tolist() == [round_half_up(value, decimals) for value in values]
    assert not np.signbit(array[array == 0]).any()


def test_whole_numbers_stay_whole():
    assert isinstance(round_half_up(529_411, 2), int)
    assert round_half_up(10**30, 2) == 10**30
    assert round_half_up(1e15 + 0.5, 2) == 1e15 + 0.5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (0.30000000000000004, "0.3"),
        (1.1 * 1.1, "1.21"),
        (1 / 3, "0.333333333333"),
        (3.0, "3"),
        (-3, "-3"),
        (0.5, "0.5"),
        (1024, "1024"),
        (-0.0, "0"),
        (1e-13, "0.0000000000001"),
        (-2.5e-7, "-0.00000025"),
        (1234567.1, "1234567.1"),
        (123456.789012, "123456.789012"),
        (1e16, "10000000000000000"),
        (0.1234567890123, "0.1234567890123"),
        (np.float64(0.25), "0.25"),
    ],
)
def test_a_number_is_printed_as_a_person_writes_it(value, text):
    assert plain(value) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 9))
def test_what_a_person_typed_reads_back_as_the_same_number(units, places):
    value = float(Decimal(units).scaleb(-places))
    assert float(plain(value)) == value


def test_at_most_so_many_decimals():
    assert plain(0.125, 2) == "0.13"
    assert plain(0.101, 2) == "0.1"
    assert plain(100.0, 2) == "100"
    assert plain(0.001, 2) == "0"
    assert plain(-0.001, 2) == "0"


def test_exact_values_lose_their_zeros_and_others_keep_theirs():
    assert value_text(0.5, 4) == "0.5"
    assert value_text(0.1 + 0.2, 4) == "0.3"
    assert value_text(1 / 3, 4) == "0.3333"
    assert value_text(0.50001, 4) == "0.5000"
    assert is_exact(0.1 * 3, 1)
    assert not is_exact(0.25, 1)
    assert is_exact(12, 0)
