"""The proof after an apply: PagerDuty's own rendering is compared with what the file says must render."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from reconciler.errors import NotFoundError, RemoteError
from reconciler.plan.actions import CreatePolicy
from reconciler.plan.build import Question, build
from reconciler.plan.model import Plan, ShiftChange
from reconciler.plan.outcome import Outcome
from reconciler.records import Ledger, Record
from reconciler.shifts.engine import managed
from reconciler.workflow.planning import read
from reconciler.workflow.ports import Reader

# Overrides begin a minute after they are sent, and sending takes a moment: until then it is history.
SETTLED = timedelta(minutes=2)

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between readings: PagerDuty may take up to a minute to show what was written."""


def prove(
    outcome: Outcome,
    question: Question,
    reader: Reader,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    every: bool = False,
) -> Outcome:
    """Compare the rotas that were written, or all that are not refused; the outcome says what came of it.

    What was written without a fault and does not show is read again, with growing waits of a minute in all.
    """
    refused = {r.key for r in outcome.refused}
    written = {r.action.key for r in outcome.results}
    undone = {r.action.key for r in outcome.results if r.status != "done"}
    # What was left as it is differs, and no second look is needed to know that.
    apart = refused | {action.key for action in outcome.left}
    rotas = tuple(k for k in managed(question.file) if k not in apart and (every or k in written))
    if not rotas and not any(isinstance(r.action, CreatePolicy) for r in outcome.results):
        return outcome
    found, waited = outcome, 0.0
    for seconds in (*WAITS, 0.0):
        found = _proof(outcome, replace(question, now=clock()), reader, ledger, rotas)
        late = bool(found.unfinished) or any(d.rota in written - undone for d in found.differences)
        if not seconds or not (late or found.waited):
            break
        sleep(seconds)
        waited += seconds
    unproven = found.differences or found.unfinished or found.verify_error
    return replace(found, waited=waited if unproven else 0.0)


def _proof(
    outcome: Outcome, question: Question, reader: Reader, ledger: Ledger, rotas: tuple[str, ...]
) -> Outcome:
    """One reading; with `waited` where something was not found that may only be new."""
    try:
        differences, plan = verify(question, reader, outcome.plan.account, ledger.load(), rotas)
    except RemoteError as fault:
        return replace(outcome, verify_error=fault.message, waited=float(isinstance(fault, NotFoundError)))
    until = proven_until(plan, rotas)
    left = _unfinished(outcome, plan)
    return replace(outcome, differences=differences, verified=rotas, verified_until=until, unfinished=left)


def _unfinished(outcome: Outcome, plan: Plan) -> tuple[str, ...]:
    """The keys of what was written, all of it, and what a plan would still change by what is there now.

    What was there already, and did not show at first, may have been made once more.
    """
    undone = {r.action.key for r in outcome.results if r.status != "done"}
    done = {r.action.key for r in outcome.results} - undone - {action.key for action in outcome.left}
    return tuple(sorted(done & {item.key for item in (*plan.actions, *plan.refused)}))


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
