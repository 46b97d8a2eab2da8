"""Claims about covers: what they give, how they chain, and when they are at fault."""

import pytest

from reconciler.shifts import engine
from reconciler.shifts.covers import covers_of
from tests.shifts.support import FROM_30_NOV, cover, messages, night, on_call, overridden, span, web


def test_whoever_covers_gets_exactly_the_shifts_in_between() -> None:
    """Never hours that the rota does not work."""
    file = night(cover("ben", "dee", "2026-12-08 00:00", "2026-12-10 00:00"))
    assert on_call(file, "web", "2026-12-07 12:00", "2026-12-10 12:00") == [
        ("ben", "2026-12-07 17:00", "2026-12-08 00:00"),
        ("dee", "2026-12-08 00:00", "2026-12-08 09:00"),
        ("dee", "2026-12-08 17:00", "2026-12-09 09:00"),
        ("dee", "2026-12-09 17:00", "2026-12-10 00:00"),
        ("ben", "2026-12-10 00:00", "2026-12-10 09:00"),
    ]
    assert messages(file) == []


def test_a_week_of_in_hours_shifts_is_five_days() -> None:
    """A cover written as seven whole days is no licence for the nights."""
    file = night(cover("ben", "dee", "2026-12-07 09:00", "2026-12-14 09:00"), hours="day")
    assert overridden(file, "web", "2026-12-01 00:00", "2026-12-31 00:00") == [
        ("dee", f"2026-12-{day:02} 09:00", f"2026-12-{day:02} 17:00") for day in range(7, 12)
    ]


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        ("2026-12-08", "2026-12-08 09:00", "2026-12-09 09:00"),
        ("2026-12-08..2026-12-10", "2026-12-08 09:00", "2026-12-11 09:00"),
    ],
)
def test_dates_run_from_handover_to_handover(on: str, start: str, end: str) -> None:
    """Both included."""
    entry = {"rota": "web", "cover": "ben", "by": "dee", "on": on}
    file = night(entry, hours=None)
    assert overridden(file, "web", "2026-12-07 00:00", "2026-12-14 00:00") == [("dee", start, end)]


def test_dates_follow_a_handover_that_moves() -> None:
    """The days before and after a new handover time tile."""
    entry = {"rota": "web", "cover": "ben", "by": "dee"}
    file = web(
        FROM_30_NOV,
        {"from": "2026-12-09", "handover": "Wednesday 11:00", "people": ["ben", "cal"]},
        hours=None,
        file={"overrides": [{**entry, "on": "2026-12-08"}, {**entry, "on": "2026-12-09"}]},
    )
    first, second = (c.interval for c in covers_of(file, "web"))
    assert first == span("2026-12-08 09:00", "2026-12-09 11:00")
    assert second == span("2026-12-09 11:00", "2026-12-10 11:00")
    assert [m[0] for m in messages(file)] == ["turn-cut"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_covers_chain_by_name_whatever_their_order(order: tuple[int, ...]) -> None:
    """Ben by dee, dee by eve, eve by ana: each where it holds."""
    chain = [
        cover("ben", "dee", "2026-12-07 09:00", "2026-12-12 09:00"),
        cover("dee", "eve", "2026-12-08 09:00", "2026-12-11 09:00"),
        cover("eve", "ana", "2026-12-09 09:00", "2026-12-10 09:00", reason="concert"),
    ]
    file = night(*(chain[i] for i in order), hours=None)
    assert overridden(file, "web", "2026-12-07 00:00", "2026-12-14 00:00") == [
        ("dee", "2026-12-07 09:00", "2026-12-08 09:00"),
        ("eve", "2026-12-08 09:00", "2026-12-09 09:00"),
        ("ana", "2026-12-09 09:00", "2026-12-10 09:00"),
        ("eve", "2026-12-10 09:00", "2026-12-11 09:00"),
        ("dee", "2026-12-11 09:00", "2026-12-12 09:00"),
    ]
    assert messages(file) == []
    (last,) = engine.shifts(file, "web", span("2026-12-09 09:00", "2026-12-10 09:00"))
    assert (last.source, last.reason) == ("cover", "concert")
    assert last.where == file.overrides[order.index(2)].where
