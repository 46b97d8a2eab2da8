"""What is refused, rota by rota, and what a plan may only do when it is accepted by name."""

from datetime import timedelta
from pathlib import Path

import pytest

from reconciler.errors import ExitCode
from reconciler.plan.actions import Change, DeletePolicy
from reconciler.plan.model import Plan, Refusal, ShiftChange
from reconciler.plan.outcome import Outcome, Result, Status
from reconciler.sandbox import seed_user
from tests.plan.files import (
    IN_HOURS,
    OOH,
    document,
    done,
    flags,
    people,
    reasons,
    rota,
    settled,
    support,
    web,
    world,
)
from tests.world import Data, World


def two(*more: Data) -> Data:
    """Web, and db which has nothing to do with it."""
    return document({"web": rota(("2026-01-05", "ana", "ben"), *more), "db": rota(("2026-01-05", "cal"))})


def leave(made: World, person: str) -> None:
    made.send("DELETE", f"/users/{made.user_id(person)}")


def test_somebody_without_an_account_stops_their_rota_alone(tmp_path: Path) -> None:
    """They are needed now; the other rota is made, and the exit code says that something is left."""
    made = world(two(), "2026-11-25 12:00", tmp_path)
    leave(made, "ben")
    assert reasons(made, "web") == (
        "Ben (ben@example.org) has no PagerDuty account; needed from Wed 25 Nov 12:00 on"
    )
    outcome = made.apply()
    assert outcome.exit_code == 4
    assert {result.action.key for result in outcome.results} == {"db"}
    seed_user(made.store, name="Ben", email="ben@example.org")
    done(made)


def test_somebody_who_is_needed_much_later_is_only_warned_about(tmp_path: Path) -> None:
    """Their line-up waits, everything else is applied and proven; two weeks before it is an error."""
    joiner = {"from": "2026-12-14", "people": ["eve", "ana", "ben"]}
    made = world(two(joiner) | {"safety": {"mass": "100%"}}, "2026-11-25 12:00", tmp_path)
    leave(made, "eve")
    (finding,) = made.plan().findings
    assert (finding.id, finding.severity) == ("account-missing", "warning")
    assert finding.message == (
        "Eve (eve@example.org) has no PagerDuty account; first needed Mon 14 Dec 09:00 on Web"
    )
    done(made)
    assert made.rendered("web", "2026-12-14 12:00", "2026-12-14 13:00")[0][2] == "Ben"
    made.at("2026-12-02 12:00")
    assert "Eve" in reasons(made, "web")
    seed_user(made.store, name="Eve", email="eve@example.org")
    done(made)
    assert made.rendered("web", "2026-12-14 12:00", "2026-12-14 13:00")[0][2] == "Eve"


def test_line_ups_that_wait_take_along_those_that_build_on_them(tmp_path: Path) -> None:
    """The one that waits moved the handover, which holds for the next one too."""
    moved = {"from": "2026-12-16", "handover": "Wednesday 09:00", "people": ["eve"]}
    after = {"from": "2027-01-06", "people": ["ben"]}
    made = world(two(moved, after), "2026-11-25 12:00", tmp_path)
    leave(made, "eve")
    done(made)
    rows = made.rendered("web", "2027-01-07 12:00", "2027-01-12 12:00")
    assert [row[2] for row in rows] == ["Ana", "Ana", "Ben", "Ben"]


def test_only_the_line_up_itself_waits_where_it_changes_nothing_else(tmp_path: Path) -> None:
    """The next one comes on its date; entries on one line of the file are told apart."""
    made = world(
        two({"from": "2026-12-14", "people": ["eve"]}, {"from": "2026-12-28", "people": ["dee"]}),
        "2026-11-25 12:00",
        tmp_path,
    )
    leave(made, "eve")
    done(made)
    assert made.rendered("web", "2026-12-28 12:00", "2026-12-28 13:00")[0][2] == "Dee"
    assert "\n" not in made.text


@pytest.mark.parametrize(
    "entry",
    [
        {"rota": OOH, "holiday": "2026-12-25", "by": "eve"},
        {"rota": OOH, "cover": "ana", "by": "eve", "from": "2026-12-22 17:00", "until": "2026-12-23 09:00"},
    ],
)
def test_overrides_of_somebody_who_is_needed_much_later_wait(tmp_path: Path, entry: Data) -> None:
    """Whoever would be on without them is on."""
    made = world(support("2026-11-23", overrides=[entry]), "2026-11-25 12:00", tmp_path)
    leave(made, "dee")
    seed_user(made.store, name="Dee", email="dee@example.org")
    leave(made, "kit")
    seed_user(made.store, name="Kit", email="kit@example.org")
    made.change(lambda d: d["rotas"][IN_HOURS]["line_ups"][0].update(people=["dee", "cal"]))
    leave(made, "eve")
    assert [finding.id for finding in made.plan().findings] == ["account-missing"]
    done(made)
    assert "Eve" not in {row[2] for row in made.overrides(OOH)}


