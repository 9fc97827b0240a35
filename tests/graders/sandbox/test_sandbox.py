"""What is said of the layers, and that what is off is off for a reason."""

from __future__ import annotations

import ast
import os
import pickle
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from generator.errors import InputError
from graders.sandbox import Answered, Call, Limits, Sandbox, SandboxError, Started, seccomp, syscalls
from graders.sandbox.layers import Ability, bubblewrap, landlock, layers, other_user
from graders.sandbox.pipes import EndedError, LateError, SelectorPipes, ThreadPipes
from graders.sandbox.printed import Printed, readable
from graders.sandbox.runtime import this_runtime
from graders.sandbox.trial import refused


def test_layers_are_found_by_being_there() -> None:
    names = [layer.NAME for layer in layers()]
    assert names == ["bubblewrap", "landlock", "other_user", "plain"], "the strongest first"


def test_every_layer_is_named_with_a_state_and_what_is_off_with_a_reason(any_sandbox: Sandbox) -> None:
    assert list(any_sandbox.states) == [layer.NAME for layer in layers()]
    for name, state in any_sandbox.states.items():
        assert state in {"on", "weaker", "off"}
        assert state == "on" or any_sandbox.reasons[name]


def test_a_layer_keeps_what_it_promises(sandbox: Sandbox, layer: str) -> None:
    [module] = [module for module in layers() if layer == module.NAME]
    assert module.PROMISES
    assert not module.PROMISES - refused(sandbox, module.PROMISES)


def test_the_plain_layer_keeps_nothing_which_shows_that_trials_can_fail() -> None:
    everything = frozenset[str]().union(*(layer.PROMISES for layer in layers()))
    plain = Sandbox.probe(allow={"plain"})
    assert "reading" in everything
    assert "reading" not in refused(plain, everything)
    assert "writing" not in refused(plain, everything)
    assert "network" not in refused(plain, everything)


def test_too_weak_a_sandbox_is_refused_in_one_sentence_that_says_why() -> None:
    plain = Sandbox.probe(allow={"plain"})
    with pytest.raises(InputError) as caught:
        plain.require()
    assert "too weak for grading others' code" in str(caught.value)
    assert "bubblewrap is off: not asked for" in str(caught.value)
    assert "--unsafe" in str(caught.value)
    plain.require(unsafe=True)


@pytest.mark.parametrize(
    ("names", "strong", "one"),
    [
        (("bubblewrap",), True, True),
        (("landlock",), True, True),
        (("other_user",), False, True),
        (("plain",), False, False),
    ],
)
def test_what_is_strong_enough_for_what(names: tuple[str, ...], strong: bool, one: bool) -> None:
    sandbox = Sandbox(names, {}, this_runtime())
    for options, enough in (({}, strong), ({"one_submission": True}, one)):
        if enough:
            sandbox.require(**options)
        else:
            with pytest.raises(InputError):
                sandbox.require(**options)


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(InputError, match="there is no sandbox layer 'landlok'; did you mean 'landlock'"):
        Sandbox.probe(allow={"landlok"})


def test_without_bubblewrap_installed_it_is_off_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ability = bubblewrap.look(this_runtime())
    assert ability.state == "off"
    assert "apt install bubblewrap" in ability.reason


def test_where_namespaces_are_denied_bubblewrap_is_off_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert bubblewrap.look(this_runtime()) == Ability(
        "off", "bwrap: No permissions to create a new namespace"
    )


def test_a_bubblewrap_that_only_pretends_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit\n'
        'while [ "$1" != -- ] && [ "$1" != true ]; do shift; done\n[ "$1" = -- ] && shift\nexec "$@"\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sandbox = Sandbox.probe(allow={"bubblewrap"})
    assert sandbox.states["bubblewrap"] == "off"
    assert "the temporary folder is not in a namespace of its own" in sandbox.reasons["bubblewrap"]
    assert "bubblewrap" not in sandbox.names


def test_nothing_runs_where_no_layer_that_was_asked_for_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    monkeypatch.setattr(other_user, "look", lambda _: Ability("off", "no root"))
    sandbox = Sandbox.probe(allow={"landlock"})
    assert sandbox.names == ()
    with pytest.raises(InputError):
        sandbox.require()
    with pytest.raises(SandboxError, match="landlock: the kernel has no Landlock"):
        sandbox.open_source(b"", file="a.py", functions=[])


def test_without_landlock_in_the_kernel_the_layer_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert landlock.look(this_runtime()).state == "off"


def test_a_probed_sandbox_can_be_sent_to_another_process(any_sandbox: Sandbox) -> None:
    again = pickle.loads(pickle.dumps(any_sandbox))
    assert again == any_sandbox
    with again.open_source(b"def f():\n    return 1", file="a.py", functions=["f"]) as child:
        [reply] = child.call([Call("f")])
    assert isinstance(reply, Answered)


def test_what_is_inside_imports_nothing_but_the_standard_library_numpy_and_itself(root: Path) -> None:
    for path in (root / "graders" / "sandbox" / "inside").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names or name.split(".")[0] == "numpy"
                assert known or name.startswith("graders.sandbox.inside."), f"{path.name}: {name}"


