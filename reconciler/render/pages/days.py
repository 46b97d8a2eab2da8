"""Shifts laid on days: each rota's own local days, with what begins, ends or goes on in them.

A day is as long as its clocks make it. People keep one place a day, with all their stretches in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, local_day, wall, zone
from reconciler.plan.model import Who
from reconciler.render.contract import stamp
from reconciler.render.counting import Told, counted, untold
from reconciler.render.pages.gathered import Gap, Gathered
from reconciler.render.pages.model import Cell, Day, Group, Hole, Mark, Part, Someone, Stamp, When
from reconciler.shifts.line_ups import zone_name
from reconciler.views import ShiftRow
from reconciler.wording import clock, day

_DAY = timedelta(days=1)
_TONES = 12
_KINDS = {
    "cover": "cover",
    "swap": "swap",
    "bank_holiday": "bank holiday",
    "foreign": "made by hand",
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a row inside a day."""

    who: Who
    when: Interval
    marks: tuple[Mark, ...]


def someone(file: RotaFile, who: Who) -> Someone:
    """A person with a colour and a page; the colour goes by the place in the file."""
    if who.person is None:
        return Someone(None, who.name, who.mailbox, 0, None)
    tone = list(file.people).index(who.person) % _TONES + 1
    return Someone(who.person, who.name, who.mailbox, 0 if who.mailbox else tone, f"person-{who.person}.html")


def marks(file: RotaFile, row: ShiftRow) -> tuple[Mark, ...]:
    """Why somebody has a shift, where it is not the ordinary turn of a rota that is managed here."""
    if row.source not in _KINDS or (row.source == "foreign" and not file.rotas[row.rota].managed):
        return ()
    text = _KINDS[row.source]
    return (Mark(row.source, f"{text}: {row.reason}" if row.reason else text),)


def stretch(interval: Interval, zone_: str) -> When:
    """`Fri 25 Dec 09:00 – 17:00`, with both days where it ends on another one; the year is told elsewhere."""
    tz = zone(zone_)
    begins, ends = wall(interval.start, tz), wall(interval.end, tz)
    last = clock(ends) if ends.date() == begins.date() else _moment(ends)
    return When(
        "",
        Stamp(_moment(begins), stamp(interval.start)),
        Stamp(last, stamp(interval.end)),
        stamp(interval.start),
        stamp(interval.end),
        zone_,
    )


def _moment(local: datetime) -> str:
    return f"{day(local, year=local.year)} {clock(local)}"


def within(interval: Interval, whole: Interval, zone_: str) -> When:
    """How much of a day a stretch has: all of it, from or until a time, or between two."""
    tz = zone(zone_)
    begins = ends = None
    full = interval.start <= whole.start and interval.end >= whole.end
    if not full and interval.start >= whole.start:
        begins = Stamp(clock(wall(interval.start, tz)), stamp(interval.start))
    if not full and interval.end <= whole.end:
        ends = Stamp(clock(wall(interval.end, tz)), stamp(interval.end))
    words = "all day" if full else "" if begins and ends else "from" if begins else "until"
    return When(words, begins, ends, stamp(interval.start), stamp(interval.end), zone_)


def days_of(found: Gathered, first: date, last: date, told: Told = untold) -> tuple[Day, ...]:
    """Every date of some whole weeks, both ends included, over all rotas that are shown."""
    rows = {key: [row for row in found.rows if row.rota == key] for key in found.pages}
    gaps = {key: [gap for gap in found.gaps if gap.rota == key] for key in found.pages}
    dates = [first + i * _DAY for i in range((last - first).days + 1)]
    return tuple(
        Day(
            date=date_.isoformat(),
            title=day(date_, year=date_.year),
            holidays=found.holidays.get(date_, ()),
            note=_length(date_, found.file.time_zone),
            cells=tuple(cell(found.file, key, date_, rows[key], gaps[key]) for key in found.pages),
            week=week_file(date_),
        )
        for date_ in counted(dates, told)
    )


def monday(date_: date) -> date:
    """The Monday of a date's week."""
    return date_ - date_.weekday() * _DAY


def week_file(date_: date) -> str:
    """The page of a date's week."""
    return f"week-{monday(date_).isoformat()}.html"


def _length(date_: date, zone_: str) -> str | None:
    """That clocks change on a date."""
    whole = local_day(date_, zone(zone_))
    change = (whole.end - whole.start) - _DAY
    if not change:
        return None
    hours = (whole.end - whole.start) / timedelta(hours=1)
    return f"clocks go {'back' if change > timedelta() else 'forward'}: {hours:g} hours"


def cell(file: RotaFile, key: str, date_: date, rows: Sequence[ShiftRow], gaps: Sequence[Gap]) -> Cell:
    """One rota on one of its local days; people in the order in which they come on."""
    zone_ = zone_name(file, key)
    whole = local_day(date_, zone(zone_))
    people: dict[Who, list[_Piece]] = {}
    for piece in _joined(_pieces(file, rows, whole)):
        people.setdefault(piece.who, []).append(piece)
    groups = tuple(
        Group(someone(file, who), tuple(Part(within(p.when, whole, zone_), p.marks) for p in pieces))
        for who, pieces in people.items()
    )
    holes = tuple(
        Hole(within(gap.when, whole, zone_), gap.declared, gap.reason)
        for gap in gaps
        if gap.when.overlaps(whole)
    )
    return Cell(key, groups, holes)


def _pieces(file: RotaFile, rows: Sequence[ShiftRow], whole: Interval) -> Iterable[_Piece]:
    for row in rows:
        interval = Interval(row.start, row.end)
        if interval.overlaps(whole):
            yield _Piece(row.who, interval, marks(file, row))


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Shifts of one person that touch, and of which the same is to be said, told as one."""
    out: list[_Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last and last.when.end == piece.when.start and (last.who, last.marks) == (piece.who, piece.marks):
            out[-1] = _Piece(piece.who, Interval(last.when.start, piece.when.end), piece.marks)
        else:
            out.append(piece)
    return out
