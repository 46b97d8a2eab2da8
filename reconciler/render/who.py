"""Who is on call at a moment, until when, and who is next."""

from collections.abc import Sequence
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.intervals import wall, zone
from reconciler.render import contract
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.words import NOBODY, NOT_HERE, NOT_KNOWN, held_by, moment_near, origin, resting, who
from reconciler.views import WhoRow
from reconciler.wording import clock, day, moment


def text(
    rows: Sequence[WhoRow],
    file: RotaFile,
    *,
    at: datetime,
    now: datetime,
    live: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """One line a rota; times are local to the rota, and its zone is named where it is not the file's."""
    paint = Paint(color)
    head = paragraph(heading(file, at=at, now=now, live=live), width, hanging=2)
    table = [
        (
            clean(row.name) + (f" ({clean(row.rota)})" if verbose else ""),
            clean(holder(row)),
            clean(then(row, file, at)),
        )
        for row in rows
    ]
    lines = columns(table, width=width, styles=(plain, paint.bold, plain))
    return joined([*(paint.bold(line) for line in head), *(lines or ["  no rotas"])])


def heading(file: RotaFile, *, at: datetime, now: datetime, live: bool) -> str:
    """`Now, Wed 25 Nov 12:00 Europe/London (from rota.yaml)`."""
    local = wall(at, zone(file.time_zone))
    year = wall(now, zone(file.time_zone)).year if at == now else None
    lead = "Now, " if at == now else "At "
    return f"{lead}{day(local, year=year)} {clock(local)} {file.time_zone} ({origin(file, live=live)})"


def holder(row: WhoRow) -> str:
    """Who is on, or that nobody is or nobody knows."""
    why = row.holiday if row.pause is None else resting(row.pause)
    return held_by(row.who, why) if row.known else NOT_KNOWN


def then(row: WhoRow, file: RotaFile, at: datetime) -> str:
    """`until Mon 30 Nov 09:00, then Ben Ode`, or `from 17:00 Cal Roe`."""
    return _then(row, file, at) if row.known else NOT_HERE


def _then(row: WhoRow, file: RotaFile, at: datetime) -> str:
    tz = zone(row.zone)
    year = wall(at, tz).year
    other = "" if row.zone == file.time_zone else f" ({row.zone})"
    coming = moment_near(row.next_at, at, tz, year=year) if row.next_at is not None else ""
    if row.who is None:
        return f"from {coming} {who(row.next)}{other}" if coming else f"nobody is next{_seen(row)}"
    if row.until is None:
        return f"nobody else{_seen(row)}" if row.seen else ""
    until = f"until {moment_near(row.until, at, tz, year=year)}"
    if not coming:
        return f"{until}, then {NOBODY}{other}"
    if row.next == row.who:
        return f"{until}, again from {coming}{other}"
    since = "" if row.next_at == row.until else f" from {coming}"
    return f"{until}, then {who(row.next)}{since}{other}"


def _seen(row: WhoRow) -> str:
    """That PagerDuty was not asked about what comes later."""
    return f" before {moment(row.seen, zone(row.zone))}" if row.seen else ""


def markdown(rows: Sequence[WhoRow], file: RotaFile, *, at: datetime, now: datetime, live: bool) -> str:
    """A table with one row a rota."""
    lines = [f"### {escape(heading(file, at=at, now=now, live=live))}", ""]
    lines += ["| Rota | On call | Then |", "| --- | --- | --- |"]
    for row in rows:
        cells = (row.name, holder(row), then(row, file, at))
        lines.append(f"| {' | '.join(map(escape, cells))} |")
    return joined(lines)


def json(rows: Sequence[WhoRow], *, at: datetime) -> str:
    """The contract of `who --format json`."""
    return contract.document(at=contract.stamp(at), rotas=[_fields(row) for row in rows])


def _fields(row: WhoRow) -> dict[str, object]:
    coming = contract.key_of(row.next)
    return {
        "rota": row.rota,
        **contract.key_of(row.who),
        "until": contract.stamp_or_none(row.until),
        "next": coming["person"],
        "next_at": contract.stamp_or_none(row.next_at),
        **{f"next_{field}": value for field, value in coming.items() if field != "person"},
        "known": row.known,
        "holiday": row.holiday,
        "pause": row.pause,
    }
