"""`rota import --csv`: the file from a spreadsheet of who is on call, without a PagerDuty account."""

from pathlib import Path

from reconciler.cli.app import App
from reconciler.cli.put import write_whole
from reconciler.config.texts import MAX_BYTES
from reconciler.errors import ExitCode, RotaError, UsageError

_ZONE = "Europe/London"
"""Where there is no file yet that names another."""


def bring_in(app: App, sheet: Path, target: Path, *, force: bool, region: str) -> int:
    """Read a spreadsheet and write the file; addresses and the zone come from the file of `-c`, if any.

    Ends with 0 where every row was understood and 4 where some were not. Raises UsageError.
    """
    from reconciler.importing.spreadsheet import Known, propose  # noqa: PLC0415
    from reconciler.importing.spreadsheet_rows import read  # noqa: PLC0415
    from reconciler.render import spreadsheet as render  # noqa: PLC0415

    try:
        file = app.loaded.file
        known = tuple(Known(key, p.name, p.email) for key, p in file.people.items() if not p.mailbox)
        time_zone = file.time_zone
    except RotaError:
        known, time_zone = (), _ZONE
    found = propose(read(_text(sheet)), time_zone=time_zone, known=known, region=region)
    same = target.exists() and target.read_bytes() == found.text.encode()
    if target.exists() and not same and not force:
        raise UsageError(
            f"{target} is there and says something else, so nothing was written",
            hint="-o names another file, --force writes over it",
        )
    if not same:
        write_whole(target, found.text)
    written = None if same else str(target)
    app.echo(render.text(found, source=str(sheet), written=written, time_zone=time_zone, **app.text))
    return int(ExitCode.PARTIAL if found.not_understood else ExitCode.DONE)


def _text(sheet: Path) -> str:
    """The text of a spreadsheet: UTF-8, or what Excel writes on Windows."""
    try:
        raw = sheet.read_bytes()
    except OSError as fault:
        raise UsageError(f"{sheet} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{sheet} is larger than {MAX_BYTES:,} bytes", hint="split it by years")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
