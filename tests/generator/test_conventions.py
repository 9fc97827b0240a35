"""Conventions are data: symbols by pattern, the step at 0, the notation box."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import pytest

from generator.conventions import available, changed, load_convention, plain_symbol
from generator.errors import InputError

SHIPPED = sorted(available())


@pytest.fixture
def own(tmp_path):
    """Writes a convention of an instructor's own and loads it."""

    def write(text, name="mine"):
        folder = tmp_path / "conventions"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return load_convention(name, (tmp_path,))

    return write


def test_the_lectures_are_there():
    assert {"cs540", "cs760", "cs2109s"} <= set(SHIPPED)
    assert "base" not in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_convention_says_what_its_paper_needs(name):
    convention = load_convention(name)
    assert convention.title
    assert convention.step_at_zero in (0, 1)
    box = " ".join(convention.about)
    assert box.count("$") % 2 == 0
    for said in ("step unit", r"\mathrm{ReLU}", "natural logarithm", "layer"):
        assert said in box
    assert (r"z \ge 0" in box) == (convention.step_at_zero == 1), "the box says what the step gives at 0"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_notation_box_explains_the_symbols_that_are_printed(name):
    convention = load_convention(name)
    symbol = convention.notation().symbol
    letter, brackets = symbol("W1_2_1")[:1].lower(), symbol("W1_2_1")[2:4]
    box = " ".join(convention.about)
    assert letter in box.lower()
    assert f"^{brackets[0]}" in box or f"^{{{brackets[1]}" in box or brackets in box.replace("l", "1")


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_names_of_a_network_print_alike(name):
    symbol = load_convention(name).notation((("act", r"\sigma'"),)).symbol
    units = [
        f"{kind}{layer}_{unit}" for kind in ("z", "a", "b", "dact") for layer in (1, 2) for unit in (1, 2)
    ]
    weights = [f"W{layer}_{j}_{i}" for layer in (1, 2) for j in (1, 2) for i in (1, 2)]
    names = [
        *units,
        *weights,
        "x_1",
        "x_2",
        "y",
        "yhat",
        "loss",
        *(f"d{name}" for name in (*weights, "x_1", "b1_1")),
    ]
    assert len({symbol(n) for n in names}) == len(names)


def test_a_convention_prints_its_own_letters():
    assert load_convention("cs540").notation().symbol("W1_2_1") == "w^{(1)}_{12}"
    assert load_convention("cs2109s").notation().symbol("W1_2_1") == "W^{[1]}_{12}"
    assert load_convention("cs540").notation().symbol("loss") == r"\ell"
    assert load_convention("cs2109s").notation().symbol("loss") == "L"


def test_a_derivative_is_printed_from_its_name():
    symbol = load_convention("cs540").notation().symbol
    assert symbol("dW1_2_1") == r"\frac{\partial \ell}{\partial w^{(1)}_{12}}"
    assert symbol("dx_1") == symbol("partial_x_1") == r"\frac{\partial \ell}{\partial x_{1}}"


def test_a_macro_is_filled_with_the_familys_letter():
    notation = load_convention("cs540").notation((("act", r"\tanh'"),))
    assert notation.symbol("dact1_2") == r"\tanh'(z_{12})"


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("w1", "w_1"),
        ("w12", "w_{12}"),
        ("x", "x"),
        ("eta", r"\eta"),
        ("rate", r"\text{rate}"),
        ("my_rate", r"\text{my rate}"),
    ],
)
def test_a_name_without_a_symbol_prints_as_itself(name, latex):
    assert plain_symbol(name) == latex


def test_a_samples_number_before_a_name_is_not_printed():
    symbol = load_convention("cs2109s").notation().symbol
    assert symbol("S2z1_1") == symbol("z1_1") == "z^{[1]}_{1}"
    assert symbol("dS2z1_1") == symbol("dz1_1") == r"\frac{\partial L}{\partial z^{[1]}_{1}}"
    assert symbol("S") == "S", "a letter alone is a name"


def test_a_familys_own_symbols_follow_those_they_are_built_from_and_the_convention_wins(own):
    symbols = (("slope{l}_{j}", "s(<z{l}_{j}>)"), ("loss", "never"))
    assert load_convention("cs540").notation((), symbols).symbol("slope1_2") == "s(z_{12})"
    assert load_convention("cs2109s").notation((), symbols).symbol("slope1_2") == "s(z^{[1]}_{2})"
    assert load_convention("cs540").notation((), symbols).symbol("loss") == r"\ell"
    mine = own('extends = "cs540"\n[symbols]\n"slope{l}_{j}" = "t"\n')
    assert mine.notation((), symbols).symbol("slope1_2") == "t"


