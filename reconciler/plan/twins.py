"""Objects of ours that were made twice: which of them stays, and whether the others may go.

A request may arrive twice, and the run that would have seen it may have ended there and then. What goes is
what nobody would miss: made by a run that never came to its end, used by nothing, and the same as what stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.plan import layers
from reconciler.plan.actions import Change, DeletePolicy, DeleteSchedule
from reconciler.plan.gone import read_marker
from reconciler.records import Deed, Record
from reconciler.state import LiveState, PolicyState, ScheduleState, Twins

_COPY = "(a second copy, used by nothing)"


@dataclass(frozen=True, slots=True)
class Alone:
    """A live state in which each thing is there once or, where that is in doubt, not at all.

    `refused` says by key what is in doubt; `spare` is what goes.
    """

    live: LiveState
    refused: Mapping[str, str]
    spare: tuple[DeleteSchedule | DeletePolicy, ...]


def judge(file: RotaFile, live: LiveState, records: Sequence[Record], now: datetime) -> Alone:
    """Tell what may go from what is for people to settle. `now` is in UTC."""
    unfinished = _unfinished(records, live.account)
    refused: dict[str, str] = {}
    spare: list[DeleteSchedule | DeletePolicy] = []
    schedules = dict(live.schedules)
    for key, twins in live.twins.items():
        held, found = _fuller(live.schedules.get(key), twins)
        if held is not None:
            schedules[key] = held
        if held is not None and ("schedule", key) in unfinished and _spare(file, held, found, now):
            change = Change("delete", "schedule", key, f"{held.name} {_COPY}")
            spare += [DeleteSchedule(key, other.id, (change,)) for other in found.schedules]
        elif found.schedules:
            refused[key] = found.said
    for key, found in live.policy_twins.items():
        policy = live.policies.get(key)
        if policy is not None and ("policy", key) in unfinished and _spare_policies(file, policy, found):
            change = Change("delete", "policy", key, f"{policy.name} {_COPY}")
            spare += [DeletePolicy(key, other.id, (change,)) for other in found.policies]
        elif found.policies:
            refused[key] = found.said
    certain = replace(
        live,
        schedules={key: held for key, held in schedules.items() if key not in refused},
        policies={key: held for key, held in live.policies.items() if key not in refused},
    )
    return Alone(certain, refused, tuple(spare))


def _fuller(held: ScheduleState | None, twins: Twins) -> tuple[ScheduleState | None, Twins]:
    """The one that stays: of a shift-based schedule, which is made part by part, not one without any part."""
    full = [other for other in twins.schedules if other.layers]
    if held is None or held.kind == "layers" or held.layers or twins.used or len(full) != 1:
        return held, twins
    others = (held, *(other for other in twins.schedules if other is not full[0]))
    return full[0], replace(twins, schedules=others)


def _spare(file: RotaFile, held: ScheduleState, twins: Twins, now: datetime) -> bool:
    """Whether the others can go: of this file, used by nothing, with no overrides, the same from now on."""
    return (
        not twins.used
        and _of_this_file(file, held)
        and all(
            not other.overrides
            and (other.name, other.time_zone, other.description)
            == (held.name, held.time_zone, held.description)
            and sorted(other.teams) == sorted(held.teams)
            and _no_more(held, other, now)
            for other in twins.schedules
        )
    )


def _no_more(held: ScheduleState, other: ScheduleState, now: datetime) -> bool:
    """Whether another says the same from now on, or is shift-based and has got no further than its head."""
    if other.kind == "shifts" and not other.layers:
        return True
    stacked = other.kind == "layers"
    return not layers.diff(held.layers, other.layers, now, held.time_zone, stacked=stacked).changes


def _spare_policies(file: RotaFile, held: PolicyState, twins: Twins) -> bool:
    return (
        not twins.used
        and _of_this_file(file, held)
        and all(_content(other) == _content(held) for other in twins.policies)
    )


def _content(policy: PolicyState) -> PolicyState:
    """A policy without what differs between any two."""
    rules = tuple(replace(rule, id=None) for rule in policy.rules)
    return replace(policy, id="", url=None, teams=tuple(sorted(policy.teams)), rules=rules)


def _of_this_file(file: RotaFile, held: ScheduleState | PolicyState) -> bool:
    marker = read_marker(held.description)
    return marker is not None and marker.source == file.source


def _unfinished(records: Iterable[Record], account: str) -> frozenset[tuple[str, str]]:
    """What we began to make, by kind and key, where no record tells what came of it."""
    begun: dict[Deed, tuple[str, str]] = {}
    for record in records:
        if record.account != account or record.kind == "override":
            continue
        what = (record.kind, record.key)
        if record.phase == "intent" and record.verb == "create":
            begun[record.deed] = what
        elif record.phase != "intent":
            begun.pop(record.deed, None)
            if record.verb == "delete":
                # One that was made twice has gone: whatever is there twice from now on is another matter.
                begun = {other: made for other, made in begun.items() if made != what}
    return frozenset(begun.values())
