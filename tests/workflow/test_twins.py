"""Schedules and policies that are there twice: what may go goes, and the rest is for people to settle."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.plan.model import Plan
from reconciler.sandbox import Duplicate, Faults, Reset, Rule, Stale
from reconciler.sandbox.faults import Fault
from reconciler.workflow.applying import apply
from tests.plan.files import done, reasons, world
from tests.workflow.results import messages, statuses
from tests.workflow.stories import two_teams
from tests.world import World

LISTS = {"schedules": "/schedules", "escalation_policies": "/escalation_policies"}


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Two rotas and a policy, before they are applied for the first time."""
    return world(two_teams(), "2026-12-01 12:00", tmp_path)


def copy(made: World, kind: str, name: str) -> str:
    """Another object just like one that is there, as by a request that arrived twice; its id."""
    (held,) = (each for each in made.store.all(kind) if each["name"] == name)
    twin = {**held, "id": made.store.new_id()}
    made.store.save(kind, twin)
    return str(twin["id"])


def forget_results(made: World) -> None:
    """The run ended before it could record what came of anything."""
    path = made.folder / "ledger.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in lines if '"phase":"intent"' in line), encoding="utf-8")


def names(made: World, kind: str) -> list[str]:
    """What is there of a kind."""
    return sorted(each["name"] for each in made.get(LISTS[kind], {"limit": 100})[kind])


def tags(plan: Plan) -> list[tuple[str, str]]:
    """What a plan would do to what."""
    return [(action.tag, action.key) for action in plan.actions]


def test_a_copy_that_an_unfinished_run_may_have_made_goes(made: World) -> None:
    """The one that the policy pages stays; it needs no flag, since nobody would miss the other."""
    done(made)
    forget_results(made)
    used, twin = made.schedule_id("web"), copy(made, "schedules", "Web")
    plan = made.plan()
    assert tags(plan) == [("delete_schedule", "web")]
    assert getattr(plan.actions[0], "id", None) == twin
    assert [change.summary for change in plan.changes] == ["Web (a second copy, used by nothing)"]
    assert (plan.flags, plan.refused) == ((), ())
    done(made)
    assert made.schedule_id("web") == used


def test_a_policy_that_was_made_twice_goes_too(made: World) -> None:
    """Of two that no service uses the first by id stays."""
    done(made)
    forget_results(made)
    copy(made, "escalation_policies", "First")
    assert tags(made.plan()) == [("delete_policy", "first")]
    done(made)
    assert names(made, "escalation_policies") == ["First"]


def test_once_it_has_gone_another_copy_is_somebody_elses(made: World) -> None:
    """The unfinished run explains one."""
    done(made)
    forget_results(made)
    copy(made, "schedules", "Web")
    done(made)
    twin = copy(made, "schedules", "Web")
    assert made.apply().exit_code == 3
    assert twin in reasons(made, "web")


def test_a_copy_that_no_run_of_ours_explains_is_named_and_kept(made: World) -> None:
    """With both addresses, and what to do; the other rota goes ahead, what needs this one waits."""
    done(made)
    twin = copy(made, "schedules", "Web")
    urls = sorted(
        s["html_url"] for s in made.get("/schedules", {"limit": 100})["schedules"] if s["name"] == "Web"
    )
    made.change(lambda d: d["rotas"]["db"]["line_ups"].append({"from": "2026-12-07", "people": ["kit"]}))
    plan = made.plan()
    assert tags(plan) == [("update_schedule", "db")]
    assert reasons(made, "web") == (
        f"Which schedule is web? 2 are marked `Managed as code: web`: {urls[0]} and {urls[1]}. "
        "Delete the one that is not used, then plan again"
    )
    assert reasons(made, "first") == "it needs Web, which is refused"
    assert made.apply(["mass"]).exit_code == 4
    made.send("DELETE", f"/schedules/{twin}")
    done(made)


def test_a_policy_that_is_there_twice_is_named_and_neither_is_written(made: World) -> None:
    """Nor is a third one made."""
    done(made)
    copy(made, "escalation_policies", "First")
    assert made.plan().actions == ()
    assert "Which escalation policy is first? 2 are marked" in reasons(made, "first")
    assert made.apply().exit_code == 3


