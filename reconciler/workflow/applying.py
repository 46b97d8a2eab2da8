"""Carrying a plan out: one write at a time, each recorded before and after, dependents stopped on failure.

What a plan may not do without being accepted is refused rota by rota; the others go ahead.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.errors import RotaError, UnclearError
from reconciler.plan import digest
from reconciler.plan.actions import (
    Action,
    CreateOverride,
    CreatePolicy,
    CreateSchedule,
    DeleteOverride,
    DeletePolicy,
    DeleteSchedule,
    UpdatePolicy,
    UpdateSchedule,
)
from reconciler.plan.model import Plan, Refusal
from reconciler.plan.outcome import Outcome, Result, Status
from reconciler.plan.overrides import CLAMP
from reconciler.records import Ledger, Phase, Record
from reconciler.workflow import ties
from reconciler.workflow.intents import intent
from reconciler.workflow.ports import Reader, Writer

BATCH = 50
Clock = Callable[[], datetime]
Progress = Callable[[Result], None]


class _SkippedError(RotaError):
    """An action that was not tried, because something that it needs did not happen."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What an apply works with. `clock` gives the present as an aware UTC instant."""

    reader: Reader
    writer: Writer
    ledger: Ledger
    clock: Clock
    run: str
    progress: Progress = lambda _: None


@dataclass(slots=True)
class _Run:
    """One apply as it goes: ids of schedules, what failed, and the results so far."""

    plan: Plan
    file: RotaFile
    tools: Tools
    ids: dict[str, str]
    results: list[Result] = field(default_factory=list)
    numbers: dict[Action, int] = field(default_factory=dict)

    def finish(
        self, action: Action, status: Status, message: str | None = None, id_: str | None = None
    ) -> None:
        """Note what came of an action, in the ledger too."""
        result = Result(action, status, message)
        self.results.append(result)
        record = self._record(action)
        phase: Phase = "done" if status == "done" else "failed"
        known = id_ if id_ is not None else record.id
        self.tools.ledger.record(replace(record, phase=phase, at=self.tools.clock(), id=known, note=message))
        self.tools.progress(result)

    def refused(self, action: Action, fault: RotaError) -> None:
        """Note that a request did not succeed. Where its fate is unclear the intent stays open in the ledger.

        So the next run recognises what it left, if it left anything.
        """
        if not isinstance(fault, UnclearError):
            self.finish(action, "failed", fault.diagnostics())
            return
        text = f"{fault.message}; run again: what PagerDuty holds by then is looked at first"
        result = Result(action, "failed", text)
        self.results.append(result)
        self.tools.progress(result)

    def undone(self) -> Iterator[Action]:
        """What the plan holds and what has not been done so far, for whatever reason."""
        done = {result.action for result in self.results if result.status == "done"}
        return (action for action in self.plan.actions if action not in done)

    def _record(self, action: Action) -> Record:
        number = self.numbers[action]
        return intent(self.plan, action, self.tools.run, number, self.tools.clock(), self.ids)


def apply(plan: Plan, file: RotaFile, tools: Tools, accept: Collection[str] = ()) -> Outcome:
    """Write what the plan says. Raises RefusedError where the intents cannot be recorded.

    `accept` names the flags that may be carried out. Nothing is written for a rota that is refused.
    """
    refused = refusals(plan, accept)
    blocked = {r.key for r in refused}
    actions = [a for a in plan.actions if a.key not in blocked]
    run = _Run(plan, file, tools, {b.key: b.id for b in plan.bases if b.kind == "schedule" and b.id})
    run.numbers = {action: number for number, action in enumerate(actions, start=1)}
    if not actions:
        return Outcome(plan, refused=refused)
    at = tools.clock()
    tools.ledger.intend(intent(plan, a, tools.run, n, at, run.ids) for a, n in run.numbers.items())
    gate = _gate(run, actions)
    for group in _groups(actions):
        _carry_out(run, group, gate)
    return Outcome(plan, tuple(run.results), refused, recorded=tools.ledger.close())


def _gate(run: _Run, actions: Iterable[Action]) -> ties.Gate:
    now = run.tools.clock()
    tied = [a.end for a in actions if isinstance(a, CreateOverride | DeleteOverride)]
    return ties.Gate(run.file, run.tools, run.ids, run.plan.mailboxes, max(tied, default=now))


def refusals(plan: Plan, accept: Collection[str]) -> tuple[Refusal, ...]:
    """The rotas and policies that are not written: refused by the plan, or with a flag not accepted."""
    reasons: dict[str, list[str]] = {r.key: list(r.reasons) for r in plan.refused}
    for flag in plan.flags:
        if flag.flag not in accept:
            text = f"{flag.flag}: {flag.message}. Add --accept {flag.flag}, or {flag.hint}"
            reasons.setdefault(flag.rota, []).append(text)
    return tuple(Refusal(key, tuple(why)) for key, why in reasons.items())


def _groups(actions: Iterable[Action]) -> Iterable[list[Action]]:
    """Neighbouring overrides of one rota and kind travel together; all else goes alone."""
    group: list[Action] = []
    for action in actions:
        if group and not _together(group, action):
            yield group
            group = []
        group.append(action)
    if group:
        yield group


