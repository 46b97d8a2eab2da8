"""Plans that are saved: nothing is lost, and one that does not fit any more is refused."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import StalePlanError, UsageError
from reconciler.plan.saved import as_data, dumps, fingerprint, loads
from reconciler.sandbox import seed_schedule
from reconciler.workflow.stale import require_fresh
from tests.plan.files import OOH, rota, settled, support, web, world
from tests.world import Data, World


def with_policy(*line_ups: Any) -> Data:
    data = web(*line_ups or [("2026-01-05", "ana", "ben")])
    levels = [
        {"notify": "web", "escalate_after": "5 minutes"},
        {"notify": "cal", "escalate_after": "5 minutes"},
    ]
    return data | {"policies": {"first": {"name": "First", "levels": levels}}}


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Web and its policy applied, and a joiner to come."""
    found = settled(with_policy() | {"safety": {"mass": "100%"}}, "2026-11-25 12:00", tmp_path)
    found.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2026-12-07", "people": ["dee"]}))
    return found


def check(made: World, text: str) -> None:
    plan = loads(text)
    require_fresh(plan, made.file, "digest", made.reader(), made.ledger.load(), made.now)


def stale(made: World, text: str) -> str:
    with pytest.raises(StalePlanError) as caught:
        check(made, text)
    assert caught.value.hint == "plan again: rota plan -o FILE"
    return caught.value.message


def test_a_saved_plan_says_all_that_the_plan_said(tmp_path: Path) -> None:
    """Every kind of action, flag, conflict and refusal goes through the file and back."""
    made = world(with_policy(), "2026-11-25 12:00", tmp_path)
    new = made.plan()
    made.apply()

    def edit(d: Data) -> None:
        d["rotas"]["web"]["line_ups"][0]["people"] = ["ana", "cal"]
        d["policies"]["first"]["repeat"] = 1
        d["rotas"]["leads"] = {"name": "Leads", "managed": False}
        d["overrides"] = [{"rota": "web", "cover": "ana", "by": "ben", "on": "2026-11-30"}]

    made.change(edit)
    made.override_by_hand("web", "dee", "2026-11-30 12:00", "2026-11-30 13:00")
    changed = made.plan()
    made.change(lambda d: d.update(rotas={"db": {"name": "Db"} | rota(("2026-01-05", "ana"))}))
    made.change(lambda d: d.pop("policies"))
    made.change(lambda d: d.pop("overrides"))
    gone = made.plan(delete=True)
    for plan in (new, changed, gone, world(support("2026-11-23"), "2026-11-25 12:00", tmp_path).plan()):
        assert loads(dumps(plan)) == plan
        assert as_data(loads(dumps(plan))) == as_data(plan)
    tags = {action.tag for plan in (new, changed, gone) for action in plan.actions}
    assert len(tags) >= 6


def test_the_fingerprint_is_that_of_what_was_read_and_is_to_be_done(made: World) -> None:
    """A minute later it is the same; after a change it is not."""
    first = fingerprint(made.plan())
    made.now += timedelta(minutes=1)
    assert fingerprint(made.plan()) == first
    made.override_by_hand("web", "ben", "2026-12-01 10:00", "2026-12-01 11:00")
    assert fingerprint(made.plan()) != first


@pytest.mark.parametrize("field", ["shift_boundary", "now", "mailboxes", "actions", "account"])
def test_a_saved_plan_that_was_edited_is_refused(made: World, field: str) -> None:
    """Whatever was edited in it."""
    data = json.loads(dumps(made.plan()))
    values: Data = {"mailboxes": ["P1"], "actions": [], "account": "us"}
    data["plan"][field] = values.get(field, "2027-01-01T00:00:00Z")
    with pytest.raises(UsageError, match="the saved plan was edited after it was made"):
        loads(json.dumps(data))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"plan": {}, "checksum": ""}', "\x00", '{"plan": 1}']
)
def test_any_other_text_is_no_plan(text: str) -> None:
    """One sentence, whatever it is."""
    with pytest.raises(UsageError, match="this is no plan"):
        loads(text)


def test_a_plan_is_fresh_while_nothing_changes(made: World) -> None:
    """Also some hours later, as long as no shift begins or ends."""
    text = dumps(made.plan())
    check(made, text)
    made.at("2026-11-25 16:59")
    check(made, text)
    assert made.apply(plan=loads(text)).exit_code == 0


def test_a_plan_is_stale_once_a_shift_has_changed_hands(made: World) -> None:
    """What it said about who is on call now is not true any more."""
    text = dumps(made.plan())
    made.at("2026-11-25 17:00")
    assert stale(made, text) == "a shift changed hands at Wed 25 Nov 17:00, after the plan was saved"


def test_a_plan_is_stale_once_the_file_has_changed(made: World) -> None:
    """Its digest is part of the plan."""
    plan = made.plan()
    with pytest.raises(StalePlanError, match="the rota file has changed since the plan was saved"):
        require_fresh(plan, made.file, "other", made.reader(), (), made.now)


def test_a_plan_is_stale_once_somebody_edits_what_it_read(made: World) -> None:
    """A schedule, an override on it, a policy: each is named."""
    text = dumps(made.plan())
    theirs = made.override_by_hand("web", "ben", "2026-12-01 10:00", "2026-12-01 11:00")
    assert stale(made, text) == "changed in PagerDuty since the plan was saved: Web"
    made.send("DELETE", f"/schedules/{made.schedule_id('web')}/overrides/{theirs}")
    check(made, text)
    policy = made.policy("first")
    made.send("PUT", f"/escalation_policies/{policy['id']}", {"escalation_policy": policy | {"num_loops": 4}})
    assert stale(made, text) == "changed in PagerDuty since the plan was saved: First"


def test_a_plan_is_stale_once_an_account_goes_or_comes(made: World) -> None:
    """People are part of what was read."""
    text = dumps(made.plan())
    made.send("DELETE", f"/users/{made.user_id('cal')}")
    assert stale(made, text).startswith(
        "changed in PagerDuty since the plan was saved: the account of cal@example.org"
    )


def test_a_plan_is_stale_once_what_it_would_make_is_there(tmp_path: Path) -> None:
    """So a first plan that is applied twice makes nothing twice."""
    made = world(with_policy(), "2026-11-25 12:00", tmp_path)
    text = dumps(made.plan())
    check(made, text)
    assert made.apply(plan=loads(text)).exit_code == 0
    assert stale(made, text) == "changed in PagerDuty since the plan was saved: Web and First"
    assert len(made.get("/schedules")["schedules"]) == 1


def test_a_plan_is_stale_once_somebody_else_makes_its_rota(tmp_path: Path) -> None:
    """By hand, under the same name."""
    made = world(with_policy(), "2026-11-25 12:00", tmp_path)
    text = dumps(made.plan())
    seed_schedule(made.store, lambda: made.now, {"name": "Web", "time_zone": "Europe/London"})
    assert stale(made, text) == "changed in PagerDuty since the plan was saved: Web"


def test_a_saved_plan_that_was_applied_is_refused_the_second_time(tmp_path: Path) -> None:
    """Overrides only; no duplicate comes of it."""
    made = settled(support("2026-12-21", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].update(extra=[{"date": "2026-12-23", "name": "Fair"}]))
    text = dumps(made.plan())
    assert made.apply(plan=loads(text)).exit_code == 0
    assert stale(made, text).startswith("changed in PagerDuty since the plan was saved: ")
    assert len(made.overrides(OOH)) == len(set(made.overrides(OOH)))
