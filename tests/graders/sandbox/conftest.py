"""Sandboxes for the tests: each layer that works on this machine, probed once."""

from __future__ import annotations

import functools

import pytest

from graders.sandbox import Sandbox

LAYERS = ("bubblewrap", "landlock", "other_user")


@functools.cache
def probed(layer: str) -> Sandbox:
    return Sandbox.probe(allow=None if layer == "all" else {layer})


@pytest.fixture(params=LAYERS)
def layer(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if probed(name).states[name] == "off":
        pytest.skip(f"{name} doesn't work here: {probed(name).reasons[name]}")
    return name


@pytest.fixture
def sandbox(layer: str) -> Sandbox:
    return probed(layer)


@pytest.fixture
def any_sandbox() -> Sandbox:
    """The strongest that there is, or a plain process where nothing else works."""
    return probed("all")
