"""`rota init`: a starting rota with its workflows, in an empty folder or in an existing repository."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App, width
from reconciler.errors import RotaError, UsageError

if TYPE_CHECKING:
    from reconciler.starting import Asked, Part

_CONFIG = Path("rota.yaml")


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--name", default="Support", show_default=True, help="The team, as PagerDuty is to show it.")
@click.option(
    "--time-zone", metavar="ZONE", default="Europe/London", show_default=True, help="Where the team works."
)
@click.option(
    "--force", is_flag=True, help="Write rota.yaml and its workflows anew where they say otherwise."
)
@click.pass_obj
def command(app: App, folder: Path, name: str, time_zone: str, *, force: bool) -> int:
    """Start a rota: a file that works, with invented people, and the workflows that apply it.

    Needs no network. A file that is there already is left as it is, and what it lacks is printed; with
    --force the files that are rota's alone are written anew.

    \b
    Example:  rota init --name Payments
              rota init ops/rota --time-zone Europe/Paris
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.render import starting as render  # noqa: PLC0415
    from reconciler.starting import parts, settle  # noqa: PLC0415

    if app.options.config != _CONFIG:
        raise UsageError("--config names no file for `init`", hint="name the folder: rota init DIR")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="name the folder that is to hold rota.yaml")
    repository = _repository(folder)
    root = repository or folder.resolve()
    asked = _asked(app, name, time_zone, root, folder)
    wanted = parts(asked)
    outcome = settle(wanted, _there(root, wanted), force=force)
    _write(root, outcome.written)
    place = render.Place(
        shown=lambda path: os.path.relpath(root / path),
        git=repository is not None,
        begun=_begun(root),
        go=None if folder.resolve() == Path.cwd() else os.path.relpath(folder.resolve()),
    )
    app.echo(render.text(outcome, asked, place, width=width(), color=app.color))
    return 0


def _asked(app: App, name: str, time_zone: str, root: Path, folder: Path) -> "Asked":
    """What is to be made. Raises UsageError where a value cannot stand where it is to stand."""
    from reconciler.config.names import parse_zone  # noqa: PLC0415
    from reconciler.config.scalars import ScalarFault  # noqa: PLC0415
    from reconciler.intervals import wall, zone  # noqa: PLC0415
    from reconciler.starting import Asked, source_of  # noqa: PLC0415

    try:
        tz = zone(parse_zone(time_zone))
        now = datetime.now(UTC) if app.options.now is None else app.instant(app.options.now, time_zone)
        return Asked(
            team=name,
            time_zone=time_zone,
            today=wall(now, tz).date(),
            folder=_from(root, folder),
            branch=_branch(root),
            source=source_of(_git(root, "remote", "get-url", "origin") or ""),
        )
    except ScalarFault as fault:
        raise UsageError(fault.message, hint=fault.hint or f"write {fault.expected}") from None


def _from(root: Path, folder: Path) -> str:
    found = folder.resolve().relative_to(root).as_posix()
    return "" if found == "." else found


def _repository(folder: Path) -> Path | None:
    """The root of the git repository that a folder is in, or will be in; None outside git."""
    there = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.is_dir())
    top = _git(there, "rev-parse", "--show-toplevel")
    return Path(top).resolve() if top else None


def _branch(root: Path) -> str:
    """The branch that pull requests are merged to."""
    remote = _git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    if remote:
        return remote.removeprefix("origin/")
    for name in ("main", "master"):
        if _git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}"):
            return name
    return (None if _begun(root) else _git(root, "symbolic-ref", "--short", "HEAD")) or "main"


def _begun(root: Path) -> bool:
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None


def _git(folder: Path, *args: str) -> str | None:
    from reconciler.ledger.git import Git  # noqa: PLC0415

    return Git(folder).ask(*args)


def _there(root: Path, wanted: "tuple[Part, ...]") -> dict[str, str]:
    """The texts of the files that are there. Raises RotaError where one of the paths is no file."""
    found: dict[str, str] = {}
    for part in wanted:
        for path in (part.path, *part.elsewhere):
            file = root / path
            for above in file.parents[: len(Path(path).parts) - 1]:
                if os.path.lexists(above) and not above.is_dir():
                    raise _stopped(f"{os.path.relpath(above)} is in the way: it is no folder")
            if not os.path.lexists(file):
                continue
            try:
                found[path] = file.read_bytes().decode("utf-8", "replace")
            except OSError as fault:
                reason = (fault.strerror or str(fault)).lower()
                raise _stopped(f"{os.path.relpath(file)} could not be read: {reason}") from fault
    return found


def _stopped(message: str) -> RotaError:
    return RotaError(message, hint="nothing was written; move it out of the way, or name another folder")


def _write(root: Path, written: "tuple[Part, ...]") -> None:
    from reconciler.cli.put import write_whole  # noqa: PLC0415

    for part in written:
        write_whole(root / part.path, part.text)
