"""Shift-based schedules in the embedded account, written and read as production does."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from reconciler.intervals import Interval
from reconciler.plan.actions import CreateSchedule, LayerWrite, UpdateSchedule
from reconciler.plan.steps import Rotation
from reconciler.remote.reach import Reach
from reconciler.remote.shifts.reading import head, read_shifts, rotations
from reconciler.state import LayerState, ScheduleState
from tests.remote.harness import DAY, NOON, Account, client_on

WEEK = timedelta(weeks=1)
MINUTE = timedelta(minutes=1)
SPAN = Interval(NOON, NOON + 100 * DAY)


def event(account: Account, *numbers: int, **changes: Any) -> LayerState:
    """A weekly event of the people of these numbers, from a week ago on."""
    start = NOON - WEEK
    fields: dict[str, Any] = {"id": None, "name": "main from 2026-11-24", "start": start, "end": None}
    fields |= {"anchor": start, "turn_seconds": 7 * 86400}
    fields["users"] = tuple(account.people[n] for n in numbers)
    return LayerState(**(fields | changes))


def create(account: Account, *layers: LayerState, **changes: Any) -> str:
    """Create a schedule; returns its id."""
    fields: dict[str, Any] = {"key": "in-hours", "name": "In hours", "time_zone": "Europe/London"}
    fields |= {"description": "Managed as code: in-hours in acme/rota", "team": None, "changes": ()}
    fields |= {"layers": layers or (event(account, 0, 1),), "kind": "shifts"}
    return account.writer.create_schedule(CreateSchedule(**(fields | changes)), account.now)


def update(account: Account, id_: str, writes: Iterable[LayerWrite], **changes: Any) -> None:
    """Make a schedule what it is to be."""
    fields: dict[str, Any] = {"key": "in-hours", "name": "In hours", "time_zone": "Europe/London"}
    fields |= {"description": "Managed as code: in-hours in acme/rota", "teams": (), "changes": ()}
    fields |= {"id": id_, "base": "", "layers": tuple(writes), "kind": "shifts"}
    account.writer.update_schedule(UpdateSchedule(**(fields | changes)), account.now)


def read(account: Account, id_: str, span: Interval = SPAN) -> ScheduleState:
    """A schedule as it is now."""
    client = client_on(account.wire, token="sandbox", read_only=True)
    return read_shifts(client, Reach(), id_, span.start, span.end, None).state


def held(account: Account, id_: str) -> tuple[Rotation, ...]:
    """Its rotations."""
    client = client_on(account.wire, token="sandbox", read_only=True)
    return rotations(client, head(client, id_))


def calls(account: Account, *methods: str) -> list[str]:
    """The requests of some methods so far, without the ids in them."""
    return [
        f"{method} {'/'.join(part for part in path.split('/') if part.islower() or part == 'v3')}"
        for method, path in account.wire.calls
        if method in (methods or ("POST", "PUT", "DELETE"))
    ]
