"""Events of shift-based schedules: PagerDuty's JSON to layers and back, with no HTTP about it.

An event repeats a window of wall time, and its members take turns of so many windows. A layer's turn begins
at its anchor, which is the start of such a window, and its restrictions are the windows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reconciler.desired.on_events import windows
from reconciler.errors import RotaError
from reconciler.intervals import instant, wall, wall_time_fault, zone
from reconciler.remote.codec import team_references
from reconciler.remote.fields import Json, Part, instant_text
from reconciler.remote.rails_zones import iana
from reconciler.remote.shifts import rules
from reconciler.state import NOBODY, LayerState, Restriction

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

_ROTATING, _EVERY = "rotating_member_assignment_strategy", "every_member_assignment_strategy"
_UTC = "UTC"
_TRIES = 60
"""More turns than clocks are ever changed in a row."""


def zone_name(text: str) -> str:
    """The zone of a schedule or event; PagerDuty calls UTC `Etc/UTC`, whatever it was sent."""
    name = iana(text)
    return _UTC if name == f"Etc/{_UTC}" else name


def member(user: str) -> Json:
    """A user id, or NOBODY, as a member."""
    return {"type": "empty_member"} if user == NOBODY else {"type": "user_member", "user_id": user}


def user_of(part: Part) -> str:
    """The user id of a member, or NOBODY."""
    kind = part.text("type")
    if kind == "empty_member":
        return NOBODY
    if kind != "user_member":
        raise part.fault("type", "is neither user_member nor empty_member")
    return part.text("user_id")


def event_id(rotation: str, event: str) -> str:
    """The id of an event as a layer: its rotation's and its own."""
    return f"{rotation}/{event}"


@dataclass(frozen=True, slots=True)
class _Window:
    """The first time of an event, on the clock of its zone: when it starts, and how long it lasts."""

    start: datetime
    length: timedelta


def decode_event(part: Part, rotation: str, time_zone: str) -> LayerState:
    """One event of a rotation, on a schedule in the zone. What no layer can express makes it `odd`."""
    strategy = part.part("assignment_strategy")
    members = [user_of(item) for item in strategy.parts("members", "a member")]
    first = part.part("start_time").instant("date_time")
    layer = LayerState(
        id=event_id(rotation, part.text("id")),
        name=part.maybe_text("name") or "",
        start=part.instant("effective_since"),
        end=part.maybe_instant("effective_until"),
        anchor=first,
        turn_seconds=_seconds(DAY),
        users=tuple(user for user in members if user != NOBODY),
    )
    if not members:
        return replace(layer, odd="it has nobody in it")
    if len(layer.users) < len(members):
        return replace(layer, odd="it has turns that nobody takes")
    found = _repeated(layer, part, strategy, time_zone)
    return replace(layer, odd=found) if isinstance(found, str) else found


def _repeated(layer: LayerState, part: Part, strategy: Part, time_zone: str) -> LayerState | str:
    """The layer with its turn and restrictions, or why it can have none."""
    turn = _turn(strategy, len(layer.users))
    if isinstance(turn, str):
        return turn
    zones = {zone_name(part.part(name).text("time_zone")) for name in ("start_time", "end_time")}
    if zones != {time_zone}:
        other = " and ".join(sorted(zones - {time_zone}))
        return f"its times are in another zone than the schedule ({other})"
    try:
        tz = zone(time_zone)
    except (ValueError, ZoneInfoNotFoundError):
        return f"its zone is not known ({time_zone})"
    start, end = wall(layer.anchor, tz), wall(part.part("end_time").instant("date_time"), tz)
    rule = rules.parse(_lines(part), start.weekday())
    return rule if isinstance(rule, str) else _ruled(layer, _Window(start, end - start), rule, turn)


def _lines(part: Part) -> list[str]:
    lines = part.json.get("recurrence")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise part.fault("recurrence", "is not a list of texts")
    return lines


def _turn(strategy: Part, members: int) -> int | str:
    """How many windows a turn has, or why its members take no turns."""
    kind = strategy.text("type")
    if kind == _EVERY:
        return 1 if members == 1 else "all of its people are on at the same time"
    if kind != _ROTATING:
        return "its people are assigned in a way that is not known"
    given = strategy.json.get("shifts_per_member") is not None
    return strategy.whole("shifts_per_member", least=1) if given else 1


