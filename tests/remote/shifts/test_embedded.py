"""The embedded PagerDuty and this room read events alike, though they share no code."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reconciler.desired.on_events import base_line, shifts
from reconciler.intervals import Interval, Segment, Timeline, merge, wall, zone
from reconciler.plan.layers import track
from reconciler.remote.shifts.codec import encode_event
from reconciler.remote.shifts.stand_ins import jointly
from reconciler.sandbox import Quirks, seed_user, seed_v3_schedule
from reconciler.sandbox.v3.occurrences import occurrences
from reconciler.state import LayerState
from tests.remote.harness import Account
from tests.remote.shifts.events import DAY, FIRST, WEEK, answered, layers
from tests.remote.shifts.rotations import LONDON, NAMES, tracks
from tests.remote.shifts.written import read

CHANGED = 4
"""By this hour of a day any change of the clocks is over."""


def embedded(event: dict[str, Any], quirks: Quirks, span: Interval) -> Timeline[str]:
    """An event's shifts as the embedded PagerDuty lays them out."""
    strategy = event["assignment_strategy"]
    members = [member["user_id"] for member in strategy["members"]]
    found = [
        Segment(shift.start, shift.end, members[shift.k // strategy["shifts_per_member"] % len(members)])
        for shift in occurrences(event, span.end, quirks)
    ]
    return merge(cut for shift in found if (cut := shift.clip(span.start, span.end)))


@given(layers(), st.integers(-30, 60), st.integers(1, 60))
def test_events_are_on_when_the_embedded_account_says(
    made: tuple[LayerState, str], after: int, length: int
) -> None:
    """In any zone, before and after changes of the clocks, within and beyond the time that they hold.

    What becomes of a time that does not exist is not known, and each reads it in its own way.
    """
    layer, time_zone = made
    start = wall(layer.anchor, zone(time_zone))
    lengths = [item.length for item in layer.restrictions] or [0]
    assume(all((start + timedelta(seconds=n)).hour >= CHANGED for n in (0, *lengths)))
    start = layer.start + timedelta(days=after, hours=7)
    span = Interval(start, start + timedelta(days=length))
    event = answered(layer, time_zone)
    assert shifts(layer, time_zone, span) == embedded(event, Quirks(), span)


@given(layers(("UTC", "Asia/Kathmandu")), st.integers(1, 60))
def test_turns_that_are_one_window_are_the_same_wherever_they_are_counted_from(
    made: tuple[LayerState, str], length: int
) -> None:
    """An event is written with the first turn that acts as its first one; if that runs, it has begun."""
    layer, time_zone = made
    weekly = not layer.restrictions or layer.restrictions[0].weekday is not None
    anchor = layer.anchor.astimezone(zone(time_zone)).isoweekday()
    hours = tuple(item for item in layer.restrictions if item.weekday in {None, anchor})
    layer = replace(layer, turn_seconds=WEEK if weekly else DAY, restrictions=hours)
    span = Interval(layer.start, layer.start + timedelta(days=length))
    event = answered(layer, time_zone)
    counted = Quirks(v3_member_count_from="effective_since")
    assert shifts(layer, time_zone, span) == embedded(event, counted, span)


@settings(max_examples=25, deadline=None)
@given(tracks(), st.integers(0, 60))
def test_a_whole_schedule_reads_as_it_was_meant(wanted: list[LayerState], after: int) -> None:
    """Several rotations at once, read in windows: who is on, alone or together."""
    account = Account()
    try:
        users = dict(zip(("PANA", "PBEN", "PCAL", "PDEE"), account.people, strict=True))
        users |= {
            user: seed_user(account.store, name=user, email=f"{user.lower()}@example.org")
            for user in ("PEVE", "PFAY", "PGUS")
        }
        meant = [replace(e, users=tuple(users[user] for user in e.users)) for e in wanted]
        by_track = [[event for event in meant if track(event) == name] for name in NAMES]
        body = {
            "name": "Rota",
            "time_zone": LONDON,
            "rotations": [
                {"events": [encode_event(e, LONDON, e.start)["event"] for e in events]}
                for events in by_track
                if events
            ],
        }
        id_ = seed_v3_schedule(account.store, body, lambda: FIRST)
        span = Interval(FIRST + timedelta(days=after), FIRST + timedelta(days=after + 120))
        state = read(account, id_, span)
        assert state.rendered == jointly(
            segment for events in by_track for segment in base_line(events, LONDON, span)
        )
        assert state.rendered_over == span
    finally:
        account.close()
