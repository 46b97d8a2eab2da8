"""The bank holidays of the file's calendar: which act and who holds them, and why the others do not."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.holiday_views import DayRow, HolderRow
from reconciler.intervals import Interval, wall, zone
from reconciler.render import contract, zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, cells, columns, joined, pad, paragraph
from reconciler.render.words import projected, reached, who
from reconciler.render.zones import Clocks
from reconciler.wording import clock, day, stretch

_NONE_KNOWN = "No bank holidays are known in this time."
_NONE = "No bank holidays in this time."
_NOT_YET = "not published yet"
_NO_CALENDAR = "The file names no calendar of bank holidays."


def text(
    rows: Sequence[DayRow],
    file: RotaFile,
    *,
    now: datetime,
    width: int,
    color: bool,
    verbose: bool = False,
    known: date | None = None,
) -> str:
    """One line a date, and under a date that acts one line for each rota.

    `known` is the last date that GOV.UK has published, where the time asked for goes beyond it.
    """
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    lines = [paint.bold(line) for line in paragraph(clean(_heading(file)), width, hanging=2)]
    if not rows:
        lines.append(f"  {_nothing(file, known)}")
    lines += _rows(rows, clocks, width, source=verbose) if rows else []
    return joined([*lines, *(["", *paragraph(projected(known), width)] if known else [])])


def _rows(rows: Sequence[DayRow], clocks: Clocks, width: int, *, source: bool) -> Iterator[str]:
    # The dates are laid out one by one with blanks of their own, as the holders go between them.
    dates = max(len(day(row.date, year=clocks.year)) for row in rows)
    names = max(cells(_named(row, source=source)) for row in rows)
    for row in rows:
        when, name = pad(day(row.date, year=clocks.year), dates), _named(row, source=source)
        named = pad(name, names) if verdict(row) else name
        yield from columns([(when, named, clean(verdict(row)))], width=width)
        yield from _holders(row, clocks, width)


def _named(row: DayRow, *, source: bool) -> str:
    return clean(f"{row.name} [{row.source}]" if source else row.name)


def _heading(file: RotaFile) -> str:
    rules = file.bank_holidays
    return f"Bank holidays ({rules.calendar}), {file.time_zone}" if rules else "Bank holidays"


def _nothing(file: RotaFile, known: date | None) -> str:
    if not file.bank_holidays:
        return _NO_CALENDAR
    return _NONE_KNOWN if known else _NONE


def verdict(row: DayRow) -> str:
    """Why a date does not act, and that it is not certain; nothing where it is, and somebody holds it."""
    said = f"does not act ({row.reason})" if row.reason else "does not act"
    if row.acts:
        said = "" if row.holders else "acts, but no rota has a rule for it"
    return said if row.published else ", ".join(part for part in (said, _NOT_YET) if part)


def _holders(row: DayRow, clocks: Clocks, width: int) -> list[str]:
    table = [(clean(h.name), _hours(h, row, clocks), clean(reached(h.who))) for h in row.holders]
    return columns(table, width=width, indent=6)


def _hours(held: HolderRow, row: DayRow, clocks: Clocks) -> str:
    """`09:00 – 17:00`, with the days where a window is not on the date itself."""
    name = clocks.zones.get(held.rota, clocks.main)
    tz = zone(name)
    start, end = wall(held.start, tz), wall(held.end, tz)
    if start.date() == end.date() == row.date:
        said = f"{clock(start)} – {clock(end)}"
    else:
        said = stretch(Interval(held.start, held.end), tz, year=row.date.year)
    return said if name == clocks.main else f"{said} ({name})"


def brief(
    rows: Sequence[DayRow],
    file: RotaFile,
    *,
    now: datetime,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The dates that act, one line each with the people who hold them, to be put under something else.

    `verbose` names their rotas and the mailboxes, too.
    """
    if file.bank_holidays is None:
        return ""
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    acting = [row for row in rows if row.acts]
    if not acting:
        return joined(["", *paragraph("No bank holiday acts within the horizon.", width)])
    table = [
        (day(row.date, year=clocks.year), clean(row.name), clean(_people(row, verbose=verbose)))
        for row in acting
    ]
    return joined(["", paint.bold("Bank holidays within the horizon"), *columns(table, width=width)])


def _people(row: DayRow, *, verbose: bool) -> str:
    held = [h for h in row.holders if verbose or (h.who is not None and not h.who.mailbox)]
    said = [f"{reached(h.who)}: {h.name}" if verbose else who(h.who) for h in held]
    return ", ".join(dict.fromkeys(said)) or "nobody is paged"


def markdown(rows: Sequence[DayRow], file: RotaFile, *, now: datetime, known: date | None = None) -> str:
    """One table with the dates, their verdict and who holds them."""
    clocks = zones.of_file(file, now)
    lines = [f"### {escape(_heading(file))}", ""]
    if not rows:
        lines.append(_nothing(file, known))
    lines += [] if not rows else ["| Date | Bank holiday | Who |", "| --- | --- | --- |"]
    for row in rows:
        held = [
            f"{escape(h.name)} {escape(_hours(h, row, clocks))}: {escape(reached(h.who))}"
            for h in row.holders
        ]
        who = "<br>".join([*held, *([escape(verdict(row))] if verdict(row) else [])])
        lines.append(f"| {day(row.date, year=clocks.year)} | {escape(row.name)} | {who} |")
    return joined([*lines, *(["", projected(known)] if known else [])])


def json(rows: Sequence[DayRow], *, known: date | None = None) -> str:
    """The contract of `holidays --format json`."""
    until = known.isoformat() if known else None
    return contract.document(days=[_fields(row) for row in rows], known_until=until)


def _fields(row: DayRow) -> dict[str, object]:
    return {
        "date": row.date.isoformat(),
        "name": row.name,
        "source": row.source,
        "acts": row.acts,
        "reason": row.reason,
        "published": row.published,
        "holders": [
            {
                "rota": h.rota,
                **contract.key_of(h.who),
                "start": contract.stamp(h.start),
                "end": contract.stamp(h.end),
            }
            for h in row.holders
        ],
    }
