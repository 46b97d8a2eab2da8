"""A line-up that is proposed, put into the file and applied: PagerDuty hands over on that day, not before."""

from datetime import UTC, date, datetime
from pathlib import Path

from reconciler.config.loader import load_texts
from reconciler.edit.line_up import Asked, propose
from reconciler.edit.order import Change, Joiner
from tests.world import World, summaries

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXT = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  eve: {name: Eve Lin, email: eve@example.org}
rotas:
  web:
    name: Web
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-11-02, people: [ana, ben, cal]}
  second:
    name: Second
    follows: web
"""


def test_a_joiner_takes_turns_from_the_handover_on(tmp_path: Path) -> None:
    """The old layer ends where the new one begins, and nothing before it moves; a second plan is empty."""
    world = World(TEXT, NOW, tmp_path)
    world.apply()
    before = world.rendered("web", "2026-11-25T12:00", "2026-12-14T09:00")
    asked = Asked("web", date(2026, 12, 14), Change(add=(Joiner("eve", "after", "ana"),)))
    proposal = propose(load_texts("rota.yaml", {"rota.yaml": world.text}), asked, world.now)
    world.text = proposal.edit.texts["rota.yaml"]
    # Everybody behind a joiner moves on by a turn, and nothing else is unusual about it.
    assert {flag.flag for flag in world.plan().flags} == {"mass"}
    world.apply(["mass"])
    assert world.rendered("web", "2026-11-25T12:00", "2026-12-14T09:00") == before
    assert world.rendered("web", "2026-12-14T09:00", "2027-01-18T09:00") == [
        ("2026-12-14 09:00Z", "2026-12-21 09:00Z", "Ana Ortiz"),
        ("2026-12-21 09:00Z", "2026-12-28 09:00Z", "Eve Lin"),
        ("2026-12-28 09:00Z", "2027-01-04 09:00Z", "Ben Ode"),
        ("2027-01-04 09:00Z", "2027-01-11 09:00Z", "Cal Roe"),
        ("2027-01-11 09:00Z", "2027-01-18 09:00Z", "Ana Ortiz"),
    ]
    new, old = world.schedule("web")["schedule_layers"]
    assert old["end"] == new["start"]
    assert summaries(world.plan()) == []


def test_a_leave_of_months_is_two_handovers(tmp_path: Path) -> None:
    """Out and back, on the rota and on the one that follows it."""
    world = World(TEXT, NOW, tmp_path)
    world.apply()
    asked = Asked("web", date(2026, 12, 14), Change(remove=("ben",)), date(2027, 1, 4))
    proposal = propose(load_texts("rota.yaml", {"rota.yaml": world.text}), asked, world.now)
    assert {row.rota for row in proposal.turns} == {"web", "second"}
    world.text = proposal.edit.texts["rota.yaml"]
    world.apply(["mass"])
    names = [name for _, _, name in world.rendered("web", "2026-12-14T09:00", "2027-01-25T09:00")]
    assert names == ["Ana Ortiz", "Cal Roe", "Ana Ortiz", "Cal Roe", "Ana Ortiz", "Ben Ode"]
    assert summaries(world.plan()) == []
