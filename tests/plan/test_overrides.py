"""Overrides: ours and foreign ones, adoption, cuts, mailboxes, duplicates, and a ledger that is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plan.files import (
    IN_COMMS,
    IN_HOURS,
    OOH,
    OOH_COMMS,
    SUPPORT,
    done,
    reasons,
    settled,
    support,
    web,
    world,
)
from tests.world import Data, World, summaries

DAY = ("2026-12-25 09:00Z", "2026-12-25 17:00Z")


def cover(who: str, by: str, start: str, until: str, rota: str = "web") -> Data:
    return {"rota": rota, "cover": who, "by": by, "from": start, "until": until, "reason": "course"}


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Web around the clock: ana's week, then ben's; cal covers ana on Thursday 3 December, 12:00 to 18:00."""
    data = web(("2026-11-30", "ana", "ben"), hours=None)
    data["overrides"] = [cover("ana", "cal", "2026-12-03 12:00", "2026-12-03 18:00")]
    return settled(data, "2026-12-01 12:00", tmp_path)


@pytest.fixture
def christmas(tmp_path: Path) -> World:
    """The four support rotas, four days before Christmas, everything applied."""
    return settled(support("2026-12-21", horizon="1 day"), "2026-12-21 12:00", tmp_path)


COVER = ("2026-12-03 12:00Z", "2026-12-03 18:00Z", "Cal")


def test_a_cover_is_one_override_of_the_covered_shifts(made: World) -> None:
    """Nothing else is written, and its going back deletes it."""
    assert made.overrides("web") == [COVER]
    made.change(lambda d: d["overrides"].clear())
    assert summaries(made.plan()) == ["delete override web: Thu 3 Dec 12:00 – 18:00 Cal, not wanted any more"]
    done(made)
    assert made.overrides("web") == []


def test_a_cover_that_moves_is_made_before_the_old_one_goes(made: World) -> None:
    """So at no moment is the wrong person on call."""
    made.change(lambda d: d["overrides"][0].update({"until": "2026-12-03 16:00"}))
    done(made)
    assert [method for method, _ in made.writes[-2:]] == ["POST", "DELETE"]
    assert made.overrides("web") == [(COVER[0], "2026-12-03 16:00Z", "Cal")]


def test_a_cover_far_beyond_the_horizon_is_written_at_once(made: World) -> None:
    """And goes again, however far ahead it lies."""
    far = {"rota": "web", "cover": "ben", "by": "cal", "on": "2028-02-14..2028-02-15"}
    made.change(lambda d: d["overrides"].append(far))
    done(made)
    since = {"since": "2028-02-01T00:00:00Z", "until": "2028-03-01T00:00:00Z", "overflow": "true"}
    path = f"/schedules/{made.schedule_id('web')}/overrides"
    (found,) = made.get(path, since)["overrides"]
    assert (found["start"], found["end"]) == ("2028-02-14T09:00:00+00:00", "2028-02-16T09:00:00+00:00")
    made.change(lambda d: d["overrides"].pop())
    done(made)
    assert made.get(path, since)["overrides"] == []


def test_an_override_made_by_hand_is_left_alone(made: World) -> None:
    """It is listed, and neither a plan nor an apply touches it."""
    made.override_by_hand("web", "dee", "2026-12-02 10:00", "2026-12-02 14:00")
    plan = made.plan()
    (left,) = (item for item in plan.unmanaged if item.kind == "override")
    assert (left.key, left.who and left.who.name, left.message) == ("web", "Dee", "made by hand")
    assert (plan.actions, plan.shifts, plan.conflicts) == ((), (), ())


