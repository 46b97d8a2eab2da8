"""The rows of one rota as layers: one where each day is one person's, else one for each time of day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from reconciler.config.values import MINUTES_PER_DAY, WeeklyWindow
from reconciler.importing.spreadsheet_rows import NotRead, Row
from reconciler.importing.spreadsheet_turns import Rotation, recognise
from reconciler.intervals import Interval, instant, zone
from reconciler.shifts.hours import AROUND_THE_CLOCK, Weekly, normalise

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Layer:
    """Rows that one rotation says: `people` has the key of each row's person by its number.

    Days run from `clock` to `clock`. `windows` are the hours, None around the clock.
    """

    name: str
    clock: time
    windows: Weekly | None
    rows: tuple[Row, ...]
    people: Mapping[int, str]

    @cached_property
    def days(self) -> Mapping[date, str]:
        """Who has each day."""
        return {row.on: self.people[row.number] for row in self.rows}

    @cached_property
    def rotation(self) -> Rotation:
        """The turns and orders that say most of it."""
        return recognise(self.days)

    @cached_property
    def named(self) -> frozenset[str]:
        """Everybody whom the file names for it."""
        return frozenset((*self.days.values(), *(p for s in self.rotation.stints for p in s.people)))

    def differs(self, row: Row) -> bool:
        """Whether a cover says a row, and not the line-up."""
        return self.rotation.holder(row.on) != self.people[row.number]

    def interval(self, row: Row, time_zone: str) -> Interval:
        """When a row's person is on."""
        tz = zone(time_zone)
        begins = datetime.combine(row.on, row.slot[0] if row.slot else self.clock)
        return Interval(instant(begins, tz), instant(begins + row.length, tz))


def layers(
    rows: Sequence[Row], people: Mapping[int, str], handover: time
) -> tuple[tuple[Layer, ...], tuple[NotRead, ...]]:
    """The layers of one rota, and the rows that cannot stand beside the others.

    `handover` is when days begin that have no times.
    """
    timed = [row for row in rows if row.slot is not None]
    if not timed:
        return (Layer("main", handover, None, tuple(rows), people),), ()
    why = "it has no times, and other rows of this rota have"
    left = tuple(NotRead(r.number, why, "fill in from and until") for r in rows if r.slot is None)
    clock = _clock(timed)
    if clock is not None and _one_a_day(timed):
        return (_layer("main", clock, timed, people),), left
    slots = sorted({row.slot for row in timed if row.slot is not None})
    found = [(slot, [row for row in timed if row.slot == slot]) for slot in slots]
    return tuple(_layer(f"{s:%H%M}-{e:%H%M}", s, part, people) for (s, e), part in found), left


def _layer(name: str, clock: time, rows: Sequence[Row], people: Mapping[int, str]) -> Layer:
    windows = normalise(tuple({_window(row) for row in rows}))
    return Layer(name, clock, None if windows == AROUND_THE_CLOCK else windows, tuple(rows), people)


def _window(row: Row) -> WeeklyWindow:
    start = row.slot[0] if row.slot is not None else time()
    minutes = row.on.weekday() * MINUTES_PER_DAY + start.hour * 60 + start.minute
    return WeeklyWindow(minutes, int(row.length.total_seconds()) // 60)


def _one_a_day(rows: Iterable[Row]) -> bool:
    """Whether no date has two people."""
    found: dict[date, str] = {}
    return all(found.setdefault(row.on, row.person.casefold()) == row.person.casefold() for row in rows)


def _clock(rows: Sequence[Row]) -> time | None:
    """A time of day such that each date's rows lie between it and the same time on the next day."""
    first = min(row.slot[0] for row in rows if row.slot is not None)
    fits = all(
        datetime.combine(r.on, r.slot[0]) + r.length <= datetime.combine(r.on, first) + _DAY
        for r in rows
        if r.slot
    )
    return first if fits else None
