"""How fast shifts are rendered: our engine beside a calendar that recurs and rules of recurrence."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

from icalendar import Calendar

from bench.report import Section, Series, Table, ratio
from bench.rivals import Row, Rules, by_calendar, by_rules, calendar_of, rules_of
from bench.rotas import Plain, file_of, plain, span
from bench.sizes import Sizes
from bench.timing import beside, timed, worked
from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, shown_at_epoch
from reconciler.shifts import engine
from reconciler.shifts.hours import expand_weekly
from reconciler.views import shift_rows, who_rows

WANTED = 20
"""How many times as fast as the calendar that recurs ours is to be."""
OURS, CALENDAR, RULES = "rota", "icalendar and recurring-ical-events", "dateutil.rrule"
ABOUT = (
    "Shifts rendered in a second of processor time, of rotas of five people in weekly turns, in hours or out "
    "of hours, with a cover a month and the bank holidays of England and Wales. We are given a loaded file, "
    "the others calendars and rules that are built; all render one rota after the other, and keep none."
)
AGES = (1, 20)
ASKED = datetime(2026, 11, 25, 12, tzinfo=UTC)


def ours(file: RotaFile, rota: Plain, years: int) -> list[Row]:
    """The shifts of one rota by our engine."""
    return [(s.person, s.start, s.end) for s in engine.shifts(file, rota.key, Interval(*span(years)))]


def sections(sizes: Sizes) -> list[Section]:
    """Rendering, and what the age of a rota does to the commands that look."""
    return [_rendering(sizes), _ages(sizes)]


def agreed(rotas: Sequence[Plain], years: int) -> int:
    """How many shifts of these rotas all three give alike. Raises where they differ."""
    file, (start, end) = file_of(list(rotas)), span(years)
    number = 0
    for rota in rotas:
        found = ours(file, rota, years)
        if found != by_calendar(calendar_of(rota), start, end):
            raise RuntimeError(f"{CALENDAR} says something else of {rota.key}")
        if found != by_rules(rules_of(rota, end), rota.added, start, end):
            raise RuntimeError(f"{RULES} says something else of {rota.key}")
        number += len(found)
    return number


def _rendering(sizes: Sizes) -> Section:
    longest = sizes.years[-1]
    rotas = [plain(number, longest) for number in range(sizes.rotas)]
    some = rotas[: sizes.rival_rotas]
    file, calendars = file_of(rotas), [calendar_of(rota) for rota in some]
    points: dict[str, list[tuple[float, float]]] = {OURS: [], CALENDAR: [], RULES: []}
    rows: list[list[str]] = []
    for years in sizes.years:
        start, end = span(years)
        rules = [(rota, rules_of(rota, end)) for rota in some]
        found = beside(
            [
                partial(_by_engine, file, rotas, years),
                partial(_by_calendars, calendars, start, end),
                partial(_by_all_rules, rules, start, end),
            ],
            sizes.rounds,
        )
        numbers = [sum(len(ours(file, rota, years)) for rota in chosen) for chosen in (rotas, some, some)]
        rates = [number / times.median for number, times in zip(numbers, found, strict=True)]
        for each, rate in zip(points.values(), rates, strict=True):
            each.append((years, numbers[0] / rate))
        rows.append([f"{years}", f"{numbers[0]:,}", *(f"{rate:,.0f}" for rate in rates)])
        rows[-1] += [ratio(rates[0], rate) for rate in rates[1:]]
        rows[-1].append(", ".join(str(times.runs) for times in found))
    head = ["years", "shifts", *points, "times as fast", "times as fast as rules", "runs"]
    return Section(
        "Shifts",
        ABOUT,
        Table(head, rows),
        [Series(f"shifts by {name}, years", each) for name, each in points.items()],
        [
            f"The others were measured on {len(some)} of the {len(rotas)} rotas.",
            f"On {agreed(some, min(longest, 2)):,} shifts all three gave the same people and times.",
            f"Wanted: {WANTED} times as fast as the calendar that recurs.",
        ],
    )


def _by_engine(file: RotaFile, rotas: Sequence[Plain], years: int) -> float:
    file, span_ = _forgotten(file), Interval(*span(years))
    return _all([partial(engine.shifts, file, rota.key, span_) for rota in rotas])


def _by_calendars(calendars: Sequence[Calendar], start: datetime, end: datetime) -> float:
    return _all([partial(by_calendar, each, start, end) for each in calendars])


def _by_all_rules(rules: Sequence[tuple[Plain, Rules]], start: datetime, end: datetime) -> float:
    return _all([partial(by_rules, each, rota.added, start, end) for rota, each in rules])


def _all(works: Sequence[Callable[[], object]]) -> float:
    """The seconds of all works; each is let go before the next, as what is kept slows whoever has most."""

    def one_by_one() -> None:
        for work in works:
            work()

    return worked(one_by_one)


def _forgotten(file: RotaFile) -> RotaFile:
    """The same file, of which nothing has been worked out yet."""
    expand_weekly.cache_clear()
    shown_at_epoch.cache_clear()
    return file.model_copy(update={"hours": dict(file.hours)})


def _ages(sizes: Sizes) -> Section:
    """Who is on, and ten weeks of shifts, by when the line-ups of a rota began."""
    files: list[RotaFile] = []
    for age in AGES:
        first = date(ASKED.year - age, 11, 1)
        monday = first + timedelta(days=-first.weekday() % 7)
        files.append(file_of([plain(number, 1, monday) for number in range(sizes.rotas)]))
    rows: list[list[str]] = []
    for name, work in (("who", _who), ("show, 10 weeks", _show)):
        young, old = (times.median for times in beside([partial(work, file) for file in files], sizes.rounds))
        rows.append([name, f"{young * 1000:.0f} ms", f"{old * 1000:.0f} ms", f"{old / young:.2f}"])
    return Section(
        "Looking, by the age of a rota",
        f"{sizes.rotas} rotas whose line-ups began {AGES[0]} and {AGES[1]} years ago.",
        Table(["command", "the younger", "the older", "times as long"], rows),
    )


def _who(file: RotaFile) -> float:
    file = _forgotten(file)
    return timed(lambda: who_rows(file, file.rotas, ASKED))


def _show(file: RotaFile) -> float:
    file = _forgotten(file)
    return timed(lambda: shift_rows(file, file.rotas, Interval(ASKED, ASKED + timedelta(weeks=10))))