def test_a_new_override_is_cut_round_one_made_by_hand(tmp_path: Path) -> None:
    """Dee has the middle of the cover by hand; when that goes, the cover is completed."""
    made = settled(web(("2026-11-30", "ana", "ben"), hours=None), "2026-12-01 12:00", tmp_path)
    theirs = made.override_by_hand("web", "dee", "2026-12-03 13:00", "2026-12-03 14:00")
    made.change(lambda d: d.update(overrides=[cover("ana", "cal", "2026-12-03 12:00", "2026-12-03 18:00")]))
    done(made)
    assert made.overrides("web") == [
        ("2026-12-03 12:00Z", "2026-12-03 13:00Z", "Cal"),
        ("2026-12-03 13:00Z", "2026-12-03 14:00Z", "Dee"),
        ("2026-12-03 14:00Z", "2026-12-03 18:00Z", "Cal"),
    ]
    (conflict,) = made.plan().conflicts
    assert conflict.message == (
        "Thu 3 Dec 13:00 – 14:00: PagerDuty says Dee (made by hand), the file says Cal; Dee is paged"
    )
    made.send("DELETE", f"/schedules/{made.schedule_id('web')}/overrides/{theirs}")
    done(made)
    assert [row[2] for row in made.overrides("web")] == ["Cal", "Cal", "Cal"]


def test_ours_under_one_made_by_hand_stays_and_is_no_drift(made: World) -> None:
    """The person on top wins, and it is said."""
    made.override_by_hand("web", "dee", "2026-12-03 15:00", "2026-12-03 20:00")
    plan = made.plan()
    assert (plan.actions, plan.shifts) == ((), ())
    (conflict,) = plan.conflicts
    assert (conflict.pagerduty.name, conflict.file.name) == ("Dee", "Cal")
    assert COVER in made.overrides("web")


def test_ours_on_top_of_one_made_by_hand_is_believed_to_be_on_top(tmp_path: Path) -> None:
    """Somebody made theirs between our reading and our writing; PagerDuty's rendering settles it."""
    made = settled(web(("2026-11-30", "ana", "ben"), hours=None), "2026-12-01 12:00", tmp_path)
    made.change(lambda d: d.update(overrides=[cover("ana", "cal", "2026-12-03 12:00", "2026-12-03 18:00")]))
    plan = made.plan()
    stretches = iter([("2026-12-03 15:00", "2026-12-03 20:00")])

    def by_hand(method: str, *_: Any) -> None:
        for start, end in stretches if method == "POST" else ():
            made.override_by_hand("web", "dee", start, end)

    made.transport.fault = by_hand
    assert made.apply(plan=plan).exit_code == 0
    again = made.plan()
    assert (again.actions, again.shifts) == ((), ())
    (conflict,) = again.conflicts
    assert conflict.message.endswith("Cal is paged")


def test_a_mailbox_is_laid_once_over_what_was_made_by_hand(tmp_path: Path) -> None:
    """Whoever is put on top of it later wins."""
    data = support("2026-12-21", horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "later"}])
    made = settled(data, "2026-12-21 12:00", tmp_path)
    made.override_by_hand(IN_HOURS, "cal", "2026-12-25 08:00", "2026-12-25 12:00")
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    (conflict,) = made.plan().conflicts
    assert conflict.message.endswith("the file says Team; Team is paged")
    done(made)
    assert made.rendered(IN_HOURS, "2026-12-25 08:00", "2026-12-25 17:00") == [
        ("2026-12-25 08:00Z", "2026-12-25 09:00Z", "Cal"),
        ("2026-12-25 09:00Z", "2026-12-25 17:00Z", "Team"),
    ]
    made.override_by_hand(IN_HOURS, "ben", "2026-12-25 10:00", "2026-12-25 11:00")
    plan = made.plan()
    assert (plan.actions, plan.shifts) == ((), ())
    assert [c.message.rpartition("; ")[2] for c in plan.conflicts] == [
        "Team is paged",
        "Ben is paged",
        "Team is paged",
    ]


def test_an_identical_one_made_by_hand_is_not_deleted_as_a_duplicate(made: World) -> None:
    """It may be somebody's own; of our own duplicates one is enough."""
    made.override_by_hand("web", "cal", "2026-12-03 12:00", "2026-12-03 18:00")
    assert made.plan().actions == ()
    assert made.overrides("web") == [COVER, COVER]


