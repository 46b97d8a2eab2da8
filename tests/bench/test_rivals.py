"""Our engine, a recurring calendar and rules of recurrence say the same shifts."""

import pytest

from bench.rivals import by_calendar, by_rules, calendar_of, rules_of
from bench.rotas import MAILBOX, file_of, plain, span
from bench.shifts import agreed, ours
from reconciler.shifts.faults import faults


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_all_three_give_the_same_shifts(number: int) -> None:
    """In hours and out of hours, over clock changes, covers and bank holidays."""
    rota, (start, end) = plain(number, 2), span(2)
    found = ours(file_of([rota]), rota, 2)
    assert found == by_calendar(calendar_of(rota), start, end)
    assert found == by_rules(rules_of(rota, end), rota.added, start, end)
    assert len(found) > 500
    assert (MAILBOX in {person for person, _, _ in found}) == (number % 2 == 0)


def test_what_is_compared_has_covers_that_hold() -> None:
    """A cover at fault would change nothing, and be none."""
    rotas = [plain(number, 1) for number in (0, 1)]
    file, (start, _) = file_of(rotas), span(1)
    assert [found for found in faults(file, start) if found.severity == "error"] == []
    assert len(file.overrides) == 24


def test_a_difference_is_an_error_and_no_figure() -> None:
    """Nothing is told of a comparison of two different things."""
    rota = plain(0, 1)
    assert agreed([rota], 1) > 200
    other = type(rota)(rota.key, rota.first, rota.people, rota.patterns, rota.dropped[1:], rota.added)
    with pytest.raises(RuntimeError, match="says something else of r0"):
        agreed([other], 1)