def _ruled(layer: LayerState, window: _Window, rule: rules.Rule, turn: int) -> LayerState | str:
    """The layer with the turn and the restrictions that a rule gives it, or with why it cannot have them."""
    if window.length <= timedelta():
        return "its first time ends before it begins"
    period = DAY if rule.days is None else WEEK
    per_week = 1 if rule.days is None else len(rule.days)
    if rule.every > 1:
        if window.length != period * rule.every or per_week > 1:
            noun = "days" if rule.days is None else "weeks"
            return f"it is only every {rule.every} {noun}"
        return replace(layer, turn_seconds=_seconds(period * rule.every) * turn)
    if _overlapping(window.length, rule.days):
        return "its times overlap one another"
    if len(layer.users) == 1 and turn % per_week:
        # Whoever is alone takes every turn, however long it is.
        turn = per_week
    if turn % per_week:
        return "its turns end within a week, on another day each time"
    around = window.length == period and per_week == 1
    return replace(
        layer,
        turn_seconds=_seconds(period) * (turn // per_week),
        restrictions=() if around else _restrictions(window, rule.days),
    )


def _overlapping(length: timedelta, days: frozenset[int] | None) -> bool:
    if days is None:
        return length > DAY
    order = sorted(days)
    following = [*order[1:], order[0] + len(rules.DAYS)]
    return any(length > DAY * (after - day) for day, after in zip(order, following, strict=True))


def _restrictions(window: _Window, days: frozenset[int] | None) -> tuple[Restriction, ...]:
    clock = window.start - datetime.combine(window.start.date(), datetime.min.time())
    weekdays: Sequence[int | None] = [None] if days is None else [day + 1 for day in sorted(days)]
    return tuple(Restriction(day, _seconds(clock), _seconds(window.length)) for day in weekdays)


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def encode_event(layer: LayerState, time_zone: str, since: datetime) -> Json:
    """The body that makes a layer an event, effective from `since` (UTC) on, on a schedule in the zone.

    Raises RotaError for a layer that no single event can say; `desired` gives none of those.
    """
    tz = zone(time_zone)
    layer = settled(layer, tz, since)
    window, days, turn = _said(layer, tz)
    end = instant(window.start + window.length, tz)
    return {
        "event": {
            "name": layer.name,
            "start_time": {"date_time": instant_text(layer.anchor), "time_zone": time_zone},
            "end_time": {"date_time": instant_text(end), "time_zone": time_zone},
            "effective_since": instant_text(since),
            "effective_until": None if layer.end is None else instant_text(layer.end),
            "recurrence": rules.write(days),
            "assignment_strategy": {
                "type": _ROTATING,
                "shifts_per_member": turn,
                "members": [member(user) for user in layer.users],
            },
        }
    }


def settled(layer: LayerState, tz: ZoneInfo, since: datetime) -> LayerState:
    """The same layer with the turn that is the first to act from `since` (UTC) on as its first one.

    An event has no time before its first one, and whether its turns are counted from there or from where it
    takes effect is not known. A turn whose first window is touched by a change of the clocks is none to
    begin with: the length of a window is read off it; then it is an earlier one.
    """
    if layer.turn_seconds < 1 or not layer.users:
        return layer
    turn, anchor = timedelta(seconds=layer.turn_seconds), wall(layer.anchor, tz)
    lengths = {timedelta(seconds=item.length) for item in layer.restrictions} or {_around(layer)}
    number = (wall(since, tz) - anchor) // turn
    lasts = max((offset + length for offset, length in windows(layer, anchor, turn)), default=turn)
    if instant(anchor + number * turn + lasts, tz) <= since:
        number += 1
    for _ in range(_TRIES):
        begins = anchor + number * turn
        if not any(wall_time_fault(edge, tz) for edge in (begins, *(begins + n for n in lengths))):
            break
        number -= 1
    first = number % len(layer.users)
    users = layer.users[first:] + layer.users[:first]
    return replace(layer, anchor=instant(anchor + number * turn, tz), users=users)


def _around(layer: LayerState) -> timedelta:
    """The window of an event that is on around the clock."""
    return WEEK if layer.turn_seconds % _seconds(WEEK) == 0 else DAY


def _said(layer: LayerState, tz: ZoneInfo) -> tuple[_Window, frozenset[int] | None, int]:
    """The first window, its weekdays (None: every day), and how many windows a turn has."""
    start = wall(layer.anchor, tz)
    if layer.odd is not None or not layer.users:
        raise _unsaid(layer, layer.odd or "it has nobody in it")
    weekly = any(item.weekday is not None for item in layer.restrictions)
    period = WEEK if weekly or (not layer.restrictions and _around(layer) == WEEK) else DAY
    turn, rest = divmod(layer.turn_seconds, _seconds(period))
    if rest or not turn:
        raise _unsaid(layer, "its turns are no whole days or weeks")
    if not layer.restrictions:
        return _Window(start, period), frozenset({start.weekday()}) if period == WEEK else None, turn
    windows = {(item.start, item.length, item.weekday is None) for item in layer.restrictions}
    if len(windows) > 1:
        raise _unsaid(layer, "its hours begin at several times of day, or are of several lengths")
    days = frozenset(item.weekday - 1 for item in layer.restrictions if item.weekday is not None)
    ((clock, length, _),) = windows
    begins = start == datetime.combine(start.date(), datetime.min.time()) + timedelta(seconds=clock)
    if not begins or (weekly and start.weekday() not in days):
        raise _unsaid(layer, "its turns do not begin when its hours do")
    found = days if weekly else None
    if _overlapping(timedelta(seconds=length), found):
        raise _unsaid(layer, "its hours overlap one another")
    return _Window(start, timedelta(seconds=length)), found, turn * (len(days) if weekly else 1)


def _unsaid(layer: LayerState, why: str) -> RotaError:
    return RotaError(
        f"The layer {layer.name} cannot be written to a shift-based schedule: {why}.",
        hint="This is a fault of the program; report it with this message.",
    )


def until_body(end: datetime | None) -> Json:
    """The body that gives a running event another end, and says nothing else: it is refused otherwise."""
    return {"event": {"effective_until": None if end is None else instant_text(end)}}


def schedule_body(fields: Mapping[str, str], team: str | None = None) -> Json:
    """The body of a POST or PUT of the schedule itself: its name, zone and description."""
    sent: Json = dict(fields)
    if team is not None:
        sent["teams"] = team_references([team])
    return {"schedule": sent}
