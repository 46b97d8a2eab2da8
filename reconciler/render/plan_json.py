"""The contract of `plan --format json`; `apply` adds to it."""

from typing import Any

from reconciler.plan.actions import Change
from reconciler.plan.model import Plan, ShiftChange
from reconciler.render import contract


def json(plan: Plan, *, fingerprint: str) -> str:
    """The whole plan; every stretch that changes hands by itself."""
    changes = [change_fields(change) for change in plan.changes]
    return contract.document(**fields(plan, fingerprint, changes))


def change_fields(change: Change) -> dict[str, Any]:
    """One change as an object."""
    return {"action": change.action, "kind": change.kind, "key": change.key, "summary": change.summary}


def shift_fields(shift: ShiftChange) -> dict[str, Any]:
    """One stretch that changes hands."""
    return {
        "rota": shift.rota,
        "start": contract.stamp(shift.start),
        "end": contract.stamp(shift.end),
        "before": contract.someone(shift.before),
        "after": contract.someone(shift.after),
        "reason": shift.reason,
        "file": shift.file,
        "line": shift.line,
    }


def fields(plan: Plan, fingerprint: str, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """All fields but the version."""
    return {
        "fingerprint": fingerprint,
        "now": contract.stamp(plan.now),
        "account": plan.account,
        "commit": plan.commit,
        "changes": changes,
        "shifts": [shift_fields(shift) for shift in plan.shifts],
        "on_call_now": [
            {"rota": n.rota, "before": contract.someone(n.before), "after": contract.someone(n.after)}
            for n in plan.on_call_now
        ],
        "flags": [{"flag": f.flag, "rota": f.rota, "message": f.message, "hint": f.hint} for f in plan.flags],
        "conflicts": [
            {
                "rota": c.rota,
                "start": contract.stamp(c.start),
                "end": contract.stamp(c.end),
                "pagerduty": contract.someone(c.pagerduty),
                "file": contract.someone(c.file),
                "message": c.message,
            }
            for c in plan.conflicts
        ],
        "unmanaged": [
            {
                "kind": u.kind,
                "key": u.key,
                "name": u.name,
                "message": u.message,
                "start": contract.stamp_or_none(u.start),
                "end": contract.stamp_or_none(u.end),
                "who": contract.someone(u.who),
                "id": u.id,
            }
            for u in plan.unmanaged
        ],
        "refused": [{"key": r.key, "reasons": list(r.reasons)} for r in plan.refused],
        "findings": [contract.finding(f) for f in plan.findings],
    }
