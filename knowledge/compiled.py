"""What was built from a YAML file, kept ready in the user's cache folder under the hash of the file and of its shape.

Composing and checking the vocabulary takes a cold start longer than everything else; a kept copy takes a tenth. Where
the folder can't be used (read-only, no home, another owner) the file is simply built each time.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, cast

Built = TypeVar("Built")
_PROGRAM = f"1 {sys.version_info[:2]}"  # raised when what is built from the same file changes


def compiled(path: Path, shape: type | None, build: Callable[[], Built], beside: Sequence[Path] = ()) -> Built:
    """What `build` makes of the file at `path`, and of those `beside` it.

    `shape` is the dataclass that is built; the source of its module is part of the key, so that another version of the
    program builds anew.
    """
    folder = _folder()
    if folder is None:
        return build()
    name = f"{path.stem}.{shape.__name__}" if shape else path.stem
    kept = folder / f"{name}-{_key([path, *beside], shape)}.pickle"
    with contextlib.suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        return cast(Built, pickle.loads(kept.read_bytes()))
    built = build()
    with contextlib.suppress(OSError, pickle.PicklingError):
        _write(kept, pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL))
    return built


def _folder() -> Path | None:
    """The cache folder where it is ours alone (its files are trusted as much as compiled Python), else None."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if not home:
        return None
    folder = Path(home) / "hoibaocao" if os.environ.get("XDG_CACHE_HOME") else Path(home) / ".cache" / "hoibaocao"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        return None
    return folder


def _key(files: Sequence[Path], shape: type | None) -> str:
    source = sys.modules[shape.__module__].__file__ if shape else None
    content = b"".join(path.read_bytes() for path in (*files, *([Path(source)] if source else ())))
    content += f"{_PROGRAM} {shape.__qualname__ if shape else ''}".encode()
    return f"{zlib.crc32(content):08x}{zlib.adler32(content):08x}{len(content):08x}"  # hashlib takes 3 ms to import


def _write(kept: Path, content: bytes) -> None:
    """Write a kept copy at once, and drop older ones of the same file."""
    partial = kept.with_suffix(f".{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(kept)
    finally:
        partial.unlink(missing_ok=True)
    for older in kept.parent.glob(f"{kept.stem.rsplit('-', 1)[0]}-{'?' * 24}.pickle"):
        if older != kept:
            older.unlink(missing_ok=True)
