"""What an account holds, and what people do to it in the web editor, of either kind of schedule."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from reconciler.intervals import Interval, Segment, Timeline, merge
from reconciler.remote.shifts.stand_ins import jointly
from reconciler.sandbox.render import render
from reconciler.sandbox.v3.finding import parts_of
from reconciler.sandbox.v3.render import render as render_shifts
from reconciler.sandbox.v3.rotations import MOST_ROTATIONS
from reconciler.state import NOBODY, Kind
from tests import shifts_by_hand as shifts
from tests.world import Data, World

_HELD: dict[Kind, str] = {"layers": "schedules", "shifts": "v3_schedules"}
_PUT_ON = {"overrides": "v3_overrides", "custom_shifts": "v3_custom_shifts"}


class Schedule(NamedTuple):
    """A schedule that is there."""

    id: str
    name: str
    kind: Kind


class Row(NamedTuple):
    """An override or custom shift: when, who, and in whose place, if that is said."""

    schedule: str
    start: str
    end: str
    user: str
    over: str = ""
    place: str = ""

    @property
    def interval(self) -> Interval | None:
        """When it holds, if ever."""
        start, end = datetime.fromisoformat(self.start), datetime.fromisoformat(self.end)
        return Interval(start, end) if start < end else None


def schedules(found: World) -> list[Schedule]:
    """All of them."""
    return [
        Schedule(row["id"], row["name"], kind)
        for kind, held in _HELD.items()
        for row in found.store.all(held)
    ]


def shown(found: World, schedule: Schedule, span: Interval) -> Timeline[str]:
    """Who is paged, in PagerDuty's own rendering; several at once are one value."""
    if schedule.kind == "shifts":
        parts = parts_of(found, schedule.id)  # type: ignore[arg-type] # a store is all it asks for
        entries = render_shifts(parts, span.start, span.end, found.quirks)
        return jointly(_clipped([(e.start, e.end, e.member or NOBODY) for e in entries], span))
    (row,) = (s for s in found.store.all("schedules") if s["id"] == schedule.id)
    held = found.store.all("overrides", schedule.id)
    plain = render(row, held, span.start, span.end, found.quirks)
    return merge(_clipped([(e.start, e.end, e.user) for e in plain], span))


def _clipped(rows: Iterable[tuple[datetime, datetime, str]], span: Interval) -> list[Segment[str]]:
    cut = (Segment(start, end, user).clip(span.start, span.end) for start, end, user in rows)
    return [segment for segment in cut if segment is not None]


def there(found: World) -> dict[str, Row]:
    """Every override and custom shift there is, in order of creation."""
    rows: dict[str, Row] = {}
    for schedule in schedules(found):
        if schedule.kind == "layers":
            for o in found.store.all("overrides", schedule.id):
                rows[o["id"]] = Row(schedule.id, o["start"], o["end"], o["user"])
            continue
        for name, held in _PUT_ON.items():
            for o in found.store.all(held, schedule.id):
                rows[f"{name}/{o['id']}"] = _row(schedule.id, o)
    return rows


def _row(schedule: str, o: Data) -> Row:
    times = schedule, o["start_time"], o["end_time"]
    if "assignments" in o:
        return Row(*times, o["assignments"][0]["member"].get("user_id", NOBODY))
    put, over = (o[name].get("user_id", NOBODY) for name in ("overriding_member", "overridden_member"))
    return Row(*times, put, f"over {over}", o.get("rotation_id") or o["custom_shift_id"])


def put_on(found: World, schedule: Schedule, user: str, start: datetime, end: datetime) -> str:
    """Somebody makes an override; its id."""
    if schedule.kind == "shifts":
        return shifts.override_by_hand(found, schedule.id, user, start, end)
    item = {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "user": {"id": user, "type": "user_reference"},
    }
    (made,) = found.send("POST", f"/schedules/{schedule.id}/overrides", {"overrides": [item]})
    return str(made["override"]["id"])


def take_off(found: World, key: str, schedule: str) -> None:
    """Somebody deletes an override."""
    path = f"/v3/schedules/{schedule}/{key}" if "/" in key else f"/schedules/{schedule}/overrides/{key}"
    found.send("DELETE", path)


def edit(found: World, schedule: Schedule, which: int, how: int) -> None:
    """Somebody edits who takes turns: others, fewer, or no longer than until a date."""
    (_edit_shifts if schedule.kind == "shifts" else _edit_layers)(found, schedule.id, which, how)


def _edit_layers(found: World, schedule: str, which: int, how: int) -> None:
    body = found.get(f"/schedules/{schedule}")["schedule"]
    layers: list[Any] = body["schedule_layers"][::-1]
    layer = layers[which % len(layers)]
    if how % 3 == 0:
        layer["users"] = layer["users"][1:] + layer["users"][:1]
    elif how % 3 == 1:
        layer["end"] = (found.now + timedelta(days=how % 9)).isoformat()
    else:
        layer["users"] = layer["users"][:1]
    for each in layers:
        # As the web editor does: an anchor with an offset may be misread.
        anchor = datetime.fromisoformat(each["rotation_virtual_start"])
        each["rotation_virtual_start"] = (
            anchor.astimezone(found.now.tzinfo).isoformat().replace("+00:00", "Z")
        )
    fields = {name: body[name] for name in ("name", "time_zone", "description")}
    found.send("PUT", f"/schedules/{schedule}", {"schedule": {**fields, "schedule_layers": layers}})


def _edit_shifts(found: World, schedule: str, which: int, how: int) -> None:
    rotations = found.get(f"/v3/schedules/{schedule}")["schedule"]["rotations"]
    events = [
        (f"/v3/schedules/{schedule}/rotations/{rotation['id']}/events", event)
        for rotation in rotations
        for event in rotation["events"]
        if event["effective_until"] is None or datetime.fromisoformat(event["effective_until"]) > found.now
    ]
    if not events:
        return
    path, event = events[which % len(events)]
    if how % 3 == 0:
        found.send("DELETE", f"{path}/{event['id']}")
    elif how % 3 == 1:
        since = max(datetime.fromisoformat(event["effective_since"]), found.now)
        until = since + timedelta(days=how % 9, minutes=1)
        if event["effective_until"] is None or until < datetime.fromisoformat(event["effective_until"]):
            body = {"event": {"effective_until": until.isoformat()}}
            found.send("PUT", f"{path}/{event['id']}", body)
    elif len(rotations) < MOST_ROTATIONS:
        # The same hours once more, by the first of its people: in a rotation of their own.
        mine = ("name", "start_time", "end_time", "recurrence")
        members = event["assignment_strategy"]["members"][:1]
        another = {name: event[name] for name in mine} | {
            "effective_since": found.now.isoformat(),
            "assignment_strategy": event["assignment_strategy"] | {"members": members},
        }
        made = found.send("POST", f"/v3/schedules/{schedule}/rotations", {})["rotation"]["id"]
        found.send("POST", f"/v3/schedules/{schedule}/rotations/{made}/events", {"event": another})
