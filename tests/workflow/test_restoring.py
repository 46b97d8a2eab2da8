"""A PUT that takes a schedule's overrides with it: whoever was on stays on, and what is whose stays so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import RefusedError
from reconciler.ledger.file import FileLedger
from reconciler.records import Record
from reconciler.sandbox import Quirks
from reconciler.workflow.applying import apply
from tests.plan.files import IN_HOURS, document, rota, settled, support
from tests.workflow.results import messages
from tests.workflow.stories import COVER
from tests.world import World

DROPS = Quirks(put_drops_overrides=True)
DAY = ("2026-12-25 09:00Z", "2026-12-25 17:00Z")
CAL = ("2026-12-03 12:00Z", "2026-12-03 18:00Z", "Cal")
DEE = ("2026-12-05 12:00Z", "2026-12-05 13:00Z", "Dee")
OURS = "1 of its overrides went with it and were made again"
THEIRS = (
    "1 override made by hand was lost with it and made again, still as somebody else's: "
    "Sat 5 Dec 12:00 – 13:00 Dee"
)


def web(folder: Path, quirks: Quirks = DROPS) -> World:
    """Web around the clock, a cover of Ana by Cal applied, and a line-up of January still to be written."""
    lines = rota(("2026-11-30", "ana", "ben"), hours=None)
    data = document({"web": lines}, overrides=[dict(COVER)], safety={"mass": "100%"})
    made = settled(data, "2026-12-01 12:00", folder, quirks)
    made.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-01-04", "people": ["cal"]}))
    return made


@pytest.fixture
def shared(tmp_path: Path) -> World:
    """The same, and Dee put herself on by hand for an hour."""
    made = web(tmp_path)
    made.override_by_hand("web", "dee", "2026-12-05 12:00", "2026-12-05 13:00")
    return made


def taking(made: World, *ids: str) -> Callable[[], None]:
    """Takes some overrides away after the first write."""
    paths = iter([f"/schedules/{made.schedule_id('web')}/overrides/{id_}" for id_ in ids])

    def take() -> None:
        for path in paths:
            made.send("DELETE", path)

    return take


def our_id(made: World) -> str:
    """The id of the cover."""
    return next(o.id for o in made.live().schedules["web"].overrides if o.user == made.user_id("cal"))


def test_what_went_is_made_again_and_it_is_said_who_and_when(shared: World) -> None:
    """Ours by their number, somebody else's one by one in local time."""
    outcome = shared.apply()
    assert outcome.exit_code == 0
    assert messages(outcome, "done") == [f"{OURS}; {THEIRS}"]
    assert shared.overrides("web") == [CAL, DEE]


def test_what_was_somebody_elses_stays_somebody_elses(shared: World) -> None:
    """Ours is withdrawn later, and goes alone."""
    shared.apply()
    (record,) = [r for r in shared.ledger.load() if r.verb == "restore" and r.phase == "done"]
    assert record.note == (
        "Sat 5 Dec 12:00 – 13:00 Dee, made by hand, made again, since it went with a write of its schedule"
    )
    shared.change(lambda d: d["overrides"].clear())
    (item,) = [item for item in shared.plan().unmanaged if item.kind == "override"]
    assert (item.id, item.message) == (record.id, "made by hand")
    assert shared.apply().exit_code == 0
    assert shared.overrides("web") == [DEE]


def test_one_that_runs_goes_on_in_a_minute(shared: World) -> None:
    """PagerDuty ended it with the write; nothing can begin sooner."""
    shared.at("2026-12-05 12:30")
    outcome = shared.apply()
    assert "Sat 5 Dec 12:31 – 13:00 Dee" in str(messages(outcome, "done"))
    assert shared.overrides("web") == [("2026-12-05 12:31Z", *DEE[1:])]


def test_what_cannot_be_made_again_is_told_so_that_somebody_can(shared: World) -> None:
    """Dee's account may have gone meanwhile, or PagerDuty refuses for another reason."""
    shared.transport.fault = lambda method, *_: 400 if method == "POST" else None
    outcome = shared.apply()
    (said,) = messages(outcome, "done")
    assert said.startswith(
        "1 of its overrides went with it and could not be made again; run again; "
        "1 override made by hand was lost with it and could not be made again ("
    )
    assert said.endswith("), so do it in PagerDuty: Sat 5 Dec 12:00 – 13:00 Dee")
    assert shared.overrides("web") == []


def test_one_made_since_the_plan_comes_back_too(shared: World) -> None:
    """Its maker's name was not read with the plan."""
    plan = shared.plan()
    shared.override_by_hand("web", "eve", "2026-12-02 12:00", "2026-12-02 13:00")
    outcome = apply(plan, shared.file, shared.tools())
    user = shared.user_id("eve")
    assert f": Wed 2 Dec 12:00 – 13:00 PagerDuty's user {user} and Sat 5 Dec" in str(
        messages(outcome, "done")
    )
    assert [row[2] for row in shared.overrides("web")] == ["Eve", "Cal", "Dee"]


