"""Whatever the schedule: its rendering agrees with itself, and with a question asked at any one instant."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.render import coverage, render
from reconciler.sandbox.store import Json

START = datetime(2026, 3, 1, tzinfo=UTC)
hours = st.integers(0, 24 * 60).map(lambda number: START + timedelta(hours=number))
restrictions = st.one_of(
    st.builds(
        lambda hour, length: {
            "type": "daily_restriction",
            "start_time_of_day": f"{hour:02}:00:00",
            "duration_seconds": length,
        },
        st.integers(0, 23),
        st.integers(1, 86399),
    ),
    st.builds(
        lambda day, hour, length: {
            "type": "weekly_restriction",
            "start_day_of_week": day,
            "start_time_of_day": f"{hour:02}:00:00",
            "duration_seconds": length,
        },
        st.integers(1, 7),
        st.integers(0, 23),
        st.integers(1, 604799),
    ),
)


@st.composite
def layers(draw: st.DrawFn) -> Json:
    end = draw(st.none() | hours)
    return {
        "id": draw(st.sampled_from(["PL1", "PL2", "PL3"])),
        "start": draw(hours).isoformat(),
        "end": end.isoformat() if end else None,
        "rotation_virtual_start": draw(hours).isoformat(),
        "rotation_turn_length_seconds": draw(st.integers(1, 400)) * 3600,
        "users": draw(st.lists(st.sampled_from(["PA", "PB", "PC"]), min_size=1, max_size=4)),
        "restrictions": draw(st.lists(restrictions, max_size=2)),
    }


def stack(draw: st.DrawFn) -> list[Json]:
    drawn: list[Json] = draw(st.lists(layers(), max_size=3, unique_by=lambda layer: str(layer["id"])))
    return drawn


@st.composite
def schedules(draw: st.DrawFn) -> Json:
    zone = draw(st.sampled_from(["Europe/London", "America/New_York", "Etc/UTC", "Australia/Lord_Howe"]))
    saves = sorted(draw(st.lists(hours, max_size=2)))
    history = [{"until": save.isoformat(), "time_zone": zone, "layers": stack(draw)} for save in saves]
    return {"id": "PS1", "time_zone": zone, "layers": stack(draw), "history": history}


@st.composite
def overrides(draw: st.DrawFn) -> list[Json]:
    spans = draw(st.lists(st.tuples(hours, st.integers(1, 100), st.sampled_from(["PA", "PD"])), max_size=4))
    return [
        {
            "id": f"QO{number}",
            "start": start.isoformat(),
            "end": (start + timedelta(hours=length)).isoformat(),
            "user": user,
        }
        for number, (start, length, user) in enumerate(spans)
    ]


quirks = st.builds(
    Quirks,
    handoff=st.sampled_from(["wall_clock", "elapsed"]),
    restriction_end=st.sampled_from(["wall_clock", "elapsed"]),
    merge_entries=st.booleans(),
)
windows = st.tuples(hours, st.integers(1, 24 * 20)).map(
    lambda drawn: (drawn[0], drawn[0] + timedelta(hours=drawn[1]))
)
Window = tuple[datetime, datetime]


@settings(max_examples=60, deadline=None)
@given(schedules(), overrides(), windows, quirks)
def test_entries_are_sorted_disjoint_and_inside_the_window(
    schedule: Json, covers: list[Json], window: Window, quirks: Quirks
) -> None:
    """No two people are on call at once, and everything shown touches the window."""
    entries = render(schedule, covers, *window, quirks)
    assert all(entry.start < entry.end for entry in entries)
    assert all(a.end <= b.start for a, b in pairwise(entries))
    assert all(entry.start < window[1] and entry.end > window[0] for entry in entries)
    assert len({entry.key("scope") for entry in entries}) == len(entries)


@settings(max_examples=60, deadline=None)
@given(schedules(), overrides(), windows, quirks)
def test_the_coverage_is_what_the_clipped_entries_add_up_to(
    schedule: Json, covers: list[Json], window: Window, quirks: Quirks
) -> None:
    """The percentage and the entries tell the same story."""
    entries = [entry.clipped(*window) for entry in render(schedule, covers, *window, quirks)]
    seconds = sum((entry.end - entry.start).total_seconds() for entry in entries)
    share = coverage(entries, *window)
    assert 0.0 <= share <= 100.0
    assert abs(share - 100 * seconds / (window[1] - window[0]).total_seconds()) < 1e-9


@settings(max_examples=60, deadline=None)
@given(schedules(), overrides(), windows, quirks, st.data())
def test_a_part_of_the_window_renders_the_same(
    schedule: Json, covers: list[Json], window: Window, quirks: Quirks, data: Any
) -> None:
    """Clipping a wider rendering gives what the narrower window renders, person by person."""
    since = data.draw(st.integers(0, 50).map(lambda number: window[0] + timedelta(hours=number)))
    since = min(since, window[1] - timedelta(hours=1))
    wide = [
        entry.clipped(since, window[1])
        for entry in render(schedule, covers, *window, quirks)
        if entry.end > since
    ]
    narrow = [entry.clipped(since, window[1]) for entry in render(schedule, covers, since, window[1], quirks)]
    assert [(e.start, e.end, e.user) for e in wide] == [(e.start, e.end, e.user) for e in narrow]


@settings(max_examples=60, deadline=None)
@given(schedules(), overrides(), hours, quirks)
def test_an_instant_agrees_with_the_window_around_it(
    schedule: Json, covers: list[Json], instant: datetime, quirks: Quirks
) -> None:
    """Who is on at an instant is who the wider rendering has at that instant."""
    day = timedelta(days=1)
    at = [
        (entry.user, entry.start, entry.end) for entry in render(schedule, covers, instant, instant, quirks)
    ]
    around = [
        (entry.user, entry.start, entry.end)
        for entry in render(schedule, covers, instant - day, instant + day, quirks)
        if entry.start <= instant < entry.end
    ]
    assert [user for user, *_ in at] == [user for user, *_ in around]
    if not quirks.merge_entries:
        assert at == around
