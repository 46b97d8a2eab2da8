"""One write that stands alone: looked at right before, sent once, and where its answer is unclear looked up.

Only what was looked for and is not there is sent a second time, and never a third.
"""

from datetime import datetime, timedelta

from reconciler.errors import InvalidRequestError, UnclearError
from reconciler.plan import digest
from reconciler.plan.actions import (
    Action,
    CreateOverride,
    CreatePolicy,
    CreateSchedule,
    DeleteOverride,
    DeletePolicy,
    DeleteSchedule,
    UpdatePolicy,
    UpdateSchedule,
)
from reconciler.plan.overrides import CLAMP
from reconciler.state import ScheduleState
from reconciler.workflow import by_parts, settling, ties
from reconciler.workflow.batches import GONE
from reconciler.workflow.restoring import overlapping, restored
from reconciler.workflow.run import Run, SkippedError

_CHANGED = "was changed by somebody else since the plan was made; plan again"


def make(run: Run, action: CreateSchedule | CreatePolicy) -> str:
    """Make an object; its id. Raises SkippedError where it is not tried, RotaError where it fails."""
    if isinstance(action, CreatePolicy):
        _targets_there(run, action)
    elif action.kind == "shifts":
        return by_parts.create(run, action)
    return _sent(run, action) or ""


def write(run: Run, action: Action, gate: ties.Gate) -> str | None:
    """Carry out one action that makes no object; what is to be said beside "done".

    Raises SkippedError where it is not tried, RotaError where it fails.
    """
    match action:
        case UpdateSchedule():
            return _update_schedule(run, action)
        case UpdatePolicy():
            return _update_policy(run, action)
        case DeleteOverride():
            _replaced(run, action)
            if not action.mailbox and (problem := gate.still_needed(action)):
                raise SkippedError(problem)
        case DeleteSchedule() | DeletePolicy():
            settling.spare(run, action)
        case _:
            pass
    _sent(run, action)
    return None


def _sent(run: Run, action: Action) -> str | None:
    """Send, and settle what has no clear answer; the id of what was made."""
    try:
        return _send(run, action)
    except UnclearError as fault:
        found = settling.settle(run, action, fault)
        if found.what == "there":
            return found.id
    except InvalidRequestError:
        # A deletion that arrived twice is refused the second time: the override is over by then.
        if isinstance(action, DeleteOverride) and settling.override_gone(run, action):
            return None
        raise
    try:
        return _send(run, action)
    except UnclearError as fault:
        found = settling.settle(run, action, fault)
        if found.what == "there":
            return found.id
        raise


def _send(run: Run, action: Action) -> str | None:
    tools, writer = run.tools, run.tools.writer
    match action:
        case CreateSchedule():
            return writer.create_schedule(action, tools.clock())
        case UpdateSchedule():
            writer.update_schedule(action, tools.clock())
        case DeleteOverride():
            _delete(run, action)
        case CreatePolicy():
            return writer.create_policy(action, run.ids)
        case UpdatePolicy():
            writer.update_policy(action, run.ids)
        case DeleteSchedule():
            writer.delete_schedule(action.id)
        case DeletePolicy():
            writer.delete_policy(action.id)
        case CreateOverride():
            raise TypeError("overrides travel in batches")
    return None


def _delete(run: Run, action: DeleteOverride) -> None:
    now, delete = run.tools.clock(), run.tools.writer.delete_override
    soon = now + CLAMP if action.followed and action.start <= now < action.end - CLAMP else None
    try:
        delete(action.schedule, action.id, soon)
    except InvalidRequestError:
        # Whether one that runs may be given another end, or be deleted, is not known of all of them.
        if soon is None:
            raise
        delete(action.schedule, action.id)


def _update_schedule(run: Run, action: UpdateSchedule) -> str | None:
    """Replace a schedule, and see that its overrides are still there."""
    # PagerDuty has no way to write only if nothing changed, so look right before writing.
    fresh = _before(run, action)
    if fresh is None:
        raise SkippedError(f"{action.name} {GONE}")
    if digest.of_layers(fresh) != action.base:
        if settling.updated_as_sent(run, action, fresh):
            return "was so already"
        raise SkippedError(f"{action.name} {_CHANGED}")
    if action.kind == "shifts":
        # The parts of a shift-based schedule are written one by one, and its overrides are none of them.
        by_parts.update(run, action)
        return None
    _sent(run, action)
    return restored(run, action, fresh)


def _before(run: Run, action: UpdateSchedule) -> ScheduleState | None:
    """A schedule with all of its overrides, rendered as far as they overlap."""
    now = run.tools.clock()
    soon, until = now + timedelta(days=1), _until(run, action.key, now)
    found = run.tools.reader.schedule(action.id, now, soon, until)
    if found is None or not overlapping(found.overrides):
        return found
    last = max(o.end for o in found.overrides)
    return run.tools.reader.schedule(action.id, now, max(soon, last), until)


def _until(run: Run, key: str, now: datetime) -> datetime:
    """The end of the last override that is known, ours or not."""
    ends = [a.end for a in run.plan.actions if isinstance(a, CreateOverride | DeleteOverride)]
    theirs = [u.end for u in run.plan.unmanaged if u.key == key and u.end is not None]
    known = [run.claims.until] if run.claims.until is not None else []
    return max([now + timedelta(days=1), *ends, *theirs, *known])


def _update_policy(run: Run, action: UpdatePolicy) -> str | None:
    _targets_there(run, action)
    fresh = run.tools.reader.policy(action.id)
    if fresh is None:
        raise SkippedError(f"{action.name} {GONE}")
    if digest.of_policy(fresh) != action.base:
        if settling.same_policy(run, action, fresh):
            return "was so already"
        raise SkippedError(f"{action.name} {_CHANGED}")
    _sent(run, action)
    return None


def _targets_there(run: Run, action: CreatePolicy | UpdatePolicy) -> None:
    missing = [
        t.rota for rule in action.rules for t in rule.targets if t.id is None and t.rota not in run.ids
    ]
    if missing:
        names = ", ".join(run.plan.name(key or "") for key in missing)
        raise SkippedError(f"{action.name} needs {names}, which was not made")


def _replaced(run: Run, action: DeleteOverride) -> None:
    """What is to take the place of an override must be there before it goes.

    Otherwise its time would fall back to somebody whom neither the file nor PagerDuty named.
    """
    for other in run.undone():
        if other.key != action.key:
            continue
        if isinstance(other, UpdateSchedule):
            raise SkippedError(f"kept, because {other.name} itself was not changed")
        if isinstance(other, CreateOverride) and other.start < action.end and action.start < other.end:
            raise SkippedError("kept, because what was to replace it was not written")
