"""Where Python, its standard library, NumPy and the shared libraries stand that a sandbox may read."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graders.sandbox.messages import SandboxError

THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB", "NUMEXPR")}
_HIDDEN = ("site-packages", "dist-packages")
_LOOK = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy, numpy.fft, numpy.linalg, numpy.ma, numpy.polynomial, numpy.random, numpy.testing
import ctypes, importlib, os
print(int(open('/proc/self/statm').read().split()[0]) * os.sysconf('SC_PAGE_SIZE'))
for name in ('bz2', 'decimal', 'hashlib', 'lzma', 'pyexpat', 'zlib'):
    try:
        importlib.import_module(name)
    except ImportError:
        pass

class Info(ctypes.Structure):
    _fields_ = (('address', ctypes.c_void_p), ('name', ctypes.c_char_p))

def tell(info, size, more):
    print(os.fsdecode(info.contents.name or b''))
    return 0

kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Info), ctypes.c_size_t, ctypes.c_void_p)
ctypes.CDLL(None).dl_iterate_phdr(kind(tell), None)
"""


@dataclass(frozen=True)
class Runtime:
    """One Python with NumPy.

    python: the program. library: the folder of the standard library. numpy: the folder that holds NumPy.
    folders: what is read of NumPy, and of the standard library where that lies apart.
    shared: the shared libraries outside of these, by the names that the loader opens, and its cache.
    start_bytes: the address space that it starts with.
    """

    python: Path
    library: Path
    numpy: Path
    folders: tuple[Path, ...]
    shared: tuple[Path, ...]
    start_bytes: int

    @property
    def hidden(self) -> tuple[Path, ...]:
        """Folders of other packages that lie inside the standard library's."""
        return tuple(self.library / name for name in _HIDDEN if (self.library / name).is_dir())


@functools.cache
def this_runtime() -> Runtime:
    """The runtime that runs us, without its virtual environment; for root, one that all users can read.

    Raises
    ------
    SandboxError
        When it can't start by itself with NumPy.
    """
    runtime = _found()
    if sys.platform == "linux" and os.geteuid() == 0:
        from graders.sandbox.copies import readable_by_all

        return readable_by_all(runtime)
    return runtime


def _found() -> Runtime:
    python = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    library = Path(os.__file__).resolve().parent
    package = Path(np.__file__).resolve().parent
    home = package.parent
    folders = [library, package]
    folders += [path for path in (home / "numpy.libs", home / "numpy" / ".dylibs") if path.is_dir()]
    apart = [Path(entry).resolve() for entry in sys.path if Path(entry).name == "lib-dynload"]
    folders += [path for path in apart if not _within(path, [library])]
    if sys.platform != "linux":
        return Runtime(python, library, home, tuple(folders), (), 0)
    command = [str(python), "-I", "-S", "-B", "-c", _LOOK, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, env=THREADS, check=False, timeout=120)  # noqa: S603
    if done.returncode:
        raise SandboxError(f"{python} doesn't start with NumPy by itself: {done.stderr.strip()[-500:]}")
    size, *loaded = done.stdout.splitlines()
    files = [Path(name) for name in ["/etc/ld.so.cache", *loaded] if name.startswith("/")]
    apart_from = [file for file in files if file.exists() and not _within(file.resolve(), folders)]
    return Runtime(python, library, home, tuple(folders), tuple(dict.fromkeys(apart_from)), int(size))


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
