"""An apply against a PagerDuty that refuses, breaks off, or changes underneath."""

from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.plan.actions import UpdateSchedule
from reconciler.workflow.applying import apply
from tests.plan.files import IN_HOURS, OOH, SUPPORT, document, done, rota, settled, support, web, world
from tests.workflow.results import messages, posting, statuses
from tests.workflow.stories import two_teams
from tests.world import Data, World


def test_a_refused_override_is_told_and_only_it_is_left(covered: World) -> None:
    """The batch as a whole is answered with 201; dee's account went after the plan was made."""
    more = {
        "rota": "web",
        "cover": "ana",
        "from": "2026-12-04 12:00",
        "until": "2026-12-04 13:00",
        "by": "eve",
    }
    other = {
        "rota": "web",
        "cover": "ana",
        "from": "2026-12-05 12:00",
        "until": "2026-12-05 13:00",
        "by": "dee",
    }
    covered.change(lambda d: d["overrides"].extend([more, other]))
    plan = covered.plan()
    covered.send("DELETE", f"/users/{covered.user_id('dee')}")
    outcome = apply(plan, covered.file, covered.tools())
    assert statuses(outcome) == [("create_override", "done"), ("create_override", "failed")]
    assert messages(outcome, "failed") == ["User not found"]
    assert outcome.exit_code == 4
    assert [row[2] for row in covered.overrides("web")] == ["Cal", "Eve"]


def test_what_replaces_an_override_must_be_there_before_it_goes(covered: World) -> None:
    """The cover moves from cal to dee, and dee is refused: cal stays rather than ana being paged."""
    covered.change(lambda d: d["overrides"][0].update(by="dee"))
    covered.transport.fault = posting("/overrides", 400)
    outcome = covered.apply()
    assert statuses(outcome) == [("create_override", "failed"), ("delete_override", "skipped")]
    assert messages(outcome, "skipped") == ["kept, because what was to replace it was not written"]
    assert outcome.exit_code == 1
    assert [row[2] for row in covered.overrides("web")] == ["Cal"]
    covered.transport.fault = lambda *_: None
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Dee"]


def test_overrides_stay_where_the_schedule_itself_could_not_be_changed(covered: World) -> None:
    """The line-up was to give cal the time of the cover."""
    covered.change(lambda d: d["overrides"].clear())
    covered.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-01-04", "people": ["cal"]}))
    covered.transport.fault = lambda method, *_: 400 if method == "PUT" else None
    outcome = covered.apply(["mass"])
    assert statuses(outcome) == [("update_schedule", "failed"), ("delete_override", "skipped")]
    assert "because Web itself was not changed" in messages(outcome, "skipped")[0]


def test_what_needs_a_rota_that_was_not_made_is_not_tried(tmp_path: Path) -> None:
    """Its overrides and the policy that names it wait; the other rota goes ahead."""
    entry = {"rota": "web", "cover": "ana", "by": "cal", "on": "2026-12-08"}
    data = document(
        {"web": rota(("2026-11-23", "ana")), "db": rota(("2026-11-23", "dee"))}, overrides=[entry]
    )
    data["policies"] = {
        "first": {"name": "First", "levels": [{"notify": "web", "escalate_after": "5 minutes"}]}
    }
    made = world(data, "2026-11-25 12:00", tmp_path)
    made.transport.fault = lambda *sent: 400 if "'name': 'Web'" in str(sent) else None
    outcome = made.apply()
    assert statuses(outcome) == [
        ("create_schedule", "failed"),
        ("create_schedule", "done"),
        ("create_override", "skipped"),
        ("create_policy", "skipped"),
    ]
    assert messages(outcome, "skipped") == ["Web was not made", "First needs Web, which was not made"]
    made.transport.fault = lambda *_: None
    done(made)


def test_no_mailbox_goes_on_while_nobody_has_the_day(tmp_path: Path) -> None:
    """The out-of-hours override is refused, so the people in hours keep the bank holiday."""
    made = world(support("2026-12-21", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].update(ignore=[{"date": "2026-12-25", "reason": "later"}]))
    done(made)
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    ooh = made.schedule_id(OOH)
    made.transport.fault = posting(ooh, 400)
    outcome = made.apply()
    assert (
        messages(outcome, "skipped")
        == ["not written: PagerDuty shows nobody on Ooh Fri 25 Dec 09:00 – 17:00"] * 2
    )
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00")[0][2] == "Dee"
    assert outcome.exit_code == 4
    made.transport.fault = lambda *_: None
    done(made)


def test_no_mailbox_goes_on_where_the_other_rota_cannot_be_read(tmp_path: Path) -> None:
    """What is not known is not assumed."""
    made = settled(
        support("2026-12-21", horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "x"}]),
        "2026-12-21 12:00",
        tmp_path,
    )
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    plan, ooh = made.plan(), made.schedule_id(OOH)
    made.transport.fault = lambda method, path, _: 404 if method == "GET" and path.endswith(ooh) else None
    outcome = apply(plan, made.file, made.tools())
    assert "not written: Ooh is not there to take Fri 25 Dec" in messages(outcome, "skipped")
    made.transport.fault = lambda method, path, _: 403 if method == "GET" and path.endswith(ooh) else None
    outcome = apply(plan, made.file, made.tools())
    assert messages(outcome, "skipped")[0].startswith(
        "not written: who is on call out of hours could not be read"
    )


