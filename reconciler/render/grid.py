"""Shifts for `rota show --grid`: a week at a time, days as columns, rotas as rows.

It fits the width, and uses more of it for whole names. Signs beside the names say what is out of the
ordinary, so that nothing is lost without colours.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from reconciler.config.model import RotaFile
from reconciler.plan.model import Who
from reconciler.render import zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.grid_cells import (
    COVER,
    DAYS,
    FOREIGN,
    HOLIDAY,
    MAILBOX,
    SIGNS,
    SWAP,
    Entry,
    Line,
    Week,
)
from reconciler.render.layout import Paint, Style, cells, joined, pad, paragraph, plain, wrap
from reconciler.render.short_names import short_names
from reconciler.render.words import NOT_HERE, NOT_KNOWN, origin, reached
from reconciler.wording import day

EMPTY = "·"
"""Stands where nobody is on call."""
UNKNOWN = "?"
"""Stands where the file does not say who is."""

_MEANS: Mapping[str, str] = {
    HOLIDAY: "bank holiday",
    COVER: "cover",
    SWAP: "swap",
    FOREIGN: "PagerDuty says so, not the file",
    MAILBOX: "mailbox",
}
_GAP = 1
_LEAST_LABEL = 12
_COLUMN = 8
"""A column of so many cells holds `Mon 21*` and most first names."""
_LEAST_COLUMN = 3


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the first column and those of the days are, in cells."""

    label: int
    column: int


