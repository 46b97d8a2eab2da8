"""What people made by hand on a shift-based schedule goes into the file, and a plan has nothing to do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.config.loader import load_texts
from reconciler.edit.written import Form, in_brackets
from reconciler.errors import UsageError
from reconciler.workflow import adopting
from reconciler.workflow.by_hand import Adoption, Asked, adopt
from tests import shifts_by_hand as shifts
from tests.world import World

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""A Wednesday: Ana has the nights of this week, Ben those of the next."""
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
  day: Mon-Fri 09:00-17:00
  night: outside day
rotas:
  web:
    name: Web
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-03-02, people: [ana, ben]}
bank_holidays:
  calendar: england-and-wales
  window: day
  rules: {web: current}
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The file, applied."""
    found = World(FILE, NOW, tmp_path)
    assert found.apply().exit_code == 0
    return found


def proposed(world: World) -> Adoption:
    loaded = load_texts("rota.yaml", {"rota.yaml": world.text})
    found = adopt(loaded, Asked(), world.reader(), "sandbox", world.ledger.load(), world.now)
    if found.proposal.edit is not None:
        world.text = found.proposal.edit.loaded.sources["rota.yaml"]
    return found


def test_an_override_of_one_person_is_a_cover(world: World) -> None:
    """Of the two events of a week out of hours it stands in for Ana in one: the weekend."""
    world.override_by_hand("web", "cal", "2026-03-06 17:00", "2026-03-09 09:00")
    found = proposed(world)
    (outcome,) = found.proposal.outcomes
    assert [in_brackets(line.insertion.item, Form()) for line in outcome.lines] == [
        "{rota: web, cover: ana, by: cal, from: 2026-03-06 17:00, until: 2026-03-09 09:00}"
    ]
    assert (found.proof.wrong, found.proof.tidied) == ((), ())
    plan = world.plan()
    assert (plan.actions, plan.shifts, plan.conflicts) == ((), (), ())


def test_somebody_on_beside_another_is_told(world: World) -> None:
    """Cal takes a custom shift in Ana's night: both are paged, and no line says so."""
    user, id_ = world.user_id("cal"), world.schedule_id("web")
    made = {"type": "user_member", "user_id": user}
    shift = {
        "type": "custom_shift",
        "start_time": "2026-03-05T20:00:00Z",
        "end_time": "2026-03-05T23:00:00Z",
        "assignments": [{"type": "shift_assignment", "member": made}],
    }
    world.send("POST", f"/v3/schedules/{id_}/custom_shifts", {"custom_shifts": [shift]})
    found = proposed(world)
    (outcome,) = found.proposal.outcomes
    (refused,) = outcome.refused
    assert outcome.lines == ()
    assert refused.message == (
        "a custom shift puts Cal Roe on beside Ana Ortiz Thu 5 Mar 20:00 – 23:00; "
        "a file has one person at a time"
    )


def test_nobody_in_the_place_of_somebody_is_told_and_can_be_ours(world: World) -> None:
    """No line says so; claimed as ours it is not wanted, and the next apply takes it away."""
    id_ = world.schedule_id("web")
    start, end = (datetime(2026, 3, 5, hour, tzinfo=UTC) for hour in (20, 23))
    (there,) = shifts.assignments(world, id_, start, end)
    override = {
        "type": "override_shift",
        "rotation_id": there["source"]["rotation_id"],
        "start_time": "2026-03-05T20:00:00Z",
        "end_time": "2026-03-05T23:00:00Z",
        "overridden_member": there["member"],
        "overriding_member": {"type": "empty_member"},
    }
    world.send("POST", f"/v3/schedules/{id_}/overrides", {"overrides": [override]})
    (outcome,) = proposed(world).proposal.outcomes
    assert (outcome.made.who, outcome.lines) == ("nobody", ())
    (refused,) = outcome.refused
    assert refused.message == (
        "nobody is to be on Web Thu 5 Mar 20:00 – 23:00; "
        "a file leaves only windows of bank holidays to nobody"
    )
    made = outcome.made.override.id
    assert f"`rota adopt --ours {made}`" in refused.hint
    reader, records = world.reader(), world.ledger.load()
    (claim,) = adopting.find([made], world.file, reader, "sandbox", records, NOW)
    assert claim.who == "nobody"
    note = {"account": "sandbox", "run": "r", "commit": None, "by": None, "now": NOW}
    adopting.adopt([claim], world.file, world.ledger, **note)  # type: ignore[arg-type]
    assert world.apply().exit_code == 0
    row = ("2026-03-05T20:00:00Z", "2026-03-05T23:00:00Z", shifts.NOBODY)
    assert row not in world.overrides("web")
    with pytest.raises(UsageError, match="there is no override"):
        adopting.find([made], world.file, world.reader(), "sandbox", world.ledger.load(), NOW)
