"""What is kept of the rows of a list once their JSON is dropped: what finds them, and what they render."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.intervals import Interval, Segment
from reconciler.remote.codec import decode_rendering, decode_schedule, stitch
from reconciler.remote.fields import Json, OddAnswerError, Part, people
from reconciler.remote.policy_codec import decode_policy, told, v3_targets
from reconciler.state import OverrideState, PolicyState, ScheduleState

Keep = Callable[[Part], bool]
"""Whether more than its name will be wanted of a row."""

_FOUND_BY = ("id", "name", "description", "html_url", "teams", "escalation_policies", "services")


@dataclass(frozen=True, slots=True)
class Asked:
    """One window that is asked for. `rendered` is the part for which the whole schedule is wanted, if any."""

    window: Interval
    rendered: Interval | None


@dataclass(frozen=True, slots=True)
class Given:
    """One schedule over one window. `state` is None where nothing but the overrides was asked for.

    Overrides are as they act: flattened, and cut to the window.
    """

    state: ScheduleState | None
    rendered: tuple[Segment[str], ...]
    overrides: tuple[Segment[str], ...]


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule in a list, `kept` if it may be wanted.

    `given` is None where the list left out what was asked for; `odd` says what of it cannot be understood.
    """

    part: Part
    kept: bool = False
    given: Given | None = None
    odd: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy in a list. `told` are the fields that it told of; `odd` says why there is no state."""

    part: Part
    state: PolicyState | None
    told: frozenset[str]
    odd: str
    v3: Mapping[str, str]
    names: Mapping[str, str]


def schedule_row(part: Part, asked: Asked | None, keep: Keep) -> ScheduleRow:
    """What is kept of a row, with what it tells of a window."""
    slim = _slim(part)
    if not keep(slim):
        return ScheduleRow(slim)
    found, odd = None, ""
    if asked is not None and in_full(part, asked):
        try:
            found = given(part, asked)
        except OddAnswerError as fault:
            odd = fault.message
    return ScheduleRow(slim, kept=True, given=found, odd=odd, names=names(part.json))


def policy_row(part: Part, keep: Keep, *, whole: bool = False) -> PolicyRow:
    """What is kept of a policy; with `whole` its JSON too."""
    slim = part if whole else _slim(part)
    state, odd = None, ""
    if keep(slim):
        try:
            state = decode_policy(part.json)
        except OddAnswerError as fault:
            odd = fault.message
    return PolicyRow(slim, state, told(part), odd, v3_targets([part]), dict(people(part.json)))


def _slim(part: Part) -> Part:
    return Part({name: part.json[name] for name in _FOUND_BY if name in part.json}, part.where)


def in_full(part: Part, asked: Asked) -> bool:
    """Whether a row has all that was asked for; one that was not rendered has no coverage.

    Nothing but an empty rendering that covers nothing says that there is no override.
    """
    entries, share = _rendering(part, "overrides_subschedule")
    if entries is None or share is None or (not entries and share):
        return False
    if asked.rendered is None:
        return True
    final, whole = _rendering(part, "final_schedule")
    return final is not None and whole is not None and isinstance(part.json.get("schedule_layers"), list)


def _rendering(part: Part, name: str) -> tuple[list[Any] | None, float | None]:
    """The entries of a rendering, and the share of the time that they cover; None where it is not told."""
    found = part.json.get(name)
    if not isinstance(found, dict):
        return None, None
    entries, share = found.get("rendered_schedule_entries"), found.get("rendered_coverage_percentage")
    number = isinstance(share, int | float) and not isinstance(share, bool)
    return entries if isinstance(entries, list) else None, share if number else None


def given(part: Part, asked: Asked) -> Given:
    """A schedule over one window. Raises OddAnswerError."""
    shown = decode_rendering({"final_schedule": part.json.get("overrides_subschedule")}, asked.window)
    if asked.rendered is None:
        return Given(None, (), shown)
    return Given(decode_schedule(part.json), decode_rendering(part.json, asked.rendered), shown)


def joined(windows: Sequence[tuple[Asked, Given]]) -> ScheduleState | None:
    """One schedule from windows that follow one another; None where it was edited while it was read.

    Its overrides are as they act, and their ids are made up. Raises OddAnswerError.
    """
    states = [found.state for _, found in windows if found.state is not None]
    if any(state != states[0] for state in states):
        return None
    pieces = [(asked.rendered, found.rendered) for asked, found in windows if asked.rendered is not None]
    overrides = (
        OverrideState(f"{number}-{place}", piece.start, piece.end, piece.value)
        for number, (_, found) in enumerate(windows)
        for place, piece in enumerate(found.overrides)
    )
    return replace(
        states[0],
        rendered=stitch(pieces),
        rendered_over=Interval(pieces[0][0].start, pieces[-1][0].end),
        overrides=tuple(overrides),
    )


def names(json: Json) -> dict[str, str]:
    """The names of everybody whom a schedule mentions, by id."""
    layers = _objects(json.get("schedule_layers"))
    found = dict(people([json.get("users"), *(layer.get("users") for layer in layers)]))
    for rendering in _objects([json.get("overrides_subschedule"), json.get("final_schedule")]):
        for entry in _objects(rendering.get("rendered_schedule_entries")):
            # Each entry names its person once more, and mostly they are in the layers.
            user = entry.get("user")
            if isinstance(user, dict) and not (isinstance(id_ := user.get("id"), str) and id_ in found):
                found |= people(user)
    return found


def _objects(value: Any) -> Iterable[Json]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
