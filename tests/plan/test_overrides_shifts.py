"""Overrides of shift-based schedules beside what people made by hand, which may do nothing or page, too."""

from pathlib import Path

import pytest

from tests.plan.files import IN_HOURS, OOH, done, rota, settled, support, web
from tests.world import World

WEEKEND = ("2026-12-04 17:00", "2026-12-07 09:00")


@pytest.fixture
def nights(tmp_path: Path) -> World:
    """Web out of hours: ana's week from 30 November on, then ben's; the weekend is an event of its own."""
    data = web(("2026-11-30", "ana", "ben"), hours="night") | {"kind": "shifts"}
    return settled(data, "2026-12-01 12:00", tmp_path)


def test_one_made_by_hand_that_does_nothing_then_is_in_nobodys_way(nights: World) -> None:
    """It stands in for Ana in the nights of the week, and goes on over the weekend, which is elsewhere."""
    nights.override_by_hand("web", "eve", "2026-12-03 18:00", "2026-12-07 08:00")
    cover = {"rota": "web", "cover": "ana", "by": "cal", "from": WEEKEND[0], "until": WEEKEND[1]}
    nights.change(lambda d: d.update(overrides=[cover]))
    done(nights)
    assert nights.rendered("web", *WEEKEND) == [("2026-12-04 17:00Z", "2026-12-07 09:00Z", "Cal")]


def test_what_stands_in_for_another_is_not_what_is_wanted(tmp_path: Path) -> None:
    """Without a ledger: the mailbox in the place of who had the turn is left, and one for Kit's is made."""
    made = settled(support("2026-12-21", kind="shifts", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    before = made.overrides(IN_HOURS)
    (made.folder / "ledger.jsonl").unlink()
    made.change(lambda d: d["rotas"][IN_HOURS]["line_ups"][0].update(people=["kit", "eve"]))
    done(made, "history", "changes-now", "mass")
    assert sorted({*made.overrides(IN_HOURS)}) == before
    assert len(made.overrides(IN_HOURS)) == len(before) + 1
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00")[0][2] == "Team"


def test_a_custom_shift_by_hand_beside_ours_pages_both(tmp_path: Path) -> None:
    """The plan says so of PagerDuty and of what will be: nothing moves."""
    made = settled(support("2026-12-21", kind="shifts", horizon="1 day"), "2026-12-21 12:00", tmp_path)
    member = {"type": "user_member", "user_id": made.user_id("eve")}
    shift = {"type": "custom_shift", "assignments": [{"type": "shift_assignment", "member": member}]}
    times = {"start_time": "2026-12-25T10:00:00Z", "end_time": "2026-12-25T12:00:00Z"}
    body = {"custom_shifts": [shift | times]}
    made.send("POST", f"/v3/schedules/{made.schedule_id(OOH)}/custom_shifts", body)
    done(made)
    shown = made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00")
    assert {name for _, _, name in shown} == {"Ana", "Eve"}


def test_events_that_take_effect_as_a_night_ends_are_no_drift(nights: World) -> None:
    """They begin at nine, and with the next night; the last half minute of this one was another event's."""
    nights.now = nights.local("2026-12-04 08:59").replace(second=30)
    nights.change(lambda d: d["rotas"]["web"].update(rota(("2026-11-30", "cal", "ben"), hours="night")))
    done(nights, "history", "changes-now", "mass")
    assert nights.rendered("web", *WEEKEND)[0][2] == "Cal"
