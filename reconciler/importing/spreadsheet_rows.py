"""The rows of a spreadsheet of who is on call: text in, rows and what could not be read out.

A row is a day of a rota and a person, or a shift of that day where it has times. Dates are ISO, or day first
where the column itself proves it; nothing is guessed.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO

from reconciler.config.dates import parse_date
from reconciler.config.scalars import ScalarFault, parse_time, squeeze
from reconciler.errors import UsageError

MAX_ROWS = 50_000
_DAY = timedelta(days=1)
_NAMES = {
    "date": ("date", "day"),
    "rota": ("rota", "schedule"),
    "person": ("person", "name", "who", "email", "e-mail"),
    "from": ("from", "start"),
    "until": ("until", "to", "end"),
}
_NEEDED = ("date", "rota", "person")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS = 12
_MIXED = "write every date as 2026-12-24, or one that can only be day first (24/12/2026) in the same column"


@dataclass(frozen=True, slots=True)
class Row:
    """One person on one rota: `number` is the row's in the sheet, the header is row 1.

    `slot` are the times of its shift; None is the whole day. A shift that ends at or before its start ends
    on the next day.
    """

    number: int
    on: date
    rota: str
    person: str
    slot: tuple[time, time] | None = None

    @property
    def length(self) -> timedelta:
        """How long it lasts by the clock."""
        if self.slot is None:
            return _DAY
        start, end = (datetime.combine(self.on, at) for at in self.slot)
        return end - start if end > start else end + _DAY - start


@dataclass(frozen=True, slots=True)
class NotRead:
    """A row that says nothing certain, why, and what to write instead."""

    number: int
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a spreadsheet says. `day_first`: dates like 05/12/2026 were read as 5 December."""

    rows: tuple[Row, ...]
    not_read: tuple[NotRead, ...]
    day_first: bool = False


def read(text: str) -> Sheet:
    """The rows of a CSV text. Raises UsageError where its columns cannot be told, or it is too long."""
    text = text.removeprefix("\ufeff")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise UsageError(
            f"the spreadsheet cannot be read as CSV: {fault}", hint="save it again as CSV (UTF-8)"
        ) from None
    first = next((i for i, cells in enumerate(table) if any(map(str.strip, cells))), len(table))
    if len(table) - first > MAX_ROWS:
        raise UsageError(f"the spreadsheet has more than {MAX_ROWS:,} rows", hint="split it by years")
    columns = _columns(table[first] if first < len(table) else [])
    cells = {
        number: {name: squeeze(row[at]) if at < len(row) else "" for name, at in columns.items()}
        for number, row in enumerate(table[first + 1 :], start=first + 2)
        if any(map(str.strip, row))
    }
    day_first = _day_first([row["date"] for row in cells.values()])
    rows: list[Row] = []
    not_read: list[NotRead] = []
    for number, row in cells.items():
        found = _row(number, row, day_first=day_first)
        if isinstance(found, Row):
            rows.append(found)
        else:
            not_read.append(found)
    slashed = any(_SLASHED.fullmatch(row["date"]) for row in cells.values())
    return Sheet(*_once(rows, not_read), day_first=day_first and slashed)


def _columns(header: Sequence[str]) -> Mapping[str, int]:
    """Where each column stands; header names in any letter case."""
    names = [squeeze(name).casefold() for name in header]
    found = {
        column: next(names.index(name) for name in choices if name in names)
        for column, choices in _NAMES.items()
        if any(name in names for name in choices)
    }
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        there = ", ".join(name for name in names if name) or "nothing"
        raise UsageError(
            f"the first row of the spreadsheet has no column {' and no '.join(missing)} (it has {there})",
            hint="name the columns date, rota, person and, for shifts, from and until",
        )
    return found


def _day_first(texts: Sequence[str]) -> bool:
    """Whether the dates with slashes can only be day first: one of them proves it, none speaks against it."""
    found = [match for text in texts if (match := _SLASHED.fullmatch(text)) is not None]
    return any(int(m[1]) > _MONTHS for m in found) and all(int(m[2]) <= _MONTHS for m in found)


def _row(number: int, cells: Mapping[str, str], *, day_first: bool) -> Row | NotRead:
    for name in _NEEDED:
        if not cells[name]:
            return NotRead(number, f"it has no {name}", f"fill in the column {name}, or delete the row")
    start, end = cells.get("from", ""), cells.get("until", "")
    if bool(start) != bool(end):
        return NotRead(number, "it has one time of two", "fill in both from and until, or neither")
    try:
        on = _date(cells["date"], day_first=day_first)
        slot = (parse_time(start), parse_time(end)) if start else None
    except ScalarFault as fault:
        return NotRead(number, fault.message, fault.hint or f"write {fault.expected}")
    if isinstance(on, str):
        return NotRead(number, on, _MIXED)
    return Row(number, on, cells["rota"], cells["person"], slot)


def _date(text: str, *, day_first: bool) -> date | str:
    """A date, or why it is none that can be told. Raises ScalarFault."""
    found = _SLASHED.fullmatch(text)
    if found is None:
        return parse_date(text)
    first, second, year = map(int, found.groups())
    if day_first or (first > _MONTHS >= second):
        return parse_date(f"{year:04}-{second:02}-{first:02}")
    if second > _MONTHS:
        return f"{text} has the month first"
    return f"{text} may be day first or month first"


def _once(rows: Sequence[Row], not_read: Sequence[NotRead]) -> tuple[tuple[Row, ...], tuple[NotRead, ...]]:
    """The rows without those that meet an earlier one: one person at a time is on a rota."""
    kept: list[Row] = []
    wrong = list(not_read)
    taken: dict[tuple[str, date], list[Row]] = {}
    for row in rows:
        near = [
            other
            for days in (-1, 0, 1)
            for other in taken.get((row.rota.casefold(), row.on + timedelta(days=days)), ())
        ]
        meets = next((other for other in near if _overlap(row, other)), None)
        if meets is not None and (meets.person.casefold(), meets.slot, meets.on) != (
            row.person.casefold(), row.slot, row.on
        ):  # fmt: skip
            why = f"row {meets.number} has {meets.person} on {row.rota} at that time"
            wrong.append(
                NotRead(row.number, why, "a second person at a time is a second rota: give it a name")
            )
            continue
        kept.append(row)
        taken.setdefault((row.rota.casefold(), row.on), []).append(row)
    return tuple(kept), tuple(sorted(wrong, key=lambda item: item.number))


def _overlap(one: Row, other: Row) -> bool:
    if one.slot is None or other.slot is None:
        return one.on == other.on
    starts = [datetime.combine(row.on, row.slot[0]) for row in (one, other) if row.slot is not None]
    return starts[0] < starts[1] + other.length and starts[1] < starts[0] + one.length
