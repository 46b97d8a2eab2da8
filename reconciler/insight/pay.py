"""The pay sheet: every hour that somebody works, with the kind of time that it is and what put it there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.insight import days
from reconciler.insight.days import Category
from reconciler.insight.fairness import people_shifts
from reconciler.intervals import Interval, Segment, merge, wall
from reconciler.shifts.holding import Shift, Source
from reconciler.shifts.line_ups import zone_name

Commits = Mapping[tuple[str, int], str]
"""The commit that a line of the file (its name, and the line counted from 1) comes from."""

CATEGORIES: tuple[Category, ...] = ("weekday_night", "weekend", "bank_holiday", "in_hours")


@dataclass(frozen=True, slots=True)
class PayLine:
    """One stretch of one local day of one kind: `[start, end)` in UTC, `zone` is the rota's.

    `file` and `line` are where the file puts the person there, `commit` is where that line comes from, as
    far as that is known.
    """

    person: str
    rota: str
    start: datetime
    end: datetime
    zone: str
    category: Category
    holiday: str | None
    source: Source
    reason: str | None
    file: str
    line: int
    commit: str

    @property
    def hours(self) -> Fraction:
        """How long it is, in hours that really pass."""
        return days.hours(Interval(self.start, self.end))


@dataclass(frozen=True, slots=True)
class PaySum:
    """The hours of one person on one rota by the kind of time."""

    person: str
    rota: str
    hours: Mapping[Category, Fraction]

    @property
    def total(self) -> Fraction:
        """All of them."""
        return sum(self.hours.values(), Fraction())


def lines(
    file: RotaFile,
    rotas: Iterable[str],
    span: Interval,
    *,
    commits: Commits,
    only: Collection[str] = (),
) -> tuple[PayLine, ...]:
    """What is worked in a span, cut at local midnights and where the kind of time changes.

    By person in the order of the file, then by time. `only` keeps some people.
    """
    order = {person: i for i, person in enumerate(file.people)}
    found = [line for key in rotas for line in _of_rota(file, key, span, commits)]
    kept = [line for line in found if not only or line.person in only]
    return tuple(sorted(kept, key=lambda line: (order[line.person], line.start)))


def sums(lines_: Iterable[PayLine], file: RotaFile) -> tuple[PaySum, ...]:
    """The lines added up, by person and then by rota in the order of the file."""
    found: dict[tuple[str, str], defaultdict[Category, Fraction]] = {}
    for line in lines_:
        found.setdefault((line.person, line.rota), defaultdict(Fraction))[line.category] += line.hours
    return tuple(
        PaySum(person, rota, {category: hours[category] for category in CATEGORIES})
        for person in file.people
        for rota in file.rotas
        if (hours := found.get((person, rota))) is not None
    )


def _of_rota(file: RotaFile, key: str, span: Interval, commits: Commits) -> Iterator[PayLine]:
    calendar = days.calendar(file, key, span)
    name = zone_name(file, key)
    for shift in people_shifts(file, key, span):
        pieces = days.cut(shift.interval, calendar.edges)
        for part in merge(Segment(p.start, p.end, _kind(calendar, p)) for p in pieces):
            yield _line(shift, part.interval, name, part.value, commits)


def _kind(calendar: days.Calendar, part: Interval) -> tuple[date, Category, str | None]:
    day = wall(part.start, calendar.tz).date()
    return day, days.category(calendar, part.start), calendar.holidays.get(day)


def _line(
    shift: Shift, part: Interval, zone_: str, kind: tuple[date, Category, str | None], commits: Commits
) -> PayLine:
    _, category, holiday = kind
    where = shift.where
    return PayLine(
        person=shift.person,
        rota=shift.rota,
        start=part.start,
        end=part.end,
        zone=zone_,
        category=category,
        holiday=holiday,
        source=shift.source,
        reason=shift.reason,
        file=where.file,
        line=where.line,
        commit=commits.get((where.file, where.line), ""),
    )
