"""Writes shift-based schedules: many requests each, in an order in which any of them may be the last.

Nothing is repeated here. Instants are aware UTC datetimes.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pagerduty import RestApiV2Client

from reconciler.errors import InvalidRequestError, NotFoundError, RemoteError
from reconciler.plan import steps
from reconciler.plan.actions import CreateSchedule, LayerWrite, UpdateSchedule
from reconciler.remote import answers
from reconciler.remote.client import fetch, send, written
from reconciler.remote.fields import Json, Part, instant_text
from reconciler.remote.made import Made
from reconciler.remote.shifts.codec import encode_event, schedule_body, until_body, zone_name
from reconciler.remote.shifts.ordering import steps as ordered
from reconciler.remote.shifts.reading import PATH, decode_head, head, rotations
from reconciler.remote.shifts.stand_ins import OVERRIDES


def create(client: RestApiV2Client, made: Made, action: CreateSchedule, now: datetime) -> str:
    """Make a schedule with its events, sent from `now` on; returns the id.

    Raises RemoteError. Where only some of its events were made the error says so: the next plan finds the
    schedule by its name, and adds what is missing.
    """
    todo = ordered((), [LayerWrite(layer) for layer in action.layers], now)
    bodies = _bodies(todo, action.time_zone)
    fields = {"name": action.name, "time_zone": action.time_zone, "description": action.description}
    id_ = _sent_head(client, "POST", PATH, schedule_body(fields, action.team)).text("id")
    made.note(f"{PATH}/{id_}")
    made.learn(id_, "shifts")
    _Run(client, made, id_, f"{action.name} was made", done=1).carry_out(todo, bodies)
    return id_


def update(client: RestApiV2Client, made: Made, action: UpdateSchedule, now: datetime) -> None:
    """Make a schedule what it is to be, sent from `now` on. Raises RemoteError.

    The events that are there are read again; where only some requests were carried out the error says so.
    """
    top = head(client, action.id)
    there = decode_head(top)
    held = rotations(client, top)
    rezoned = there.time_zone != zone_name(action.time_zone)
    todo = ordered(held, action.layers, now, rezoned=rezoned)
    bodies = _bodies(todo, action.time_zone)
    run = _Run(client, made, action.id, f"{action.name} was changed")
    wanted = {"name": action.name, "time_zone": action.time_zone, "description": action.description}
    if rezoned or (there.name, there.description) != (action.name, action.description):
        _sent_head(client, "PUT", f"{PATH}/{action.id}", schedule_body(wanted))
        run.done += 1
    run.carry_out(todo, bodies)


def _bodies(todo: Sequence[steps.Step], time_zone: str) -> list[Json]:
    """What is sent with each step; said beforehand, so that nothing has been sent if one cannot be said."""
    return [_body(step, time_zone) for step in todo]


def _body(step: steps.Step, time_zone: str) -> Json:
    match step:
        case steps.Begin() | steps.Change():
            return encode_event(step.layer, time_zone, step.since)
        case steps.End():
            return until_body(step.until)
        case _:
            return {}


@dataclass
class _Run:
    """The steps of one write: the ids of new rotations, and what has ended without a successor so far."""

    client: RestApiV2Client
    made: Made
    schedule: str
    begun: str
    done: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    ended: dict[str, list[steps.End]] = field(default_factory=dict)

    def carry_out(self, todo: Sequence[steps.Step], bodies: Sequence[Json]) -> None:
        """All of them; where one is refused, what it was to succeed gets its old end back."""
        for step, body in zip(todo, bodies, strict=True):
            try:
                self._step(step, body)
            except RemoteError as fault:
                if not isinstance(step, steps.End):
                    self._undo(step.rotation)
                if self.done:
                    raise self._in_part(fault) from None
                raise
            self.done += 1

    def _undo(self, rotation: str) -> None:
        """Give what has ended without a successor its old end back."""
        for end in self.ended.pop(rotation, []):
            # A successor that is there after all is in the way of this, and then all is well.
            with suppress(RemoteError):
                self._put(end, until_body(end.was))
                self.done -= 1

    def _step(self, step: steps.Step, body: Json) -> None:
        match step:
            case steps.MakeRotation():
                self._rotation(step)
            case steps.Begin():
                _sent(self.client, "POST", f"{self._path(step.rotation)}/events", body, "event")
                self.ended.pop(step.rotation, None)
            case steps.Change():
                self._put(step, body)
                self.ended.pop(step.rotation, None)
            case steps.End():
                self._put(step, body)
                self.ended.setdefault(step.rotation, []).append(step)
            case steps.Drop():
                with suppress(NotFoundError):
                    send(self.client, "DELETE", self._event(step))

    def _rotation(self, step: steps.MakeRotation) -> None:
        path = f"{PATH}/{self.schedule}/rotations"
        id_ = _sent(self.client, "POST", path, {}, "rotation").text("id")
        self.made.note(f"{path}/{id_}")
        self.ids[step.rotation] = id_

    def _put(self, step: steps.End | steps.Change, body: Json) -> None:
        _sent(self.client, "PUT", self._event(step), body, "event")

    def _path(self, rotation: str) -> str:
        return f"{PATH}/{self.schedule}/rotations/{self.ids.get(rotation, rotation)}"

    def _event(self, step: steps.End | steps.Change | steps.Drop) -> str:
        return f"{self._path(step.rotation)}/events/{step.event.partition('/')[2]}"

    def _in_part(self, fault: RemoteError) -> RemoteError:
        """The error for a write of which some requests were carried out, and not all.

        Whether the last one was is as unclear as before, and it was refused for the same reason.
        """
        return type(fault)(
            f"{self.begun} in part only: {fault.message}",
            hint="Run plan to see what is missing; the next apply goes on from there.",
            request_id=fault.request_id,
        )


def delete_stand_in(
    client: RestApiV2Client, schedule_id: str, id_: str, until: datetime | None = None
) -> Literal["deleted", "cut", "gone"]:
    """Delete an override shift or custom shift (`overrides/…`); `cut`: it had begun, and ends now.

    With `until` it is one that runs, and ends then and not before: what takes its place begins then.
    """
    path = f"{PATH}/{schedule_id}/{id_}"
    name = "override" if id_.startswith(f"{OVERRIDES}/") else "custom_shift"
    try:
        if until is not None:
            _sent(client, "PUT", path, {name: {"end_time": instant_text(until)}}, name)
            return "cut"
        send(client, "DELETE", path)
    except NotFoundError:
        return "gone"
    try:
        fetch(client, path)
    except RemoteError:
        # It has gone, or cannot be looked at; either way the deletion was carried out.
        return "deleted"
    return "cut"


def _sent_head(client: RestApiV2Client, method: str, path: str, body: Json) -> Part:
    """The schedule that a write of its own fields answers with.

    Whether rotations must not be among them or have to is not known for certain, so a refusal decides.
    """
    try:
        return _sent(client, method, path, body, "schedule")
    except InvalidRequestError as fault:
        if "rotations" not in fault.message:
            raise
        return _sent(client, method, path, {"schedule": {**body["schedule"], "rotations": []}}, "schedule")


def _sent(client: RestApiV2Client, method: str, path: str, body: Json, name: str) -> Part:
    """The object that a write answers with."""
    answer = written(client, method, path, body)
    inner = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(inner, dict) or not isinstance(inner.get("id"), str):
        raise answers.broken(answers.called(method, path), f"an answer without the {name}'s id")
    return Part.of(inner, f"a {name}")
