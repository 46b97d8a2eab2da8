"""`rota history`: what was applied, when and by which commit; and who was on call then, from git alone."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, rota_option
from reconciler.errors import ConfigError, UsageError
from reconciler.render.clean import clean

if TYPE_CHECKING:
    from reconciler.config.loader import Loaded
    from reconciler.errors import Where
    from reconciler.history import Run
    from reconciler.ledger.git import Git
    from reconciler.render.history import Commit, Held


@click.command("history")
@rota_option
@click.option("--person", "people", multiple=True, metavar="KEY", help="Only what is about this person.")
@click.option("--at", "instant", metavar="INSTANT", help="Who was on call then, and which commit made it so.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="At most so many runs.")
@format_option()
@click.pass_obj
def command(
    app: App, rotas: tuple[str, ...], people: tuple[str, ...], instant: str | None, limit: int, format_: str
) -> int:
    """Tell what was applied, when, by which commit and run, action by action.

    Read from the ledger: git notes in a repository (refs/notes/rota), else a file. PagerDuty is not asked,
    and no token is needed.

    \b
    Example:  rota history --rota out-of-hours-engineering
              rota history --at 2026-12-25T11:00      who was on call, and which commit made it so
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler import history  # noqa: PLC0415
    from reconciler.cli import select  # noqa: PLC0415
    from reconciler.cli.connect import account_of, ledger_of  # noqa: PLC0415
    from reconciler.render import history as render  # noqa: PLC0415

    file = app.loaded.file
    # What was tried on another account says nothing about who is on call by this one.
    found, others = history.of_account(ledger_of(app).load(), account_of(app))
    if others and not found:
        _tell_of(others, account_of(app))
    git = app.git
    if instant is not None:
        if people:
            raise UsageError("--at asks who was on call, so it takes no --person")
        at = app.instant(instant)
        keys = select.rotas(app, rotas, unmanaged=False)
        file_of = cache(partial(_file, app, git))
        rows = [_held(app, git, found, key, at, file_of) for key in keys]
        _show_held(app, rows, at, format_)
        return 0
    names = {key: file.display_name(key) for key in select.known("person", people, list(file.people))}
    chosen = select.known("rota or policy", rotas, [*file.rotas, *file.policies])
    kept = history.only(found, chosen, names)[::-1]
    shown, more = kept[:limit], max(0, len(kept) - limit)
    commits = _commits(git, shown)
    if format_ == "json":
        app.echo(render.json(shown, commits))
    elif format_ == "markdown":
        app.echo(render.markdown(shown, file, commits, more=more))
    else:
        app.echo(render.text(shown, file, commits, more=more, **app.text))
    return 0


def _tell_of(others: Sequence[str], account: str) -> None:
    """Say that there are records, only not of this account: silence would read as "nothing was ever done"."""
    said = f"rota: no run is on record for the account {account}, only for {', '.join(others)}"
    click.echo(clean(said), err=True)
    hint = "the account is chosen by --sandbox, --api-url or the file's `pagerduty: {region: …}`"
    click.echo(f"  {hint}", err=True)


def _show_held(app: App, rows: "list[Held]", at: datetime, format_: str) -> None:
    from reconciler.render import history as render  # noqa: PLC0415

    file, in_git = app.loaded.file, app.git.head() is not None
    if format_ == "json":
        app.echo(render.held_json(rows, at=at))
    elif format_ == "markdown":
        app.echo(render.held_markdown(rows, file, at=at, in_git=in_git))
    else:
        text = app.text
        app.echo(render.held_text(rows, file, at=at, in_git=in_git, width=text["width"], color=text["color"]))


def _commits(git: "Git", runs: "tuple[Run, ...]") -> "dict[str, Commit]":
    ids = dict.fromkeys(run.commit for run in runs if run.commit is not None)
    found = {id_: _commit(git, id_) for id_ in ids}
    return {id_: commit for id_, commit in found.items() if commit is not None}


def _commit(git: "Git", id_: str) -> "Commit | None":
    """What git knows of a commit; None where this clone lacks it, as a shallow one may."""
    from reconciler.ledger.git import GitError  # noqa: PLC0415
    from reconciler.render.history import Commit  # noqa: PLC0415

    try:
        told = git("show", "--no-patch", "--format=%H%x00%s%x00%an%x00%ct", "--end-of-options", id_)
    except GitError:
        return None
    full, subject, author, at = told.split("\0")
    return Commit(full, subject, author, datetime.fromtimestamp(int(at), tz=UTC))


def _held(
    app: App,
    git: "Git",
    runs: "tuple[Run, ...]",
    key: str,
    at: datetime,
    file_of: "Callable[[str], Loaded | None]",
) -> "Held":
    """Who was on call on a rota, by the file of the last commit that was applied to it by then."""
    from reconciler.history import in_force  # noqa: PLC0415
    from reconciler.intervals import Interval  # noqa: PLC0415
    from reconciler.render.history import Held  # noqa: PLC0415
    from reconciler.shifts import engine  # noqa: PLC0415

    name = app.loaded.file.rotas[key].name
    run = in_force(runs, key, at)
    commit = run.commit if run is not None else _in_git(git, at)
    if commit is None:
        nowhere = "git knows no commit from before that" if git.head() else "there is no git to look in"
        why = "the file that was applied was not committed" if run else nowhere
        return Held(key, name, None, "not known", why, None, None, None, run)
    file = file_of(commit)
    if file is None:
        why = f"the file of {commit[:7]} cannot be read here"
        return Held(key, name, None, "not known", why, None, commit, None, run)
    if key not in file.file.rotas or not file.file.rotas[key].managed:
        return Held(key, name, None, "nobody", "the rota was not in the file", None, commit, None, run)
    shifts = engine.shifts(file.file, key, Interval(at, at + timedelta(seconds=1)))
    if not shifts:
        return Held(key, name, None, "nobody", "", None, commit, None, run)
    shift = shifts[0]
    said = {"cover": "cover", "swap": "swap", "bank_holiday": "bank holiday"}.get(shift.source, "")
    why = ": ".join(text for text in (shift.holiday or said, shift.reason) if text)
    place = f"{shift.where.file}:{shift.where.line}"
    who = file.file.display_name(shift.person)
    return Held(key, name, shift.person, who, why, place, commit, _blame(app, git, commit, shift.where), run)


def _in_git(git: "Git", at: datetime) -> str | None:
    """The newest commit, at an instant, of the branch that is checked out."""
    return git.ask("rev-list", "-1", f"--before={at.isoformat()}", "HEAD")


def _file(app: App, git: "Git", commit: str) -> "Loaded | None":
    from reconciler.cli.earlier import load_at  # noqa: PLC0415
    from reconciler.ledger.git import GitError  # noqa: PLC0415

    try:
        return load_at(app.options.config, git, commit)
    except (GitError, UsageError, ConfigError):
        return None


def _blame(app: App, git: "Git", commit: str, where: "Where") -> "Commit | None":
    """The commit that wrote a line."""
    from reconciler.ledger.git import GitError  # noqa: PLC0415

    folder = PurePosixPath(app.options.config.parent.as_posix())
    path = PurePosixPath(where.file).relative_to(folder)
    try:
        told = git("blame", "--porcelain", f"-L{where.line},{where.line}", commit, "--", f"./{path}")
    except GitError:
        return None
    return _commit(git, told.split(" ", 1)[0])