@pytest.mark.parametrize("why", ["changed", "overridden", "used", "another source's"])
def test_a_copy_that_somebody_would_miss_stays(made: World, why: str) -> None:
    """Though an unfinished run may have made it."""
    done(made)
    forget_results(made)
    twin = copy(made, "schedules", "Web")
    (held,) = (each for each in made.store.all("schedules") if each["id"] == twin)
    if why == "changed":
        made.store.save("schedules", {**held, "time_zone": "Europe/Paris"})
    elif why == "overridden":
        entry = {"start": "2026-12-09T10:00:00Z", "end": "2026-12-09T11:00:00Z"}
        body = {"overrides": [entry | {"user": {"id": made.user_id("kit"), "type": "user_reference"}}]}
        made.send("POST", f"/schedules/{twin}/overrides", body)
    elif why == "used":
        rule = {"escalation_delay_in_minutes": 5, "targets": [{"id": twin, "type": "schedule_reference"}]}
        policy = {"type": "escalation_policy", "name": "Mine", "escalation_rules": [rule]}
        made.send("POST", "/escalation_policies", {"escalation_policy": policy})
    else:
        other = held["description"].replace("example/rota", "example/other")
        for each in made.store.all("schedules"):
            if each["name"] == "Web":
                made.store.save("schedules", {**each, "description": other})
    assert made.plan().actions == ()
    assert twin in reasons(made, "web")


@pytest.mark.parametrize("gone", [True, False])
def test_a_copy_is_looked_at_right_before_it_goes(made: World, gone: bool) -> None:  # noqa: FBT001 - a table's
    """The other one may be gone by then, or this one used."""
    done(made)
    forget_results(made)
    stays, twin = made.schedule_id("web"), copy(made, "schedules", "Web")
    plan = made.plan()
    if gone:
        made.store.delete("schedules", stays)
    else:
        entry = {"start": "2026-12-09T10:00:00Z", "end": "2026-12-09T11:00:00Z"}
        body = {"overrides": [entry | {"user": {"id": made.user_id("kit"), "type": "user_reference"}}]}
        made.send("POST", f"/schedules/{twin}/overrides", body)
    outcome = apply(plan, made.file, made.tools())
    assert statuses(outcome) == [("delete_schedule", "skipped")]
    why = "the other one is gone" if gone else "it has overrides by now"
    assert messages(outcome, "skipped") == [f"kept, though it was made twice, because {why}; plan again"]


def test_what_left_the_file_is_deleted_without_another_look(made: World) -> None:
    """It is no copy of anything."""
    done(made)
    made.change(lambda d: d.pop("policies"))
    outcome = apply(made.plan(delete=True), made.file, made.tools(), ["delete"])
    assert statuses(outcome) == [("delete_policy", "done")]


TWICE: dict[str, tuple[Fault, ...]] = {
    "and its answer is lost": (Duplicate("first"), Reset("after")),
    "while reads lag": (Duplicate("second"), Stale(requests=3)),
    "while reads lag for long": (Duplicate("second"), Stale(requests=100)),
}


@pytest.mark.parametrize("how", TWICE)
@pytest.mark.parametrize("post", [1, 2, 4])
def test_what_arrives_twice_is_seen_to_or_told(made: World, how: str, post: int) -> None:
    """In the same run where that shows in time; else the run does not say that it is done."""
    made.strike(Faults(tuple(Rule(fault, method="POST", nth=post) for fault in TWICE[how])))
    outcome = made.apply()
    made.strike()
    twice = [*names(made, "schedules"), *names(made, "escalation_policies")] != ["Db", "Web", "First"]
    assert (outcome.exit_code == 0) != twice, outcome.results
    if twice:
        key = ("web", "db", "", "first")[post - 1]
        assert " are marked `Managed as code: " in reasons(made, key)
    else:
        assert made.plan().actions == ()


def test_a_twin_that_is_not_what_was_to_be_made_stays(made: World) -> None:
    """Somebody else made it since the plan was made: ours goes, and nothing is built on theirs."""
    plan = made.plan()

    def meanwhile(method: str, path: str, _: Any) -> None:
        if (method, path) == ("POST", "/schedules"):
            made.transport.fault = lambda *_: None
            body = {"name": "Mine", "time_zone": "Europe/London", "description": _mark(plan)}
            made.send("POST", "/schedules", {"schedule": {"type": "schedule", **body}})

    made.transport.fault = meanwhile
    outcome = apply(plan, made.file, made.tools())
    assert (
        messages(outcome, "skipped")[0] == "Web was made by somebody else since the plan was made; plan again"
    )
    assert names(made, "schedules") == ["Db", "Mine"]


def _mark(plan: Plan) -> str:
    return str(getattr(plan.actions[0], "description", ""))


def test_where_both_of_two_runs_gave_way_it_is_said(made: World) -> None:
    """The other run's went while ours did."""
    plan = made.plan()
    tools = made.tools()

    def vanish() -> None:
        method, path, _ = made.transport.requests[-1]
        if (method, path) == ("POST", "/schedules") and names(made, "schedules") == ["Web"]:
            copy(made, "schedules", "Web")
        elif method == "DELETE":
            for each in made.store.all("schedules"):
                made.store.delete("schedules", each["id"])

    made.transport.after_write = vanish
    outcome = apply(replace(plan, actions=plan.actions[:1]), made.file, tools)
    assert messages(outcome, "failed") == ["Web was made by two runs at once, which both gave way; run again"]
    made.transport.after_write = lambda: None
    done(made)
