"""Which commit each line of the file comes from, as git tells it."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

UNCOMMITTED = "uncommitted"

_LINE = re.compile(r"(?P<commit>[0-9a-f]{40,64}) \d+ (?P<line>\d+)(?: \d+)?")
_PATIENCE = 60


def commits(folder: Path, sources: Mapping[str, str]) -> dict[tuple[str, int], str]:
    """The commit of each line of some files below a folder, by name and line; their texts are given.

    A line that is not committed is `uncommitted`. Outside git nothing is known. Nor is it, in a shallow
    clone, of the lines that are older than the clone: git would name the oldest commit that it has.
    """
    try:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository") == "true\n"
    except (OSError, subprocess.SubprocessError):
        return {}
    return {
        (name, line): commit
        for name, text in sources.items()
        for line, commit in _of_file(folder, name, text, shallow=shallow)
    }


def _of_file(folder: Path, name: str, text: str, *, shallow: bool) -> Iterator[tuple[int, str]]:
    try:
        told = _git(folder, "-c", "blame.ignoreRevsFile=", "blame", "--line-porcelain", "--", name)
    except (OSError, subprocess.SubprocessError):
        # Git knows the folder but not the file: it was never committed.
        yield from ((line, UNCOMMITTED) for line in range(1, text.count("\n") + 2))
        return
    yield from _read(told.splitlines(), shallow=shallow)


def _read(told: Iterable[str], *, shallow: bool) -> Iterator[tuple[int, str]]:
    """Each line has a heading that names the commit, then facts about it, then its text after a tab."""
    line, commit, oldest = 0, "", False
    for row in told:
        if row.startswith("\t"):
            if not (shallow and oldest):
                yield line, commit
            oldest = False
        elif row == "boundary":
            oldest = True
        elif found := _LINE.fullmatch(row):
            line = int(found["line"])
            commit = found["commit"] if found["commit"].strip("0") else UNCOMMITTED


def _git(folder: Path, *args: str) -> str:
    done = subprocess.run(  # noqa: S603 - a fixed program with names of our own
        ["git", "-C", str(folder), *args],  # noqa: S607 - git is found on the PATH, as everywhere
        capture_output=True,
        text=True,
        errors="replace",
        check=True,
        timeout=_PATIENCE,
    )
    return done.stdout
