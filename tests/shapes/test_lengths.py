"""Turns of any length on hours of any form, over clock changes, against PagerDuty's rendering."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.intervals import Interval
from tests.plan.files import document, rota
from tests.shapes.test_year import by_the_file, rendered
from tests.world import World

TURNS = {
    "1 hour": None,
    "7 hours": None,
    "36 hours": None,
    "84 hours": None,
    "1 day": "04:30",
    "5 days": "00:00",
    "9 days": "23:59",
    "14 days": "09:00",
    "1 week": "Sunday 22:00",
    "2 weeks": "Wednesday 13:00",
    "5 weeks": "Sunday 00:00",
}
FIRST = {"Sunday": "2026-01-04", "Wednesday": "2026-01-07"}
HOURS = {
    "office": "Mon-Fri 09:00-17:00",
    "peaks": ["Mon-Fri 07:00-09:30", "Mon-Fri 12:00-13:00", "Mon-Sat 17:00-20:15"],
    "nights": "Sun-Thu 22:00-10:00",
    "weekend": "Fri 22:00 - Sun 22:00",
    "over-the-week": ["Sat 12:00-Mon 09:00", "Tue 23:30-Wed 00:30"],
    "gap": "Mon 01:30-Mon 01:00",
    "change": "Sun 01:00-03:00",
    "rest": "outside office, peaks",
}
# Three days before the clocks change.
CHANGES = [
    ("Europe/London", "2026-03-26"),
    ("Europe/London", "2026-10-22"),
    ("America/New_York", "2026-03-05"),
    ("America/New_York", "2026-10-29"),
]


def layer(turn: str, hours: str, *people: str) -> dict[str, object]:
    """A layer that has always been there."""
    handover = TURNS[turn]
    day = FIRST.get((handover or "").partition(" ")[0], "2026-01-05")
    first = {"from": day if handover else f"{day} 08:00", "people": list(people)}
    found = rota(first, turn=turn, hours=hours, handover=handover or "")
    return {"name": hours, **{key: value for key, value in found.items() if value != ""}}


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_every_turn_on_every_kind_of_hours_is_rendered_as_the_file_says(
    zone: str, day: str, tmp_path: Path
) -> None:
    """All of them as rotas of one file, each of two layers, so that every turn also lies over another."""
    turns, hours = [*TURNS], [*HOURS]
    rotas = {}
    for place, turn in enumerate(turns):
        under, over = (hours[(place + step) % len(hours)] for step in (0, 3))
        below = layer(turns[(place + 4) % len(turns)], under, "ana", "ben", "cal")
        rotas[f"web{place}"] = {"layers": [below, layer(turn, over, "dee", "eve")]}
    text = json.dumps(document(rotas, hours=HOURS, time_zone=zone, horizon="2 weeks"))
    start = datetime.fromisoformat(f"{day} 05:17").replace(tzinfo=UTC)
    world = World(text, start, tmp_path)
    assert world.apply().exit_code == 0
    assert world.plan().actions == ()
    span = Interval(start, start + timedelta(days=14))
    for key, stacked in rotas.items():
        assert rendered(world, key, span) == by_the_file(world, key, span), stacked
