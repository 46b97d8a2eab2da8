"""One schedule or policy, read afresh: windows of at most 90 days, or fewer where PagerDuty says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pagerduty import RestApiV2Client

from reconciler.intervals import Interval, interval_or_none, union
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_override, decode_rendering, decode_schedule, stitch
from reconciler.remote.fields import Json, Part, instant_text, people, unreadable
from reconciler.remote.policy_codec import decode_policy, told
from reconciler.remote.reach import WINDOW, Reach
from reconciler.state import OverrideState, PolicyState, ScheduleState

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ScheduleRead:
    """A schedule, and the names of the people whom the answers mention, by id."""

    state: ScheduleState
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """A policy, the names of the people whom the answer mentions, by id, and which fields it told of."""

    state: PolicyState
    names: Mapping[str, str]
    told: frozenset[str] = frozenset()


def read_schedule(
    client: RestApiV2Client,
    reach: Reach,
    id_: str,
    since: datetime,
    until: datetime,
    overrides_until: datetime | None,
) -> ScheduleRead:
    """A schedule rendered over `[since, until)` (UTC, widened to whole seconds), and its overrides.

    Overrides are those that end after `since` and begin before the later of `until` and `overrides_until`.
    `reach` is how much one request may ask for. Raises RemoteError; NotFoundError where there is none.
    """
    over = interval_or_none(floor(since), ceiling(until))
    answers = reach.rendered.over(over, lambda window: _rendered(client, id_, window))
    head = answers[0][1] if answers else fetch(client, f"/schedules/{id_}").part("schedule", "a schedule")
    listed = interval_or_none(floor(since), ceiling(max(until, overrides_until or until)))
    overrides, names = read_overrides(client, reach, id_, [listed] if listed is not None else [])
    state = replace(
        decode_schedule(head.json),
        rendered=stitch((window, decode_rendering(part.json, window)) for window, part in answers),
        rendered_over=over,
        overrides=overrides,
    )
    if any(
        replace(decode_schedule(part.json), rendered=()) != decode_schedule(head.json) for _, part in answers
    ):
        raise unreadable(f"the schedule {state.name}", "it was being edited while it was read")
    return ScheduleRead(state, names | dict(people([head.json, *(part.json for _, part in answers)])))


def _rendered(client: RestApiV2Client, id_: str, window: Interval) -> Part:
    query = _query(window) | {"time_zone": "UTC"}
    return fetch(client, f"/schedules/{id_}", query).part("schedule", "a schedule")


def read_overrides(
    client: RestApiV2Client, reach: Reach, id_: str, stretches: Sequence[Interval]
) -> tuple[tuple[OverrideState, ...], dict[str, str]]:
    """The overrides that touch any of some stretches in order, and the names of the people that they mention.

    What is over as the first stretch begins is left out. Raises RemoteError.
    """
    found: dict[str, OverrideState] = {}
    names: dict[str, str] = {}
    path = f"/schedules/{id_}/overrides"
    for stretch in stretches:
        for _, answer in reach.listed.over(stretch, lambda window: fetch(client, path, _query(window))):
            names.update(people(answer.json))
            for part in answer.parts("overrides", "an override"):
                override = decode_override(part.json)
                # One that lies across two windows is in both lists.
                if override.end > stretches[0].start:
                    found[override.id] = override
    return tuple(sorted(found.values(), key=lambda o: (o.start, o.end, o.id))), names


def around(shown: Iterable[Interval]) -> list[Interval]:
    """The fewest stretches of at most 90 days that cover some intervals, in whole seconds."""
    out: list[Interval] = []
    for item in union(shown):
        start, last = floor(item.start), ceiling(item.end)
        while start < last:
            if not out or start >= out[-1].start + WINDOW:
                out.append(Interval(start, min(start + WINDOW, last)))
            else:
                out[-1] = Interval(out[-1].start, max(out[-1].end, min(out[-1].start + WINDOW, last)))
            start = out[-1].end
    return out


def _query(window: Interval) -> Json:
    # Without overflow the times are cut to the window, and are no longer those of the object.
    return {"since": instant_text(window.start), "until": instant_text(window.end), "overflow": "true"}


def read_policy(client: RestApiV2Client, id_: str) -> PolicyRead:
    """A policy with its assignment strategies. Raises RemoteError; NotFoundError where there is none."""
    query = {"include[]": "escalation_rule_assignment_strategies"}
    part = fetch(client, f"/escalation_policies/{id_}", query).part(
        "escalation_policy", "an escalation policy"
    )
    return PolicyRead(decode_policy(part.json), dict(people(part.json)), told(part))


def floor(instant: datetime) -> datetime:
    """The whole second at or before: instants microseconds apart render nothing."""
    return instant.replace(microsecond=0)


def ceiling(instant: datetime) -> datetime:
    """The whole second at or after."""
    return floor(instant) if instant.microsecond == 0 else floor(instant) + _SECOND
