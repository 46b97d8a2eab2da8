"""Writing an edit to disk: each file whole or not at all, with its permissions, through symbolic links."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from reconciler.edit.insert import Edit
from reconciler.errors import RotaError


def put(edit: Edit) -> None:
    """Write the files of an edit. Raises RotaError where one has changed since it was read, or cannot be.

    Nothing is written before all of them have been looked at.
    """
    for name in edit.texts:
        if _read(Path(name)) != edit.before.raw.get(name):
            raise RotaError(
                f"{name} has changed since it was read, so nothing was written", hint="run it again"
            )
    for name, text in edit.texts.items():
        write_whole(Path(name), text)


def write_whole(path: Path, text: str) -> None:
    """Write one file, whole or not at all. Raises RotaError where it cannot be."""
    whole = path.resolve()
    if whole.exists() and not os.access(whole, os.W_OK):
        raise RotaError(f"{path} could not be written: it is read-only")
    try:
        _replace(whole, text.encode("utf-8"))
    except OSError as fault:
        raise RotaError(f"{path} could not be written: {(fault.strerror or str(fault)).lower()}") from fault


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    """The permissions that new files are not given here; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
