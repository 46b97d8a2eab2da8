"""From what people made by hand in PagerDuty to lines of the file, proven by a plan; nothing is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.config.loader import Loaded
from reconciler.config.model import RotaFile
from reconciler.edit.by_hand import ByHand, Proposal, propose, visible
from reconciler.edit.by_hand_shifts import Instead
from reconciler.edit.by_hand_words import Refused
from reconciler.errors import UsageError
from reconciler.intervals import Interval, subtract, union
from reconciler.plan.adopted import Proof, prove
from reconciler.plan.build import Question, build
from reconciler.plan.gone import foreign_marker
from reconciler.plan.model import Plan
from reconciler.plan.people import accounts
from reconciler.records import Record
from reconciler.shifts import engine
from reconciler.state import LiveState, OverrideState, ScheduleState
from reconciler.workflow.planning import request
from reconciler.workflow.ports import Reader

# The entry of a bank holiday is compared for two days after its date.
_BEYOND = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which overrides are meant: those of some rotas, or some by id; nothing means all on managed rotas.

    `into` is the file that the lines go into; None leaves that to their dates.
    """

    rotas: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is proposed and what a plan makes of it; `unseen` are rotas (by key) that cannot be compared."""

    proposal: Proposal
    proof: Proof
    unseen: Mapping[str, str]


def adopt(
    loaded: Loaded, asked: Asked, reader: Reader, account: str, records: Iterable[Record], now: datetime
) -> Adoption:
    """Look up what was made by hand, and put it into words of the file; nothing is written.

    Raises UsageError where an id is not there or is ours, RemoteError, and EditError.
    """
    records = tuple(records)
    live = _read(loaded.file, reader, account, records, now)
    plan = build(_question(loaded.file, now), live, records)
    keys = asked.rotas or (tuple(loaded.file.rotas) if asked.ids else engine.managed(loaded.file))
    there = [(key, o) for key in keys if key in live.schedules for o in live.schedules[key].overrides]
    foreign = {u.id for u in plan.unmanaged if u.kind == "override"}
    stops = {key: stop for key in keys if (stop := _stop(loaded.file, key, live)) is not None}
    theirs = [(key, o) for key, o in there if o.end > now and (o.id in foreign or key in stops)]
    if asked.ids:
        theirs = _by_id(asked.ids, there, theirs)
    people = {user: key for key, user in accounts(loaded.file, live.users).ids.items()}
    by_key = {key: [o for o in held.overrides if o.id in foreign] for key, held in live.schedules.items()}
    found = [_found(key, o, live, people, stops.get(key), by_key[key], now) for key, o in theirs]
    proposal = propose(loaded, found, now, asked.into)
    said = [(o.made.key, line.interval) for o in proposal.outcomes for line in o.lines]
    after = plan if proposal.edit is None else build(_question(proposal.edit.loaded.file, now), live, records)
    return Adoption(proposal, prove(plan, after, said, now), _unseen(plan, {*keys} - {*stops}, live))


def _question(file: RotaFile, now: datetime) -> Question:
    return Question(file, "", now)


def _read(
    file: RotaFile, reader: Reader, account: str, records: Sequence[Record], now: datetime
) -> LiveState:
    """PagerDuty's rendering as far ahead as overrides go, since lines are compared for as long."""
    wanted = request(file, account, now, now, records)
    live = reader.read(wanted)
    ends = [o.end + _BEYOND for held in live.schedules.values() for o in held.overrides]
    last = max([wanted.until, *ends])
    return live if last == wanted.until else reader.read(replace(wanted, until=last))


def _stop(file: RotaFile, key: str, live: LiveState) -> Refused | None:
    """Why nothing on a rota can be a line of this file."""
    if not file.rotas[key].managed:
        why = f"{file.rotas[key].name} is not managed here, so no line of this file decides who is on it"
        return Refused(why, "leave it as it is, or manage the rota here (`managed:` and line-ups)")
    why_not = foreign_marker(file, key, live.schedules.get(key))
    return None if why_not is None else Refused(why_not, "make the change where it is managed")


def _by_id(
    ids: Collection[str],
    there: Sequence[tuple[str, OverrideState]],
    theirs: Sequence[tuple[str, OverrideState]],
) -> list[tuple[str, OverrideState]]:
    """The overrides that are asked for. Raises UsageError where one is not there, or is not foreign."""
    known, foreign = {o.id for _, o in there}, {o.id for _, o in theirs}
    wrong = [
        f"{id_} is as the file says already" if id_ in known else f"there is no override {id_} to come"
        for id_ in dict.fromkeys(ids)
        if id_ not in foreign
    ]
    if wrong:
        raise UsageError("; ".join(wrong), hint="`rota -v plan` shows the ids of all that was made by hand")
    return [(key, o) for key, o in theirs if o.id in ids]


def _found(
    key: str,
    override: OverrideState,
    live: LiveState,
    people: Mapping[str, str],
    stop: Refused | None,
    foreign: Sequence[OverrideState],
    now: datetime,
) -> ByHand:
    held: ScheduleState = live.schedules[key]
    user = live.names.get(override.user)
    rest = Interval(max(override.start, now), override.end)
    crossed = [
        (_name(o.user, live), part)
        for o in foreign
        if o.user != override.user and _meet(o, override) and (part := o.interval.clip(rest)) is not None
    ]
    shown = visible(override, held.rendered, held.rendered_over, now)
    return ByHand(
        key=key,
        override=override,
        person=people.get(override.user),
        who=_name(override.user, live),
        email=user.email if user else "",
        shown=subtract(shown, union(part for _, part in crossed)),
        stop=stop,
        crossed=tuple(crossed),
        instead=_instead(override, live, people),
    )


def _name(user: str, live: LiveState) -> str:
    return live.names[user].name if user in live.names else user or "nobody"


def _meet(one: OverrideState, other: OverrideState) -> bool:
    """Whether two overrides are about the same: one person's turn, or being on beside everybody."""
    return (one.over, one.beside) == (other.over, other.beside)


def _instead(override: OverrideState, live: LiveState, people: Mapping[str, str]) -> Instead | None:
    """Whom it stands in for, on a shift-based schedule."""
    if override.over is None:
        return None
    return Instead(people.get(override.over), _name(override.over, live))


def _unseen(plan: Plan, keys: Collection[str], live: LiveState) -> Mapping[str, str]:
    """Rotas that the plan refuses without a look at their overrides, and why."""
    seen = {now.rota for now in plan.on_call_now} | {u.key for u in plan.unmanaged}
    return {
        refusal.key: refusal.reasons[0]
        for refusal in plan.refused
        if refusal.key in keys and refusal.key in live.schedules and refusal.key not in seen
    }
