"""Who is owed anything, and who is ahead: the few balances that stand out from the noise.

Less than half a turn either way is noise: somebody is always the last to have had a turn. Bank holidays count
from a whole one on. Only people who are in the line-up at the end can be owed anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reconciler.insight.fairness import Amounts, Balance, together, total

Measure = Literal["hours", "out_of_hours"]
"""What is compared: all hours of a rota, or of several those outside the working day."""

MOST = 2
"""How many people are named on either side."""


@dataclass(frozen=True, slots=True)
class Claim:
    """By how much one person is owed or ahead: hours (0 below half a turn) and whole bank holidays."""

    person: str
    hours: Fraction
    bank_holidays: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Those who stand out, the furthest first, at most two on either side; somebody may be on both."""

    measure: Measure
    ahead: tuple[Claim, ...]
    owed: tuple[Claim, ...]


def verdict(balances: Sequence[Balance]) -> Verdict:
    """What the balances of one rota, or of several, come to."""
    rotas = {one.rota for one in balances}
    several = len(rotas) > 1 and total(balances).out_of_hours > 0
    measure: Measure = "out_of_hours" if several else "hours"
    least = half_a_turn(balances, measure)
    ahead: list[Claim] = []
    owed: list[Claim] = []
    for one in together(balances):
        more = one.more
        if claim := _claim(one.person, more, measure, least):
            ahead.append(claim)
        if one.here and (claim := _claim(one.person, Amounts() - more, measure, least)):
            owed.append(claim)
    return Verdict(measure, _furthest(ahead), _furthest(owed))


def half_a_turn(balances: Iterable[Balance], measure: Measure) -> Fraction:
    """Half the hours of a turn, of the rota whose turns have most, and an hour at least: less is noise."""
    rotas: defaultdict[str | None, list[Balance]] = defaultdict(list)
    for one in balances:
        rotas[one.rota].append(one)
    sums = [total(found) for found in rotas.values()]
    halves = [_hours(one, measure) / one.turns / 2 for one in sums if one.turns]
    return max([Fraction(1), *halves])


def _hours(amounts: Amounts, measure: Measure) -> Fraction:
    return amounts.hours if measure == "hours" else amounts.out_of_hours


def _claim(person: str, more: Amounts, measure: Measure, least: Fraction) -> Claim | None:
    hours = _hours(more, measure)
    told = hours if hours >= least else Fraction()
    days = max(0, int(more.bank_holidays))
    return Claim(person, told, days) if told or days else None


def _furthest(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: (-claim.hours, -claim.bank_holidays))[:MOST])
