"""A stale plan says who changed what, where PagerDuty tells, and is refused just the same where not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import StalePlanError
from reconciler.plan.model import Plan
from reconciler.remote.client import make_client
from reconciler.requests import AuditNote
from reconciler.sandbox import USER_HEADER, set_abilities
from reconciler.workflow import stale
from tests.plan.files import settled, web, world
from tests.world import Data, World

CHANGED = "changed in PagerDuty since the plan was saved: "


def file() -> Data:
    """A rota, and a policy that pages it."""
    levels = [{"notify": "web", "escalate_after": "5 minutes"}]
    return web(("2026-01-05", "ana", "ben")) | {
        "policies": {"first": {"name": "First", "levels": levels}},
        "safety": {"mass": "100%"},
    }


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Both applied at noon, and a joiner to come."""
    found = settled(file(), "2026-11-25 12:00", tmp_path)
    found.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2026-12-07", "people": ["dee"]}))
    return found


def by(made: World, person: str, method: str, path: str, body: Any) -> None:
    """Somebody in the web editor."""
    client = make_client("sandbox", api_url="http://127.0.0.1", inner=made.plain, read_only=False)
    headers = {USER_HEADER: made.user_id(person)}
    answer = client.request(method, path, json=body, headers=headers)
    assert answer.is_success, answer.text


def describe(made: World, person: str, text: str) -> None:
    """Somebody gives Web another description in the web editor."""
    body = {"schedule": {"time_zone": "Europe/London", "description": text}}
    by(made, person, "PUT", f"/schedules/{made.schedule_id('web')}", body)


def test_a_plan_as_of_a_time_to_come_is_refused(made: World) -> None:
    """Whoever is on call now would not be asked for: it says what changes for the people of that time."""
    plan = made.plan()
    made.now -= timedelta(days=3)
    with pytest.raises(StalePlanError) as caught:
        stale.require_fresh(plan, made.file, "digest", made.reader(), made.ledger.load(), made.now)
    assert caught.value.message == "the plan was made as of Wed 25 Nov 12:00, which is still to come"
    assert caught.value.hint == "plan as of now, without --now: rota plan -o FILE"
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("seconds", [-50, 0, 50])
def test_clocks_of_two_machines_may_differ_by_seconds(made: World, seconds: int) -> None:
    """The job that plans and the one that applies may run on two."""
    plan = made.plan()
    made.now += timedelta(seconds=seconds)
    stale.require_fresh(plan, made.file, plan.file_digest, made.reader(), made.ledger.load(), made.now)


