"""PagerDuty's own rendering as one timeline, however it was cut."""

from datetime import timedelta
from typing import Any

import pytest

from reconciler.errors import RemoteError
from reconciler.intervals import Interval, Segment
from reconciler.remote.codec import (
    decode_rendering,
    decode_schedule,
    stitch,
)
from reconciler.state import (
    ScheduleState,
)
from tests.remote.harness import DAY, NOON
from tests.remote.states import as_read


def rendering(*entries: tuple[str, str | None, str]) -> dict[str, Any]:
    shifts = [{"start": start, "end": end, "user": {"id": user}} for start, end, user in entries]
    return {"final_schedule": {"rendered_schedule_entries": shifts}}


def test_touching_shifts_of_one_person_are_one() -> None:
    """However PagerDuty cuts them, within a window and between windows."""
    first, second = Interval(NOON, NOON + DAY), Interval(NOON + DAY, NOON + 2 * DAY)
    whole = ("2026-12-01T00:00:00Z", "2026-12-03T13:00:00+01:00", "PU1")
    cut = ("2026-12-01T12:00:00Z", "2026-12-01T18:00:00Z", "PU1")
    windows = [
        (second, decode_rendering(rendering(whole), second)),
        (first, decode_rendering(rendering(cut, whole), first)),
    ]
    assert stitch(windows) == (Segment(NOON, NOON + 2 * DAY, "PU1"),)


def test_shifts_are_cut_to_the_window() -> None:
    """One without an end lasts as long as the window; one outside is dropped."""
    window = Interval(NOON, NOON + DAY)
    entries = rendering(
        ("2026-12-01T18:00:00Z", None, "PU2"),
        ("2026-11-01T00:00:00Z", "2026-12-01T13:00:00Z", "PU1"),
        ("2026-10-01T00:00:00Z", "2026-11-01T13:00:00Z", "PU3"),
    )
    assert decode_rendering(entries, window) == (
        Segment(NOON, NOON + timedelta(hours=1), "PU1"),
        Segment(NOON + timedelta(hours=6), NOON + DAY, "PU2"),
    )


def test_two_people_at_once_are_an_error() -> None:
    """A layer-based schedule has one person at a time; anything else is misread."""
    window = Interval(NOON, NOON + DAY)
    entries = rendering(
        ("2026-12-01T12:00:00Z", "2026-12-01T18:00:00Z", "PU1"),
        ("2026-12-01T17:00:00Z", "2026-12-01T19:00:00Z", "PU2"),
    )
    with pytest.raises(RemoteError, match="two people"):
        stitch([(window, decode_rendering(entries, window))])


def test_a_schedule_can_be_decoded_with_its_rendering() -> None:
    """The window is kept beside it."""
    window = Interval(NOON, NOON + DAY)
    body = as_read(ScheduleState("PS1", "Rota", "UTC")) | rendering(("2026-12-01T12:00:00Z", None, "PU1"))
    read = decode_schedule(body, window)
    assert read.rendered == (Segment(NOON, NOON + DAY, "PU1"),)
    assert read.rendered_over == window
