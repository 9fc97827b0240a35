# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import pytest

from reference.derivation import Derivation
from reference.mistakes import Bend, Mistake, MistakeError, catalogue, load

NET = Derivation.of({
    "z1": "w1*x1 + b", "z2": "w2*x2", "a1": "tanh(z1)", "a2": "tanh(z2)", "s": "a1 + a2",
}, inputs=["w1", "w2", "x1", "x2", "b"])  # fmt: skip


def mistake(scalar=None, array=None):
    return Mistake("a_mistake", "It is wrong.", scalar or Bend(), array or Bend())


def test_a_rule_is_replaced_with_the_pattern_and_the_old_rule_put_in():
    bent = mistake(Bend(rules={"a{j}": "z{j} + {old}*2"})).bend(NET)
    assert bent.rules == NET.rules | {"a1": "z1 + (tanh(z1))*2", "a2": "z2 + (tanh(z2))*2"}


def test_a_rule_is_replaced_where_the_whole_step_is_of_that_kind():
    bent = mistake(Bend(rules={"z{j} = w{j}*x{j}": "w{j} + x{j}"})).bend(NET)
    assert bent.rules == NET.rules | {"z2": "w2 + x2"}


def test_names_are_exchanged_all_at_once_and_only_as_whole_names():
    bent = mistake(Bend(exchange={"z{j}": {"w1": "x1", "x1": "w1", "w2": "1e3"}})).bend(NET)
    assert bent.rules["z1"] == "x1*w1 + b"
    assert bent.rules["z2"] == "1e3*x2"
    again = mistake(Bend(exchange={"z2": {"e3": "b"}})).bend(bent)
    assert again is None


def test_an_exchange_with_something_that_is_not_there_is_not_made():
    assert mistake(Bend(exchange={"z1": {"x1": "x7", "b": "unknown*2"}})).bend(NET) is None
    bent = mistake(Bend(exchange={"z1": {"x1": "x7", "b": "0"}})).bend(NET)
    assert bent.rules["z1"] == "w1*x1 + 0"


def test_a_whole_exchange_is_made_in_all_the_steps_of_a_layer_or_in_none():
    square = {f"d1_{k}_{j}": f"s1_{k}*x_{j}" for k in (1, 2) for j in (1, 2)}
    oblong = {f"d2_{k}_{j}": f"s2_{k}*x_{j}" for k in (1,) for j in (1, 2)}
    right = Derivation.of(square | oblong)
    turned = {"d{l}_{k}_{j}": {"s{l}_{k}": "s{l}_{j}", "x_{j}": "x_{k}"}}
    bent = mistake(Bend(exchange=turned, whole=True)).bend(right)
    assert bent.rules["d1_1_2"] == "s1_2*x_1"
    assert bent.rules["d1_2_1"] == "s1_1*x_2"
    assert {name: bent.rules[name] for name in oblong} == oblong
    torn = mistake(Bend(exchange=turned)).bend(right)
    assert torn.rules["d2_1_2"] == "s2_1*x_1", "without it what is there is exchanged"


@pytest.mark.parametrize(
    ("needs", "lacks", "made"), [("a*", "b*", True), ("*2", "a1", False), ("b{j}", "", False)]
)
def test_what_a_mistake_needs_and_lacks_are_patterns_of_steps(needs, lacks, made):
    bend = Bend(rules={"s": "a1"}, needs=(needs,), lacks=(lacks,) if lacks else ())
    assert (mistake(bend).bend(NET) is not None) == made


def test_an_exchange_reads_the_rule_that_the_same_mistake_made():
    bent = mistake(Bend(rules={"z1": "w1*x1 - b"}, exchange={"z{j}": {"b": "x2"}})).bend(NET)
    assert bent.rules["z1"] == "w1*x1 - x2"


@pytest.mark.parametrize(
    "bend",
    [
        Bend(rules={"q{j}": "1"}),
        Bend(rules={"a1": "tanh( z1 )"}, needs=("z3",)),
        Bend(rules={"a1": "z1"}, lacks=("z2",)),
        Bend(rules={"a1": " tanh(z1)"}),
        Bend(exchange={"a1": {"z2": "z1"}}),
    ],
)
def test_where_there_is_nothing_to_get_wrong_there_is_no_mistake(bend):
    assert mistake(bend).bend(NET) is None


def test_each_form_has_its_own_bend():
    both = mistake(Bend(rules={"a1": "z1"}), Bend(rules={"a2": "z2"}))
    assert both.bend(NET).rules["a1"] == "z1"
    assert both.bend(NET, form="array").rules["a2"] == "z2"
    assert mistake(Bend(rules={"a1": "z1"})).bend(NET, form="array") is None


def test_a_new_rule_may_need_steps_that_come_later():
    bent = mistake(Bend(rules={"z1": "a2"})).bend(NET)
    assert list(bent.rules).index("a2") < list(bent.rules).index("z1")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("z1 +", "mistake a_mistake: 'z1 \\+' is not an expression"),
        ("nothing", "mistake a_mistake: step a1: nothing is not known"),
        ("s", "mistake a_mistake: step a1: its rule needs itself, through a1, s"),
    ],
)
def test_a_new_rule_that_is_none_is_refused_and_the_mistake_is_named(rule, sentence):
    with pytest.raises(MistakeError, match=sentence):
        mistake(Bend(rules={"a1": rule})).bend(NET)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[a", "not a TOML file"),
        ("a = 1", 'mistake a: it needs a sentence, says = "…"'),
        ("[a]\nrules = { x = '1' }", "mistake a: it needs a sentence"),
        ("[a]\nsays = 'S.'", "mistake a: it bends nothing; give rules or exchange"),
        ("[a]\nsays = 'S.'\nrule = {}", "mistake a: unknown key rule; allowed: says, array, rules, exchange"),
        ("[a]\nsays = 'S.'\nrules = 'x'", "mistake a: rules must be a table of texts; got 'x'"),
        ("[a]\nsays = 'S.'\nrules = { x = 1 }", "mistake a: rules must be a table of texts"),
        (
            "[a]\nsays = 'S.'\nexchange = { x = 'y' }",
            "mistake a: exchange must be a table of tables of texts",
        ),
        ("[a]\nsays = 'S.'\nneeds = 'x'", "mistake a: needs must be a list of names; got 'x'"),
        ("[a]\nsays = 'S.'\nlacks = [1]", "mistake a: lacks must be a list of names"),
        ("[a]\nsays = 'S.'\narray = 'x'", "mistake a, array: must be a table; got 'x'"),
        ("[a]\nsays = 'S.'\narray = { rules = 3 }", "mistake a, array: rules must be a table of texts"),
    ],
)
def test_a_catalogue_that_can_not_be_read_is_refused_and_the_place_is_named(tmp_path, text, sentence):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MistakeError, match=sentence) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_missing_catalogue_or_one_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(MistakeError, match=r"nowhere.toml: can't be read: No such file"):
        catalogue("nowhere")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(MistakeError, match="not a TOML file"):
        load(tmp_path / "bytes.toml")


def test_a_catalogue_keeps_its_order(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        "[b]\nsays = 'B.'\nrules = { x = '1' }\n[a]\nsays = 'A.'\narray.exchange = { x = { y = 'z' } }\n"
    )
    first, second = load(path)
    assert (first.name, first.says, first.scalar.rules) == ("b", "B.", {"x": "1"})
    assert (second.name, second.array.exchange, second.scalar) == ("a", {"x": {"y": "z"}}, Bend())
    assert len({first, second, *load(path)}) == 2
