"""What became of a write without a clear answer: PagerDuty is read again before anything else is sent.

A new schedule or policy is looked up by our marker and its name; one that was replaced is compared with
what it was and with what was sent; what was deleted is looked up by its id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reconciler.errors import RemoteError, RotaError
from reconciler.plan import digest
from reconciler.plan import layers as layer_diff
from reconciler.plan.actions import (
    Action,
    CreatePolicy,
    CreateSchedule,
    DeleteOverride,
    DeletePolicy,
    DeleteSchedule,
    UpdatePolicy,
    UpdateSchedule,
)
from reconciler.plan.overrides import CLAMP
from reconciler.plan.zones import same_zone
from reconciler.requests import ReadRequest, Wanted
from reconciler.state import LayerState, LiveState, PolicyState, ScheduleState
from reconciler.workflow.planning import request
from reconciler.workflow.run import Run, SkippedError, Tools


@dataclass(frozen=True, slots=True)
class Finding:
    """`there`: it was carried out, and `id` is what was made. `missing`: it was not. `other`: neither.

    `part`: of a shift-based schedule, which is written part by part, some is there.
    """

    what: Literal["there", "missing", "part", "other"]
    id: str | None = None


def settle(run: Run, action: Action, fault: RemoteError) -> Finding:
    """What became of a write; where that cannot be read it stays as unclear as it was.

    Raises RotaError where neither fits.
    """
    try:
        found = run.tools.patiently(lambda: _look(run, action), lambda found: found.what == "there")
    except RemoteError:
        raise fault from None
    if found.what == "other":
        raise RotaError(
            f"{run.plan.name(action.key)} is neither what it was nor what was sent: somebody else writes it "
            "too; plan again"
        )
    return found


def _look(run: Run, action: Action) -> Finding:
    reader = run.tools.reader
    match action:
        case CreateSchedule():
            held = looked_up(run, action).schedules.get(action.key)
            if action.kind == "shifts" and held is not None and not created_as_sent(run, action, held):
                return Finding("part" if head_as_sent(action, held) else "other", held.id)
            return _made(held, created_as_sent(run, action, held))
        case CreatePolicy():
            policy = looked_up(run, action).policies.get(action.key)
            return _made(policy, policy is not None and same_policy(run, action, policy))
        case UpdateSchedule():
            held = schedule(run, action.id)
            # What a shift-based schedule is to become is sent part by part, and goes on from wherever it is.
            same = held is not None and (action.kind == "shifts" or digest.of_layers(held) == action.base)
            return _put(there=held is not None and updated_as_sent(run, action, held), missing=same)
        case UpdatePolicy():
            policy = reader.policy(action.id)
            same = policy is not None and digest.of_policy(policy) == action.base
            return _put(there=policy is not None and same_policy(run, action, policy), missing=same)
        case DeleteOverride():
            gone = override_gone(run, action)
        case DeleteSchedule():
            gone = schedule(run, action.id) is None
        case DeletePolicy():
            gone = reader.policy(action.id) is None
        case _:
            raise TypeError(action.tag)
    return Finding("there" if gone else "missing")


def _made(held: ScheduleState | PolicyState | None, same: bool) -> Finding:  # noqa: FBT001 - one of two
    if held is None:
        return Finding("missing")
    return Finding("there" if same else "other", held.id)


def _put(*, there: bool, missing: bool) -> Finding:
    return Finding("there" if there else "missing" if missing else "other")


def schedule(run: Run, id_: str) -> ScheduleState | None:
    """A schedule afresh, with a moment of its rendering and of its overrides."""
    return fresh(run.tools, id_)


def fresh(tools: Tools, id_: str) -> ScheduleState | None:
    """The same, outside a run."""
    now = tools.clock()
    return tools.reader.schedule(id_, now, now + CLAMP, now + CLAMP)


def override_gone(run: Run, action: DeleteOverride) -> bool:
    """Whether an override is not there any more, or over, or cut at now."""
    now = run.tools.clock()
    there = run.tools.reader.overrides(action.schedule, now, max(action.end, now + CLAMP))
    # One of a shift-based schedule ends in a moment, when what takes its place begins.
    over = {True: now + CLAMP, False: now}
    return there is None or all(o.id != action.id or o.end <= over[o.of_shifts] for o in there)


def looked_up(run: Run, action: CreateSchedule | CreatePolicy, id_: str | None = None) -> LiveState:
    """Look one object up by its marker or name, or by id; others of its marker are among `others`."""
    now = run.tools.clock()
    whole, bare = request(run.file, run.plan.account, now, now), lists(run)
    if isinstance(action, CreateSchedule):
        # One of the other kind is what this one replaces.
        mine = replace(whole.schedules[action.key], id=id_, kind=action.kind, only=True)
        return run.tools.reader.read(replace(bare, schedules={action.key: mine}))
    wanted = Wanted(action.name, id_, whole.policies[action.key].marker)
    return run.tools.reader.read(replace(bare, policies={action.key: wanted}))


def lists(run: Run) -> ReadRequest:
    """A request for nothing but what lists tell of all objects."""
    now = run.tools.clock()
    return ReadRequest(account=run.plan.account, since=now, until=now + CLAMP, twins=True)


def created_as_sent(run: Run, action: CreateSchedule, held: ScheduleState | None) -> bool:
    """Whether a schedule is the one that was to be made."""
    same = held is not None and head_as_sent(action, held)
    return held is not None and same and _same_layers(run, action.layers, held, action.time_zone)


def head_as_sent(action: CreateSchedule, held: ScheduleState) -> bool:
    """Whether a schedule has the description and the zone of the one that was to be made."""
    return held.description.strip() == action.description.strip() and same_zone(
        held.time_zone, action.time_zone
    )


def updated_as_sent(run: Run, action: UpdateSchedule, held: ScheduleState) -> bool:
    """Whether a schedule is what a write was to make of it."""
    lasting = [w.layer for w in action.layers if not w.ends_now]
    return (
        " ".join(held.name.split()) == " ".join(action.name.split())
        and same_zone(held.time_zone, action.time_zone)
        and held.description.strip() == action.description.strip()
        and sorted(held.teams) == sorted(action.teams)
        and _same_layers(run, lasting, held, action.time_zone)
    )


def _same_layers(run: Run, wanted: Sequence[LayerState], held: ScheduleState, time_zone: str) -> bool:
    now = run.tools.clock()
    coming = [layer for layer in wanted if not layer_diff.over(layer, now)]
    stacked = held.kind == "layers"
    return not layer_diff.diff(coming, held.layers, now, time_zone, stacked=stacked).changes


def same_policy(run: Run, action: CreatePolicy | UpdatePolicy, held: PolicyState) -> bool:
    """Whether a policy is what was sent."""
    sent = [
        (rule.delay_minutes, sorted((t.type, t.id or run.ids.get(t.rota or "", "")) for t in rule.targets))
        for rule in action.rules
    ]
    there = [(rule.delay_minutes, sorted((t.type, t.id) for t in rule.targets)) for rule in held.rules]
    return (
        " ".join(held.name.split()) == " ".join(action.name.split())
        and held.repeat == action.repeat
        and held.description.strip() == action.description.strip()
        and there == sent
    )


def has_overrides(run: Run, id_: str) -> bool:
    """Whether a schedule has overrides, as far ahead as any are looked for."""
    now = run.tools.clock()
    far = request(run.file, run.plan.account, now, now).overrides_until
    held = run.tools.reader.schedule(id_, now, now, far)
    return held is not None and bool(held.overrides)


def spare(run: Run, action: DeleteSchedule | DeletePolicy) -> None:
    """See right before what was made twice goes that the other is there, and that nobody uses this one.

    What left the file has no other. Raises SkippedError.
    """
    kind = "schedule" if isinstance(action, DeleteSchedule) else "policy"
    stays = next((b.id for b in run.plan.bases if (b.kind, b.key) == (kind, action.key) and b.id), None)
    if stays is None:
        return
    if isinstance(action, DeletePolicy):
        there, overridden = run.tools.reader.policy(stays) is not None, False
    else:
        there, overridden = schedule(run, stays) is not None, has_overrides(run, action.id)
    if not there or overridden:
        why = "it has overrides by now" if overridden else "the other one is gone"
        raise SkippedError(f"kept, though it was made twice, because {why}; plan again")
