# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.functions import FUNCTIONS
from reference.rules import MAX_DEPTH, Rule, RuleError, decisions, flowing, parse, terms, valid_name

REFUSED = [
    ("", "an empty text is no expression"),
    ("  \n ", "an empty text is no expression"),
    ("x.real", ".'real' is not allowed; .T is"),
    ("x.__class__", "'.__class__' is not allowed|'__class__' is not allowed"),
    ("x[0]", r"'\[' is not allowed"),
    ("lambda x: x", "':' is not allowed"),
    ("[a for a in b]", r"'\[' is not allowed"),
    ("{1: 2}", "'{' is not allowed"),
    ("'text'", "is not allowed"),
    ('"text"', "is not allowed"),
    ("(x := 1)", "':' is not allowed"),
    ("f'{x}'", "is not allowed"),
    ("b'x'", "is not allowed"),
    ("step(x, at_zero=1)", "'=' is not allowed"),
    ("__import__('os')", "'__import__' is not allowed"),
    ("__x__", "'__x__' is not allowed"),
    ("x__", "the name 'x__' is not allowed"),
    ("_x", "'_x' is not allowed"),
    ("sigmoid", r"sigmoid is a function; write sigmoid\(…\)"),
    ("x + tanh", r"tanh is a function; write tanh\(…\)"),
    ("sigmoid(exp)", r"exp is a function; write exp\(…\)"),
    ("exp.T", r"exp is a function; write exp\(…\)"),
    ("x if exp < 1 else 2", r"exp is a function; write exp\(…\)"),
    ("abs(x)", "there is no function 'abs'; known: sigmoid, "),
    ("f(x)(y)", "only a function's name can be called"),
    ("x.T(y)", "only a function's name can be called"),
    ("max(*x)", "max takes 2 to 100 arguments, not 1"),
    ("max(*x, y)", r"\*args is not allowed"),
    ("max(x)", "max takes 2 to 100 arguments, not 1"),
    ("exp(x, y)", "exp takes 1 argument, not 2"),
    ("leaky_relu(x)", "leaky_relu takes 2 arguments, not 1"),
    ("exp()", "exp takes 1 argument, not 0"),
    ("x, y", "a list of values is not allowed"),
    ("0x10", "'0x10' is not allowed"),
    ("1_000", "'1_000' is not allowed"),
    ("1j", "'1j' is not allowed"),
    ("2x", "'2x' is not allowed"),
    ("1if x < 2else 3", "'1if' is not allowed"),
    ("x^2", r"'\^' is not allowed; write \*\*"),
    ("x − 1", "'−' is not allowed; write -"),
    ("2·x", r"not allowed"),
    ("None", "'None' is not allowed; numbers are"),
    ("True", "'True' is not allowed; numbers are"),
    ("...", "'Ellipsis' is not allowed; numbers are"),
    ("1e999", r"a number is too large; at most 1e\+15 is allowed"),
    ("9" * 3000, r"a number is too large; at most 1e\+15 is allowed"),
    ("inf + nan + lambda", "is not an expression"),
    ("not x", "not is not allowed"),
    ("x and y", "and/or is not allowed"),
    ("x is y", "is is not allowed"),
    ("x in y", "in is not allowed"),
    ("x // y", "// is not allowed"),
    ("x % y", "'%' is not allowed"),
    ("~x", "'~' is not allowed"),
    ("+x", "a plus sign before a term is not allowed"),
    ("a < b < c", "chained comparisons are not allowed"),
    ("a < b", "a comparison is allowed between if and else only"),
    ("(a < b)*c", "a comparison is allowed between if and else only"),
    ("-(a < b)", "a comparison is allowed between if and else only"),
    ("exp(a < b)", "a comparison is allowed between if and else only"),
    ("(a < b) if a < b else c", "a comparison is allowed between if and else only"),
    ("1 if x else 2", "between if and else stands a comparison"),
    ("x # note", "'#' is not allowed"),
    ("x \\\n + y", "is not allowed"),
    ("x\0", "is not allowed"),
    ("await x", "Await is not allowed"),
    ("x y", "is not an expression: invalid syntax"),
    ("exp(2", r"is not an expression: '\(' was never closed"),
    ("import os", "is not an expression: invalid syntax"),
    ("ｘ + 1", "'ｘ' is not allowed"),
    ("х + 1", "'х' is not allowed"),
    ("𝐬igmoid(x)", "is not allowed"),
    ("x²", "'²' is not allowed"),
    ("١ + x", "is not allowed"),
    ("(" * 10_000 + "x" + ")" * 9_999, "is not an expression|nested too deeply"),
    ("(" * 10_000 + "x" + ")" * 10_000, "20001 characters is too long; allowed are 20000"),
    ("-" * 10_000 + "x", "nested too deeply"),
    ("x**" * 5_000 + "x", "nested too deeply"),
    ("+".join(["x"] * 9_000), "nested too deeply"),
    ("x" * 1_000_000, "1000000 characters is too long; allowed are 20000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[ascii(text[:30]) for text, _ in REFUSED])
def test_what_is_not_in_the_language_is_refused_by_a_short_sentence_that_names_it(text, sentence):
    with pytest.raises(RuleError, match=sentence) as caught:
        parse(text)
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("xy12+-*/@().,<>=! \n"), max_size=60))
def test_any_text_is_a_rule_or_a_rule_error(text):
    try:
        rule = parse(text)
    except RuleError:
        return
    assert isinstance(rule, Rule)
    assert set(rule.text) <= set(string.ascii_letters + string.digits + "_+-*/@().,<>=! ")