def test_two_schedules_of_one_name_stop_their_rota_alone(tmp_path: Path) -> None:
    """Neither is taken, nothing is made beside them, and the file says which once it has the id."""
    made = world(two(), "2026-11-25 12:00", tmp_path)
    done(made)
    layers = made.schedule("web")["schedule_layers"]
    fields = {"name": "Web", "time_zone": "Europe/London", "schedule_layers": layers}
    first = made.schedule_id("web")
    made.send("PUT", f"/schedules/{first}", {"schedule": fields | {"description": ""}})
    made.send("POST", "/schedules", {"schedule": fields})
    assert "2 are called “Web”" in reasons(made, "web")
    made.change(lambda d: d["rotas"]["db"].update(name="Other db"))
    outcome = made.apply()
    assert outcome.exit_code == 4
    assert {result.action.key for result in outcome.results} == {"db"}
    made.change(lambda d: d["rotas"]["web"].update(id=first))
    assert reasons(made, "web") == ""


def test_a_followed_rota_waits_with_the_one_it_follows(tmp_path: Path) -> None:
    """Both use the line-up that waits."""
    data = two({"from": "2026-12-14", "people": ["eve", "ana"]})
    data["rotas"]["second"] = {"name": "Second", "follows": "web"}
    made = world(data, "2026-11-25 12:00", tmp_path)
    leave(made, "eve")
    assert len(made.plan().findings) == 2
    done(made)


def test_a_mailbox_without_an_account_stops_the_rota_that_it_is_for(tmp_path: Path) -> None:
    """The out-of-hours people are written all the same."""
    made = world(support("2026-11-23"), "2026-11-25 12:00", tmp_path)
    leave(made, "team")
    assert "Team (team@example.org) has no PagerDuty account" in reasons(made, IN_HOURS)
    assert made.apply().exit_code == 4
    assert len(made.overrides(OOH)) == 3


def test_people_of_the_past_need_no_account(tmp_path: Path) -> None:
    """Old line-ups and old covers still name them."""
    data = two()
    data["people"] |= {"zoe": {"name": "Zoe", "email": "zoe@example.org", "left": "2026-10-30"}}
    data["rotas"]["web"]["line_ups"] = [
        {"from": "2026-01-05", "people": ["zoe", "ana"]},
        {"from": "2026-11-02", "people": ["ana", "ben"]},
    ]
    cover = {
        "rota": "db",
        "cover": "cal",
        "by": "zoe",
        "from": "2026-09-01 09:00",
        "until": "2026-09-01 17:00",
    }
    data["overrides"] = [cover]
    made = world(data, "2026-11-25 12:00", tmp_path)
    leave(made, "zoe")
    done(made)


def test_an_address_that_two_accounts_have_is_refused(tmp_path: Path) -> None:
    """Neither is guessed."""
    made = world(two(), "2026-11-25 12:00", tmp_path)
    ana = made.store.get("users", made.user_id("ana"))
    assert ana is not None
    made.store.save("users", ana | {"id": "PTWICE", "email": "ANA@example.org"})
    assert reasons(made, "web").startswith("ana@example.org belongs to 2 PagerDuty accounts: Ana (P")
    assert made.apply().exit_code == 4


def test_letter_case_of_an_address_means_nothing(tmp_path: Path) -> None:
    """And an address that merely contains another is another."""
    data = two()
    data["people"] = people() | {"ana": {"name": "Ana", "email": "Ana@Example.ORG"}}
    made = world(data, "2026-11-25 12:00", tmp_path)
    seed_user(made.store, name="Joana", email="joana@example.org")
    done(made)
    made.change(lambda d: d["people"].update(ana={"name": "Ana", "email": "ana@example.org"}))
    assert made.plan().actions == ()


def test_a_new_rota_carries_no_flag(tmp_path: Path) -> None:
    """Nobody was on it before."""
    assert flags(world(support("2026-11-23"), "2026-11-25 12:00", tmp_path)) == set()


