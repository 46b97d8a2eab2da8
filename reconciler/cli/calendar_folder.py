"""The folder that a calendar is written to: our files are kept up to date, nobody else's are touched.

A list of what is ours lies beside the files. It is written before them, so that after a crash the next run
knows them all.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reconciler.errors import UsageError

LIST = ".rota-calendar.json"
_OURS = re.compile(r"[a-z0-9-]+\.(?:html|ics|css|js)")


@dataclass(frozen=True, slots=True)
class Written:
    """How many files there are now, and how many of them changed or went."""

    files: int
    changed: int
    removed: int


def write(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Write the files that differ, and remove those of an earlier run that are gone.

    Raises UsageError, before anything is written, where a file of that name is not ours.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="name a folder: -o public")
    ours = _listed(folder)
    strange = sorted(name for name in files if name not in ours and os.path.lexists(folder / name))
    if strange:
        raise UsageError(
            f"{folder / strange[0]} is there already, and was not written by `rota calendar`",
            hint="name a folder of its own: -o public",
        )
    folder.mkdir(parents=True, exist_ok=True)
    _list(folder, ours | set(files))
    changed = sum(_put(folder / name, content) for name, content in files.items())
    gone = [name for name in sorted(ours - set(files)) if os.path.lexists(folder / name)]
    for name in gone:
        (folder / name).unlink()
    _list(folder, set(files))
    return Written(len(files), changed, len(gone))


def read(folder: Path, name: str) -> bytes:
    """A file of ours as it was written last; empty where there is none."""
    path = folder / name
    return path.read_bytes() if name in _listed(folder) and path.is_file() else b""


def _listed(folder: Path) -> set[str]:
    """What the list says is ours; a name that could not be, such as one in another folder, is not."""
    try:
        names = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    listed = names if isinstance(names, list) else []
    return {name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)}


def _list(folder: Path, names: set[str]) -> None:
    _put(folder / LIST, (json.dumps({"version": 1, "files": sorted(names)}, indent=1) + "\n").encode())


def _put(path: Path, content: bytes) -> bool:
    """Write a file in one piece if it differs; what a link points to is never written."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return False
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
    return True