def test_of_duplicates_of_ours_one_is_kept(made: World) -> None:
    """Two runs at a time may both have written; the ledger knows both."""
    made.change(lambda d: d["overrides"].append(cover("ana", "dee", "2026-12-04 12:00", "2026-12-04 13:00")))
    made.apply()
    other = made.override_by_hand("web", "dee", "2026-12-04 12:00", "2026-12-04 13:00")
    made.ledger.record(replace(made.ledger.load()[-1], run="another", id=other))
    assert len(made.overrides("web")) == 3
    assert summaries(made.plan()) == ["delete override web: Fri 4 Dec 12:00 – 13:00 Dee, not wanted any more"]
    done(made)
    assert len(made.overrides("web")) == 2


def lose(made: World) -> None:
    (made.folder / "ledger.jsonl").unlink()


def test_without_a_ledger_what_is_exactly_as_wanted_is_adopted(made: World) -> None:
    """And nothing is deleted, which is said."""
    lose(made)
    assert made.plan().actions == ()
    made.change(lambda d: d["overrides"].clear())
    plan = made.plan()
    assert plan.actions == ()
    (finding,) = plan.findings
    assert finding.id == "no-ledger"
    assert "Web" in finding.message
    assert [item.message for item in plan.unmanaged if item.kind == "override"] == ["made by hand"]


def test_a_running_override_is_recognised_without_a_ledger(christmas: World) -> None:
    """It began before now, and is still exactly the window."""
    lose(christmas)
    christmas.at("2026-12-25 13:00")
    plan = christmas.plan()
    assert (plan.actions, plan.conflicts, plan.refused) == ((), (), ())
    assert [
        item for item in plan.unmanaged if item.start and item.start < christmas.local("2026-12-26 00:00")
    ] == []


def test_a_ledger_of_another_account_says_nothing_about_this_one(made: World) -> None:
    """Ids of a test account are not ids of the real one."""
    path = made.folder / "ledger.jsonl"
    path.write_text(path.read_text().replace('"sandbox"', '"us"'))
    made.change(lambda d: d["overrides"].clear())
    assert made.plan().actions == ()


def test_a_damaged_ledger_loses_nothing_that_its_other_lines_say(made: World) -> None:
    """With the outcome unreadable the intent still tells that it is ours."""
    path = made.folder / "ledger.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1][:20]]))
    made.change(lambda d: d["overrides"].clear())
    done(made)
    assert made.overrides("web") == []


def test_a_mailbox_that_nobody_knows_of_stops_its_rota_alone(christmas: World) -> None:
    """On a day that is no bank holiday it leaves nobody to page, so it is never passed over."""
    theirs = christmas.override_by_hand(IN_HOURS, "team", "2026-12-23 09:00", "2026-12-23 17:00")
    assert reasons(christmas, IN_HOURS) == (
        "Team (a mailbox) is on In-Hours Wed 23 Dec 09:00 – 17:00, where the file has no bank holiday, and "
        f"no record says that we made it; if it may go, run `rota adopt --ours {theirs}`, and the next apply "
        "deletes it; if it is meant, give the date under bank_holidays: extra"
    )
    christmas.change(lambda d: d["bank_holidays"].update(extra=[{"date": "2026-12-22", "name": "Fair"}]))
    outcome = christmas.apply()
    assert outcome.exit_code == 4
    assert {result.action.key for result in outcome.results} == set(SUPPORT) - {IN_HOURS}


def test_a_mailbox_by_hand_in_a_window_is_enough(tmp_path: Path) -> None:
    """No second one is laid over it, and it is no conflict."""
    data = support("2026-12-21", horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "later"}])
    made = settled(data, "2026-12-21 12:00", tmp_path)
    made.override_by_hand(IN_HOURS, "team", "2026-12-25 09:00", "2026-12-25 12:00")
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    done(made)
    rows = [row[:2] for row in made.overrides(IN_HOURS) if row[0].startswith("2026-12-25")]
    assert rows == [(DAY[0], "2026-12-25 12:00Z"), ("2026-12-25 12:00Z", DAY[1])]


def test_many_overrides_travel_in_batches_of_fifty(tmp_path: Path) -> None:
    """Sixty working days covered by somebody else are two requests."""
    data = web(("2026-11-30", "ana"), file={"safety": {"mass": "100%"}})
    data["overrides"] = [cover("ana", "cal", "2026-12-07 09:00", "2027-02-27 09:00")]
    made = settled(data, "2026-12-01 12:00", tmp_path)
    sizes = [len(body["overrides"]) for method, path, body in made.transport.requests if "overrides" in path]
    assert sizes == [50, 10]


