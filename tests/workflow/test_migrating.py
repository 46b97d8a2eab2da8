"""A rota moves to a shift-based schedule: proven before anybody depends on it, and never paged otherwise."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import NotFoundError, RefusedError
from reconciler.plan.migration import Migrated, Migration
from reconciler.sandbox import Crashed, Faults, Quirks, resolve_incident, seed_incident, seed_service
from reconciler.sandbox.faults import When
from reconciler.workflow.migrating import carry_out, propose, remove
from tests.plan.files import IN_HOURS, OOH, settled, support, world
from tests.workflow.results import statuses
from tests.world import Data, World

NOW = "2026-11-25 12:00"
COVER: Data = {
    "rota": OOH,
    "cover": "ana",
    "by": "cal",
    "from": "2026-11-26 17:00",
    "until": "2026-11-27 09:00",
}


WHEN: tuple[When, ...] = ("before", "after")


def data(**more: Any) -> Data:
    """Four support rotas, and a policy that notifies the people in hours and then those out of hours."""
    levels = [
        {"notify": IN_HOURS, "escalate_after": "5 minutes"},
        {"notify": OOH, "escalate_after": "15 minutes"},
    ]
    file = support("2026-11-23", horizon="8 weeks", overrides=[COVER])
    return file | {"policies": {"always": {"name": "24x7", "levels": levels}}} | more


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The file has been applied; its schedules are layers."""
    return settled(data(), NOW, tmp_path)


def there(made: World, key: str = OOH) -> Migration:
    """What moving takes, by what is there now."""
    return propose(made.question(), key, made.reader(), "sandbox", tuple(made.ledger.load()))


def moved(made: World, key: str = OOH) -> Migrated:
    """Go on from wherever it is."""
    return carry_out(made.question(), key, made.tools(), "sandbox")


def notified(made: World) -> list[str]:
    """What the levels of the policy notify, by type."""
    return [t["type"] for rule in made.policy("always")["escalation_rules"] for t in rule["targets"]]


def names(made: World, path: str, name: str) -> list[str]:
    """The names of all schedules of a kind."""
    return sorted(s[name] for s in made.get(path, {"limit": 100})["schedules"])


def test_a_rota_moves_with_all_that_is_ahead(made: World) -> None:
    """The same people over a year; the policy notifies the new schedule, and a plan has nothing to do."""
    before = made.rendered(OOH, "2026-11-25 12:00", "2027-02-25 12:00")
    came = moved(made)
    assert came.retired
    assert came.differences == ()
    assert came.proven is not None
    assert (came.proven.end - came.proven.start).days >= 360
    made.change(lambda d: d["rotas"][OOH].update(kind="shifts"))
    assert made.rendered(OOH, "2026-11-25 12:00", "2027-02-25 12:00") == before
    assert notified(made) == ["schedule_reference", "schedule_v3_reference"]
    assert names(made, "/v3/schedules", "summary") == ["Ooh"]
    assert names(made, "/schedules", "name") == ["In-Comms", "In-Hours", "Ooh (layers)", "Ooh-Comms"]
    assert (made.plan().actions, made.plan().refused) == ((), ())
    assert there(made).done


def test_the_file_need_not_say_of_which_kind_it_is(made: World) -> None:
    """A rota stays what it is in PagerDuty."""
    moved(made)
    plan = made.plan()
    assert (plan.actions, plan.refused, plan.conflicts) == ((), (), ())


def test_proposing_writes_nothing(made: World) -> None:
    """It reads, with a client that cannot do anything else."""
    before = list(made.writes)
    proposal = there(made)
    assert made.writes == before
    assert proposal.make.actions[0].tag == "create_schedule"
    assert [a.tag for a in proposal.switch.actions] == ["update_policy"]
    assert not proposal.done


@pytest.mark.proof
def test_it_can_be_cut_at_any_request_and_goes_on(tmp_path: Path) -> None:
    """Before and after each write; in between everybody is paged who would be, and at the end it is done."""
    calm = settled(data(), NOW, tmp_path / "calm")
    begun = len(calm.writes)
    moved(calm)
    number = len(calm.writes) - begun
    assert number > 6
    for at in range(1, number + 1):
        for when in WHEN:
            made = settled(data(), NOW, tmp_path / f"{at}-{when}")
            made.strike(Faults.crash(at, when, method="write"))
            with pytest.raises(Crashed):
                moved(made)
            made.strike()
            paged(made)
            came = moved(made)
            assert came.retired or there(made).done, (at, when, came)
            paged(made)
            assert there(made).done, (at, when)
            assert made.plan().actions == (), (at, when)


