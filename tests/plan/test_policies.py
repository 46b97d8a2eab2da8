"""Escalation policies: levels, targets of both kinds, and everything unmanaged, which is kept."""

from pathlib import Path
from typing import Any

import pytest

from reconciler.sandbox import seed_schedule, seed_user, seed_v3_schedule, set_abilities
from tests.plan.files import done, flags, reasons, rota, settled, web, world
from tests.world import Data, World, summaries


def document(**policy: Any) -> Data:
    """Web with a policy of two levels: web, then the mailbox."""
    data = web(("2026-01-05", "ana", "ben"))
    levels = [
        {"notify": "web", "escalate_after": "5 minutes"},
        {"notify": "team", "escalate_after": "30 minutes"},
    ]
    data["policies"] = {"first": {"name": "First", "levels": levels} | policy}
    return data


@pytest.fixture
def made(tmp_path: Path) -> World:
    return settled(document(), "2026-11-25 12:00", tmp_path)


def levels(made: World, key: str = "first") -> list[tuple[int, list[str]]]:
    """Delay and the names of the targets, level by level."""
    rules = made.policy(key)["escalation_rules"]
    return [(rule["escalation_delay_in_minutes"], [t["summary"] for t in rule["targets"]]) for rule in rules]


def put(made: World, **fields: Any) -> None:
    """Somebody edits the policy in PagerDuty."""
    policy = made.policy("first") | fields
    made.send("PUT", f"/escalation_policies/{policy['id']}", {"escalation_policy": policy})


def ids(made: World) -> list[str]:
    return [rule["id"] for rule in made.policy("first")["escalation_rules"]]


def test_a_policy_is_made_after_the_rotas_that_it_names(made: World) -> None:
    """In one run, with its marker in the description."""
    assert made.writes == [("POST", "/schedules"), ("POST", "/escalation_policies")]
    assert levels(made) == [(5, ["Web"]), (30, ["Team"])]
    text = "Managed as code: first in https://github.com/example/rota"
    assert made.policy("first")["description"] == text


def test_changes_of_levels_are_said_in_words(made: World) -> None:
    """Delay, targets, a new level, repeats and the name."""

    def edit(d: Data) -> None:
        policy = d["policies"]["first"]
        policy.update(name="One", repeat=2, description="Called at night.")
        policy["levels"][0].update(notify=["web", "cal"], escalate_after="10 minutes")
        policy["levels"].append({"notify": "dee", "escalate_after": "5 minutes"})

    made.change(edit)
    assert summaries(made.plan()) == [
        "rename policy first: First → One",
        "update policy first: repeat 0 → 2",
        "update policy first: description rewritten",
        "update policy first: level 1: escalate after 5 → 10 minutes",
        "update policy first: level 1: Web → Web, Cal",
        "update policy first: new level 3: Dee, escalate after 5 minutes",
    ]
    done(made)
    assert levels(made) == [(10, ["Web", "Cal"]), (30, ["Team"]), (5, ["Dee"])]
    assert made.policy("first")["description"].startswith("Called at night.\nManaged as code: first")
    made.change(lambda d: d["policies"]["first"]["levels"].pop())
    assert summaries(made.plan()) == ["update policy first: level 3 goes"]
    done(made)


def test_a_shorter_description_is_a_change(made: World) -> None:
    """One that is only part of what PagerDuty holds is not the same."""
    made.change(lambda d: d["policies"]["first"].update(description="Called at night. And by day."))
    done(made)
    made.change(lambda d: d["policies"]["first"].update(description="Called at night."))
    assert summaries(made.plan()) == ["update policy first: description rewritten"]
    done(made)
    assert made.policy("first")["description"].startswith("Called at night.\nManaged")


def test_levels_keep_their_rule_when_others_come_before_them(made: World) -> None:
    """A rule is known by whom it notifies, so its id survives a level put in front."""
    before = ids(made)
    level = {"notify": "cal", "escalate_after": "5 minutes"}
    made.change(lambda d: d["policies"]["first"]["levels"].insert(0, level))
    done(made)
    assert ids(made)[1:] == before


