"""`rota import`: the file from a live account, such that a plan of it changes nothing."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.errors import ExitCode, RotaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.state import AccountState

_BACK = timedelta(weeks=2)
_AHEAD = timedelta(days=182)
"""From when until when PagerDuty's rendering is compared."""


@click.command("import")
@click.option("--schedule", "schedules", multiple=True, metavar="NAME", help="Only this one (repeatable).")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NAME",
    help="Only this one and its schedules (repeatable).",
)
@click.option("--team", "teams", multiple=True, metavar="NAME", help="Only what this team has (repeatable).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.  [default: rota.yaml, or what -c says]",
)
@click.option(
    "--csv",
    "sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="From this spreadsheet (date, rota, person), and not from PagerDuty.",
)
@click.option("--folder", is_flag=True, help="A file for each rota, one for people, one for policies.")
@click.option("--force", is_flag=True, help="Write over files that say something else.")
@click.option("--region", type=click.Choice(["us", "eu"]), help="Where the account is.  [default: us]")
@click.pass_obj
def command(
    app: App,
    *,
    schedules: tuple[str, ...],
    policies: tuple[str, ...],
    teams: tuple[str, ...],
    output: Path | None,
    sheet: Path | None,
    folder: bool,
    force: bool,
    region: str | None,
) -> int:
    """Write the file from what PagerDuty holds; a read-only key is enough.

    The file is planned and rendered before it is written: whatever it would change is left to PagerDuty as
    `managed: false`, with the reason. Ends with 0 where all is managed, with 4 where some is not or a ledger
    has overrides that the file lacks, and with 1, and a diff, where a file is there that says something else.

    \b
    Example:  rota import
              rota import --policy 24x7 -o payments.yaml
              rota import --folder --force
              rota import --csv on-call.csv
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.importing import write  # noqa: PLC0415
    from reconciler.intervals import Interval  # noqa: PLC0415
    from reconciler.remote.recorded import as_live  # noqa: PLC0415
    from reconciler.render import importing as render  # noqa: PLC0415
    from reconciler.workflow.importing import bring_in, withdrawn  # noqa: PLC0415

    target = output or app.options.config
    place = region or _region(app)
    if sheet is not None:
        if schedules or policies or teams or folder:
            raise UsageError(
                "--csv reads a spreadsheet, and nothing of PagerDuty", hint="leave the others out"
            )
        return _from_spreadsheet(app, sheet, target, force=force, region=place)
    app = _standing_in(app, place)
    account = _read(app, schedules, policies, teams)
    form = write.folder if folder else write.one_file
    found = bring_in(account, app.now, partial(form, name=target.name, region=place), as_live)
    if folder:
        _nothing_else(target.parent, found.texts)
    texts = {(target.parent / PurePosixPath(name)): text for name, text in found.texts.items()}
    names = _written(app, target, texts, force=force)
    proven = Interval(account.since, account.until)
    connection = app.connection
    records = connection.ledger.load()
    lost = withdrawn(found.loaded.file, connection.reader, connection.account, app.now, records)
    told = partial(render.text, found, describe=connection.describe, now=app.now, proven=proven)
    app.echo(told(written=names, withdrawn=lost, **app.text))
    return int(ExitCode.PARTIAL if lost or render.left_alone(found.draft) else ExitCode.DONE)


def _written(app: App, target: Path, texts: "Mapping[Path, str]", *, force: bool) -> list[str]:
    """Write what is not there already; what was written, for people. Raises UsageError without `force`."""
    from reconciler.cli.put import write_whole  # noqa: PLC0415
    from reconciler.render import importing as render  # noqa: PLC0415
    from reconciler.wording import count  # noqa: PLC0415

    before = {path: _text(path) for path in texts if path.exists()}
    changed = {path: text for path, text in texts.items() if before.get(path) != text}
    if not force and any(path in before for path in changed):
        app.echo(render.diff(_named(before), _named(changed)))
        raise UsageError(
            f"{target} is there and says something else, so nothing was written",
            hint="--force writes over it, -o names another file",
        )
    for path, text in changed.items():
        write_whole(path, text)
    beside = len(changed.keys() - {target})
    names = [str(target)] if target in changed else []
    return [*names, *([f"{count(beside, 'file')} beside {'it' if names else target}"] if beside else [])]


def _from_spreadsheet(app: App, sheet: Path, target: Path, *, force: bool, region: str) -> int:
    from reconciler.cli.import_csv import bring_in  # noqa: PLC0415

    return bring_in(app, sheet, target, force=force, region=region)


def _read(
    app: App, schedules: tuple[str, ...], policies: tuple[str, ...], teams: tuple[str, ...]
) -> "AccountState":
    from reconciler.cli.progress import Line  # noqa: PLC0415
    from reconciler.requests import AccountRequest  # noqa: PLC0415

    connection = app.connection
    asked = AccountRequest(connection.account, app.now - _BACK, app.now + _AHEAD, schedules, policies, teams)
    line = Line("Reading PagerDuty", app.environment)
    try:
        return connection.reader.everything(asked, line.told)
    finally:
        line.close()


def _region(app: App) -> str:
    """The region of the file that is there, if it can be read."""
    try:
        return app.loaded.file.pagerduty.region
    except RotaError:
        return "us"


def _standing_in(app: App, region: str) -> App:
    """The same invocation where there is no file yet: a connection asks no more of one than the region."""
    from reconciler.config.loader import load_texts  # noqa: PLC0415

    try:
        zone = app.loaded.file.time_zone
        if app.loaded.file.pagerduty.region == region:
            return app
    except RotaError:
        zone = "UTC"
    name = app.options.config.as_posix()
    text = f"version: 1\ntime_zone: {zone}\nhorizon: 13 weeks\npagerduty: {{region: {region}}}\n"
    found = replace(app)
    found.__dict__.update(loaded=load_texts(name, {name: text}))
    return found


def _nothing_else(parent: Path, texts: "Mapping[str, str]") -> None:
    """Raises UsageError where a file lies in the folder of rotas that this import did not write."""
    there = {f"rotas/{path.name}" for path in (parent / "rotas").glob("*.yaml")}
    if not any(name.startswith("rotas/") for name in texts):
        return
    for name in sorted(there - set(texts)):
        raise UsageError(
            f"{parent / name} is no rota of this import, but would be included",
            hint="move or delete it, then run again",
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        raise RotaError(f"{path} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault


def _named(texts: "Mapping[Path, str]") -> dict[str, str]:
    return {str(path): text for path, text in texts.items()}
