"""Makes override shifts and custom shifts out of wishes: who is to be on, from when until when.

A wish names nobody who is to be replaced; that is whoever is on by the events at that time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pagerduty import RestApiV2Client

from reconciler.desired.on_events import base_line
from reconciler.errors import RemoteError, TooManyError, UnclearError
from reconciler.intervals import Interval
from reconciler.plan.steps import Rotation
from reconciler.remote import answers
from reconciler.remote.client import written
from reconciler.remote.fields import Json, OddAnswerError, Part
from reconciler.remote.objects import floor
from reconciler.remote.outcomes import UNMENTIONED, Wish
from reconciler.remote.shifts.codec import zone_name
from reconciler.remote.shifts.reading import PATH, head, rotations
from reconciler.remote.shifts.stand_ins import (
    CUSTOM,
    OVERRIDES,
    decode_custom,
    decode_override,
    encode_custom,
    encode_override,
)
from reconciler.requests import OverrideResult
from reconciler.state import NOBODY

CHANGED = (
    "no one person is on for the whole of that time: the rota changed since the plan was made; plan again"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a wish becomes: an object of a collection, or why it becomes none."""

    collection: str
    body: Json
    fault: str | None = None


def create(client: RestApiV2Client, schedule_id: str, wishes: Sequence[Wish]) -> list[OverrideResult]:
    """Make them, a request for each collection if it takes so many; one result each. Raises RemoteError.

    UnclearError means that some of them may be there.
    """
    top = head(client, schedule_id)
    held, time_zone = rotations(client, top), zone_name(top.text("time_zone"))
    aims = [aim(wish, held, time_zone) for wish in wishes]
    results = {n: _failed(wishes[n], a.fault) for n, a in enumerate(aims) if a.fault is not None}
    sent = [(n, a.collection) for n, a in enumerate(aims) if a.fault is None]
    waiting = [(each, [n for n, collection in sent if collection == each]) for each in (OVERRIDES, CUSTOM)]
    begun = False
    while waiting:
        collection, places = waiting.pop(0)
        if not places:
            continue
        path = f"{PATH}/{schedule_id}/{collection}"
        try:
            made = _posted(client, path, collection, [aims[n].body for n in places])
            begun = True
        except UnclearError:
            raise
        except RemoteError as fault:
            if not begun:
                raise
            # The other collection has been written, so this is no refusal of all of them.
            if isinstance(fault, TooManyError) and len(places) > 1:
                half = len(places) // 2
                waiting[:0] = [(collection, places[:half]), (collection, places[half:])]
                continue
            results |= {n: _failed(wishes[n], fault.message) for n in places}
            continue
        results |= {n: _result(wishes[n], aims[n], made) for n in places}
    return [results[n] for n in range(len(wishes))]


def aim(wish: Wish, held: Sequence[Rotation], time_zone: str) -> Aim:
    """What is to be made of a wish, given the rotations of its schedule."""
    user, start, end = wish
    span = Interval(start, end)
    odd = [e.odd for r in held for e in r.events if e.odd and Interval(e.start, e.end or end).overlaps(span)]
    if odd:
        return Aim("", {}, f"who is on then cannot be told, since not every event is understood ({odd[0]})")
    on = {r.id: line for r in held if (line := base_line(r.events, time_zone, span))}
    if not on and user == NOBODY:
        return Aim("", {}, "nobody is on then, so there is nobody to be taken off")
    if not on:
        return Aim(CUSTOM, encode_custom(user, start, end))
    rotation, line = next(iter(on.items()))
    if len(on) > 1 or len(line) > 1 or line[0].interval != span:
        return Aim("", {}, CHANGED)
    return Aim(OVERRIDES, encode_override(rotation, line[0].value, user, start, end))


def _posted(client: RestApiV2Client, path: str, name: str, items: list[Json]) -> list[Part]:
    answer = written(client, "POST", path, {name: items})
    rows = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise answers.broken(answers.called("POST", path), "an answer without the list of what was made")
    return [Part.of(row, "a shift") for row in rows]


def _result(wish: Wish, aim_: Aim, made: list[Part]) -> OverrideResult:
    """What came of a wish; the row of the answer that says the same is taken off the list."""
    user, start, end = wish
    decode = decode_override if aim_.collection == OVERRIDES else decode_custom
    for row in made:
        try:
            found = decode(row)
        except OddAnswerError:
            continue
        # A start that has passed meanwhile comes back as the moment of creation.
        if (found.user, found.end) == (user, floor(end)) and found.start >= floor(start):
            made.remove(row)
            return OverrideResult(start, end, user, found.id, None)
    return _failed(wish, UNMENTIONED)


def _failed(wish: Wish, why: str | None) -> OverrideResult:
    user, start, end = wish
    return OverrideResult(start, end, user, None, why)