def test_round_robin_teams_and_handoff_are_kept(tmp_path: Path) -> None:
    """They are not in the file; a write sends them back as they were."""
    made = world(document(), "2026-11-25 12:00", tmp_path)
    set_abilities(made.store, ["teams", "escalation_rule_assignment_strategy"])
    team = made.send("POST", "/teams", {"team": {"type": "team", "name": "Support"}})["team"]["id"]
    done(made)
    rules = made.policy("first")["escalation_rules"]
    rules[0]["escalation_rule_assignment_strategy"] = {"type": "round_robin"}
    teams = [{"id": team, "type": "team_reference"}]
    put(made, escalation_rules=rules, teams=teams, on_call_handoff_notifications="always")
    assert made.plan().actions == ()
    made.change(lambda d: d["policies"]["first"].update(repeat=3))
    done(made)
    policy = made.policy("first")
    assert policy["num_loops"] == 3
    assert policy["escalation_rules"][0]["escalation_rule_assignment_strategy"] == {"type": "round_robin"}
    assert [t["id"] for t in policy["teams"]] == [team]
    assert policy["on_call_handoff_notifications"] == "always"


def test_no_strategy_is_sent_where_there_is_none(made: World) -> None:
    """An account without the ability would refuse the whole policy."""
    made.change(lambda d: d["policies"]["first"].update(repeat=1))
    done(made)
    (body,) = (b for m, p, b in made.transport.requests if m == "PUT" and "policies" in p)
    rules = body["escalation_policy"]["escalation_rules"]
    assert all("escalation_rule_assignment_strategy" not in rule for rule in rules)


def test_a_shift_based_schedule_stays_a_target(tmp_path: Path) -> None:
    """The v2 API does not list it; it is known from the policy that notifies it already."""
    data = document()
    data["rotas"]["leads"] = {"name": "Leads", "managed": False}
    made = world(document(), "2026-11-25 12:00", tmp_path)
    done(made)
    key = seed_v3_schedule(made.store, "Leads")
    rules = made.policy("first")["escalation_rules"]
    rules[1]["targets"] = [{"id": key, "type": "schedule_v3_reference"}]
    put(made, escalation_rules=rules)
    made.change(lambda d: d["rotas"].update(leads=data["rotas"]["leads"]))
    made.change(lambda d: d["policies"]["first"]["levels"][1].update(notify="leads"))
    assert made.plan().actions == ()
    made.change(lambda d: d["policies"]["first"].update(repeat=1))
    done(made)
    target = made.policy("first")["escalation_rules"][1]["targets"][0]
    assert (target["id"], target["type"]) == (key, "schedule_v3_reference")


def test_a_policy_that_names_an_unknown_rota_is_refused_alone(made: World) -> None:
    """The rotas go ahead, and the exit code says that something is left."""
    made.change(lambda d: d["rotas"].update(leads={"name": "Leads", "managed": False}))
    made.change(lambda d: d["policies"]["first"]["levels"][1].update(notify="leads"))
    made.change(lambda d: d["rotas"].update(db={"name": "Db"} | rota(("2026-01-05", "cal"))))
    assert reasons(made, "first") == "PagerDuty has no schedule called Leads"
    assert made.apply().exit_code == 4
    assert made.schedule("db")["name"] == "Db"


def test_a_policy_needs_the_rota_that_is_refused(tmp_path: Path) -> None:
    """A rota that cannot be made cannot be notified."""
    data = document()
    data["people"]["zoe"] = {"name": "Zoe", "email": "zoe@example.org"}
    made = world(data, "2026-11-25 12:00", tmp_path)
    made.send("DELETE", f"/users/{made.user_id('zoe')}")
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ana", "zoe"]))
    assert reasons(made, "first") == "it needs Web, which is refused"
    assert made.apply().exit_code == 3


def test_a_policy_of_somebody_who_has_no_account_is_refused(made: World) -> None:
    """Targets are settled before anything is sent, because PagerDuty does not say which one it missed."""
    made.send("DELETE", f"/users/{made.user_id('team')}")
    assert reasons(made, "first") == "PagerDuty has no Team (team@example.org)"


def test_a_rota_is_replaced_in_its_policy_before_it_is_deleted(tmp_path: Path) -> None:
    """Create the new one, change the policy, delete the old one, in one run."""
    made = settled(document(), "2026-11-25 12:00", tmp_path)

    def replace(d: Data) -> None:
        d["rotas"] = {"new": {"name": "New"} | rota(("2026-01-05", "cal"))}
        d["policies"]["first"]["levels"][0]["notify"] = "new"

    made.change(replace)
    (left,) = made.plan().unmanaged
    assert left.message == "no longer in the file; `rota plan --delete` would delete it"
    plan = made.plan(delete=True)
    assert [action.tag for action in plan.actions] == ["create_schedule", "update_policy", "delete_schedule"]
    assert made.apply(["delete"], plan=plan).exit_code == 0
    assert [s["name"] for s in made.get("/schedules")["schedules"]] == ["New"]


