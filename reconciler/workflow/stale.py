"""Whether a saved plan still fits: it is of the past, what it read is the same, no shift began or ended."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.config.model import RotaFile
from reconciler.diff import keyed
from reconciler.errors import StalePlanError
from reconciler.intervals import zone
from reconciler.plan.boundary import LOOK_AHEAD
from reconciler.plan.build import Question, build
from reconciler.plan.model import Base, Plan
from reconciler.records import Record
from reconciler.requests import AuditNote
from reconciler.wording import count, listing, moment
from reconciler.workflow.planning import read
from reconciler.workflow.ports import Reader

SKEW = timedelta(minutes=1)
"""By how much the clock of the machine that planned may be ahead of this one's."""
MOST_ASKED = 10
"""For how many changed objects PagerDuty is asked who changed them."""
MOST_TOLD = 3
"""How many changes of one object are told."""


def require_fresh(
    plan: Plan, file: RotaFile, file_digest: str, reader: Reader, records: Iterable[Record], now: datetime
) -> None:
    """Read everything again and compare digests. Raises StalePlanError with what changed, or RemoteError."""
    again = "plan again: rota plan -o FILE"
    if plan.file_digest != file_digest:
        raise StalePlanError("the rota file has changed since the plan was saved", hint=again)
    tz = zone(file.time_zone)
    if plan.now > now + SKEW:
        raise StalePlanError(
            f"the plan was made as of {moment(plan.now, tz, year=now.year)}, which is still to come",
            hint="plan as of now, without --now: rota plan -o FILE",
        )
    if now >= plan.now + LOOK_AHEAD:
        raise StalePlanError(f"the plan is of {moment(plan.now, tz, year=now.year)}", hint=again)
    if plan.shift_boundary is not None and now >= plan.shift_boundary:
        when = moment(plan.shift_boundary, tz, year=now.year)
        raise StalePlanError(f"a shift changed hands at {when}, after the plan was saved", hint=again)
    records = tuple(records)
    live = read(file, reader, plan.account, plan.now, now, records)
    fresh = build(Question(file, file_digest, plan.now), live, records)
    changed = _changed(plan.bases, fresh.bases)
    if changed:
        names = listing(
            [
                _name(plan, base) + (_who(base, reader, plan.now, now, tz) if place < MOST_ASKED else "")
                for place, base in enumerate(changed)
            ]
        )
        raise StalePlanError(f"changed in PagerDuty since the plan was saved: {names}", hint=again)


def _changed(old: Iterable[Base], new: Iterable[Base]) -> list[Base]:
    """One base for each object that is not what it was, appeared, or is gone."""
    before, after = ({(b.kind, b.key): b for b in bases} for bases in (old, new))
    diff = keyed(before, after, lambda one, other: one == other)
    # What was not there has an id only now; what is gone had one only then.
    pairs = [replace(one, id=one.id or other.id) for one, other in diff.changed.values()]
    return [*diff.removed.values(), *diff.added.values(), *pairs]


def _name(plan: Plan, base: Base) -> str:
    return f"the account of {base.id}" if base.kind == "users" else plan.name(base.key)


def _who(base: Base, reader: Reader, since: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Who did it, in brackets, newest first; empty where PagerDuty does not say."""
    if base.kind == "users" or not base.id:
        return ""
    notes = reader.changes(base.kind, base.id, since, now)
    # The trail knows whole seconds only: of the very second of the plan it cannot be told what came first.
    told = _gathered([note for note in notes if note.at > since])
    texts = [
        f"by {note.who}, {moment(note.at, tz, year=now.year)}: {note.what}{f', {n} times' if n > 1 else ''}"
        for note, n in told[:MOST_TOLD]
    ]
    if len(told) > MOST_TOLD:
        texts.append(f"and {count(len(told) - MOST_TOLD, 'change')} before")
    return f" ({'; '.join(texts)})" if texts else ""


def _gathered(notes: Sequence[AuditNote]) -> list[tuple[AuditNote, int]]:
    """Neighbours of one person and kind as one, with their number: a batch of overrides is one deed."""
    found: list[tuple[AuditNote, int]] = []
    for note in notes:
        if found and (found[-1][0].who, found[-1][0].what) == (note.who, note.what):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((note, 1))
    return found
