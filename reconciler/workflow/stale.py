"""Whether a saved plan still fits: nothing that it read has changed, no shift has begun or ended since."""

from collections.abc import Iterable
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.diff import keyed
from reconciler.errors import StalePlanError
from reconciler.intervals import zone
from reconciler.plan.build import Question, build
from reconciler.plan.model import Base, Plan
from reconciler.records import Record
from reconciler.wording import listing, moment
from reconciler.workflow.planning import read
from reconciler.workflow.ports import Reader


def require_fresh(
    plan: Plan, file: RotaFile, file_digest: str, reader: Reader, records: Iterable[Record], now: datetime
) -> None:
    """Read everything again and compare digests. Raises StalePlanError with what changed, or RemoteError."""
    again = "plan again: rota plan -o FILE"
    if plan.file_digest != file_digest:
        raise StalePlanError("the rota file has changed since the plan was saved", hint=again)
    if plan.shift_boundary is not None and now >= plan.shift_boundary:
        when = moment(plan.shift_boundary, zone(file.time_zone), year=now.year)
        raise StalePlanError(f"a shift changed hands at {when}, after the plan was saved", hint=again)
    records = tuple(records)
    live = read(file, reader, plan.account, plan.now, now, records)
    fresh = build(Question(file, file_digest, plan.now), live, records)
    changed = _changed(plan.bases, fresh.bases)
    if changed:
        names = listing([_name(plan, base) for base in changed])
        raise StalePlanError(f"changed in PagerDuty since the plan was saved: {names}", hint=again)


def _changed(old: Iterable[Base], new: Iterable[Base]) -> list[Base]:
    """One base for each object that is not what it was, appeared, or is gone."""
    before, after = ({(b.kind, b.key): b for b in bases} for bases in (old, new))
    diff = keyed(before, after, lambda one, other: one == other)
    return [*diff.removed.values(), *diff.added.values(), *(pair[0] for pair in diff.changed.values())]


def _name(plan: Plan, base: Base) -> str:
    return f"the account of {base.id}" if base.kind == "users" else plan.name(base.key)
