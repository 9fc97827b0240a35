# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pytest

from reference import activations as act
from reference.gradient_check import complex_step, relative_error

GRID = np.concatenate([[-1e4, -750.0, -100.0], np.linspace(-9, 9, 37), [100.0, 750.0, 1e4]])
NAMES = list(act.ACTIVATIONS)
FUNCTIONS = [f for a in act.ACTIVATIONS.values() for f in (a.value, a.grad)]


def test_values_are_those_of_the_definitions():
    z = np.linspace(-5, 5, 11)
    assert np.array_equal(act.identity(z), z)
    assert np.allclose(act.sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-15, atol=0)
    assert np.allclose(act.tanh(z), 2 * act.sigmoid(2 * z) - 1, rtol=1e-14, atol=1e-16)
    assert np.array_equal(act.relu(z), [max(v, 0) for v in z])
    assert np.array_equal(act.leaky_relu(z, 0.25), [max(0.25 * v, v) for v in z])
    assert np.array_equal(act.step(z), [float(v > 0) for v in z])


def test_the_step_at_zero_is_what_the_caller_says():
    assert [float(act.step(0.0, at_zero=value)) for value in (0.0, 1.0, 0.5)] == [0.0, 1.0, 0.5]
    assert float(act.step(-0.0, at_zero=1.0)) == 1.0
    assert float(act.step(0)) == 0.0


def test_relu_and_leaky_relu_have_the_derivative_one_at_zero():
    assert float(act.relu_grad(0.0)) == 1.0
    assert float(act.leaky_relu_grad(0.0, 0.3)) == 1.0
    assert np.array_equal(act.leaky_relu_grad([-2.0, 2.0], 0.3), [0.3, 1.0])


def test_the_step_has_derivative_zero_everywhere():
    assert not act.step_grad(GRID).any()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "step"])
def test_derivatives_agree_with_a_complex_step_even_in_the_tails(name):
    unit = act.ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-300, 300, 61), [0.0, 1e-9, -1e-9]])
    numeric = np.array([complex_step(lambda v: unit.value(v)[()], np.array(x)) for x in z])
    assert np.allclose(unit.grad(z), numeric, rtol=1e-12, atol=0)


@pytest.mark.parametrize("function", [*FUNCTIONS, act.softmax], ids=lambda f: f.__name__)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_floating_point_error_up_to_ten_thousand(function, dtype):
    with np.errstate(all="raise"):
        values = function(GRID.astype(dtype))
    assert values.dtype == dtype
    assert np.isfinite(values).all()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (2, 3, 4)])
def test_every_shape_is_kept(function, shape):
    assert function(np.ones(shape)).shape == shape


@pytest.mark.parametrize("function", [*FUNCTIONS, act.softmax], ids=lambda f: f.__name__)
def test_integers_become_float64_and_the_argument_stays_untouched(function):
    z = np.array([[-2, 0, 3]])
    assert function(z).dtype == np.float64
    assert np.array_equal(z, [[-2, 0, 3]])
    assert function(z.astype(np.complex128)).dtype == np.complex128


@pytest.mark.parametrize("function", [*FUNCTIONS, act.softmax], ids=lambda f: f.__name__)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_out_receives_the_result(function, dtype):
    z = np.array([[-2.0, 0.0, 3.0]], dtype=dtype)
    out = np.full_like(z, 77.0)
    assert function(z, out=out) is out
    assert np.array_equal(out, function(z))


def test_softmax_gives_the_values_of_the_lecture():
    assert np.round(act.softmax([1.3, 5.1, 2.2, 0.7, 1.1]), 2).tolist() == [0.02, 0.90, 0.05, 0.01, 0.02]


def test_softmax_sums_to_one_and_ignores_a_constant():
    z = np.random.default_rng(1).normal(size=(4, 5)) * 30
    assert np.allclose(act.softmax(z).sum(axis=-1), 1.0, rtol=1e-15)
    assert np.allclose(act.softmax(z + 1000.0), act.softmax(z), rtol=1e-12)
    assert act.softmax(np.zeros((2, 0))).shape == (2, 0)


def test_the_softmax_jacobian_and_product_agree_with_a_complex_step():
    rng = np.random.default_rng(2)
    z, v = rng.normal(size=5), rng.normal(size=5)
    numeric = complex_step(lambda w: complex(v @ act.softmax(w)), z)
    assert relative_error(act.softmax_vjp(z, v), numeric) < 1e-14
    assert relative_error(v @ act.softmax_jacobian(z), numeric) < 1e-14
    assert act.softmax_jacobian(rng.normal(size=(2, 3))).shape == (2, 3, 3)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: act.leaky_relu(1.0, 1.0), "slope must lie strictly between 0 and 1; got 1.0"),
        (lambda: act.leaky_relu_grad(1.0, 0.0), "slope must lie strictly between 0 and 1; got 0.0"),
        (lambda: act.softmax(3.0), "z must have at least one axis for softmax; got a single number"),
        (
            lambda: act.relu(["a"]),
            "values must be integers, float32, float64 or complex numbers; got dtype <U1",
        ),
        (lambda: act.relu([1.0], out=np.zeros(2)), r"out must have the shape of z, \(1,\); got \(2,\)"),
        (lambda: act.softmax_vjp([1.0], [1.0, 2.0]), r"v must have the shape of z, \(1,\); got \(2,\)"),
        (lambda: act.activation_named("gelu"), "activation must be one of step, .*; got 'gelu'"),
        (lambda: act.activation_named("leaky_relu", slope=2.0), "slope must lie strictly between"),
    ],
)
def test_bad_arguments_are_named_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_named_activation_carries_its_slope_and_its_value_at_zero():
    leaky = act.activation_named("leaky_relu", slope=0.5)
    assert [float(leaky.value(-2.0)), float(leaky.grad(-2.0))] == [-1.0, 0.5]
    assert float(act.activation_named("step", at_zero=1.0).value(0.0)) == 1.0
