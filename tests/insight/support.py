"""A small file for a year, and balances read back as plain numbers."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import Balance, balance
from reconciler.intervals import Interval
from tests.shifts.support import cover, document, load, one, span

Numbers = dict[str, tuple[float, float]]
"""What a person has done, and how much more than the share."""

TWO = {"from": "2026-01-05", "people": ["ana", "ben"]}
THREE = {"from": "2026-07-06", "people": ["ana", "ben", "cal"]}
YEAR = span("2026-01-05 09:00", "2027-01-04 09:00")


def nights(
    *line_ups: Mapping[str, Any], overrides: Iterable[Mapping[str, Any]] = (), **rota: Any
) -> RotaFile:
    """The rota `web`, out of hours and on bank holidays, handed over on Mondays at 09:00."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "current"}}
    web = one(*line_ups, **{"hours": "night", **rota})
    return load(document({"web": web}, bank_holidays=rules, overrides=list(overrides)))


def year() -> RotaFile:
    """Ana and Ben in turn, from July with Cal, who covers Ben's New Year's night."""
    return nights(TWO, THREE, overrides=[cover("ben", "cal", "2026-12-31 17:00", "2027-01-01 09:00")])


def measured(file: RotaFile, whole: Interval, what: str) -> Numbers:
    """One kind of amount on `web` by person, rounded to what can be read."""
    return numbers(balance(file, ["web"], whole), what)


def numbers(balances: Iterable[Balance], what: str) -> Numbers:
    return {
        b.person: (round(float(getattr(b.done, what)), 2), round(float(getattr(b.more, what)), 2))
        for b in balances
    }


def summed(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction())
