"""Carrying a plan out: one write at a time, each recorded before and after, dependents stopped on failure.

What a plan may not do without being accepted is refused rota by rota; the others go ahead.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from reconciler.config.model import RotaFile
from reconciler.errors import RotaError
from reconciler.ownership import claims
from reconciler.plan.actions import Action, CreateOverride, DeleteOverride
from reconciler.plan.model import Plan, Refusal
from reconciler.plan.outcome import Outcome
from reconciler.state import NOBODY
from reconciler.workflow import batches, making, ties
from reconciler.workflow.doubled import Created
from reconciler.workflow.intents import intent
from reconciler.workflow.run import BATCH, Run, SkippedError, Tools
from reconciler.workflow.writing import write

__all__ = ["Tools", "apply", "refusals"]


def apply(plan: Plan, file: RotaFile, tools: Tools, accept: Collection[str] = ()) -> Outcome:
    """Write what the plan says. Raises RefusedError where the intents cannot be recorded.

    `accept` names the flags that may be carried out. Nothing is written for a rota that is refused.
    """
    refused = refusals(plan, accept)
    blocked = {r.key for r in refused}
    actions = [a for a in plan.actions if a.key not in blocked]
    if not actions:
        return Outcome(plan, refused=refused)
    ids = {b.key: b.id for b in plan.bases if b.kind == "schedule" and b.id}
    records = tuple(tools.ledger.load())
    run = Run(plan, file, tools, ids, claims(records, plan.account))
    # A run may have several steps, each of them an apply: its numbers go on.
    first = max((record.sequence for record in records if record.run == tools.run), default=0) + 1
    run.numbers = {action: number for number, action in enumerate(actions, start=first)}
    at = tools.clock()
    intents = (intent(plan, a, tools.run, n, at, run.ids) for a, n in run.numbers.items())
    tools.ledger.intend(replace(meant, by=tools.by) for meant in intents)
    gate = _gate(run, actions)
    for group in _groups(actions):
        _carry_out(run, group, gate)
    return Outcome(plan, tuple(run.results), refused, recorded=_closed(tools))


def _closed(tools: Tools) -> str | None:
    """Where it is recorded; a fault at the very end undoes nothing, and the intents are durable."""
    try:
        return tools.ledger.close()
    except RotaError as fault:
        return f"nowhere: {fault.message}"


def _gate(run: Run, actions: Iterable[Action]) -> ties.Gate:
    now = run.tools.clock()
    tied = [a.end for a in actions if isinstance(a, CreateOverride | DeleteOverride)]
    # A window may reach beyond the piece of it that is written, to the end of its day.
    until = max(tied, default=now) + timedelta(days=2)
    deletes = [action for action in run.plan.actions if isinstance(action, DeleteOverride)]
    # Who is not in the file any more may have been its mailbox.
    mailboxes = {*run.plan.mailboxes, *(action.user for action in deletes if action.mailbox)}
    nobody = {action.key for action in deletes if action.user == NOBODY}
    return ties.Gate(run.file, run.tools, run.ids, mailboxes, nobody, until)


def refusals(plan: Plan, accept: Collection[str]) -> tuple[Refusal, ...]:
    """The rotas and policies that are not written: refused by the plan, or with a flag not accepted."""
    reasons: dict[str, list[str]] = {r.key: list(r.reasons) for r in plan.refused}
    for flag in plan.flags:
        if flag.flag not in accept:
            text = f"{flag.flag}: {flag.message}. Add --accept {flag.flag}, or {flag.hint}"
            reasons.setdefault(flag.rota, []).append(text)
    return tuple(Refusal(key, tuple(why)) for key, why in reasons.items())


def _groups(actions: Iterable[Action]) -> Iterable[list[Action]]:
    """Neighbouring overrides of one rota and kind travel together, new objects are looked at together.

    All else goes alone.
    """
    group: list[Action] = []
    made = 0
    for action in actions:
        if group and not _together(group, action, made):
            yield group
            made += len(group) if isinstance(group[0], Created) else 0
            group = []
        group.append(action)
    if group:
        yield group


def _together(group: list[Action], action: Action, made: int) -> bool:
    first = group[0]
    if isinstance(first, Created):
        return type(action) is type(first) and len(group) < making.most(made)
    return (
        isinstance(first, CreateOverride)
        and isinstance(action, CreateOverride)
        and (first.key, first.mailbox) == (action.key, action.mailbox)
        and len(group) < BATCH
    )


def _carry_out(run: Run, group: list[Action], gate: ties.Gate) -> None:
    """Send one group; whatever goes wrong is noted, and stops only what depends on it."""
    overrides = [a for a in group if isinstance(a, CreateOverride)]
    if overrides:
        batches.create(run, overrides, gate)
        return
    objects = [a for a in group if isinstance(a, Created)]
    if objects:
        making.create(run, objects)
        return
    action = group[0]
    try:
        said = write(run, action, gate)
    except SkippedError as fault:
        run.finish(action, "skipped", fault.message)
    except RotaError as fault:
        run.refused(action, fault)
    else:
        run.finish(action, "done", said)
