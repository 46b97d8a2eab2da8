"""Override shifts, custom shifts and computed assignments: PagerDuty's JSON to frozen state and back.

An override shift puts one person in the place of another in one rotation; a custom shift puts one on beside
whoever else is on. Their ids begin with the collection that they are in.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from reconciler.intervals import Interval, Segment, Timeline, merge
from reconciler.remote.fields import Json, Part, instant_text
from reconciler.remote.shifts.codec import member, user_of
from reconciler.state import NOBODY, OverrideState, together

OVERRIDES, CUSTOM = "overrides", "custom_shifts"
"""The collections of a schedule, as paths and as fields of answers."""


def decode_override(part: Part) -> OverrideState:
    """One override shift of a listing made with `overflow=true`."""
    return OverrideState(
        id=f"{OVERRIDES}/{part.text('id')}",
        start=part.instant("start_time"),
        end=part.instant("end_time"),
        user=user_of(part.part("overriding_member")),
        over=user_of(part.part("overridden_member")),
        place=_place(part),
    )


def _place(part: Part) -> str | None:
    custom = part.maybe_text("custom_shift_id")
    return f"{CUSTOM}/{custom}" if custom is not None else part.maybe_text("rotation_id")


def decode_custom(part: Part) -> OverrideState:
    """One custom shift of a listing made with `overflow=true`."""
    assigned = part.parts("assignments", "an assignment")
    if len(assigned) != 1:
        raise part.fault("assignments", "are not exactly one")
    return OverrideState(
        id=f"{CUSTOM}/{part.text('id')}",
        start=part.instant("start_time"),
        end=part.instant("end_time"),
        user=user_of(assigned[0].part("member")),
        beside=True,
    )


def encode_override(rotation: str, over: str, user: str, start: datetime, end: datetime) -> Json:
    """One override shift of a batch: `user`, or NOBODY, in the place of `over` in a rotation."""
    return {
        "type": "override_shift",
        "rotation_id": rotation,
        "start_time": instant_text(start),
        "end_time": instant_text(end),
        "overridden_member": member(over),
        "overriding_member": member(user),
    }


def encode_custom(user: str, start: datetime, end: datetime) -> Json:
    """One custom shift of a batch."""
    return {
        "type": "custom_shift",
        "start_time": instant_text(start),
        "end_time": instant_text(end),
        "assignments": [{"type": "shift_assignment", "member": member(user)}],
    }


def decode_rendering(part: Part, within: Interval) -> Timeline[str]:
    """A schedule's final schedule, cut to the window that was asked for: who is on, alone or together."""
    final = part.part("final_schedule", "a final schedule")
    found: list[Segment[str]] = []
    for entry in final.parts("computed_shift_assignments", "a shift"):
        shift = Segment(
            entry.instant("start_time"), entry.instant("end_time"), user_of(entry.part("member"))
        ).clip(within.start, within.end)
        if shift is not None:
            found.append(shift)
    return jointly(found)


def jointly(shifts: Iterable[Segment[str]]) -> Timeline[str]:
    """Shifts that may overlap as one timeline; those of NOBODY are gaps."""
    held = [shift for shift in shifts if shift.value != NOBODY]
    starts = sorted(held, key=lambda shift: shift.start)
    edges = sorted({edge for shift in held for edge in (shift.start, shift.end)})
    out: list[Segment[str]] = []
    going: list[Segment[str]] = []
    coming = iter(starts)
    following = next(coming, None)
    for start, end in pairwise(edges):
        going = [shift for shift in going if shift.end > start]
        while following is not None and following.start <= start:
            going.append(following)
            following = next(coming, None)
        if going:
            out.append(Segment(start, end, together(shift.value for shift in going)))
    return merge(out)
