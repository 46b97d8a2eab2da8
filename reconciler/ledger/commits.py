"""Rota files as an earlier commit has them."""

from datetime import UTC, datetime

from reconciler.errors import UsageError
from reconciler.ledger.git import Git


def resolve(git: Git, name: str) -> str:
    """The full id of a commit, branch or tag. Raises UsageError where there is none."""
    found = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is not None:
        return found
    if git.head() is None:
        raise UsageError(f"{name} cannot be looked up: this is no git repository with commits")
    hint = "look at `git log`"
    if git.is_shallow():
        hint = "this clone is shallow and lacks older commits: run `git fetch --unshallow` first"
    raise UsageError(f"there is no commit {name}", hint=hint)


def when(git: Git, commit: str) -> datetime:
    """When a commit was made, in UTC."""
    return datetime.fromtimestamp(int(git("show", "--no-patch", "--format=%ct", commit)), tz=UTC)


def texts(git: Git, commit: str) -> dict[str, bytes]:
    """The YAML files that a commit has in and below git's folder, by their path from there."""
    listed = git("ls-tree", "-r", "-z", "--name-only", commit).split("\0")
    names = [name for name in listed if name.endswith((".yaml", ".yml")) and "\n" not in name]
    return dict(zip(names, git.blobs([f"{commit}:./{name}" for name in names]), strict=True))
