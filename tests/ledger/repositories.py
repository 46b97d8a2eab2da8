"""Real git repositories in a folder of the test: a bare remote, and clones of it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from reconciler.ledger.file import FileLedger
from reconciler.ledger.git import Git
from reconciler.ledger.notes import NotesLedger

NOBODY = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
"""An environment in which git knows nobody's name and nobody's settings, as on a fresh runner."""


def git(folder: Path, *args: str) -> str:
    """Git as a person runs it."""
    who = ["-c", "user.name=Ana Ortiz", "-c", "user.email=ana.ortiz@example.gov.uk"]
    done = subprocess.run(  # noqa: S603 - arguments of the tests
        ["git", *who, "-c", "init.defaultBranch=main", "-C", str(folder), *args],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
        env=NOBODY,
    )
    return done.stdout.strip()


@dataclass
class Team:
    """A bare remote, with a clone for each who works on it."""

    folder: Path

    def __post_init__(self) -> None:
        first = self.folder / "first"
        first.mkdir(parents=True)
        git(first, "init", "--quiet")
        (first / "rota.yaml").write_text("version: 1\n", encoding="utf-8")
        git(first, "add", "rota.yaml")
        git(first, "commit", "--quiet", "-m", "A rota")
        git(self.folder, "clone", "--quiet", "--bare", str(first), str(self.remote))

    @property
    def remote(self) -> Path:
        """The bare repository that all push to."""
        return self.folder / "remote.git"

    def clone(self, name: str, *options: str) -> Path:
        """A clone."""
        folder = self.folder / name
        git(self.folder, "clone", "--quiet", *options, self.remote.as_uri(), str(folder))
        return folder


def ledger(folder: Path, warned: list[str] | None = None) -> NotesLedger:
    """The ledger of whoever works in a clone."""
    found = Git(folder)
    head = found.head()
    assert head is not None
    said = warned if warned is not None else []
    older = FileLedger(folder / ".rota" / "ledger.jsonl")
    return NotesLedger(found, head, older=older, warn=said.append)