def test_a_policy_that_left_the_file_goes_only_when_asked(made: World) -> None:
    """And only if the flag is accepted."""
    made.change(lambda d: d.pop("policies"))
    assert [item.kind for item in made.plan().unmanaged] == ["policy"]
    plan = made.plan(delete=True)
    assert made.apply(plan=plan).exit_code == 3
    assert made.apply(["delete"], plan=plan).exit_code == 0
    assert made.get("/escalation_policies")["escalation_policies"] == []


def test_what_names_a_source_is_not_claimed_by_a_file_without_one(made: World) -> None:
    """Whoever gives up the source gives up what carries it."""
    made.change(lambda d: d.pop("source"))
    made.change(lambda d: d.pop("policies"))
    assert made.plan(delete=True).unmanaged == ()


def test_a_deletion_that_pagerduty_refuses_is_reported(tmp_path: Path) -> None:
    """A policy outside the file still uses the rota."""
    made = settled(document(), "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d.pop("policies"))
    made.change(lambda d: d.update(rotas={"new": {"name": "New"} | rota(("2026-01-05", "cal"))}))
    target = {
        "id": made.get("/schedules", {"query": "Web"})["schedules"][0]["id"],
        "type": "schedule_reference",
    }
    rule = {"escalation_delay_in_minutes": 5, "targets": [target]}
    body = {"type": "escalation_policy", "name": "Other", "escalation_rules": [rule]}
    made.send("POST", "/escalation_policies", {"escalation_policy": body})
    outcome = made.apply(["delete"], plan=made.plan(delete=True))
    assert outcome.exit_code == 4
    (failed,) = (result for result in outcome.results if result.status == "failed")
    assert "an escalation policy still uses this schedule" in (failed.message or "")


def test_what_was_not_made_from_this_file_is_taken_over_by_name(tmp_path: Path) -> None:
    """A schedule and a policy of the same names exist: they are changed only if that is accepted."""
    made = world(document(), "2026-11-25 12:00", tmp_path)
    cal = made.user_id("cal")
    layer = {
        "start": "2026-01-05T09:00:00Z",
        "rotation_virtual_start": "2026-01-05T09:00:00Z",
        "rotation_turn_length_seconds": 604800,
        "users": [{"user": {"id": cal, "type": "user_reference"}}],
    }
    body = {"type": "schedule", "name": "Web", "time_zone": "Europe/London", "schedule_layers": [layer]}
    seed_schedule(made.store, lambda: made.now, body)
    rule = {"escalation_delay_in_minutes": 5, "targets": [{"id": cal, "type": "user_reference"}]}
    policy = {"type": "escalation_policy", "name": "First", "escalation_rules": [rule]}
    made.send("POST", "/escalation_policies", {"escalation_policy": policy})
    assert "takeover" in flags(made)
    assert made.apply().exit_code == 3
    assert made.apply(["takeover", "history", "changes-now", "gap", "mass"]).exit_code == 0
    assert made.plan().actions == ()


@pytest.mark.parametrize("kind", ["schedule", "policy"])
def test_what_another_file_manages_is_refused(made: World, kind: str) -> None:
    """Its marker names the other source."""
    made.change(lambda d: d.update(source="https://github.com/example/other"))
    key, name = ("web", "Web") if kind == "schedule" else ("first", "First")
    assert reasons(made, key) == (
        f"{name} says that it is managed from https://github.com/example/rota; remove that line from its "
        "description in PagerDuty if this file is to take it over"
    )
    assert made.apply().exit_code == 3


def test_a_key_that_changed_is_refused_until_one_of_the_two_names_changes(made: World) -> None:
    """The schedule carries the marker of a rota that is called otherwise now."""
    text = "Managed as code: old in https://github.com/example/rota"
    body = {"schedule": {"time_zone": "Europe/London", "description": text}}
    made.send("PUT", f"/schedules/{made.schedule_id('web')}", body)
    assert reasons(made, "web").startswith("Web says that it is managed as old, not web")


def test_the_files_team_is_given_to_what_is_made(tmp_path: Path) -> None:
    """And only to that: teams of what exists are left as they are."""
    data = document() | {"pagerduty": {"region": "us", "team": "Support"}}
    made = settled(data, "2026-11-25 12:00", tmp_path)
    assert [team["summary"] for team in made.schedule("web")["teams"]] == ["Support"]
    assert [team["summary"] for team in made.policy("first")["teams"]] == ["Support"]


def test_a_user_of_the_same_name_is_no_target(tmp_path: Path) -> None:
    """People are known by their address alone."""
    made = world(document(), "2026-11-25 12:00", tmp_path)
    seed_user(made.store, name="Team", email="other-team@example.org")
    done(made)
    target = made.policy("first")["escalation_rules"][1]["targets"][0]
    assert target["id"] == made.user_id("team")
