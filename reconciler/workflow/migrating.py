"""Moving a rota to a shift-based schedule: make the new, prove it, switch the policies, retire the old.

Each step leaves a state in which everybody who was paged before is paged still, and from which running it
again goes on: until the policies switch, nothing uses the new schedule.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from reconciler.desired.schedules import marker
from reconciler.errors import ExitCode, NotFoundError, RefusedError
from reconciler.intervals import Interval
from reconciler.plan import migration
from reconciler.plan.actions import Action, CreatePolicy, UpdatePolicy
from reconciler.plan.build import Question, build
from reconciler.plan.migration import Migrated, Migration
from reconciler.plan.model import Plan, ShiftChange, Who
from reconciler.plan.outcome import Outcome
from reconciler.records import Record
from reconciler.requests import Wanted
from reconciler.state import Kind, LiveState, NamedObject, ScheduleState
from reconciler.workflow import settling
from reconciler.workflow.applying import Tools, apply
from reconciler.workflow.planning import request
from reconciler.workflow.ports import Reader

_SETTLED = timedelta(minutes=2)


def propose(
    question: Question, key: str, reader: Reader, account: str, records: Sequence[Record]
) -> Migration:
    """Read and compare; nothing is written.

    Raises RemoteError, and NotFoundError for a rota that PagerDuty does not have at all.
    """
    as_layers = replace(question, file=migration.with_kind(question.file, key, "layers"))
    as_shifts = replace(question, file=migration.with_kind(question.file, key, "shifts"))
    before = _read(as_layers, key, "layers", reader, account, records)
    after = _read(as_shifts, key, "shifts", reader, account, records)
    old, new = before.schedules.get(key), after.schedules.get(key)
    name = question.file.rotas[key].name
    if old is None and new is None:
        raise NotFoundError(
            f"{name} is not in PagerDuty yet, so there is nothing to move.",
            hint=f"Write `kind: shifts` under {key}: `rota apply` then makes it as a shift-based schedule.",
        )
    blocked = () if old is None else migration.in_the_way(build(as_layers, before, records), key, old)
    plan = build(as_shifts, after, records)
    blocked += migration.refused(plan, key, old)
    policies = [a for a in plan.actions if isinstance(a, CreatePolicy | UpdatePolicy) and _uses(a, key, new)]
    keys = {a.key for a in policies}
    return Migration(
        key=key,
        name=name,
        old=old,
        new=new,
        make=migration.only(plan, (a for a in plan.actions if a.key == key and a not in policies), {key}),
        switch=migration.only(plan, policies, keys),
        names={user.id: user.name for live in (before, after) for user in live.names.values()},
        blocked=blocked,
        left=migration.replaced(marker(question.file, key), after.others),
    )


def carry_out(
    question: Question, key: str, tools: Tools, account: str, accept: Collection[str] = ()
) -> Migrated:
    """Go on from wherever an earlier try ended, and stop where something is not as it should be.

    Raises RefusedError where the intents cannot be recorded, and what `propose` raises.
    """
    outcomes: list[Outcome] = []

    def found() -> Migration:
        records = tuple(tools.ledger.load())
        return propose(replace(question, now=tools.clock()), key, tools.reader, account, records)

    def taken(step: Plan) -> bool:
        outcome = apply(step, migration.with_kind(question.file, key, "shifts"), tools, accept)
        outcomes.append(outcome)
        return outcome.exit_code == ExitCode.DONE

    there = found()
    if there.blocked:
        raise RefusedError(f"{there.name} cannot move: {'; '.join(there.blocked)}.")
    if there.make.actions and not taken(there.make):
        return Migrated(tuple(outcomes))
    there = found()
    differences, proven = _proof(there, tools)
    if differences or (there.old is not None and proven is None):
        return Migrated(tuple(outcomes), differences)
    if there.switch.actions and not taken(there.switch):
        return Migrated(tuple(outcomes), proven=proven)
    old = _left(there.old.id, tools) if there.old is not None else None
    if old is not None and old.used_by:
        return Migrated(tuple(outcomes), proven=proven, used_by=tuple(name for _, name in old.used_by))
    if old is not None:
        step = migration.retire(key, old, marker(question.file, key), tools.clock())
        if not taken(migration.only(there.make, (step,), {key})):
            return Migrated(tuple(outcomes), proven=proven)
    return Migrated(tuple(outcomes), proven=proven, retired=True)


def _left(id_: str, tools: Tools) -> ScheduleState | None:
    """The old schedule once the policies have let go of it, which may take a moment to show; None: gone."""
    return tools.patiently(
        lambda: settling.fresh(tools, id_), lambda found: found is None or not found.used_by
    )


def _proof(there: Migration, tools: Tools) -> tuple[tuple[ShiftChange, ...], Interval | None]:
    """Both schedules side by side, by PagerDuty's own rendering; it may take a moment to show the new one."""
    if there.old is None or there.new is None:
        return (), None
    old_id, new_id = there.old.id, there.new.id
    now = tools.clock()
    span = Interval(now + _SETTLED, now + migration.AHEAD)

    def who(user: str) -> Who:
        return Who(None, there.names.get(user, user))

    def look() -> tuple[ShiftChange, ...] | None:
        old = tools.reader.schedule(old_id, span.start, span.end)
        new = tools.reader.schedule(new_id, span.start, span.end)
        if old is None or new is None:
            return None
        return migration.differences(there.key, old, new, span, who)

    seen = tools.patiently(look, lambda found: found == ())
    return seen or (), span if seen == () else None


def remove(there: Migration, old: NamedObject, tools: Tools, question: Question) -> Outcome:
    """Delete a schedule that was replaced. PagerDuty refuses while an incident still runs on it."""
    action = migration.remove(there.key, old)
    # It is told from the one in use by its id, so the look at a second copy is not called for.
    return apply(replace(migration.only(there.make, (action,), {there.key}), bases=()), question.file, tools)


def _read(
    question: Question, key: str, kind: Kind, reader: Reader, account: str, records: Sequence[Record]
) -> LiveState:
    """Everything for a plan in which the rota is the schedule of one kind, whatever else has its name."""
    whole = request(question.file, account, question.now, question.now, records)
    wanted = whole.schedules[key]
    # An id in the file is that of a schedule of one kind, and says nothing about the other.
    mine = Wanted(wanted.name, wanted.id if kind == "layers" else None, wanted.marker, kind, only=True)
    return reader.read(replace(whole, schedules={**whole.schedules, key: mine}))


def _uses(action: Action, key: str, new: ScheduleState | None) -> bool:
    return isinstance(action, CreatePolicy | UpdatePolicy) and any(
        t.rota == key or (new is not None and t.id == new.id) for rule in action.rules for t in rule.targets
    )
