"""New schedules and policies: each sent by itself, then all of them looked at together for copies."""

from collections.abc import Sequence

from reconciler.errors import RotaError
from reconciler.plan.actions import CreateSchedule
from reconciler.workflow import doubled
from reconciler.workflow.doubled import Created
from reconciler.workflow.run import Run, SkippedError
from reconciler.workflow.writing import make

FIRST = 20
"""How many are made at first before they are looked at: whoever waits for them is to see that it goes on."""
MOST = 100
"""How many at most: then a look at a page of them costs a page of each hundred that were made before."""


def most(made: int) -> int:
    """How many are made before they are looked at, where so many were made already: a look lists them all."""
    return min(max(FIRST, made), MOST)


def create(run: Run, actions: Sequence[Created]) -> None:
    """Make some objects; what came of each is noted, in order.

    Nothing uses them before it is known that each is there once.
    """
    made: dict[Created, str] = {}
    faults: dict[Created, RotaError] = {}
    for action in actions:
        try:
            made[action] = make(run, action)
        except RotaError as fault:
            faults[action] = fault
    alone = doubled.alone(run, made)
    for action in actions:
        try:
            if action in faults:
                raise faults[action]
            # A copy that was seen may be gone by now, so where there was one it is looked for again.
            id_ = made[action] if action in alone else doubled.single(run, action, made[action])
        except SkippedError as fault:
            run.finish(action, "skipped", fault.message)
        except RotaError as fault:
            run.refused(action, fault)
        else:
            if isinstance(action, CreateSchedule):
                run.ids[action.key] = id_
                run.made.add(id_)
            run.finish(action, "done", id_=id_)
