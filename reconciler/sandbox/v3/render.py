"""Who is on call when in a shift-based schedule: every shift is laid out, then cut by the overrides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.occurrences import occurrences

Member = str | None
"""The id of a user, or None for the deliberate gap."""
Target = tuple[str, str]
"""What an override aims at: `schedule_rotation` or `custom_shift`, and its id."""


@dataclass(frozen=True)
class Parts:
    """What makes up one schedule, each list in order of creation."""

    events: Sequence[Json]
    custom_shifts: Sequence[Json]
    overrides: Sequence[Json]


@dataclass(frozen=True)
class Shift:
    """One stretch `[start, end)` of one member with its true ends, and the override that made it, if any."""

    start: datetime
    end: datetime
    member: Member
    target: Target
    override: str | None = None

    def clipped(self, since: datetime, until: datetime) -> "Shift":
        """The part inside the window; an empty window shows the shift whole."""
        if since == until:
            return self
        return replace(self, start=max(self.start, since), end=min(self.end, until))

    def touches(self, since: datetime, until: datetime) -> bool:
        """Whether any of it lies in the window, or at the instant if the window is one."""
        if since == until:
            return self.start <= since < self.end
        return self.start < until and self.end > since


@dataclass(frozen=True)
class _Cover:
    key: str
    start: datetime
    end: datetime
    target: Target
    overridden: Member
    overriding: Member

    def strikes(self, target: Target, member: Member, instant: datetime) -> bool:
        return (self.target, self.overridden) == (target, member) and self.start <= instant < self.end


def render(parts: Parts, since: datetime, until: datetime, quirks: Quirks) -> list[Shift]:
    """The shifts that touch the window, in order of their start, gaps on purpose among them."""
    covers = [_cover(override) for override in parts.overrides]
    # Whoever is overridden must be known for the whole of an override, even where the window cuts it.
    near = [cover for cover in covers if cover.start <= until and cover.end >= since]
    first = min([since, *(cover.start for cover in near)])
    last = max([until, *(cover.end for cover in near)])
    planned = [
        shift
        for shift in (*_of_events(parts.events, last, quirks), *_of_custom_shifts(parts.custom_shifts))
        if shift.start <= last and shift.end >= first
    ]
    shifts = [piece for shift in planned for piece in _glued(_pieces(shift, covers))]
    if quirks.v3_override_of_absent == "puts_on":
        shifts += [piece for place in range(len(covers)) for piece in _glued(_put_on(covers, place, planned))]
    shifts.sort(key=lambda shift: (shift.start, shift.end))
    return [shift for shift in shifts if shift.touches(since, until)]


def coverage(shifts: Sequence[Shift], since: datetime, until: datetime) -> float:
    """The share of the window in per cent during which at least one user is on call."""
    on = [shift.clipped(since, until) for shift in shifts if shift.member is not None]
    if since == until:
        return 100.0 if on else 0.0
    seconds, reached = 0.0, since
    for shift in sorted(on, key=lambda each: each.start):
        seconds += max(0.0, (shift.end - max(shift.start, reached)).total_seconds())
        reached = max(reached, shift.end)
    return 100.0 * seconds / (until - since).total_seconds()


def member_of(document: Json) -> Member:
    """The user whom a stored member names."""
    return document.get("user_id")


def target_of(override: Json) -> Target:
    """What a stored override aims at."""
    if "rotation_id" in override:
        return "schedule_rotation", override["rotation_id"]
    return "custom_shift", override["custom_shift_id"]


def _of_events(events: Sequence[Json], last: datetime, quirks: Quirks) -> Iterator[Shift]:
    for event in events:
        strategy = event["assignment_strategy"]
        members = [member_of(member) for member in strategy["members"]]
        target = "schedule_rotation", event["rotation_id"]
        for each in occurrences(event, last, quirks):
            turn = (each.k // strategy["shifts_per_member"]) % len(members)
            rotating = strategy["type"] == "rotating_member_assignment_strategy"
            for member in [members[turn]] if rotating else dict.fromkeys(members):
                yield Shift(each.start, each.end, member, target)


def _of_custom_shifts(custom_shifts: Sequence[Json]) -> Iterator[Shift]:
    for each in custom_shifts:
        start, end = (datetime.fromisoformat(each[name]) for name in ("start_time", "end_time"))
        if start < end:
            member = member_of(each["assignments"][0]["member"])
            yield Shift(start, end, member, ("custom_shift", each["id"]))


def _cover(override: Json) -> _Cover:
    return _Cover(
        override["id"],
        datetime.fromisoformat(override["start_time"]),
        datetime.fromisoformat(override["end_time"]),
        target_of(override),
        member_of(override["overridden_member"]),
        member_of(override["overriding_member"]),
    )


def _pieces(shift: Shift, covers: Sequence[_Cover]) -> Iterator[Shift]:
    """A shift cut at the ends of the overrides of its member; the last created one wins each piece."""
    for start, end in _steps(shift.start, shift.end, covers):
        struck = [cover for cover in covers if cover.strikes(shift.target, shift.member, start)]
        piece = replace(shift, start=start, end=end)
        if struck:
            piece = replace(piece, member=struck[-1].overriding, override=struck[-1].key)
        yield piece


def _put_on(covers: Sequence[_Cover], place: int, planned: Sequence[Shift]) -> Iterator[Shift]:
    """The parts of an override during which nobody was there to be overridden."""
    cover, later = covers[place], covers[place + 1 :]
    cuts: list[Shift | _Cover] = [*(shift for shift in planned if shift.target == cover.target), *later]
    for start, end in _steps(cover.start, cover.end, cuts):
        there = any(
            (shift.target, shift.member) == (cover.target, cover.overridden)
            and shift.start <= start < shift.end
            for shift in planned
        )
        lost = any(each.strikes(cover.target, cover.overridden, start) for each in later)
        if not there and not lost:
            yield Shift(start, end, cover.overriding, cover.target, cover.key)


def _glued(pieces: Iterable[Shift]) -> list[Shift]:
    """Touching pieces of one shift, or of one override, are one."""
    glued: list[Shift] = []
    for piece in pieces:
        if glued and (glued[-1].end, glued[-1].override) == (piece.start, piece.override):
            glued[-1] = replace(glued[-1], end=piece.end)
        else:
            glued.append(piece)
    return glued


def _steps(
    first: datetime, last: datetime, cuts: Sequence[Shift | _Cover]
) -> Iterator[tuple[datetime, datetime]]:
    instants = {first, last, *(cut.start for cut in cuts), *(cut.end for cut in cuts)}
    return pairwise(sorted(instant for instant in instants if first <= instant <= last))