def test_what_is_in_the_language_is_read():
    for text in (
        "x",
        "3",
        ".5",
        "2.",
        "1e-3",
        "-x",
        "x + y - z*2/3",
        "x**2",
        "W1 @ x.T + b1",
        "(x)",
        "exp(-x)",
        "1 if x < 2 else 0",
        "max(x, y, 0)",
        "step(x, 1)",
        "a if a == b else c if a != c else d",
        "x_1*W2_1_3",
    ):
        assert parse(text).text == text


def test_names_come_in_order_of_appearance_without_functions():
    assert parse("b*a + exp(c) + a").names == ("b", "a", "c")


def test_what_a_rule_only_compares_or_steps_at_does_not_flow_into_its_value():
    rules = {
        "a*b + relu(c)": "abc", "a if b > c else d": "ad", "step(z) + a": "a", "leaky_relu_grad(z, a)": "a",
        "argmax(a, b)": "", "max(a, -b)": "ab",
    }  # fmt: skip
    for text, names in rules.items():
        assert flowing(parse(text)) == set(names)


def test_line_breaks_and_spaces_are_one_space():
    assert parse("  x +\n\ty\u00a0* z ").text == "x + y * z"


def test_depth_is_allowed_up_to_the_limit():
    assert parse("+".join(["x"] * (MAX_DEPTH - 1))).names == ("x",)
    with pytest.raises(RuleError, match=f"at most {MAX_DEPTH} levels"):
        parse("+".join(["x"] * (MAX_DEPTH + 2)))


def test_every_function_can_be_called_with_as_many_arguments_as_it_says():
    for name, function in FUNCTIONS.items():
        for count in {*function.arity}:
            assert parse(f"{name}({', '.join(['x'] * count)})").names == ("x",)


def test_python_words_functions_and_dunders_name_no_step():
    assert valid_name("x1")
    assert valid_name("W1_1_2")
    for name in ("if", "lambda", "exp", "x__", "_x", "1x", "", "é", "a b", "x\n"):
        assert not valid_name(name)


def test_rules_are_equal_when_their_texts_are():
    assert parse("x+1") == parse(" x+1 ")
    assert parse("x+1") != parse("x + 1")
    assert len({parse("x+1"), parse("x+1 ")}) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a - (b*c - 2)", ["a", "b * c", "2"]),
        ("-(x + 1)/y + -z", ["-(x + 1) / y", "z"]),
        ("-x", []),
        ("(a + b)*c", []),
    ],
)
def test_a_sum_has_terms(text, found):
    assert [term.text for term in terms(parse(text))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a*relu_grad(z)", ({("z", 0)}, False)),
        ("e1/s", ({("s", 0)}, False)),
        ("-y/p + log(q)", ({("p", 0), ("q", 0)}, False)),
        ("(1 - y)/(1 - p) + log(p - 3)", ({("p", 1), ("p", 3)}, False)),
        ("(p - y)/(p*(1 - p)**2)", ({("p", 0), ("p", 1)}, False)),
        ("relu_grad(w*x + b)", (set(), True)),
        ("1 if a < b else c/d", ({("d", 0)}, True)),
        ("exp(a) - b", (set(), False)),
    ],
)
def test_a_rule_jumps_where_a_sign_a_divisor_or_a_logarithm_does(text, found):
    jumps, compares = decisions(parse(text))
    assert (set(jumps), compares) == found
