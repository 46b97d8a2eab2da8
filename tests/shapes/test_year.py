"""Every shape over a year, against the embedded PagerDuty's own way of rendering what was applied."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from reconciler.checks import run
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts import engine
from tests.rows import Row, joined
from tests.shapes.shape import SHAPES, text
from tests.world import World

BEGINNING = datetime(2026, 1, 4, tzinfo=UTC)
END = BEGINNING + timedelta(days=366)
# The clocks change in America and in Europe in spring, then in Europe and in America in autumn.
SECOND, THIRD = datetime(2026, 5, 6, 14, 20, tzinfo=UTC), datetime(2026, 9, 17, 23, 45, tzinfo=UTC)
_PIECE = timedelta(days=31)


def rendered(world: World, key: str, span: Interval) -> list[Row]:
    """By PagerDuty, in pieces, as it need not render a year at once."""
    edges = [span.start]
    while edges[-1] < span.end:
        edges.append(min(edges[-1] + _PIECE, span.end))
    local = [f"{wall(edge, zone(world.file.time_zone))}" for edge in edges]
    return joined(row for start, end in pairwise(local) for row in world.rendered(key, start, end))


def by_the_file(world: World, key: str, span: Interval) -> list[Row]:
    """By the file alone."""
    shifts = engine.shifts(world.file, key, span)
    return joined((_utc(s.start), _utc(s.end), world.file.display_name(s.person)) for s in shifts)


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"


@pytest.mark.parametrize("name", SHAPES)
def test_pagerduty_renders_a_year_of_every_shape_as_the_file_says(name: str, tmp_path: Path) -> None:
    """To the minute, in three pieces. Time alone plans nothing but bank holidays that have come nearer."""
    world = World(text(name), BEGINNING, tmp_path)
    for start, end in pairwise((BEGINNING, SECOND, THIRD, END)):
        world.now = start
        if start == BEGINNING or world.file.bank_holidays is not None:
            outcome = world.apply()
            assert (outcome.exit_code, outcome.differences) == (0, ())
        again = world.plan()
        assert (again.actions, again.shifts, again.flags) == ((), (), ())
        for key in engine.managed(world.file):
            expected = by_the_file(world, key, Interval(start, end))
            assert rendered(world, key, Interval(start, end)) == expected
            assert expected


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_that_begins_in_the_middle_of_a_turn_is_dealt_as_if_it_had_always_been_there(
    name: str, tmp_path: Path
) -> None:
    """A first apply at an odd minute, shortly before the clocks change in autumn."""
    begins = datetime(2026, 10, 15, 19, 37, tzinfo=UTC)
    world = World(text(name), begins, tmp_path)
    assert world.apply().exit_code == 0
    span = Interval(begins, begins + timedelta(days=30))
    for key in engine.managed(world.file):
        assert rendered(world, key, span) == by_the_file(world, key, span)


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_is_an_error(name: str, tmp_path: Path) -> None:
    """Neither before it begins nor within the year."""
    world = World(text(name), BEGINNING, tmp_path)
    for now in (BEGINNING, THIRD):
        assert [f.message for f in run.run(world.file, now) if f.severity == "error"] == []