# --- an instructor's own


def test_what_is_built_from_a_symbol_changes_with_it(own):
    convention = own('extends = "cs540"\n[symbols]\nloss = "J"\n')
    assert convention.notation().symbol("mean_loss") == r"\bar{J}"
    assert convention.notation().symbol("gradient") == r"\nabla \bar{J}"


def test_a_symbol_that_is_built_from_itself_is_refused(own):
    convention = own('extends = "cs540"\n[symbols]\nloss = "<total>"\ntotal = "<loss>"\n')
    with pytest.raises(InputError, match="convention mine: the symbol of loss is built from itself"):
        convention.notation().symbol("loss")


def test_a_convention_of_ones_own_states_only_what_differs(own):
    convention = own('extends = "cs540"\n[symbols]\nloss = "J"\n')
    assert convention.notation().symbol("dW1_2_1") == r"\frac{\partial J}{\partial w^{(1)}_{12}}"
    assert convention.about == load_convention("cs540").about


def test_a_pattern_of_ones_own_comes_before_those_it_extends(own):
    convention = own('extends = "cs540"\n[symbols]\n"W1_{j}_{i}" = "V_{{j}{i}}"\n')
    assert convention.notation().symbol("W1_2_1") == "V_{21}"
    assert convention.notation().symbol("W2_1_1") == "w^{(2)}_{11}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "not a TOML file"),
        ('extends = "cs54"', "there is no convention 'cs54'; did you mean 'cs540'?"),
        ('extends = "mine"', "it extends mine, which extends it again"),
        ('extends = "cs540"\nstep_at_zero = 2', "step_at_zero is 2; allowed is 0 or 1"),
        ('extends = "cs540"\ntitel = "x"', "there is no key 'titel'; did you mean 'title'?"),
        ('extends = "cs540"\nabout = "x"', "about is 'x'; allowed is a list"),
        ('title = "Without a base"', "about is missing, and it extends no convention"),
        ('extends = "cs540"\nabout = [1]', "about"),
        ('extends = "cs540"\n[symbols]\nloss = 3', "symbols has 3"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(own, tmp_path, text, says):
    with pytest.raises(InputError) as error:
        own(text)
    assert str(error.value).startswith(str(tmp_path / "conventions" / "mine.toml"))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_two_conventions_that_extend_each_other_are_refused(own):
    own('extends = "cs540"', name="first")
    with pytest.raises(InputError):
        own('extends = "second"', name="third")
    with pytest.raises(InputError, match="extends it again"):
        own('extends = "fourth"\n', name="fourth")


def test_a_quiz_may_write_single_things_otherwise():
    course = load_convention("cs540")
    mine = changed(course, {"step_at_zero": 1, "symbols": {"loss": "E"}}, where="quiz.toml, notation")
    assert mine.step_at_zero == 1
    assert mine.notation().symbol("loss") == "E"
    assert mine.notation().symbol("dW1_1_2") == r"\frac{\partial E}{\partial w^{(1)}_{21}}"
    assert mine.title == course.title
    assert r"gives 1 if $z \ge 0$" in " ".join(mine.about)
    assert load_convention("cs540").notation().symbol("loss") == course.notation().symbol("loss") != "E"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"step_at_zer": 1},
            "quiz.toml, notation: there is no key 'step_at_zer'; did you mean 'step_at_zero'?",
        ),
        ({"step_at_zero": 2}, "quiz.toml, notation: step_at_zero is 2; allowed is 0 or 1"),
        ({"symbols": {"loss": 3}}, "quiz.toml, notation: symbols has 3; allowed are texts"),
        ({"extends": "base"}, "there is no key 'extends'"),
    ],
)
def test_what_can_not_be_written_otherwise_is_said(changes, says):
    with pytest.raises(InputError) as error:
        changed(load_convention("cs540"), changes, where="quiz.toml, notation")
    assert says in str(error.value)


def test_a_derivative_of_one_name_by_another_is_printed_in_the_courses_letters():
    cs2109s = load_convention("cs2109s").notation()
    assert cs2109s.symbol("f_by_u3") == r"\frac{\partial f}{\partial u_3}"
    assert cs2109s.symbol("loss_by_b") == r"\frac{\partial L}{\partial w_0}"


def test_a_macro_may_stand_for_another_name(own):
    mine = own("extends = 'cs2109s'\n[symbols]\nwhole = '2 \\of'\n")
    assert mine.notation((("of", "<b>"),)).symbol("whole") == "2 w_0"
