"""A copy of the runtime that all users can read, for root whose own Python lies where others can't look."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

import numpy as np

from graders.sandbox.messages import SandboxError
from graders.sandbox.runtime import Runtime

CACHE = Path("/var/cache/quizgrad")
_LEFT_OUT = shutil.ignore_patterns(
    "test", "tests", "site-packages", "dist-packages", "idlelib", "tkinter", "turtledemo", "ensurepip",
    "lib2to3", "config-*", "*.a", "*.opt-?.pyc", "include",
)  # fmt: skip


def readable_by_all(runtime: Runtime) -> Runtime:
    """The runtime itself where every user can read it, else a copy, made once.

    Raises
    ------
    SandboxError
        When the copy can't be made, or the place of copies is not ours alone.
    """
    if all(_open_to_all(path) for path in (runtime.python, *runtime.folders)):
        return runtime
    facts = [str(runtime.python), *map(str, runtime.folders), np.__version__]
    facts += [str(path.stat().st_mtime_ns) for path in (runtime.python, *runtime.folders)]
    place = CACHE / f"python-{hashlib.sha256(repr(facts).encode()).hexdigest()[:16]}"
    try:
        CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not place.exists():
            _copy(runtime, place)
        for path in (CACHE, place):
            status = path.lstat()
            if status.st_uid != os.geteuid() or status.st_mode & 0o022 or not stat.S_ISDIR(status.st_mode):
                raise SandboxError(f"{path}: must be a folder that only root may write to")
    except OSError as error:
        raise SandboxError(
            f"{place}: a Python that other users can read can't be copied there: {error}"
        ) from None
    return _moved(runtime, place)


def _open_to_all(path: Path) -> bool:
    """Whether other users may read a file or folder, and walk through all folders above it."""
    return bool(path.stat().st_mode & stat.S_IROTH) and all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.parents
    )


def _prefix(runtime: Runtime) -> Path:
    return runtime.python.parent.parent


def _moved(runtime: Runtime, place: Path) -> Runtime:
    """The same runtime in the copy."""
    home = place / "packages"
    prefix = _prefix(runtime)
    library = place / runtime.library.relative_to(prefix)
    copied = (place / file.relative_to(prefix) for file in runtime.shared if file.is_relative_to(prefix))
    parts = (library, *(home / folder.relative_to(runtime.numpy) for folder in runtime.folders[1:]))
    return dataclasses.replace(
        runtime,
        python=place / "bin" / runtime.python.name,
        library=library,
        numpy=home,
        folders=parts,
        shared=(*runtime.shared, *(new for new in copied if new.exists())),
    )


def _copy(runtime: Runtime, place: Path) -> None:
    """Everything into a temporary folder beside, then its name at once; another process may be quicker."""
    prefix = _prefix(runtime)
    inner = (runtime.library, *runtime.folders[1:])
    if not runtime.library.is_relative_to(prefix) or not all(
        f.is_relative_to(runtime.numpy) for f in inner[1:]
    ):
        raise SandboxError(
            f"{prefix}: other users can't read this Python, and its folders are too scattered to copy"
        )
    temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=".part-"))
    try:
        there = _moved(runtime, temporary)
        pairs = list(zip(inner, there.folders, strict=False))
        for source, target in pairs:
            shutil.copytree(source, target, ignore=_LEFT_OUT, copy_function=_copy_file, dirs_exist_ok=True)
        for file in (runtime.python, *runtime.shared):
            if file.is_relative_to(prefix):
                target = temporary / file.relative_to(prefix)
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy_file(str(file), str(target))
        for folder in (temporary, *(path for path in temporary.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        temporary.rename(place)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not place.exists():
            raise


def _copy_file(source: str, target: str) -> None:
    """With its time, which Python's compiled files are checked against."""
    shutil.copy2(source, target)
    Path(target).chmod(0o755 if os.access(source, os.X_OK) else 0o644)
