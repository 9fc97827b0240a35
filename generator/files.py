"""Files: read with one clear sentence when they can't be, written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.errors import InputError

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 80
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{k}" for k in range(1, 10)), *(f"lpt{k}" for k in range(1, 10))}
)


def read_text(path: Path, what: str) -> str:
    """The text of a UTF-8 file, or of a UTF-16 one that says so by its byte order mark, without the mark.

    Raises
    ------
    InputError
        When it can't be read or is neither; names file and byte.
    """
    try:
        data = path.read_bytes()
        return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: {what} can't be read: not UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from None
    except OSError as error:
        raise InputError(f"{path}: {what} can't be read: {error.strerror or error}") from None


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file so that it is there whole or not at all: a temporary name first, then a rename.

    private: only its owner may read it.

    Raises
    ------
    InputError
        When the place can't be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    except OSError as error:
        raise InputError(f"{path}: can't be written: {error.strerror or error}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if not private:
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise InputError(f"{path}: can't be written: {error.strerror or error}") from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def safe_name(text: str) -> str:
    """A file name for any text: itself where it is harmless, else made so and told apart by a hash."""
    safe = _SAFE.sub("_", text)[:LONGEST_NAME].strip("._") or "_"
    if safe == text and safe.lower() not in _RESERVED:
        return safe
    return f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def csv_bytes(header: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A CSV file as UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@contextmanager
def locked(folder: Path, out: Path, command: str) -> Iterator[None]:
    """Hold a folder's lock; where there is no fcntl, two runs at once are the user's own care.

    Raises
    ------
    InputError
        When another run of the command holds it; names `out`, the output folder as the user knows it.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"{out}: another quizgrad {command} is at work in this folder; wait for it, or name another"
            ) from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)
