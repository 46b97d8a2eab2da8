"""Shift-based schedules over HTTP: the list of them, and one of them with all of its parts."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from pagerduty import RestApiV2Client

from reconciler.errors import ForbiddenError, NotFoundError, PlanLimitError, RemoteError
from reconciler.intervals import Interval, interval_or_none
from reconciler.plan.steps import Rotation
from reconciler.remote.client import fetch
from reconciler.remote.codec import stitch, teams
from reconciler.remote.fields import Json, Part, instant_text, people, unreadable
from reconciler.remote.listing import PAGE, WALL, incomplete
from reconciler.remote.made import Made
from reconciler.remote.objects import ScheduleRead, ceiling, floor
from reconciler.remote.reach import Reach
from reconciler.remote.shifts.codec import decode_event, zone_name
from reconciler.remote.shifts.stand_ins import (
    CUSTOM,
    OVERRIDES,
    decode_custom,
    decode_override,
    decode_rendering,
)
from reconciler.state import NOBODY, OverrideState, ScheduleState

PATH = "/v3/schedules"
REFERENCE = "schedule_v3_reference"
"""The type of a shift-based schedule in a list."""

_SCHEDULES_PAGE = 1000
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """The shift-based schedules of an account by id, with their names; `refused` says why it has none.

    `behind`: the list does not show one that is there.
    """

    names: Mapping[str, str]
    refused: RemoteError | None = None
    behind: bool = False


def listed(client: RestApiV2Client, made: Made) -> Listed:
    """All shift-based schedules that this token may see, and what was `made` a moment ago.

    An account without them, or a token that may not see any, is one that has none. Raises RemoteError.
    """
    try:
        rows = every(client, PATH, "schedules", {}, _SCHEDULES_PAGE)
    except (PlanLimitError, ForbiddenError, NotFoundError) as fault:
        return Listed({}, fault)
    names = {row.text("id"): row.maybe_text("summary") or row.maybe_text("name") or "" for row in rows}
    late: dict[str, str] = {}
    for id_ in made.young(PATH):
        if id_ not in names:
            with suppress(NotFoundError):
                late[id_] = head(client, id_).text("name")
    return Listed(names | late, behind=bool(late))


def every(client: RestApiV2Client, path: str, name: str, query: Json, size: int) -> tuple[Part, ...]:
    """All rows of a list, page after page; what a token may not see is left out of its page.

    A list that shifted while it was read is read once more. Raises RemoteError.
    """
    for _ in range(_TRIES):
        rows: list[Part] = []
        offset, more = 0, True
        while more and offset < WALL:
            page = fetch(client, path, query | {"limit": str(size), "offset": str(offset)})
            found = page.parts(name, f"a row of {path}")
            rows += found
            more = page.json.get("more", len(found) == size)
            if not isinstance(more, bool):
                raise page.fault("more", "is neither true nor false")
            offset += size
        if not more and len({row.text("id") for row in rows}) == len(rows):
            return tuple(rows)
    raise incomplete(path, "it did not end, or gave the same row twice")


def head(client: RestApiV2Client, id_: str) -> Part:
    """A schedule without its rendering. Raises RemoteError; NotFoundError where there is none."""
    return fetch(client, f"{PATH}/{id_}").part("schedule", "a schedule")


def rotations(client: RestApiV2Client, part: Part) -> tuple[Rotation, ...]:
    """The rotations of a schedule with all of their events, those that have ended too."""
    path = f"{PATH}/{part.text('id')}/rotations"
    time_zone = zone_name(part.text("time_zone"))
    given = part.json.get("rotations")
    rows = part.parts("rotations", "a rotation") if given else every(client, path, "rotations", {}, PAGE)
    found: list[Rotation] = []
    for row in rows:
        id_ = row.text("id")
        events = row.parts("events", "an event", needed=False)
        if not events:
            # Some answers leave them out, or give them as if there were none.
            events = every(client, f"{path}/{id_}/events", "events", {}, PAGE)
        found.append(Rotation(id_, tuple(decode_event(event, id_, time_zone) for event in events)))
    return tuple(found)


def decode_head(part: Part) -> ScheduleState:
    """The schedule's own fields."""
    return ScheduleState(
        id=part.text("id"),
        name=part.text("name"),
        time_zone=zone_name(part.text("time_zone")),
        description=part.maybe_text("description") or "",
        kind="shifts",
        teams=teams(part),
        url=part.maybe_text("html_url"),
    )


