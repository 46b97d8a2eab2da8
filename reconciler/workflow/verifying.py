"""The proof after an apply: PagerDuty's own rendering is compared with what the file says must render."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from reconciler.errors import RemoteError
from reconciler.plan.build import Question, build
from reconciler.plan.model import Plan, ShiftChange
from reconciler.records import Record
from reconciler.workflow.planning import read
from reconciler.workflow.ports import Reader

# Overrides begin a minute after they are sent, and sending takes a moment: until then it is history.
SETTLED = timedelta(minutes=2)


def verify(
    question: Question, reader: Reader, account: str, records: Iterable[Record], rotas: Collection[str]
) -> tuple[tuple[ShiftChange, ...], Plan]:
    """Read afresh and compare over the horizon; where PagerDuty renders somebody else, and who it should be.

    `question.now` is the moment of the last write. Raises RemoteError, also where a rota cannot be compared.
    """
    records = tuple(records)
    live = read(question.file, reader, account, question.now, question.now, records)
    plan = build(question, live, records)
    settled = question.now + SETTLED
    for refusal in plan.refused:
        if refusal.key in rotas:
            raise RemoteError(f"{plan.name(refusal.key)} could not be compared: {refusal.reasons[0]}")
    return tuple(s for s in plan.shifts if s.rota in rotas and s.end > settled), plan


def proven_until(plan: Plan, rotas: Collection[str]) -> datetime | None:
    """Until when all of the rotas were compared."""
    return min((n.until for n in plan.names if n.key in rotas and n.until is not None), default=None)
