"""The rota file of an earlier commit in the place of today's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.app import App
from reconciler.errors import Finding, UsageError

if TYPE_CHECKING:
    from reconciler.config.loader import Loaded
    from reconciler.ledger.git import Git

_BACK = timedelta(weeks=26)
"""How far back shifts that are over are looked for."""


def earlier(app: App, name: str) -> tuple[App, tuple[Finding, ...]]:
    """The same invocation with the file as a commit has it, and what of it is over already.

    Raises UsageError where there is no such commit or no such file in it, ConfigError where that is at fault.
    """
    from reconciler.intervals import interval_or_none  # noqa: PLC0415
    from reconciler.ledger import commits  # noqa: PLC0415
    from reconciler.rollback import over  # noqa: PLC0415

    path = app.options.config
    git = app.git
    commit = commits.resolve(git, name)
    loaded = load_at(path, git, commit)
    found = replace(app)
    found.__dict__.update(loaded=loaded, commit=commit, connection=app.connection)
    span = interval_or_none(max(commits.when(git, commit), app.now - _BACK), app.now)
    past = () if span is None else tuple(over(loaded.file, app.loaded.file, span, commit[:7]))
    return found, past


def load_at(path: Path, git: "Git", commit: str) -> "Loaded":
    """The rota file as a commit has it. Raises UsageError where it has none, ConfigError, GitError."""
    from reconciler.config.loader import load_texts  # noqa: PLC0415
    from reconciler.ledger import commits  # noqa: PLC0415

    texts = commits.texts(git, commit)
    if path.name not in texts:
        raise UsageError(
            f"{commit[:7]} has no {path}", hint=f"name a commit that has it: `git log -- {path}`"
        )
    return load_texts(
        path.as_posix(), {(path.parent / name).as_posix(): text for name, text in texts.items()}
    )
