"""Headings, figures and sentences about fairness that all forms share; none of them is escaped yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.insight.days import Category
from reconciler.insight.fairness import Amounts, Balance, total
from reconciler.insight.owed import Claim, verdict
from reconciler.insight.report import Report
from reconciler.insight.seasons import Season
from reconciler.intervals import Interval, wall, zone
from reconciler.render.words import origin
from reconciler.wording import count, day, listing

NO_SHIFTS = "Nobody has shifts in this time."
EVEN = "Nobody is owed anything to speak of."
LEGEND = (
    "Beside each figure: by how much it is more (+) or less (-) than an equal share of the time for which "
    "the person was in the line-up. A part of a night or a day counts as that part."
)
HALF_AND_HALF = "The past 6 months and the next 6, as the file has them."
TOGETHER = "All together"

CATEGORIES: Mapping[Category, str] = {
    "weekday_night": "weekday night",
    "weekend": "weekend",
    "bank_holiday": "bank holiday",
    "in_hours": "in hours",
}

SEASONS: Mapping[Season, str] = {"christmas": "Christmas", "easter": "Easter"}


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of amount under its title."""

    title: str
    of: Callable[[Amounts], Fraction]
    whole: bool = False


_COLUMNS = (
    Column("Hours", lambda a: a.hours, whole=True),
    Column("Out of hours", lambda a: a.out_of_hours, whole=True),
    Column("Turns", lambda a: a.turns),
    Column("Nights", lambda a: a.nights),
    Column("Weekends", lambda a: a.weekends),
    Column("Bank hols", lambda a: a.bank_holidays),
)


def columns(balances: Sequence[Balance]) -> tuple[Column, ...]:
    """The columns that say something: no kind of amount that nobody has, none that repeats the hours."""
    whole = total(balances)
    several = len({one.rota for one in balances}) > 1
    out: list[Column] = []
    for column in _COLUMNS:
        repeats = column.title == "Out of hours" and whole.out_of_hours == whole.hours
        # Turns of several rotas are no measure: a week of days is not a week of nights.
        if column.of(whole) and not repeats and not (several and column.title == "Turns"):
            out.append(column)
    return tuple(out)


def figures(balances: Sequence[Balance], column: Column) -> list[tuple[str, str]]:
    """What each has done and how much more than the share: `1439` and `+60`, or `11.2` and `-0.4`.

    One decimal, unless all that has been done is whole to that decimal.
    """
    done = [column.of(one.done) for one in balances]
    digits = 0 if column.whole or all(round(amount, 1).denominator == 1 for amount in done) else 1
    return [
        (f"{float(round(amount, digits)):.{digits}f}", _more(column.of(one.more), 0 if column.whole else 1))
        for one, amount in zip(balances, done, strict=True)
    ]


def _more(amount: Fraction, digits: int) -> str:
    """`+60`, `-0.4`, or `0`."""
    rounded = round(amount, digits)
    return f"{float(rounded):+.{digits}f}" if rounded else "0"


def hours(amount: Fraction) -> str:
    """`128`, `7.5`: hours of pay, to the hundredth."""
    return f"{float(round(amount, 2)):.2f}".rstrip("0").rstrip(".")


def heading(what: str, span: Interval, file: RotaFile) -> str:
    """`Fairness, Mon 25 May 2026 – Mon 24 May 2027 Europe/London (from rota.yaml)`: both dates included."""
    tz = zone(file.time_zone)
    first, last = wall(span.start, tz), wall(span.end - timedelta(seconds=1), tz)
    return f"{what}, {day(first)} – {day(last)} {file.time_zone} ({origin(file)})"


def sentence(balances: Sequence[Balance], file: RotaFile) -> str:
    """Who is ahead and who is owed, in one sentence; that nobody is, where it is only noise."""
    if not balances:
        return NO_SHIFTS
    found = verdict(balances)
    if not found.ahead and not found.owed:
        return EVEN
    parts: list[str] = []
    if found.ahead:
        what = " out of hours" if found.measure == "out_of_hours" else ""
        parts.append(f"{_claims(found.ahead, 'has', file)} more than an equal share{what}")
    parts.append(_claims(found.owed, "is owed", file) or "nobody is owed as much as half a turn")
    return f"{'; '.join(parts)}."


def named(person: str, file: RotaFile) -> str:
    """A person's name; two people of one name are told apart by their addresses."""
    name = file.display_name(person)
    alike = sum(other.name == name for other in file.people.values()) > 1
    return f"{name} ({file.people[person].email})" if alike else name


def _claims(claims: Sequence[Claim], verb: str, file: RotaFile) -> str:
    """`Ben Ode has 77 hours and a bank holiday, and Ana Ortiz 60 hours`; nothing where nobody claims."""
    said = [f"{named(claim.person, file)} {_claim(claim)}" for claim in claims[1:]]
    first = [f"{named(claim.person, file)} {verb} {_claim(claim)}" for claim in claims[:1]]
    # With two things for one of them a mere "and" would leave open who has what.
    double = any(claim.hours and claim.bank_holidays for claim in claims)
    return (", and " if double else " and ").join([*first, *said])


def _claim(claim: Claim) -> str:
    days = claim.bank_holidays
    parts = [count(round(claim.hours), "hour")] if claim.hours else []
    if days:
        parts.append("a bank holiday" if days == 1 else count(days, "bank holiday"))
    return listing(parts)


def seasons(report: Report, rota: str, people: Sequence[str], file: RotaFile) -> list[tuple[str, str]]:
    """`Christmas since 2022` and who works it in which years; nothing where nobody does."""
    rows: list[tuple[str, str]] = []
    for season, name in SEASONS.items():
        found = [(p, report.years(rota, p, season)) for p in people]
        said = [f"{named(p, file)} {', '.join(map(str, years))}" for p, years in found if years]
        if said:
            rows.append((f"{name} since {report.since}", "; ".join(said)))
    return rows