def read_shifts(
    client: RestApiV2Client,
    reach: Reach,
    id_: str,
    since: datetime,
    until: datetime,
    overrides_until: datetime | None,
) -> ScheduleRead:
    """A schedule rendered over `[since, until)` (UTC, widened to whole seconds), and what stands in.

    Override shifts and custom shifts are those that end after `since` and begin before the later of `until`
    and `overrides_until`. `reach` is how much one request may ask for. Raises RemoteError; NotFoundError
    where there is none.
    """
    top = head(client, id_)
    over = interval_or_none(floor(since), ceiling(until))
    answers = reach.rendered.over(over, lambda window: _rendered(client, id_, window))
    state = decode_head(top)
    if any(decode_head(part) != state for _, part in answers):
        raise unreadable(f"the schedule {state.name}", "it was being edited while it was read")
    span = interval_or_none(floor(since), ceiling(max(until, overrides_until or until)))
    held = rotations(client, top)
    events = [event for rotation in held for event in rotation.events]
    state = replace(
        state,
        layers=tuple(sorted(events, key=lambda event: (event.start, event.name, event.id))),
        overrides=_stand_ins(client, reach, id_, span),
        rendered=stitch([(window, decode_rendering(part, window)) for window, part in answers]),
        rendered_over=over,
        rotations=tuple(rotation.id for rotation in held),
    )
    return ScheduleRead(state, dict(people([top.json, *(part.json for _, part in answers)])))


def _rendered(client: RestApiV2Client, id_: str, window: Interval) -> Part:
    query = _query(window) | {"include[]": "final_schedule"}
    return fetch(client, f"{PATH}/{id_}", query).part("schedule", "a schedule")


def _stand_ins(
    client: RestApiV2Client, reach: Reach, id_: str, span: Interval | None
) -> tuple[OverrideState, ...]:
    found: dict[str, OverrideState] = {}
    for name, decode in ((OVERRIDES, decode_override), (CUSTOM, decode_custom)):
        path = f"{PATH}/{id_}/{name}"

        def ask(window: Interval, path: str = path, name: str = name) -> tuple[Part, ...]:
            # Without overflow the times are cut to the window, and are no longer those of the object.
            return every(client, path, name, _query(window) | {"overflow": "true"}, PAGE)

        for _, rows in reach.listed.over(span, ask):
            for shift in map(decode, rows):
                # One that lies across two windows is in both lists.
                if span is not None and shift.end > span.start:
                    found[shift.id] = shift
    return tuple(sorted(found.values(), key=lambda o: (o.start, o.end, o.id)))


def _query(window: Interval) -> Json:
    return {
        "since": instant_text(window.start),
        "until": instant_text(window.end),
        "time_zone": "UTC",
    }


def mentioned(state: ScheduleState) -> frozenset[str]:
    """The ids of all users in a schedule; its answers give no names beside them."""
    layers = (user for layer in state.layers for user in layer.users)
    stand_ins = (user for o in state.overrides for user in (o.user, o.over or NOBODY))
    return frozenset([*layers, *stand_ins, *_on(state)]) - {NOBODY}


def joint(state: ScheduleState) -> frozenset[str]:
    """The values of a rendering that are several people at once."""
    return frozenset(segment.value for segment in state.rendered if "+" in segment.value)


def _on(state: ScheduleState) -> frozenset[str]:
    return frozenset(user for segment in state.rendered for user in segment.value.split("+"))
