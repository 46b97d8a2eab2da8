"""An import that proves itself: the file is read back, planned and rendered against what was read.

Whatever a plan would still change, and whoever would be on call at another time than PagerDuty has them, is
left to PagerDuty, with the reason; so the file that comes out changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.config.loader import Loaded, load_texts
from reconciler.config.model import RotaFile
from reconciler.errors import ConfigError, RotaError
from reconciler.importing.draft import Draft, Rota
from reconciler.importing.drafting import Ground, draft
from reconciler.importing.outcome import Difference, Imported
from reconciler.intervals import (
    Interval,
    Segment,
    compare,
    intersect,
    interval_or_none,
    subtract,
    union,
    zone,
)
from reconciler.plan.actions import DeleteOverride
from reconciler.plan.build import Question, build
from reconciler.plan.model import Plan
from reconciler.records import Record
from reconciler.requests import ReadRequest
from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from reconciler.shifts.line_ups import zone_name
from reconciler.state import AccountState, LiveState, ScheduleState
from reconciler.wording import listing, stretch
from reconciler.workflow.planning import make, request
from reconciler.workflow.ports import Reader

LiveOf = Callable[[ReadRequest, AccountState], LiveState]
"""Answers a plan's question from an account that was read."""
Write = Callable[[Draft], Mapping[str, str]]
"""The texts of a draft by file name, the root file first."""


@dataclass(slots=True)
class _Trial:
    """What is known so far: by id why something is left alone, and the differences that said so.

    `plain` are the ids of what gets no rule of bank holidays, since a plan with it would change something.
    """

    blocked: dict[str, str] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)


def bring_in(account: AccountState, now: datetime, write: Write, live_of: LiveOf) -> Imported:
    """Draft, write, read back and prove, until nothing is left that differs. `now` is UTC."""
    trial = _Trial()
    while True:
        found = draft(Ground(account, now, dict(trial.blocked), frozenset(trial.plain)))
        texts = write(found)
        loaded = _read(texts)
        before = len(trial.blocked) + len(trial.plain)
        _judge(trial, found, loaded.file, account, now, live_of)
        if len(trial.blocked) + len(trial.plain) == before:
            return Imported(texts, loaded, found, tuple(trial.differences))


def withdrawn(file: RotaFile, reader: Reader, account: str, now: datetime, records: Sequence[Record]) -> int:
    """How many overrides a plan beside a ledger would delete: made from an earlier file, in no line of this.

    Overrides are not imported, so what a ledger claims is wanted no more. `now` is UTC; PagerDuty is asked
    again only where there is a ledger, since an import reads overrides without their ids.
    """
    if not any(record.account == account for record in records):
        return 0
    plan, _ = make(Question(file, "", now), reader, account, records)
    return sum(isinstance(action, DeleteOverride) for action in plan.actions)


_TOO_BIG = "nothing was written; write several files with --folder, or import one --team at a time"
_REPORT = "nothing was written; report it with this message, and leave out that rota meanwhile"


def _read(texts: Mapping[str, str]) -> Loaded:
    root = next(iter(texts))
    try:
        return load_texts(root, texts)
    except ConfigError as fault:
        first = fault.findings[0]
        raise RotaError(
            f"what was read of PagerDuty cannot be written: {first.where}: {first.message}",
            hint=_TOO_BIG if first.id == "file-too-big" else _REPORT,
        ) from None


def _judge(
    trial: _Trial, found: Draft, file: RotaFile, account: AccountState, now: datetime, live_of: LiveOf
) -> None:
    """Find out what cannot stay as it is drafted."""
    ids = {rota.key: rota.id for rota in found.managed}
    ids |= {policy.key: policy.id for policy in found.policies if policy.reason is None}
    held = {schedule.id: schedule for schedule in account.schedules}
    for rota in found.managed:
        wrong = list(_differences(rota, file, held[rota.id], account, now))
        if wrong:
            trial.differences += wrong
            trial.blocked[rota.id] = _reason(wrong)
        elif any(f.severity == "error" for f in faults(_alone(file, rota.key), now)):
            trial.blocked[rota.id] = "its line-ups do not begin at handovers"
    asked = request(file, account.account, now, now)
    plan = build(Question(file, "", now), live_of(asked, account), ())
    ruled = {ids[key] for key in (found.bank.rules if found.bank else ())} - trial.plain
    for key, why in _changes(plan):
        if ids[key] in ruled:
            trial.plain.add(ids[key])
        else:
            trial.blocked.setdefault(ids[key], why)


def _alone(file: RotaFile, key: str) -> RotaFile:
    """The file with one of its rotas, and what that one follows."""
    kept = {key, file.rotas[key].follows}
    return file.model_copy(update={"rotas": {k: rota for k, rota in file.rotas.items() if k in kept}})


def _changes(plan: Plan) -> Iterator[tuple[str, str]]:
    """What a plan would do or refuse, by key; and where what stands in is not what a file makes of it."""
    for action in plan.actions:
        yield action.key, f"a plan would change it: {action.changes[0].summary}"
    for refusal in plan.refused:
        yield refusal.key, refusal.reasons[0]
    for conflict in plan.conflicts:
        yield conflict.rota, f"a plan would contradict it: {conflict.message}"
    for shift in plan.shifts:
        when = stretch(Interval(shift.start, shift.end), zone(plan.zone(shift.rota)))
        has, says = (who.name if who else "nobody" for who in (shift.before, shift.after))
        yield shift.rota, f"{when}: PagerDuty has {has}, and a plan takes it for {says}"


def _reason(wrong: list[Difference]) -> str:
    first = wrong[0]
    when = stretch(first.interval, zone(first.time_zone))
    more = f", and {len(wrong) - 1} times more" if len(wrong) > 1 else ""
    return f"{when}: PagerDuty has {first.pagerduty or 'nobody'}, a file {first.file or 'nobody'}{more}"


def _differences(
    rota: Rota, file: RotaFile, held: ScheduleState, account: AccountState, now: datetime
) -> Iterator[Difference]:
    """Where the rotation of the file is not what PagerDuty renders, overrides apart.

    What lies before the last change of the layers is rendered from layers that PagerDuty does not show any
    more, so it is not compared.
    """
    span = interval_or_none(_settled(held, account, now), account.until)
    if span is None:
        return
    emails = {user.email.casefold(): user.id for user in account.users.values()}
    ids = {key: emails[person.email.casefold()] for key, person in file.people.items()}
    ours = tuple(Segment(s.start, s.end, ids[s.value.person]) for s in engine.base(file, rota.key, span))
    seen = subtract((span,), union(o.interval for o in held.overrides))
    name, names = zone_name(file, rota.key), account.names
    for part, theirs, mine in compare(held.rendered, ours, span):
        if theirs != mine:
            for piece in intersect((part,), seen):
                yield Difference(
                    file.rotas[rota.key].name,
                    name,
                    piece,
                    None
                    if theirs is None
                    else listing([names.get(each, each) for each in theirs.split("+")]),
                    None if mine is None else names.get(mine, mine),
                )


def _settled(held: ScheduleState, account: AccountState, now: datetime) -> datetime:
    """The last moment up to now at which a layer began or ended, but not before the account was read from."""
    edges = [edge for layer in held.layers for edge in (layer.start, layer.end) if edge is not None]
    return max([account.since, *(edge for edge in edges if edge <= now)])