def test_a_plan_of_which_no_shift_has_begun_does_not_last_for_ever(tmp_path: Path) -> None:
    """A boundary is looked for three weeks ahead, and no further."""
    data = web(("2026-01-05", "ana"))
    del data["rotas"]["web"]["hours"]
    data["rotas"]["web"]["turn"] = "26 weeks"
    made = settled(data, "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d["rotas"]["web"].update(name="Web and more"))
    plan = made.plan()
    assert plan.shift_boundary is None
    made.now += timedelta(days=20)
    stale.require_fresh(plan, made.file, plan.file_digest, made.reader(), made.ledger.load(), made.now)
    made.now += timedelta(days=1)
    with pytest.raises(StalePlanError, match=r"^the plan is of Wed 25 Nov 12:00$"):
        stale.require_fresh(plan, made.file, plan.file_digest, made.reader(), made.ledger.load(), made.now)


def refused(made: World, plan: Plan, reader: Any = None) -> str:
    with pytest.raises(StalePlanError) as caught:
        stale.require_fresh(plan, made.file, "digest", reader or made.reader(), made.ledger.load(), made.now)
    assert caught.value.hint == "plan again: rota plan -o FILE"
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith(CHANGED)
    return caught.value.message.removeprefix(CHANGED)


class Telling:
    """A reader whose audit trail is a test's."""

    def __init__(self, made: World, *notes: AuditNote) -> None:
        self.inner = made.reader()
        self.notes = notes
        self.asked: list[tuple[str, str, datetime, datetime]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def changes(self, *asked: Any) -> Sequence[AuditNote]:
        """The notes."""
        self.asked.append(asked)
        return self.notes


def test_who_changed_it_is_told(made: World) -> None:
    """By name, local time, and what it was about."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    assert refused(made, plan) == "Web (by Ana, Wed 25 Nov 12:10: description)"


def test_each_object_is_told_apart(made: World) -> None:
    """A schedule, and the policy that pages it."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    made.at("2026-11-25 12:20")
    policy = made.policy("first")
    body = {"escalation_policy": policy | {"num_loops": 4}}
    by(made, "ben", "PUT", f"/escalation_policies/{policy['id']}", body)
    assert refused(made, plan) == (
        "Web (by Ana, Wed 25 Nov 12:10: description) and First (by Ben, Wed 25 Nov 12:20: repeat)"
    )


def test_a_plan_that_was_applied_already_says_so(tmp_path: Path) -> None:
    """It was this token: what a second apply of one plan comes upon are the writes of the first."""
    made = world(file(), "2026-11-25 12:00", tmp_path)
    plan = made.plan()
    made.at("2026-11-25 12:10")
    assert made.apply(plan=plan).exit_code == 0
    assert refused(made, plan) == (
        "Web (by this token, Wed 25 Nov 12:10: created) and First (by this token, Wed 25 Nov 12:10: created)"
    )
    assert len(made.get("/schedules")["schedules"]) == 1


def test_a_batch_of_overrides_is_one_deed(made: World) -> None:
    """The trail has a record for each."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    for day in ("01", "02", "03"):
        made.override_by_hand("web", "cal", f"2026-12-{day} 10:00", f"2026-12-{day} 11:00")
    assert refused(made, plan) == "Web (by this token, Wed 25 Nov 12:10: an override made, 3 times)"


def test_what_was_done_before_the_plan_is_nobodys_fault(made: World) -> None:
    """Nor what was done in the very second of it, of which nobody knows what came first."""
    plan = made.plan()
    describe(made, "ana", "Mine.")
    assert refused(made, plan) == "Web"


def test_a_long_story_is_cut_short(made: World) -> None:
    """The newest changes matter."""
    plan = made.plan()
    for minute, person in enumerate(("ana", "ben", "cal", "dee", "eve"), start=10):
        made.at(f"2026-11-25 12:{minute}")
        describe(made, person, f"{person}'s.")
    assert refused(made, plan) == (
        "Web (by Eve, Wed 25 Nov 12:14: description; by Dee, Wed 25 Nov 12:13: description; "
        "by Cal, Wed 25 Nov 12:12: description; and 2 changes before)"
    )


@pytest.mark.parametrize("abilities", [["teams"], []])
def test_without_an_audit_trail_the_object_alone_is_told(made: World, abilities: list[str]) -> None:
    """Not every account pays for it."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    set_abilities(made.store, abilities)
    assert refused(made, plan) == "Web"


@pytest.mark.parametrize("status", [403, 404, 400])
def test_a_token_that_may_not_see_the_trail_is_no_hindrance(made: World, status: int) -> None:
    """Many may read schedules, few the trail."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    made.transport.fault = lambda _, path, __: status if path.endswith("/audit/records") else None
    assert refused(made, plan) == "Web"


def test_what_is_gone_is_told_without_a_name(made: World) -> None:
    """PagerDuty has no trail of it any more."""
    made.change(lambda d: d.pop("policies"))
    made.change(lambda d: d["rotas"].update(leads={"name": "Leads", "managed": False}))
    plan = made.plan()
    made.at("2026-11-25 12:10")
    made.send(
        "DELETE", f"/escalation_policies/{made.get('/escalation_policies')['escalation_policies'][0]['id']}"
    )
    made.send("DELETE", f"/schedules/{made.schedule_id('web')}")
    assert refused(made, plan) == "Web"


def test_an_account_is_not_looked_up_in_the_trail(made: World) -> None:
    """Only schedules and policies are."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    made.send("DELETE", f"/users/{made.user_id('dee')}")
    reader = Telling(made)
    assert "the account of dee@example.org" in refused(made, plan, reader)
    assert {kind for kind, *_ in reader.asked} <= {"schedule", "policy"}


def test_the_trail_is_asked_about_the_time_since_the_plan(made: World) -> None:
    """And about so many objects only."""
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    note = AuditNote(plan.now + timedelta(minutes=3), "the key ending in zzz9", "layers, name")
    reader = Telling(made, note)
    assert refused(made, plan, reader) == "Web (by the key ending in zzz9, Wed 25 Nov 12:03: layers, name)"
    assert reader.asked == [("schedule", made.schedule_id("web"), plan.now, made.now)]


def test_only_so_many_objects_are_asked_about(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account in which everything changed is told without a hundred more requests."""
    monkeypatch.setattr(stale, "MOST_ASKED", 1)
    plan = made.plan()
    made.at("2026-11-25 12:10")
    describe(made, "ana", "Mine.")
    policy = made.policy("first")
    made.send("PUT", f"/escalation_policies/{policy['id']}", {"escalation_policy": policy | {"num_loops": 4}})
    reader = Telling(made)
    assert refused(made, plan, reader) == "Web and First"
    assert len(reader.asked) == 1
