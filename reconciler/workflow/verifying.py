"""The proof after an apply: PagerDuty's own rendering is compared with what the file says must render."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.errors import NotFoundError, RemoteError
from reconciler.plan.actions import CreatePolicy
from reconciler.plan.build import Question, build
from reconciler.plan.model import Plan
from reconciler.plan.outcome import Outcome
from reconciler.records import Ledger, Record
from reconciler.shifts.engine import managed
from reconciler.state import LiveState
from reconciler.workflow.held import Held
from reconciler.workflow.planning import request
from reconciler.workflow.ports import Reader

# Overrides begin a minute after they are sent, and sending takes a moment: until then it is history.
SETTLED = timedelta(minutes=2)

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between readings: PagerDuty may take up to a minute to show what was written."""


class UncomparableError(RemoteError):
    """PagerDuty was read, and holds what cannot be compared, such as two of a kind."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The plan by what PagerDuty holds now; `behind`: its lists do not show yet what was made just before."""

    plan: Plan
    behind: bool


def prove(
    outcome: Outcome,
    question: Question,
    reader: Reader,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    every: bool = False,
    before: LiveState | None = None,
) -> Outcome:
    """Compare the rotas that were written, or all that are not refused; the outcome says what came of it.

    What was written without a fault and does not show is read again, with growing waits of a minute in all.
    `before` is what the plan was made on, if that was read just now: what was not written is as it was then,
    and is not read again. So where nothing was written the plan itself is the proof.
    """
    refused = {r.key for r in outcome.refused}
    written = {r.action.key for r in outcome.results}
    undone = {r.action.key for r in outcome.results if r.status != "done"}
    # What was left as it is differs, and no second look is needed to know that.
    apart = refused | {action.key for action in outcome.left}
    rotas = tuple(k for k in managed(question.file) if k not in apart and (every or k in written))
    if not rotas and not any(isinstance(r.action, CreatePolicy) for r in outcome.results):
        return outcome
    if before is not None and not written:
        return _compared(outcome, Verified(outcome.plan, before.behind), rotas, outcome.plan.now)
    held = None if before is None or every else Held(before, frozenset({*rotas, *written}))
    found, waited = outcome, 0.0
    right: Outcome | None = None
    for seconds in (*WAITS, 0.0):
        found = _proof(outcome, replace(question, now=clock()), reader, ledger, rotas, held, right)
        late = bool(found.unfinished) or any(d.rota in written - undone for d in found.differences)
        right = None if late or found.verify_error is not None else found
        if not seconds or not (late or found.waited):
            break
        sleep(seconds)
        waited += seconds
    unproven = found.differences or found.unfinished or found.verify_error
    return replace(found, waited=waited if unproven else 0.0)


def _proof(
    outcome: Outcome,
    question: Question,
    reader: Reader,
    ledger: Ledger,
    rotas: tuple[str, ...],
    held: Held | None,
    right: Outcome | None,
) -> Outcome:
    """One reading; with `waited` where something was not found that may only be new.

    Where PagerDuty fails, an earlier reading that was `right` stands.
    """
    try:
        found = verify(question, reader, outcome.plan.account, ledger.load(), rotas, held)
    except UncomparableError as fault:
        return replace(outcome, verify_error=fault.message)
    except RemoteError as fault:
        if right is not None:
            # All was right, only lists were behind: a failure of PagerDuty takes nothing from that.
            return replace(right, waited=0.0)
        return replace(outcome, verify_error=fault.message, waited=float(isinstance(fault, NotFoundError)))
    return _compared(outcome, found, rotas, question.now)


def _compared(outcome: Outcome, found: Verified, rotas: tuple[str, ...], now: datetime) -> Outcome:
    """The outcome with what a plan of this moment tells of some rotas."""
    settled = now + SETTLED
    return replace(
        outcome,
        differences=tuple(s for s in found.plan.shifts if s.rota in rotas and s.end > settled),
        verified=rotas,
        verified_until=proven_until(found.plan, rotas),
        unfinished=_unfinished(outcome, found.plan),
        met=tuple(note for note in found.plan.conflicts if note.rota in rotas),
        # Lists that do not show yet what was made may hide what was made twice.
        waited=float(found.behind),
    )


def _unfinished(outcome: Outcome, plan: Plan) -> tuple[str, ...]:
    """The keys of what was written, all of it, and what a plan would still change by what is there now.

    What was there already, and did not show at first, may have been made once more.
    """
    undone = {r.action.key for r in outcome.results if r.status != "done"}
    done = {r.action.key for r in outcome.results} - undone - {action.key for action in outcome.left}
    return tuple(sorted(done & {item.key for item in (*plan.actions, *plan.refused)}))


def verify(
    question: Question,
    reader: Reader,
    account: str,
    records: Iterable[Record],
    rotas: Collection[str],
    held: Held | None = None,
) -> Verified:
    """Read afresh and compare over the horizon; all of it, or what is not `held`.

    `question.now` is the moment of the last write. Raises RemoteError, also where a rota cannot be compared.
    """
    records = tuple(records)
    asked = request(question.file, account, question.now, question.now, records)
    live = reader.read(asked) if held is None else held.joined(reader.read(held.cut(asked)))
    plan = build(question, live, records)
    for refusal in plan.refused:
        if refusal.key in rotas:
            raise UncomparableError(f"{plan.name(refusal.key)} could not be compared: {refusal.reasons[0]}")
    return Verified(plan, live.behind)


def proven_until(plan: Plan, rotas: Collection[str]) -> datetime | None:
    """Until when all of the rotas were compared."""
    return min((n.until for n in plan.names if n.key in rotas and n.until is not None), default=None)