def paged(made: World) -> None:
    """The second level pages Ana now, by whichever schedule it notifies."""
    (target,) = made.policy("always")["escalation_rules"][1]["targets"]
    query = {"since": "2026-11-25T18:00:00Z", "until": "2026-11-25T18:01:00Z", "schedule_ids[]": target["id"]}
    rows = made.get("/oncalls", query)["oncalls"]
    assert {row["user"]["summary"] for row in rows} == {"Ana"}, rows


def test_where_the_new_schedule_renders_otherwise_nothing_is_switched(tmp_path: Path) -> None:
    """An account that counts seconds over a change of the clocks would hand over an hour off."""
    made = settled(data(), NOW, tmp_path, Quirks(v3_span="elapsed"))
    came = moved(made)
    assert came.differences
    assert not came.retired
    assert notified(made) == ["schedule_reference", "schedule_reference"]
    assert "Ooh" in names(made, "/schedules", "name")


def by_hand(made: World) -> None:
    made.override_by_hand(OOH, "dee", "2026-12-01 17:00", "2026-12-01 20:00")


def changed(made: World) -> None:
    made.change(lambda d: d["overrides"].clear())


def stranger(made: World) -> None:
    rule = {
        "escalation_delay_in_minutes": 5,
        "targets": [{"id": made.schedule_id(OOH), "type": "schedule_reference"}],
    }
    policy = {"type": "escalation_policy", "name": "Night desk", "escalation_rules": [rule]}
    made.send("POST", "/escalation_policies", {"escalation_policy": policy})


def odd(made: World) -> None:
    def change(file: Data) -> None:
        line_up = {"from": "2026-11-23 17:00", "people": ["ana", "ben", "cal", "dee", "eve"]}
        file["rotas"][OOH] = {"name": "Ooh", "turn": "5 hours", "line_ups": [line_up]}
        file["overrides"].clear()

    made.change(change)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (by_hand, "1 override made by hand would stay behind on the old schedule"),
        (changed, "PagerDuty differs from the file"),
        (stranger, "Night desk would go on with the old schedule"),
        (odd, "cannot be shift-based"),
    ],
)
def test_what_is_in_the_way_is_told_and_nothing_is_written(
    made: World, before: Callable[[World], None], said: str
) -> None:
    """All of it before the first request; each says what to do."""
    before(made)
    assert any(said in reason for reason in there(made).blocked), there(made).blocked
    writes = list(made.writes)
    with pytest.raises(RefusedError, match="Ooh cannot move"):
        moved(made)
    assert made.writes == writes


def test_a_policy_that_cannot_be_written_keeps_the_old_schedule(made: World) -> None:
    """It would go on with a schedule that nobody keeps up any more."""
    made.change(lambda d: d["people"].update(new={"name": "New", "email": "new@example.org"}))
    made.change(
        lambda d: d["policies"]["always"]["levels"].append({"notify": "new", "escalate_after": "9 minutes"})
    )
    assert any("24x7" in reason and "New" in reason for reason in there(made).blocked), there(made).blocked


def test_a_rota_that_is_nowhere_is_made_by_an_apply(tmp_path: Path) -> None:
    """There is nothing to move."""
    made = world(data(), NOW, tmp_path)
    with pytest.raises(NotFoundError, match="nothing to move"):
        there(made)


def test_the_old_schedule_goes_once_no_incident_runs_on_it(made: World) -> None:
    """Until then PagerDuty refuses, and that is said."""
    policy = made.policy("always")["id"]
    seed_service(made.store, name="Web", policy_id=policy)
    incident = seed_incident(made.store, policy)
    moved(made)
    proposal = there(made)
    (old,) = proposal.left
    outcome = remove(proposal, old, made.tools(), made.question())
    assert statuses(outcome) == [("delete_schedule", "failed")]
    assert "open incidents still run on a policy" in str(outcome.results[0].message)
    resolve_incident(made.store, incident)
    outcome = remove(there(made), old, made.tools(), made.question())
    assert statuses(outcome) == [("delete_schedule", "done")]
    assert there(made).left == ()