def test_the_horizon_rolls_forward_day_by_day(tmp_path: Path) -> None:
    """Planned and applied every two weeks for a year: each time proven, with nothing left to do."""
    data = support("2026-01-05")
    for key in (OOH_COMMS, IN_COMMS):
        del data["rotas"][key], data["bank_holidays"]["rules"][key]
    made = world(data, "2026-01-05 12:00", tmp_path)
    for _ in range(28):
        done(made)
        made.now += timedelta(days=13, minutes=37)
    assert made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00")[0][:2] == DAY
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00") == [(*DAY, "Team")]


def test_a_cover_that_runs_is_shortened_without_a_gap(made: World) -> None:
    """It is cut at this moment and followed by the rest in a minute; until then ana, whose turn it is."""
    made.at("2026-12-03 13:00")
    made.change(lambda d: d["overrides"][0].update({"until": "2026-12-03 16:00"}))
    outcome = made.apply(["changes-now"])
    assert outcome.exit_code == 0
    assert made.rendered("web", "2026-12-03 12:00", "2026-12-03 18:00")[-1] == (
        "2026-12-03 16:00Z",
        "2026-12-03 18:00Z",
        "Ana",
    )
    names = [row[2] for row in made.rendered("web", "2026-12-03 12:00", "2026-12-03 18:00")]
    assert set(names) == {"Ana", "Cal"}


def test_an_interval_that_is_nearly_over_is_not_sent(tmp_path: Path) -> None:
    """With half a minute left there is nothing that could still begin."""
    made = settled(web(("2026-11-30", "ana", "ben"), hours=None), "2026-12-01 12:00", tmp_path)
    made.now += timedelta(hours=4, seconds=30)
    made.change(lambda d: d.update(overrides=[cover("ana", "cal", "2026-12-01 15:00", "2026-12-01 16:01")]))
    assert made.plan().actions == ()


def test_nobody_in_the_place_of_another_is_written_anew_while_it_runs(tmp_path: Path) -> None:
    """On a shift-based schedule: the one in the place of who had the turn goes, at the same instant."""
    data = support("2026-12-21", kind="shifts", horizon="1 day")
    data["bank_holidays"]["rules"][IN_HOURS] = "nobody"
    made = settled(data, "2026-12-21 12:00", tmp_path)
    made.at("2026-12-25 11:00")
    made.change(lambda d: d["rotas"][IN_HOURS]["line_ups"][0].update(people=["kit", "eve"]))
    done(made, "history", "changes-now", "mass")
    assert made.rendered(IN_HOURS, *(f"2026-12-25 {clock}" for clock in ("09:00", "17:00"))) == []
    assert made.overrides(IN_HOURS) == [
        ("2026-12-25 09:00Z", "2026-12-25 11:01Z", "nobody"),
        ("2026-12-25 11:01Z", "2026-12-25 17:00Z", "nobody"),
        ("2026-12-28 09:00Z", "2026-12-28 17:00Z", "nobody"),
    ]


def test_what_stood_in_for_somebody_else_does_not_go_on(tmp_path: Path) -> None:
    """It does nothing once the turn is another's, if an override of who is not on does nothing."""
    data = web(("2026-11-30", "ana", "ben"), hours=None) | {"kind": "shifts"}
    data["overrides"] = [cover("ana", "cal", "2026-12-03 12:00", "2026-12-03 18:00")]
    made = settled(data, "2026-12-01 12:00", tmp_path)
    made.at("2026-12-03 13:00")

    def edit(data: Data) -> None:
        data["rotas"]["web"]["line_ups"][0]["people"] = ["dee", "ben"]
        data["overrides"][0].update(cover="dee", by="eve")

    made.change(edit)
    done(made, "history", "changes-now", "mass")
    assert made.overrides("web") == [
        ("2026-12-03 12:00Z", "2026-12-03 13:01Z", "Cal"),
        ("2026-12-03 13:01Z", "2026-12-03 18:00Z", "Eve"),
    ]