def text(
    weeks: Sequence[Week],
    file: RotaFile,
    *,
    now: datetime,
    live: bool,
    only: Collection[str] = (),
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The weeks one under the other, and what the signs mean. `verbose` says when the days begin."""
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    head = paragraph(f"Shifts, {clocks.main} ({origin(file, live=live)})", width, hanging=2)
    lines = [paint.bold(line) for line in head]
    layout = _layout(weeks, file, width)
    names = _names(weeks, layout)
    for week in weeks:
        lines += [
            "",
            paint.bold(f"Week of {day(week.monday, year=clocks.year)}"),
            *_days(week, layout, paint),
        ]
        for line in week.lines:
            if not only or any(line.days):
                lines += _row(line, file, layout, names, paint, blank=bool(only))
    lines += [""]
    for said in _legend(weeks, file, clocks.year, names, days=verbose, blank=bool(only)):
        lines += [paint.dim(line) for line in paragraph(said, width, hanging=2)]
    return joined(lines)


def _layout(weeks: Sequence[Week], file: RotaFile, width: int) -> _Layout:
    labels = [cells(clean(_name(file, line.rota))) for week in weeks for line in week.lines]
    label = min(max([_LEAST_LABEL, *labels]), max(_LEAST_LABEL, width - DAYS * (_COLUMN + _GAP)))
    entries = [e for week in weeks for line in week.lines for cell in line.days for e in cell]
    needed = max([_COLUMN, *(cells(clean(e.who.name)) + len(e.signs) for e in entries)])
    return _Layout(label, max(_LEAST_COLUMN, min(needed, (width - label) // DAYS - _GAP)))


def _names(weeks: Sequence[Week], layout: _Layout) -> dict[Who, str]:
    """How people are called: short enough that their signs fit beside the name, where that leaves room."""
    rooms: dict[Who, int] = {}
    for entry in (e for week in weeks for line in week.lines for cell in line.days for e in cell):
        room = layout.column - len(entry.signs)
        room = room if room >= _LEAST_COLUMN else layout.column
        rooms[entry.who] = min(room, rooms.get(entry.who, room))
    return short_names(rooms)


def _days(week: Week, layout: _Layout, paint: Paint) -> list[str]:
    """The head of a week; in narrow columns the date stands under the weekday."""
    closed = {on for on, _ in week.holidays}
    heads = [(day(on).split(" ")[0], f"{on.day}{HOLIDAY if on in closed else ''}") for on in week.dates]
    whole = [f"{weekday} {date}" for weekday, date in heads]
    if all(cells(head) <= layout.column for head in whole):
        return [_laid("", whole, layout, [paint.bold] * DAYS)]
    return [_laid("", [head[i] for head in heads], layout, [paint.bold] * DAYS) for i in (0, 1)]


def _row(
    line: Line, file: RotaFile, layout: _Layout, names: Mapping[Who, str], paint: Paint, *, blank: bool
) -> Iterator[str]:
    label = wrap(clean(_name(file, line.rota)), layout.label)
    days = [
        _cell(cell, names, layout, empty="" if blank else _empty(line, i)) for i, cell in enumerate(line.days)
    ]
    for i in range(max(len(label), *map(len, days))):
        parts = [cell[i] if i < len(cell) else "" for cell in days]
        styles = [paint.dim if part.startswith((EMPTY, UNKNOWN)) else plain for part in parts]
        yield _laid(label[i] if i < len(label) else "", parts, layout, styles)


def _empty(line: Line, number: int) -> str:
    """What stands for a day with nobody: `·*` where a bank holiday is the reason."""
    if not line.known:
        return UNKNOWN
    return EMPTY + (HOLIDAY if number in line.absent else "")


def _cell(cell: Sequence[Entry], names: Mapping[Who, str], layout: _Layout, *, empty: str) -> list[str]:
    if not cell:
        return [empty]
    lines: list[str] = []
    for entry in cell:
        name = names[entry.who]
        beside = cells(name) + len(entry.signs) <= layout.column
        lines += [name + entry.signs] if beside else [name, entry.signs]
    return lines


def _laid(label: str, parts: Sequence[str], layout: _Layout, styles: Sequence[Style]) -> str:
    looks = [
        " " * _GAP + style(part) + " " * (layout.column - cells(part))
        for part, style in zip(parts, styles, strict=True)
    ]
    return (pad(label, layout.label) + "".join(looks)).rstrip(" ")


def _legend(
    weeks: Sequence[Week],
    file: RotaFile,
    year: int,
    names: Mapping[Who, str],
    *,
    days: bool,
    blank: bool,
) -> Iterator[str]:
    """What the signs, the short names and the days mean; only of what is shown."""
    shown = "".join(e.signs for week in weeks for line in week.lines for cell in line.days for e in cell)
    holidays = [held for week in weeks for held in week.holidays]
    signs = [f"{sign} {_MEANS[sign]}" for sign in SIGNS if sign in shown or (sign == HOLIDAY and holidays)]
    every = [line for week in weeks for line in week.lines]
    signs += [f"{EMPTY} nobody"] if not blank and any(line.known for line in every) else []
    if not blank and not all(line.known for line in every):
        signs.append(f"{UNKNOWN} {NOT_KNOWN}, {NOT_HERE}")
    if signs:
        yield "  ".join(signs)
    if holidays:
        yield ", ".join(f"{day(on, year=year)} {clean(name)}" for on, name in holidays)
    if not blank:
        pauses = dict.fromkeys(
            (line.rota, why) for week in weeks for line in week.lines for why in line.paused
        )
        yield from (clean(f"{_name(file, rota)} is paused ({why})") for rota, why in pauses)
    short = [
        f"{name} = {clean(_told(who, names))}" for who, name in sorted(names.items(), key=lambda n: n[1])
    ]
    if any(name != clean(who.name) for who, name in names.items()):
        yield ", ".join(short)
    yield from _when_days_begin(weeks, file, each=days)


def _told(who: Who, others: Collection[Who]) -> str:
    """A whole name; two people of one name are told apart by their addresses."""
    twins = [other for other in others if other.name == who.name]
    return f"{reached(who)} ({who.email or 'no address'})" if len(twins) > 1 else reached(who)


def _when_days_begin(weeks: Sequence[Week], file: RotaFile, *, each: bool) -> Iterator[str]:
    """`Mon is Mon 09:00 – Tue 09:00`; by rota where they differ."""
    begins = {line.rota: line.begins for week in weeks for line in week.lines}
    times = set(begins.values())
    only = times.pop() if len(times) == 1 else None
    if only is not None:
        said = _clock(only)
        yield f"Mon is Mon {said} – Tue {said}: a night stands on the date on which it begins."
        return
    yield "A day of a rota runs from its handover to the same time next day" + ("" if each else " (-v: when)")
    for rota, at in begins.items() if each else ():
        said = "at times that change" if at is None else f"at {_clock(at)}"
        yield f"{clean(_name(file, rota))} begins its days {said}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _name(file: RotaFile, key: str) -> str:
    return file.rotas[key].name


def markdown(weeks: Sequence[Week], file: RotaFile, *, now: datetime, live: bool) -> str:
    """One table a week, with whole names."""
    clocks = zones.of_file(file, now)
    lines = [f"### Shifts, {escape(clocks.main)} ({escape(origin(file, live=live))})"]
    for week in weeks:
        closed = {on for on, _ in week.holidays}
        heads = [
            day(on, year=clocks.year) + (f" {escape(HOLIDAY)}" if on in closed else "") for on in week.dates
        ]
        lines += ["", f"| Rota | {' | '.join(heads)} |", "| --- " * (DAYS + 1) + "|"]
        for line in week.lines:
            cells_ = [
                "<br>".join(_marked(entry) for entry in cell) or escape(_empty(line, i))
                for i, cell in enumerate(line.days)
            ]
            lines.append(f"| {escape(_name(file, line.rota))} | {' | '.join(cells_)} |")
    lines += [""]
    for said in _legend(weeks, file, clocks.year, {}, days=False, blank=False):
        lines += [escape(said), ""]
    return joined(lines[:-1])


def _marked(entry: Entry) -> str:
    return escape(entry.who.name) + (f" {escape(entry.signs)}" if entry.signs else "")