@pytest.mark.parametrize("why", ["refused", "failed"])
def test_nobody_out_of_hours_goes_while_the_mailbox_is_still_on(tmp_path: Path, why: str) -> None:
    """Whether the mailbox could not be deleted, or its rota was not to be written at all."""
    made = settled(support("2026-12-21", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].update(ignore=[{"date": "2026-12-25", "reason": "open"}]))
    if why == "refused":
        made.override_by_hand(IN_HOURS, "team", "2026-12-23 09:00", "2026-12-23 17:00")
    else:
        key = made.schedule_id(IN_HOURS)
        made.transport.fault = lambda method, path, _: 400 if method == "DELETE" and key in path else None
    outcome = made.apply()
    kept = [m for m in messages(outcome, "skipped") if "mailbox" in m]
    assert kept == ["kept, because the mailbox is still on In-Hours at that time"] * 2
    assert outcome.exit_code == 4
    assert made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00")[0][2] == "Ana"


def test_a_broken_connection_sends_nothing_twice(tmp_path: Path) -> None:
    """Every answer to a write is lost, and each is found by looking; nothing is there twice."""
    made = world(support("2026-12-21", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.transport.lost = lambda *_: True
    done(made)
    assert len(made.writes) == len(set(made.writes)) + 3  # four schedules are made
    assert [len(made.overrides(key)) for key in SUPPORT] == [2, 2, 2, 2]
    assert len(made.get("/schedules")["schedules"]) == 4


def test_a_schedule_that_somebody_edits_meanwhile_is_left_to_them(covered: World) -> None:
    """PagerDuty has no conditional write, so it is read once more right before."""
    covered.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-01-04", "people": ["cal"]}))
    plan = covered.plan()
    body = {"schedule": {"time_zone": "Europe/London", "description": "Mine."}}
    covered.send("PUT", f"/schedules/{covered.schedule_id('web')}", body)
    outcome = apply(plan, covered.file, covered.tools(), ["mass"])
    assert messages(outcome, "skipped") == [
        "Web was changed by somebody else since the plan was made; plan again"
    ]
    covered.send("DELETE", f"/schedules/{covered.schedule_id('web')}")
    outcome = apply(plan, covered.file, covered.tools(), ["mass"])
    assert messages(outcome, "skipped") == ["Web was deleted since the plan was made; plan again"]
    assert outcome.exit_code == 3


def test_a_policy_that_somebody_edits_meanwhile_is_left_to_them(tmp_path: Path) -> None:
    """As for schedules."""
    data = web(("2026-11-23", "ana"))
    data["policies"] = {
        "first": {"name": "First", "levels": [{"notify": "web", "escalate_after": "5 minutes"}]}
    }
    made = settled(data, "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d["policies"]["first"].update(repeat=2))
    plan = made.plan()
    policy = made.policy("first")
    made.send("PUT", f"/escalation_policies/{policy['id']}", {"escalation_policy": policy | {"num_loops": 5}})
    outcome = apply(plan, made.file, made.tools())
    assert messages(outcome, "skipped") == [
        "First was changed by somebody else since the plan was made; plan again"
    ]


def test_what_is_over_before_it_can_be_sent_is_done_with(covered: World) -> None:
    """A plan that was looked at for a long time writes nothing of the past."""
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "dee",
        "from": "2026-12-01 13:00",
        "until": "2026-12-01 14:00",
    }
    covered.change(lambda d: d["overrides"].append(entry))
    plan = covered.plan()
    covered.at("2026-12-01 13:59:30")
    before = len(covered.writes)
    outcome = apply(plan, covered.file, covered.tools())
    assert messages(outcome, "done") == ["over before it could be sent"]
    assert covered.writes[before:] == []


def test_a_plan_that_takes_layers_for_shifts_writes_nothing(covered: World) -> None:
    """PagerDuty refuses the first request of each try, and that is told."""
    covered.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-01-04", "people": ["cal"]}))
    plan = covered.plan()
    (action,) = plan.actions
    assert isinstance(action, UpdateSchedule)
    wrong = replace(plan, actions=(replace(action, kind="shifts"),))
    before = covered.schedule("web")
    outcome = apply(wrong, covered.file, covered.tools(), ["mass"])
    assert statuses(outcome) == [("update_schedule", "skipped")]
    assert covered.schedule("web") == before


def test_a_rota_and_a_policy_that_names_it_are_renamed_in_one_apply(tmp_path: Path) -> None:
    """The policy shows the rota by its new name by then, and that is nobody else's change."""
    made = settled(two_teams(), "2026-12-01 12:00", tmp_path)

    def rename(data: Data) -> None:
        data["rotas"]["web"]["name"] = "Another web"
        data["policies"]["first"]["name"] = "Another first"

    made.change(rename)
    done(made)
    assert made.schedule("web")["name"] == "Another web"
    assert made.policy("first")["name"] == "Another first"