def test_somebody_elses_comes_back_without_a_record_and_ours_does_not(shared: World, tmp_path: Path) -> None:
    """A record makes an override ours; what is somebody else's needs none. The next run makes ours."""

    class Full(FileLedger):
        intents = 0

        def intend(self, records: Any) -> None:
            self.intents += 1
            if self.intents > 1:
                raise RefusedError("the disk is full")
            super().intend(records)

        def record(self, record: Record) -> None:
            assert record.verb != "create" or record.kind != "override"

    ledger = Full(tmp_path / "ledger.jsonl")
    outcome = apply(shared.plan(), shared.file, replace(shared.tools(), ledger=ledger))
    said = f"1 of its overrides went with it and could not be made again; run again; {THEIRS}"
    assert messages(outcome, "done") == [said]
    assert shared.overrides("web") == [DEE]
    assert shared.apply().exit_code == 0
    assert shared.overrides("web") == [CAL, DEE]


def test_a_twin_made_by_hand_is_no_superfluous_copy(tmp_path: Path) -> None:
    """It says the same as the cover that went, and stays beside the new one."""
    made = web(tmp_path, Quirks())
    ours = our_id(made)
    kept = made.override_by_hand("web", "cal", "2026-12-03 12:00", "2026-12-03 18:00")
    made.transport.after_write = taking(made, ours)
    assert messages(made.apply(), "done") == [OURS]
    assert made.overrides("web") == [CAL, CAL]
    assert kept in [o.id for o in made.live().schedules["web"].overrides]


def test_of_two_that_are_the_same_and_go_one_comes_back_as_somebody_elses(tmp_path: Path) -> None:
    """It is as wanted, so it stays; and nothing of anybody else's is ever deleted."""
    made = web(tmp_path)
    made.override_by_hand("web", "cal", "2026-12-03 12:00", "2026-12-03 18:00")
    assert made.apply().exit_code == 0
    assert made.overrides("web") == [CAL]
    made.change(lambda d: d["overrides"].clear())
    assert made.plan().actions == ()


def test_what_lay_on_top_lies_on_top_again(tmp_path: Path) -> None:
    """Dee, then Eve over her, then Ben over both for an hour: the last one wins, as before."""
    made = web(tmp_path)
    for person, start, end in [("dee", 8, 20), ("eve", 10, 18), ("ben", 12, 13)]:
        made.override_by_hand("web", person, f"2026-12-05 {start:02}:00", f"2026-12-05 {end}:00")
    before = made.rendered("web", "2026-12-05 08:00", "2026-12-05 20:00")
    assert [row[2] for row in before] == ["Dee", "Eve", "Ben", "Eve", "Dee"]
    assert made.apply().exit_code == 0
    assert made.rendered("web", "2026-12-05 08:00", "2026-12-05 20:00") == before


def test_what_was_hidden_is_not_put_on_top_of_what_stayed(tmp_path: Path) -> None:
    """Ours lay under somebody else's for an hour, and ours alone went."""
    made = web(tmp_path, Quirks())
    ours = our_id(made)
    made.override_by_hand("web", "dee", "2026-12-03 14:00", "2026-12-03 15:00")
    before = made.rendered("web", "2026-12-03 12:00", "2026-12-03 18:00")
    assert [row[2] for row in before] == ["Cal", "Dee", "Cal"]
    made.transport.after_write = taking(made, ours)
    outcome = made.apply()
    assert messages(outcome, "done") == ["2 of its overrides went with it and were made again"]
    assert made.rendered("web", "2026-12-03 12:00", "2026-12-03 18:00") == before
    assert made.plan().actions == ()


@pytest.mark.parametrize("first", ["mailbox", "person"])
def test_a_mailbox_and_a_person_by_hand_keep_their_order(tmp_path: Path, first: str) -> None:
    """A mailbox is laid over a person once; a person who comes later wins for good."""
    data = support("2026-12-21", horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "later"}])
    made = settled(data | {"safety": {"mass": "100%"}}, "2026-12-21 12:00", tmp_path, DROPS)

    def by_hand() -> None:
        made.override_by_hand(IN_HOURS, "ana", "2026-12-25 10:00", "2026-12-25 12:00")

    if first == "person":
        by_hand()
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    made.apply()
    if first == "mailbox":
        by_hand()
    before = made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00")
    assert [row[2] for row in before] == (["Team"] if first == "person" else ["Team", "Ana", "Team"])
    made.change(lambda d: d["rotas"][IN_HOURS]["line_ups"].append({"from": "2027-01-11", "people": ["dee"]}))
    outcome = made.apply()
    assert outcome.exit_code == 0
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00") == before
    assert made.plan().actions == ()