def _together(group: list[Action], action: Action) -> bool:
    first = group[0]
    return (
        isinstance(first, CreateOverride)
        and isinstance(action, CreateOverride)
        and (first.key, first.mailbox) == (action.key, action.mailbox)
        and len(group) < BATCH
    )


def _carry_out(run: _Run, group: list[Action], gate: ties.Gate) -> None:
    """Send one group; whatever goes wrong is noted, and stops only what depends on it."""
    overrides = [a for a in group if isinstance(a, CreateOverride)]
    if overrides:
        _create_overrides(run, overrides, gate)
        return
    action = group[0]
    try:
        made = _write(run, action, gate)
    except _SkippedError as fault:
        run.finish(action, "skipped", fault.message)
    except RotaError as fault:
        run.refused(action, fault)
    else:
        run.finish(action, "done", id_=made)


def _write(run: _Run, action: Action, gate: ties.Gate) -> str | None:
    """One write that stands alone; returns the id of what was made."""
    tools, writer = run.tools, run.tools.writer
    match action:
        case CreateSchedule():
            made = writer.create_schedule(action, tools.clock())
            run.ids[action.key] = made
            return made
        case UpdateSchedule():
            _unchanged_schedule(run, action)
            writer.update_schedule(action, tools.clock())
        case DeleteOverride():
            _replaced(run, action)
            if not action.mailbox and (problem := gate.still_needed(action)):
                raise _SkippedError(problem)
            writer.delete_override(action.schedule, action.id)
        case CreatePolicy():
            _targets_there(run, action)
            return writer.create_policy(action, run.ids)
        case UpdatePolicy():
            _targets_there(run, action)
            _unchanged_policy(run, action)
            writer.update_policy(action, run.ids)
        case DeleteSchedule():
            writer.delete_schedule(action.id)
        case DeletePolicy():
            writer.delete_policy(action.id)
    return None


def _unchanged_schedule(run: _Run, action: UpdateSchedule) -> None:
    """PagerDuty has no way to write only if nothing changed, so look right before writing."""
    now = run.tools.clock()
    fresh = run.tools.reader.schedule(action.id, now, now + timedelta(days=1), now + timedelta(days=1))
    if fresh is None or digest.of_layers(fresh) != action.base:
        what = "was deleted" if fresh is None else "was changed by somebody else"
        raise _SkippedError(f"{action.name} {what} since the plan was made; plan again")


def _unchanged_policy(run: _Run, action: UpdatePolicy) -> None:
    fresh = run.tools.reader.policy(action.id)
    if fresh is None or digest.of_policy(fresh) != action.base:
        what = "was deleted" if fresh is None else "was changed by somebody else"
        raise _SkippedError(f"{action.name} {what} since the plan was made; plan again")


def _targets_there(run: _Run, action: CreatePolicy | UpdatePolicy) -> None:
    missing = [
        t.rota for rule in action.rules for t in rule.targets if t.id is None and t.rota not in run.ids
    ]
    if missing:
        names = ", ".join(run.plan.name(key or "") for key in missing)
        raise _SkippedError(f"{action.name} needs {names}, which was not made")


def _replaced(run: _Run, action: DeleteOverride) -> None:
    """What is to take the place of an override must be there before it goes.

    Otherwise its time would fall back to somebody whom neither the file nor PagerDuty named.
    """
    for other in run.undone():
        if other.key != action.key:
            continue
        if isinstance(other, UpdateSchedule):
            raise _SkippedError(f"kept, because {other.name} itself was not changed")
        if isinstance(other, CreateOverride) and other.start < action.end and action.start < other.end:
            raise _SkippedError("kept, because what was to replace it was not written")


def _problem(run: _Run, action: CreateOverride, gate: ties.Gate) -> str | None:
    """Why an override cannot be sent, or None."""
    if action.key not in run.ids:
        return f"{run.plan.name(action.key)} was not made"
    try:
        return gate.problem(action) if action.mailbox else None
    except RotaError as fault:
        return f"not written: who is on call out of hours could not be read ({fault.message})"


def _create_overrides(run: _Run, wanted: list[CreateOverride], gate: ties.Gate) -> None:
    """Send one batch for one rota; each item has its own answer."""
    key = wanted[0].key
    ready: list[CreateOverride] = []
    for action in wanted:
        problem = _problem(run, action, gate)
        if problem is None:
            ready.append(action)
        else:
            run.finish(action, "skipped", problem)
    soonest = run.tools.clock() + CLAMP
    timed = [(a, max(a.start, soonest)) for a in ready]
    late = [a for a, start in timed if start >= a.end]
    for action in late:
        run.finish(action, "done", "over before it could be sent")
    items = [(a.user, start, a.end) for a, start in timed if start < a.end]
    if not items:
        return
    try:
        answers = run.tools.writer.create_overrides(run.ids[key], items)
    except RotaError as fault:
        for action in ready:
            if action not in late:
                run.refused(action, fault)
        return
    by_item = {(answer.user, answer.start, answer.end): answer for answer in answers}
    for action, start in timed:
        if action in late:
            continue
        answer = by_item.get((action.user, start, action.end))
        if answer is None or answer.id is None:
            run.finish(action, "failed", answer.error if answer else "PagerDuty gave no answer for it")
        else:
            run.finish(action, "done", id_=answer.id)
