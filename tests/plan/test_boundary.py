"""The next moment at which a shift changes hands is the first of all rotas, in any order of them."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval
from reconciler.plan.boundary import next_boundary
from reconciler.shifts import engine
from tests.plan.files import document, rota
from tests.shifts.support import NOW, load

ROTAS = {
    "day": rota(("2026-11-02", "ana", "ben")),
    "night": rota(("2026-11-02", "cal", "dee"), hours="night"),
    "always": rota(("2026-11-05", "eve", "ana"), hours=None, handover="Thursday 10:30"),
    "later": rota(("2026-12-07", "ana", "ben")),
}
ORDERS = list(permutations(ROTAS))


def plainly(file: RotaFile, now: datetime) -> datetime | None:
    """The same, with every rota looked at for three weeks."""
    span = Interval(now, now + timedelta(days=21))
    shifts = [shift for key in file.rotas for shift in engine.shifts(file, key, span)]
    edges = {edge for shift in shifts for edge in (shift.start, shift.end)}
    return min((edge for edge in edges if span.start < edge < span.end), default=None)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_the_first_change_of_hands_of_all_rotas_counts(order: tuple[str, ...]) -> None:
    """At hours of a week, also at the very moment of a change."""
    file = load(document({key: ROTAS[key] for key in order}))
    for hour in range(0, 7 * 24, 5):
        now = NOW + timedelta(hours=hour)
        assert next_boundary(file, now) == plainly(file, now), now


def test_a_file_in_which_nothing_changes_has_none() -> None:
    """Its only rota begins in a month."""
    file = load(document({"web": rota(("2027-01-04", "ana", "ben"))}))
    assert next_boundary(file, NOW) is None
