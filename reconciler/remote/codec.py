"""Schedules, overrides and users: PagerDuty's JSON to frozen state and back, with no HTTP about it.

Sources: PagerDuty's OpenAPI document; the order of layers, the anchor in UTC and the explicit null for an
end are as its Terraform provider and recorded answers show them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from sys import intern
from typing import Any

from reconciler.intervals import Interval, Segment, Timeline, merge
from reconciler.plan.actions import LayerWrite
from reconciler.remote.fields import Json, Part, instant, instant_text, unreadable
from reconciler.remote.rails_zones import iana
from reconciler.state import (
    Kind,
    LayerState,
    NamedObject,
    OverrideState,
    Restriction,
    ScheduleState,
    UserState,
)

_DAILY, _WEEKLY = "daily_restriction", "weekly_restriction"
_CLOCK_PARTS = (2, 3)
_LAST_WEEKDAY = 7
_OVERLAP = timedelta(minutes=1)
_SHIFT_BASED = {"schedule_v3", "schedule_v3_reference"}


def decode_schedule(json: Any, rendered_over: Interval | None = None) -> ScheduleState:
    """The object inside `{"schedule": …}` of a GET; its overrides are listed apart.

    With `rendered_over` its final schedule is taken as rendered over that interval.
    """
    part = Part.of(json, "a schedule")
    # A GET lists the winner first; we, and a PUT, list the base first.
    layers = tuple(_layer(layer) for layer in reversed(part.parts("schedule_layers", "a layer")))
    rendered: Timeline[str] = ()
    if rendered_over is not None:
        rendered = stitch([(rendered_over, decode_rendering(part.json, rendered_over))])
    return ScheduleState(
        id=part.text("id"),
        name=part.text("name"),
        time_zone=iana(part.text("time_zone")),
        description=part.maybe_text("description") or "",
        teams=teams(part),
        layers=layers,
        rendered=rendered,
        rendered_over=rendered_over,
        url=part.maybe_text("html_url"),
        used_by=tuple(
            (policy.text("id"), policy.maybe_text("summary") or policy.text("id"))
            for policy in part.parts("escalation_policies", "a policy", needed=False)
        ),
    )


def teams(part: Part) -> tuple[str, ...]:
    """The ids of an object's teams."""
    return tuple(team.text("id") for team in part.parts("teams", "a team", needed=False))


def _layer(part: Part) -> LayerState:
    return LayerState(
        id=part.maybe_text("id"),
        name=part.maybe_text("name") or "",
        start=part.instant("start"),
        end=part.maybe_instant("end"),
        anchor=part.instant("rotation_virtual_start"),
        turn_seconds=part.whole("rotation_turn_length_seconds", least=1),
        users=tuple(user.id_of("user") for user in part.parts("users", "a layer's user")),
        restrictions=tuple(
            _restriction(item) for item in part.parts("restrictions", "a restriction", needed=False)
        ),
    )


def _restriction(part: Part) -> Restriction:
    kind = part.text("type")
    length = part.whole("duration_seconds", least=1)
    start = _clock(part)
    if kind == _DAILY:
        # A weekday of 0 or null comes back with daily ones and means nothing.
        return Restriction(None, start, length)
    if kind != _WEEKLY:
        raise part.fault("type", f"is neither {_DAILY} nor {_WEEKLY}")
    weekday = part.whole("start_day_of_week", least=1)
    if weekday > _LAST_WEEKDAY:
        raise part.fault("start_day_of_week", "is not a day from 1 to 7")
    return Restriction(weekday, start, length)


def _clock(part: Part) -> int:
    pieces = part.text("start_time_of_day").split(":")
    if len(pieces) in _CLOCK_PARTS and all(piece.isascii() and piece.isdigit() for piece in pieces):
        hours, minutes, seconds = (*map(int, pieces), 0)[:3]
        if hours < 24 and minutes < 60 and seconds < 60:  # noqa: PLR2004 - a clock's own figures
            return (hours * 60 + minutes) * 60 + seconds
    raise part.fault("start_time_of_day", "is not a time of day")


def decode_rendering(json: Json, within: Interval) -> tuple[Segment[str], ...]:
    """The entries of a schedule's final rendering, cut to the window that was asked for, as user ids."""
    part = Part.of(json, "a schedule").part("final_schedule", "a final schedule")
    found: list[Segment[str]] = []
    for item in part.items("rendered_schedule_entries"):
        begins, ends, user = _shift(item)
        start, end = max(begins, within.start), min(ends or within.end, within.end)
        if start < end:
            # One text for all shifts of a person, whatever page they came in.
            found.append(Segment(start, end, intern(user)))
    return tuple(sorted(found, key=attrgetter("start", "end")))


