"""Edits during which the order of writes decides whether somebody is there, each watched to the request."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.laws.history import History, Step
from tests.laws.means import Remembering
from tests.laws.seasons import Beginning


@pytest.fixture
def easter(tmp_path: Path) -> History:
    """Working days, nights, and two bank holidays of the coming weeks, before the first apply."""
    begins = Beginning(datetime(2026, 3, 17, 12, tzinfo=UTC), "Wednesday 09:00", "1 week", "incoming", None)
    return History(Remembering(json.dumps(begins.document()), begins.now, tmp_path))


@pytest.mark.parametrize("hours", ["Mon-Fri 08:00-18:00", "Mon-Fri 10:00-16:00"])
def test_a_working_day_of_another_length_leaves_no_bank_holiday_alone(easter: History, hours: str) -> None:
    """The hour that leaves the nights is the holiday's first: its override is there before it goes."""
    easter.live([])
    easter.found.change(lambda data: data["hours"].update(day=hours))
    easter.live([])


@pytest.mark.parametrize("handover", ["Monday 09:00", "Wednesday 09:00", "Saturday 00:30"])
@pytest.mark.parametrize("hours", ["Mon-Fri 08:00-18:00", "Mon-Fri 10:00-16:00"])
def test_events_that_move_to_other_rotations_leave_nobody_alone(
    hours: str, handover: str, tmp_path: Path
) -> None:
    """What stands in for their people is written anew in the same apply: mailboxes, holidays, covers."""
    begins = Beginning(datetime(2026, 3, 17, 12, tzinfo=UTC), handover, "1 week", "incoming", None, "shifts")
    easter = History(Remembering(json.dumps(begins.document()), begins.now, tmp_path))
    easter.live([Step("cover", 0, 1, 1), Step("cover", 1, 2, 2), Step("cover", 1, 3, 0)])
    for working_day in (hours, "Mon-Fri 09:00-17:00"):
        easter.found.text = json.dumps(
            json.loads(easter.found.text) | {"hours": {"day": working_day, "night": "outside day"}}
        )
        easter.live([])


@pytest.mark.parametrize("nth", range(1, 9, 2))
def test_an_apply_that_dies_between_those_writes_leaves_nobody_alone(easter: History, nth: int) -> None:
    """Whichever write is its last."""
    easter.live([])
    easter.found.change(lambda data: data["hours"].update(day="Mon-Fri 08:00-18:00"))
    easter.live([Step("apply", 7, nth, 0)])


def test_a_pause_over_bank_holidays_is_carried_out(easter: History) -> None:
    """A pause is declared: nobody takes those windows, though the mailbox stays on the other rota."""
    easter.live([])
    pause = {"from": "2026-04-01", "pause": "Nobody here"}
    easter.found.change(lambda data: data["rotas"]["out"]["line_ups"].append(pause))
    easter.live([])


def test_hours_that_one_rota_gives_to_another_are_taken_before_they_are_given_up(easter: History) -> None:
    """Good Friday's overrides were deleted by hand; its afternoon passes from one rota to the other."""
    easter.live([])
    easter.unhand(Step("unhand", 0, 0, 0))
    easter.unhand(Step("unhand", 0, 1, 0))
    easter.found.change(lambda data: data["hours"].update(day=["Mon-Thu 09:00-17:00", "Fri 09:00-13:00"]))
    easter.live([])
    writes = [path for method, path in easter.found.writes if method == "PUT"]
    first, second = (f"/schedules/{easter.found.schedule_id(key)}" for key in ("out", "in"))
    assert writes.index(first) < writes.index(second)
