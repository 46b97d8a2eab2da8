"""Hours as PagerDuty's restrictions, and back."""

import json
from typing import Any

import pytest
from hypothesis import given

from reconciler.config.loader import load_texts
from reconciler.desired.restrictions import from_weekly, to_weekly
from reconciler.shifts.hours import AROUND_THE_CLOCK, weekly
from reconciler.state import Restriction
from tests.plan.files import web
from tests.strategies import hours


def week(windows: Any) -> Any:
    """The week of some windows as they stand in the file."""
    text = json.dumps(web(("2026-01-05", "ana"), file={"hours": {"day": windows}}))
    return weekly(load_texts("rota.yaml", {"rota.yaml": text}).file.hours, "day", None)


def test_working_days_are_five_weekly_restrictions() -> None:
    """Monday is 1."""
    nine = [(day, 9 * 3600, 8 * 3600) for day in range(1, 6)]
    assert [(r.weekday, r.start, r.length) for r in from_weekly(week("Mon-Fri 09:00-17:00"))] == nine


def test_seven_days_alike_are_one_daily_restriction() -> None:
    """Also where they run over midnight."""
    assert from_weekly(week("daily 22:00-06:00")) == (Restriction(None, 22 * 3600, 8 * 3600),)


def test_one_window_may_run_over_the_end_of_the_week() -> None:
    """Friday evening to Monday morning; Sunday is 7."""
    assert from_weekly(week("Fri 17:00-Mon 09:00")) == (Restriction(5, 17 * 3600, 64 * 3600),)
    assert from_weekly(week("Sun 12:00-Mon 09:00"))[0].weekday == 7


@pytest.mark.parametrize("text", ["daily 00:00-24:00", ["Mon-Fri 00:00-24:00", "Sat-Sun 00:00-24:00"]])
def test_the_whole_week_is_no_restriction(text: Any) -> None:
    """PagerDuty refuses one that restricts nothing."""
    assert from_weekly(week(text)) == ()


def test_what_restricts_nothing_is_the_whole_week() -> None:
    """No restriction, a whole day every day, or more than a week."""
    assert to_weekly(()) == AROUND_THE_CLOCK
    assert to_weekly([Restriction(None, 0, 86400)]) == AROUND_THE_CLOCK
    assert to_weekly([Restriction(3, 60, 10 * 604800)]) == AROUND_THE_CLOCK


@given(hours())
def test_hours_come_back_as_they_were(data: Any) -> None:
    """Law 5 for hours: every week of the file goes to PagerDuty and back."""
    text = json.dumps(web(("2026-01-05", "ana"), file={"hours": data}))
    file = load_texts("rota.yaml", {"rota.yaml": text}).file
    for name in file.hours:
        windows = weekly(file.hours, name, None)
        if windows:
            assert to_weekly(from_weekly(windows)) == windows
