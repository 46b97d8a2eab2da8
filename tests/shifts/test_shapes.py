"""Traps that many shapes of rotas share; the shapes themselves are in tests/shapes."""

import pytest

from tests.shifts.support import on_call, web


def test_somebody_who_joins_changes_nobody_before_the_date() -> None:
    """The running turn and all before the new line-up stay as they were."""
    old = {"from": "2026-01-05", "people": ["ana", "ben", "cal"]}
    before = web(old, hours=None)
    after = web(old, {"from": "2026-12-07", "people": ["cal", "dee", "ana", "ben"]}, hours=None)
    weeks = "2026-01-05 09:00", "2026-12-07 09:00"
    assert on_call(before, "web", *weeks) == on_call(after, "web", *weeks)
    assert on_call(after, "web", "2026-12-07 09:00", "2026-12-21 09:00") == [
        ("cal", "2026-12-07 09:00", "2026-12-14 09:00"),
        ("dee", "2026-12-14 09:00", "2026-12-21 09:00"),
    ]


@pytest.mark.parametrize("text", ["daily 00:00-24:00", "Mon-Sun 00:00-24:00"])
def test_hours_of_the_whole_week_are_no_restriction(text: str) -> None:
    """The rota works around the clock, as without hours."""
    people = {"from": "2026-01-05", "people": ["ana", "ben"]}
    whole = "2026-01-01 00:00", "2026-06-01 00:00"
    restricted = web(people, hours="all", file={"hours": {"all": text}})
    assert on_call(restricted, "web", *whole) == on_call(web(people, hours=None), "web", *whole)


def test_a_quarters_edge_is_no_edge() -> None:
    """A span that ends at midnight clips the night; asked from there on, the same person is on."""
    file = web({"from": "2026-09-28", "people": ["ana", "ben"]}, hours="night")
    edge = "2026-10-01 00:00"
    assert on_call(file, "web", "2026-09-30 12:00", edge)[-1] == ("ana", "2026-09-30 16:00", edge)
    assert on_call(file, "web", edge, "2026-10-01 12:00")[0] == ("ana", edge, "2026-10-01 08:00")
