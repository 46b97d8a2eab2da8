"""The ledger record of an action before it is sent."""

from collections.abc import Mapping
from datetime import datetime

from reconciler.plan.actions import (
    Action,
    CreateOverride,
    CreatePolicy,
    CreateSchedule,
    DeleteOverride,
    DeletePolicy,
    DeleteSchedule,
)
from reconciler.plan.model import Plan
from reconciler.plan.overrides import CLAMP
from reconciler.records import Record, Verb


def intent(plan: Plan, action: Action, run: str, number: int, at: datetime, ids: Mapping[str, str]) -> Record:
    """What is about to be done. `at` (UTC) is the moment; overrides carry the times that will be sent."""
    verb: Verb = "update"
    if isinstance(action, CreateSchedule | CreateOverride | CreatePolicy):
        verb = "create"
    elif isinstance(action, DeleteOverride | DeleteSchedule | DeletePolicy):
        verb = "delete"
    note = "; ".join(change.summary for change in action.changes)
    if isinstance(action, CreateOverride | DeleteOverride):
        create = isinstance(action, CreateOverride)
        return Record(
            account=plan.account,
            run=run,
            sequence=number,
            commit=plan.commit,
            phase="intent",
            at=at,
            verb=verb,
            kind="override",
            key=action.key,
            id=None if isinstance(action, CreateOverride) else action.id,
            schedule=action.schedule or ids.get(action.key),
            user=action.user,
            start=max(action.start, at + CLAMP) if create else action.start,
            end=action.end,
            note=note,
            person=action.person if isinstance(action, CreateOverride) else None,
        )
    policy = action.tag in ("create_policy", "update_policy", "delete_policy")
    return Record(
        account=plan.account,
        run=run,
        sequence=number,
        commit=plan.commit,
        phase="intent",
        at=at,
        verb=verb,
        kind="policy" if policy else "schedule",
        key=action.key,
        id=None if isinstance(action, CreateSchedule | CreatePolicy) else action.id,
        note=note,
    )