def test_the_example_of_the_docs_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if Sandbox.probe().strength != "strong":
        pytest.skip("no strong layer works here")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "losses.py").write_text("def softmax(logits):\n    return logits / logits.sum()\n")
    [block] = re.findall(r"```python\n(.*?)```", (root / "docs" / "sandbox.md").read_text(), re.DOTALL)
    names = {"logits": np.array([1.0, 3.0])}
    exec(block, names)
    reply: object = names["reply"]
    assert isinstance(reply, Answered)
    assert reply.value.tolist() == [0.25, 0.75]


def test_a_sandbox_starts_quickly(sandbox: Sandbox) -> None:
    """A tenth of a second, nearly all of it Python and NumPy; the bound leaves room for a busy machine."""
    times = []
    for _ in range(5):
        began = time.monotonic()
        with sandbox.open_source(
            b"def f():\n    return 1", file="a.py", functions=["f"], limits=Limits(seconds=20)
        ) as child:
            assert isinstance(child.start(), Started)
            times.append(time.monotonic() - began)
    assert min(times) < 3.0


SPEAKER = """
import os, sys
print("said", file=sys.stderr, flush=True)
while part := os.read(0, 1 << 20):
    os.write(1, part.upper())
"""


@pytest.mark.parametrize("kind", [SelectorPipes, ThreadPipes])
def test_both_kinds_of_pipes_talk_wait_and_end(kind: type[SelectorPipes] | type[ThreadPipes]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", SPEAKER],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    printed = Printed(100)
    pipes = kind(process, printed)
    with pytest.raises(LateError):
        pipes.wait(time.monotonic() + 0.05)
    for size in (3, 1_000_000):
        pipes.send(b"x" * size)
        got = b""
        while len(got) < size:
            got += pipes.wait(time.monotonic() + 20)
        assert got == b"X" * size
    assert pipes.at_once(after_reply=True) == b""
    assert printed.take() == "said\n"
    process.kill()
    with pytest.raises(EndedError):
        pipes.wait(time.monotonic() + 20)
    process.wait()
    pipes.close()


def test_a_child_works_with_threads_for_pipes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graders.sandbox.process.open_pipes", ThreadPipes)
    source = b"import time\ndef f(n):\n    print(n)\n    while n == 2: time.sleep(0.1)\n    return n"
    limits = Limits(seconds=2.0)
    with Sandbox.probe(allow={"plain"}).open_source(
        source, file="a.py", functions=["f"], limits=limits
    ) as child:
        replies = child.call([Call("f", (n,)) for n in (0, 1, 2)])
    assert [getattr(reply, "value", None) for reply in replies] == [0, 1, None]
    # A thread that hears late gives its text to the next call.
    assert "".join(reply.printed for reply in replies) == "0\n1\n2\n"


def test_printed_text_is_made_harmless() -> None:
    assert readable("é\tπ\n\r\n\x1b[31m\x00\u202e\ud800 👩\u200d🔬") == "é\tπ\n\n�[31m��� 👩\u200d🔬"


@pytest.mark.skipif(sys.platform != "linux", reason="denies system calls of Linux")
def test_where_the_machine_allows_no_layer_that_is_said() -> None:
    denied = Path(__file__).parents[2] / "data" / "as_in_docker.py"
    code = (
        "from graders.sandbox import Sandbox; from generator.errors import InputError\n"
        "sandbox = Sandbox.probe(); print(sandbox.states)\n"
        "try:\n    sandbox.require()\nexcept InputError as error:\n    print(error)"
    )
    ran = subprocess.run(
        [sys.executable, str(denied), "landlock,uid", "--", sys.executable, "-c", code],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "'bubblewrap': 'off', 'landlock': 'off', 'other_user': 'off', 'plain': 'on'" in ran.stdout
    assert "the sandbox of this machine is too weak" in ran.stdout


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root drops its user")
def test_root_becomes_another_user_that_no_account_has(sandbox: Sandbox) -> None:
    import pwd

    source = b"import os\ndef who():\n    return [*os.getresuid(), *os.getresgid(), *os.getgroups()]"
    with sandbox.open_source(source, file="a.py", functions=["who"], limits=Limits(seconds=20)) as child:
        [reply] = child.call([Call("who")])
    assert isinstance(reply, Answered)
    assert set(reply.value) <= set(other_user.numbers_of(os.getpid()))
    with pytest.raises(KeyError):
        pwd.getpwuid(reply.value[0])


EVERY_CALL = """
import ctypes

def tried(numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    let_through = []
    for number in numbers:
        ctypes.set_errno(0)
        if libc.syscall(number, -1, -1, -1, -1, -1, -1) != -1 or ctypes.get_errno() not in (1, 38):
            let_through.append([number, ctypes.get_errno()])
    return let_through
"""


@pytest.mark.skipif(not seccomp.supported(), reason="there is no program for this machine")
def test_every_system_call_that_is_not_listed_is_refused(sandbox: Sandbox, layer: str) -> None:
    if layer == "other_user":
        pytest.skip("it refuses no calls")
    listed = set(syscalls.allowed(int(platform.machine() == "aarch64")))
    probes = {335, 336}  # newer kernels answer these themselves, and refuse all but their own probes
    numbers = [number for number in range(700) if number not in listed | probes]
    numbers += [0x40000000 + number for number in range(600)]  # those of x32 programs
    with sandbox.open_source(
        EVERY_CALL.encode(), file="a.py", functions=["tried"], limits=Limits(seconds=20)
    ) as child:
        [reply] = child.call([Call("tried", (numbers,))])
    assert isinstance(reply, Answered), reply
    assert reply.value == [], "numbers, and the errors that they gave in place of a refusal"
