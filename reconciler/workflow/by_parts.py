"""Shift-based schedules are written part by part: what was cut off is looked at, and gone on with once.

PagerDuty has no request that writes such a schedule as a whole. Every part can be sent again after a fresh
look at what is there, so nothing has to be known of where it was cut off.
"""

from reconciler.errors import InvalidRequestError, UnclearError
from reconciler.plan import digest
from reconciler.plan import layers as layer_diff
from reconciler.plan.actions import CreateSchedule, UpdateSchedule
from reconciler.state import ScheduleState
from reconciler.workflow import settling
from reconciler.workflow.run import Run, SkippedError

_Unsure = (UnclearError, InvalidRequestError)
"""A request that arrived twice is refused the second time, since its part is there by then."""


def update(run: Run, action: UpdateSchedule) -> None:
    """Make a schedule what it is to be. Raises RemoteError, RotaError where somebody else writes it too."""
    try:
        run.tools.writer.update_schedule(action, run.tools.clock())
    except _Unsure as fault:
        if settling.settle(run, action, fault).what != "there":
            _again(run, action)


def _again(run: Run, action: UpdateSchedule) -> None:
    try:
        run.tools.writer.update_schedule(action, run.tools.clock())
    except _Unsure as fault:
        if settling.settle(run, action, fault).what == "there":
            return
        if isinstance(fault, InvalidRequestError):
            # What is sent was held against what is there: then there is more than PagerDuty shows.
            raise SkippedError(
                f"{action.name} could not be brought in line: {fault.message} Somebody else may be changing "
                "it, or PagerDuty does not show yet what it holds; run again in a few minutes"
            ) from fault
        raise


def create(run: Run, action: CreateSchedule) -> str:
    """Make a schedule with all of its parts; returns its id. Raises as `update` does."""
    try:
        return run.tools.writer.create_schedule(action, run.tools.clock())
    except _Unsure as fault:
        found = settling.settle(run, action, fault)
    if found.what == "missing":
        try:
            return run.tools.writer.create_schedule(action, run.tools.clock())
        except _Unsure as fault:
            found = settling.settle(run, action, fault)
            if found.what == "missing":
                raise
    id_ = found.id or ""
    if found.what == "part":
        _complete(run, action, id_)
    return id_


def _complete(run: Run, action: CreateSchedule, id_: str) -> None:
    """Add what is missing of a schedule of which a part was made."""
    held = settling.schedule(run, id_)
    if held is None:
        raise SkippedError(f"{action.name} was made and is gone again; plan again")
    update(run, _rest(run, action, held))


def _rest(run: Run, action: CreateSchedule, held: ScheduleState) -> UpdateSchedule:
    now = run.tools.clock()
    left = layer_diff.diff(action.layers, held.layers, now, action.time_zone, stacked=False)
    return UpdateSchedule(
        key=action.key,
        id=held.id,
        base=digest.of_layers(held),
        name=action.name,
        time_zone=action.time_zone,
        description=action.description,
        teams=held.teams,
        layers=left.writes,
        changes=action.changes,
        kind="shifts",
    )