def _shift(item: Any) -> tuple[datetime, datetime | None, str]:
    """Start, end and user of one entry of a rendering, of which there are more than of all else."""
    if isinstance(item, dict):
        start, end, user = item.get("start"), item.get("end"), item.get("user")
        if isinstance(start, str) and isinstance(end, str) and isinstance(user, dict):
            begins, ends, id_ = instant(start), instant(end), user.get("id")
            if begins is not None and ends is not None and isinstance(id_, str):
                return begins, ends, id_
    # Without an end, or not as documented: this says in which way.
    entry = Part.of(item, "a shift")
    return entry.instant("start"), entry.maybe_instant("end"), entry.id_of("user")


def stitch(windows: Iterable[tuple[Interval, Sequence[Segment[str]]]]) -> Timeline[str]:
    """One timeline from the renderings of windows that follow one another; touching pieces are joined.

    Raises RemoteError where two people are rendered at one instant, which PagerDuty says cannot be.
    """
    pieces = [segment for _, segments in sorted(windows, key=lambda w: w[0]) for segment in segments]
    out: list[Segment[str]] = []
    for piece in pieces:
        if out and piece.start < out[-1].end:
            if piece.value != out[-1].value:
                raise unreadable("a final schedule", "it has two people on call at the same time")
            out[-1] = Segment(out[-1].start, max(out[-1].end, piece.end), piece.value)
        else:
            out.append(piece)
    return merge(out)


def encode_schedule(
    *,
    name: str,
    time_zone: str,
    description: str,
    teams: Sequence[str] | None,
    layers: Sequence[LayerWrite],
    now: datetime,
) -> Json:
    """The body of a POST or PUT. `layers` run base first; `teams` None leaves the field out. `now` is UTC."""
    schedule: Json = {
        "type": "schedule",
        "name": name,
        "time_zone": time_zone,
        "description": description,
        "schedule_layers": [encode_layer(layer, now) for layer in layers],
    }
    if teams is not None:
        schedule["teams"] = team_references(teams)
    return {"schedule": schedule}


def team_references(teams: Iterable[str]) -> list[Json]:
    """Team ids as references."""
    return [{"id": team, "type": "team_reference"} for team in teams]


def encode_layer(write: LayerWrite, now: datetime) -> Json:
    """One layer of a body; with `ends_now` it ends at `now` (UTC), or a minute later where it is followed.

    What follows begins when PagerDuty gets it, by its own clock; under it the old one stays until then.

    Instants go out in UTC, since an anchor with another offset is misread, and `end` is always there,
    since leaving it out would keep an old one.
    """
    layer = write.layer
    end = now + (_OVERLAP if write.followed else timedelta()) if write.ends_now else layer.end
    sent: Json = {
        "name": layer.name,
        "start": instant_text(layer.start),
        "end": None if end is None else instant_text(end),
        "rotation_virtual_start": instant_text(layer.anchor),
        "rotation_turn_length_seconds": layer.turn_seconds,
        "users": [{"user": user_reference(user)} for user in layer.users],
        "restrictions": [_encode_restriction(item) for item in layer.restrictions],
    }
    return sent if layer.id is None else {"id": layer.id} | sent


def user_reference(user: str) -> Json:
    """A user id as a reference."""
    return {"id": user, "type": "user_reference"}


def _encode_restriction(item: Restriction) -> Json:
    # Seconds are always :00; others come back zeroed, or as a server fault.
    sent: Json = {
        "type": _DAILY if item.weekday is None else _WEEKLY,
        "start_time_of_day": f"{item.start // 3600:02}:{item.start % 3600 // 60:02}:00",
        "duration_seconds": item.length,
    }
    return sent if item.weekday is None else sent | {"start_day_of_week": item.weekday}


def decode_override(json: Any) -> OverrideState:
    """One override of a listing made with `overflow=true`."""
    part = Part.of(json, "an override")
    return OverrideState(part.text("id"), part.instant("start"), part.instant("end"), part.id_of("user"))


def encode_override(user: str, start: datetime, end: datetime) -> Json:
    """One item of a batch: a user id and `[start, end)` in UTC."""
    return {"start": instant_text(start), "end": instant_text(end), "user": user_reference(user)}


def decode_user(json: Any) -> UserState:
    """One user."""
    part = Part.of(json, "a user")
    ways = rules = None
    if part.json.get("contact_methods") is not None:
        methods = part.parts("contact_methods", "a contact method")
        ways = frozenset((way.maybe_text("type") or "").partition("_contact_method")[0] for way in methods)
    if part.json.get("notification_rules") is not None:
        rules = len(part.parts("notification_rules", "a notification rule"))
    return UserState(part.text("id"), part.text("name"), part.maybe_text("email") or "", ways, rules)


def decode_named(json: Mapping[str, Any], where: str) -> NamedObject:
    """What a listing tells of a schedule or policy."""
    part = Part.of(json, where)
    kind: Kind = "shifts" if part.json.get("type") in _SHIFT_BASED else "layers"
    return NamedObject(part.text("id"), part.text("name"), part.maybe_text("description") or "", kind)
