"""The part of a plan that a timer may carry out: overrides. Layers and policies wait for a commit.

Somebody may have changed a layer by hand in an incident; a timer that put it back would page the wrong
person in the middle of it.
"""

from dataclasses import replace

from reconciler.plan.actions import Action, CreateOverride, CreateSchedule, DeleteOverride
from reconciler.plan.model import Plan


def overrides_only(plan: Plan) -> tuple[Plan, tuple[Action, ...]]:
    """The plan cut down to its overrides, and what else it would have done.

    On a rota whose layers differ overrides are made and none is deleted: a deletion gives its time to the
    layers below, which the file does not describe at this moment. Its flags speak of the layers and go.
    """
    drifted = {a.key for a in plan.actions if not isinstance(a, CreateOverride | DeleteOverride)}
    missing = {a.key for a in plan.actions if isinstance(a, CreateSchedule)}

    def timely(action: Action) -> bool:
        if isinstance(action, CreateOverride):
            return action.key not in missing
        return isinstance(action, DeleteOverride) and action.key not in drifted

    kept = tuple(a for a in plan.actions if timely(a))
    left = tuple(a for a in plan.actions if not timely(a))
    flags = tuple(f for f in plan.flags if f.rota not in drifted)
    return replace(plan, actions=kept, flags=flags), left
