"""Which commit each line of the file comes from, as git tells it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from reconciler.ledger.git import Git, GitError

UNCOMMITTED = "uncommitted"

_LINE = re.compile(r"(?P<commit>[0-9a-f]{40,64}) \d+ (?P<line>\d+)(?: \d+)?")


def commits(folder: Path, sources: Mapping[str, str]) -> dict[tuple[str, int], str]:
    """The commit of each line of some files below a folder, by name and line; their texts are given.

    A line that is not committed is `uncommitted`. Outside git nothing is known. Nor is it, in a shallow
    clone, of the lines that are older than the clone: git would name the oldest commit that it has.
    """
    git = Git(folder)
    try:
        shallow = git.is_shallow()
    except GitError:
        return {}
    return {
        (name, line): commit
        for name, text in sources.items()
        for line, commit in _of_file(git, name, text, shallow=shallow)
    }


def _of_file(git: Git, name: str, text: str, *, shallow: bool) -> Iterator[tuple[int, str]]:
    try:
        told = git("-c", "blame.ignoreRevsFile=", "blame", "--line-porcelain", "--", name)
    except GitError:
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
