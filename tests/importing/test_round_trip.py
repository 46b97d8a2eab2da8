"""A file of shift-based rotas, applied and imported again: as many layers, and the same people on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.intervals import Interval, Segment, Timeline, merge
from reconciler.plan.build import Question
from reconciler.remote.recorded import as_live
from reconciler.requests import AccountRequest
from reconciler.shifts import engine
from reconciler.workflow.importing import bring_in
from reconciler.workflow.planning import make
from tests.importing.accounts import AHEAD, BACK, untouched, write
from tests.world import World

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
kind: shifts
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
hours:
  in-hours: Mon-Fri 09:00-17:00
  out-of-hours: outside in-hours
rotas:
  in-hours:
    name: In hours
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-11-23, people: [ana, ben]}
      - {from: 2026-12-14, people: [ben, cal, ana]}
  out-of-hours:
    name: Out of hours
    hours: out-of-hours
    turn: 1 week
    handover: Monday 17:00
    line_ups:
      - {from: 2026-11-23, people: [cal, ben, ana]}
  round:
    name: Round
    turn: 12 hours
    line_ups:
      - {from: 2026-11-24 09:00, people: [ana, ben, cal]}
      - {from: 2026-12-21 09:00, pause: closed}
      - {from: 2027-01-04 09:00, people: [cal, ben, ana]}
  mornings:
    name: Mornings
    hours: in-hours
    turn: 1 day
    handover: 09:00
    line_ups:
      - {from: 2026-11-24, people: [ana, cal]}
  both:
    name: Both
    layers:
      - name: base
        turn: 1 week
        handover: Monday 09:00
        line_ups:
          - {from: 2026-11-23, people: [ana, ben]}
      - name: office
        hours: in-hours
        turn: 1 week
        handover: Monday 09:00
        line_ups:
          - {from: 2026-11-23, people: [cal, ana]}
          - {from: 2026-12-07, people: [ben, cal]}
bank_holidays:
  calendar: england-and-wales
  window: in-hours
  rules: {in-hours: nobody, out-of-hours: current}
"""


def who(world: World, key: str, span: Interval) -> Timeline[str]:
    """Who is on by the file of a world."""
    return merge(Segment(s.start, s.end, s.person) for s in engine.shifts(world.file, key, span))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The file, applied."""
    found = World(FILE, NOW, tmp_path)
    assert found.apply().exit_code == 0
    return found


def test_what_was_applied_is_imported_as_it_was_written(world: World) -> None:
    """With the rules of bank holidays; a plan of it has nothing to do."""
    with world.reader() as reader:
        read = reader.everything(AccountRequest("sandbox", NOW - BACK, NOW + AHEAD))
    found = bring_in(read, NOW, write, as_live)
    plan, _ = make(Question(found.loaded.file, "", NOW), world.reader(), "sandbox", ())
    assert untouched(plan)
    layers = {rota.key: [layer.name for layer in rota.layers] for rota in found.draft.managed}
    assert layers == {
        "both": ["base", "office"],
        "in-hours": ["main"],
        "mornings": ["main"],
        "out-of-hours": ["main"],
        "round": ["main"],
    }
    bank = found.draft.bank
    assert bank is not None
    assert (bank.calendar, bank.rules) == (
        "england-and-wales",
        {"in-hours": "nobody", "out-of-hours": "current"},
    )
    text = found.texts["rota.yaml"]
    for line in ("turn: 12 hours", "turn: 1 day", "people: [ben, cal, ana]", "pause: "):
        assert line in text
    again = World(text, NOW, world.folder)
    span = Interval(NOW, NOW + AHEAD)
    for key in layers:
        assert who(again, key, span) == who(world, key, span)
