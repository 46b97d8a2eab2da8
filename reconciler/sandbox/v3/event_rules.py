"""What an event must be like: its fields one by one, and how it stands to the others of its rotation."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from typing import Any

from dateutil.relativedelta import relativedelta

from reconciler.sandbox.context import Context
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.occurrences import occurrences, recurrence_of
from reconciler.sandbox.v3.problems import Problems
from reconciler.sandbox.v3.reading import read_instant, read_member, written, zone_name
from reconciler.sandbox.wire import is_whole
from reconciler.sandbox.zones import to_wall, zone_of

LONGEST_NAME, MOST_MEMBERS, MOST_EVENTS = 255, 20, 5
FARTHEST = relativedelta(months=12)
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
_STRATEGIES = ("rotating_member_assignment_strategy", "every_member_assignment_strategy")
# How far shifts are laid out to see whether two events meet.
_SIGHT = timedelta(days=400)


def effective(event: Json) -> tuple[datetime, datetime]:
    """From when to when an event acts."""
    until = event["effective_until"]
    return (
        datetime.fromisoformat(event["effective_since"]),
        datetime.fromisoformat(until) if until else FOREVER,
    )


def written_event(context: Context, sent: Json) -> Json:
    """The fields of an event as they are stored. Raises ApiError naming every field that is at fault."""
    problems = Problems(context)
    name = sent.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        problems.add("event.name", f"must have between 1 and {LONGEST_NAME} characters")
    start, end = (_zoned(problems, f"event.{each}", sent.get(each)) for each in ("start_time", "end_time"))
    since, until = _effective(context, problems, sent)
    strategy = _strategy(context, problems, sent.get("assignment_strategy"))
    recurrence = sent.get("recurrence")
    if start is not None and end is not None:
        _check_first(problems, start, end)
        _check_recurrence(problems, recurrence, start)
    problems.check()
    return {
        "name": name,
        "start_time": start,
        "end_time": end,
        "effective_since": since,
        "effective_until": until,
        "recurrence": recurrence,
        "assignment_strategy": strategy,
    }


def check_company(context: Context, event: Json, others: Sequence[Json]) -> None:
    """Raises ApiError if the rotation cannot hold the event beside its others."""
    now, problems = context.now(), Problems(context)
    alive = [each for each in others if effective(each)[1] > now]
    if len(alive) + 1 > MOST_EVENTS:
        problems.add("event", f"a rotation must not have more than {MOST_EVENTS} current and future events")
    if any(_overlap(context, event, other) for other in others):
        problems.add("event.effective_since", "must not overlap another event of the rotation")
    problems.check()


def _overlap(context: Context, event: Json, other: Json) -> bool:
    (since, until), (began, ended) = effective(event), effective(other)
    first, last = max(since, began), min(until, ended)
    if first >= last:
        return False
    if context.quirks.v3_event_overlap == "effective":
        return True
    last = min(last, first + _SIGHT)
    shifts = sorted(
        (each.start, each.end)
        for each in chain(*(occurrences(one, last, context.quirks) for one in (event, other)))
    )
    return any(after[0] < before[1] for before, after in pairwise(shifts))


def _zoned(problems: Problems, path: str, sent: object) -> Json | None:
    if not isinstance(sent, dict):
        problems.add(path, "is required, with date_time and time_zone")
        return None
    instant = read_instant(problems, f"{path}.date_time", sent.get("date_time"))
    zone = zone_name(sent.get("time_zone"))
    if zone is None:
        problems.add(f"{path}.time_zone", "is not a valid time zone")
    return None if instant is None or zone is None else {"date_time": written(instant), "time_zone": zone}


def _check_first(problems: Problems, start: Json, end: Json) -> None:
    if start["time_zone"] != end["time_zone"]:
        problems.add("event.end_time.time_zone", "must be the time zone of the start")
    if datetime.fromisoformat(end["date_time"]) <= datetime.fromisoformat(start["date_time"]):
        problems.add("event.end_time", "must be after the start time")


def _check_recurrence(problems: Problems, sent: Any, start: Json) -> None:
    if not isinstance(sent, list) or not all(isinstance(line, str) for line in sent):
        problems.add("event.recurrence", "must be a list of lines")
        return
    zone = zone_of(start["time_zone"])
    try:
        recurrence_of(sent, to_wall(datetime.fromisoformat(start["date_time"]), zone), zone)
    except ValueError as fault:
        problems.add("event.recurrence", str(fault))


def _effective(context: Context, problems: Problems, sent: Json) -> tuple[str | None, str | None]:
    """A beginning in the past is clamped to now; the end may be open."""
    now = context.now()
    since = read_instant(problems, "event.effective_since", sent.get("effective_since"))
    if since is None:
        return None, None
    since = max(since, now)
    if since > now + FARTHEST:
        problems.add("event.effective_since", "Date cannot be more than 12 months in the future")
    if sent.get("effective_until") is None:
        return written(since), None
    until = read_instant(problems, "event.effective_until", sent["effective_until"])
    if until is None:
        return written(since), None
    if until <= since:
        problems.add("event.effective_until", "must be after effective_since")
    return written(since), written(until)


def _strategy(context: Context, problems: Problems, sent: Any) -> Json:
    path = "event.assignment_strategy"
    if not isinstance(sent, dict):
        problems.add(path, "is required")
        return {}
    if sent.get("type") not in _STRATEGIES:
        problems.add(f"{path}.type", f"must be {' or '.join(_STRATEGIES)}")
    shifts = sent.get("shifts_per_member", 1)
    if not is_whole(shifts, 1, 2**31):
        problems.add(f"{path}.shifts_per_member", "must be a whole number, 1 or more")
    members = sent.get("members")
    if not isinstance(members, list) or not 1 <= len(members) <= MOST_MEMBERS:
        problems.add(f"{path}.members", f"must have between 1 and {MOST_MEMBERS} entries")
        members = []
    return {
        "type": sent.get("type"),
        "shifts_per_member": shifts,
        "members": [
            read_member(context, problems, f"{path}.members[{place}]", member)
            for place, member in enumerate(members)
        ],
    }