@pytest.mark.parametrize(
    "entry",
    [
        {"cover": "ana", "by": "cal", "from": "2026-11-25 09:00", "until": "2026-11-26 09:00"},
        {"swap": {"ana": "2026-11-23", "ben": "2026-11-30"}},
    ],
)
def test_whoever_an_entry_names_may_be_relieved_at_once(tmp_path: Path, entry: Data) -> None:
    """A cover or swap that holds now says so itself; it needs no other word."""
    data = web(("2026-11-23", "ana", "ben"), hours=None, file={"safety": {"mass": "100%"}})
    made = settled(data, "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d.update(overrides=[{"rota": "web"} | entry]))
    assert flags(made) == set()
    (now,) = made.plan().on_call_now
    assert (now.before and now.before.name) == "Ana"
    assert (now.after and now.after.name) != "Ana"
    done(made)


def test_a_bank_holiday_that_begins_now_is_no_change_of_a_person(tmp_path: Path) -> None:
    """A day proclaimed this morning: the mailbox relieves whoever is in hours."""
    made = settled(support("2026-11-23"), "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].update(extra=[{"date": "2026-11-25", "name": "Fair"}]))
    assert flags(made) == set()
    done(made)


def test_a_cover_that_is_taken_back_while_it_holds_changes_now(tmp_path: Path) -> None:
    """Nothing in the file says so any more, so somebody has to."""
    data = web(("2026-11-23", "ana", "ben"), hours=None)
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "cal",
        "from": "2026-11-25 09:00",
        "until": "2026-11-27 09:00",
    }
    made = settled(data | {"overrides": [entry]}, "2026-11-24 12:00", tmp_path)
    made.at("2026-11-25 12:00")
    made.change(lambda d: d["overrides"].clear())
    assert flags(made) == {"changes-now"}
    done(made, "changes-now")


def test_a_handover_that_falls_in_this_minute_is_no_change(tmp_path: Path) -> None:
    """Ana hands over to ben thirty seconds from now, whatever the plan does."""
    made = settled(web(("2026-11-23", "ana", "ben"), hours=None), "2026-11-25 12:00", tmp_path)
    made.at("2026-11-30 08:59:30")
    made.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-02-01", "people": ["cal"]}))
    assert flags(made) == set()
    (now,) = made.plan().on_call_now
    assert now.before == now.after


def test_moving_most_of_the_hours_has_to_be_accepted(tmp_path: Path) -> None:
    """Up to the file's own limit it needs no word."""
    made = settled(web(("2026-11-23", "ana", "ben")), "2026-11-25 12:00", tmp_path)
    made.change(
        lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2026-12-07", "people": ["ben", "ana"]})
    )
    (flag,) = made.plan().flags
    assert (flag.flag, flag.message) == (
        "mass",
        "88 % of the hours of Web until the horizon move to somebody else",
    )
    made.change(lambda d: d.update(safety={"mass": "88%"}))
    assert flags(made) == set()


def test_what_is_refused_names_every_reason_and_a_way_out(tmp_path: Path) -> None:
    """One sentence for each flag, in the order found."""
    made = settled(web(("2026-11-23", "ana", "ben")), "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["cal", "dee"]))
    outcome = made.apply(["changes-now"])
    assert outcome.exit_code == 3
    (refusal,) = outcome.refused
    assert [reason.partition(":")[0] for reason in refusal.reasons] == ["history", "mass"]
    assert "Add --accept history, or leave it as it was" in refusal.reasons[0]


def result(status: Status, key: str = "web") -> Result:
    return Result(DeletePolicy(key, "P1", (Change("delete", "policy", key, "x"),)), status)


@pytest.mark.parametrize(
    ("results", "refused", "different", "unproven", "code"),
    [
        ([], [], [], False, ExitCode.DONE),
        (["done"], [], [], False, ExitCode.DONE),
        ([], ["db"], [], False, ExitCode.REFUSED),
        (["done"], ["db"], [], False, ExitCode.PARTIAL),
        (["done", "failed"], [], [], False, ExitCode.PARTIAL),
        (["done", "skipped"], [], ["web"], False, ExitCode.PARTIAL),
        (["done", "skipped"], [], ["db"], False, ExitCode.DIFFERENT),
        (["failed"], [], [], False, ExitCode.FAULT),
        (["failed", "skipped"], ["db"], ["web"], False, ExitCode.FAULT),
        (["done"], [], ["web"], False, ExitCode.DIFFERENT),
        ([], [], ["db"], False, ExitCode.DIFFERENT),
        (["done"], [], [], True, ExitCode.PARTIAL),
        (["failed"], [], [], True, ExitCode.FAULT),
    ],
)
def test_the_exit_code_tells_how_an_apply_ended(
    tmp_path: Path,
    results: list[Status],
    refused: list[str],
    different: list[str],
    unproven: bool,  # noqa: FBT001 - a column of the table
    code: ExitCode,
) -> None:
    """Differences that undone writes explain are not held against PagerDuty."""
    made = world(two(), "2026-11-25 12:00", tmp_path)
    plan: Plan = made.plan()
    end = made.now + timedelta(hours=1)
    outcome = Outcome(
        plan,
        results=tuple(map(result, results)),
        refused=tuple(Refusal(key, ("why",)) for key in refused),
        differences=tuple(ShiftChange(key, made.now, end, None, None, "") for key in different),
        verify_error="no answer" if unproven else None,
    )
    assert outcome.exit_code == code
