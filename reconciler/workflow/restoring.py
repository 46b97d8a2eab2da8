"""Overrides that went with a write of their schedule are made again, as they lay: ours, and those of others.

Whoever was on call stays on call. What others made stays theirs: it is told, and recorded so that no later
plan takes it for ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.errors import RotaError
from reconciler.intervals import Interval, Timeline, compare, interval_or_none, subtract, union, zone
from reconciler.plan.actions import UpdateSchedule
from reconciler.plan.overrides import CLAMP
from reconciler.records import Record
from reconciler.state import OverrideState, ScheduleState
from reconciler.wording import count, listing, stretch
from reconciler.workflow.delivery import Delivery, Wish, deliver, discard, listed
from reconciler.workflow.run import Run

_NOTE = "made again, since it went with a write of its schedule"


@dataclass(frozen=True, slots=True)
class _Lost:
    """A stretch that is to be made again; `source` is the override that it was a part of."""

    source: OverrideState
    wish: Wish
    ours: bool


def restored(run: Run, action: UpdateSchedule, before: ScheduleState) -> str | None:
    """Make again what was there before a write of a schedule and is not after it; what is to be said of it.

    `before` is rendered wherever overrides of different people overlap.
    """
    unwanted = run.unwanted
    held = [o for o in before.overrides if o.id not in unwanted]
    if not held:
        return None
    try:
        after = listed(run.tools, action.id, max(o.end for o in held) + CLAMP)
    except RotaError as fault:
        return f"whether its overrides are still there could not be seen: {fault.message}"
    if after is None:
        return None
    there = {o.id for o in after}
    gone = [o for o in held if o.id not in there]
    stayed = [o for o in before.overrides if o.id in there]
    lost = _lost(run, action, _lowest_first(gone, before.rendered), stayed, before.rendered)
    if not lost:
        return None
    made = _made(run, action, lost, after)
    return "; ".join([*_of_ours(lost, made), *_of_others(run, action.key, lost, made)])


def overlapping(overrides: Iterable[OverrideState]) -> bool:
    """Whether any two of different people overlap, so that only the rendering tells who is on top."""
    return any(one.user != other.user for one, other in _pairs(list(overrides)))


def _pairs(overrides: Sequence[OverrideState]) -> list[tuple[OverrideState, OverrideState]]:
    return [
        (one, other)
        for place, one in enumerate(overrides)
        for other in overrides[place + 1 :]
        if one.interval.overlaps(other.interval)
    ]


def _lowest_first(lost: Sequence[OverrideState], shown: Timeline[str]) -> list[OverrideState]:
    """In the order of their making: of two that overlap the later one wins, and was rendered."""
    under: dict[str, set[str]] = {o.id: set() for o in lost}
    for one, other in _pairs(lost):
        for top, below in ((one, other), (other, one)):
            part = top.interval.clip(below.interval)
            if part is not None and any(u == top.user != below.user for _, u, _ in compare(shown, (), part)):
                under[top.id].add(below.id)
    left, out = list(lost), list[OverrideState]()
    while left:
        waiting = {o.id for o in left}
        lowest = next((o for o in left if not under[o.id] & waiting), left[0])
        left.remove(lowest)
        out.append(lowest)
    return out


def _lost(
    run: Run,
    action: UpdateSchedule,
    gone: Iterable[OverrideState],
    stayed: Sequence[OverrideState],
    shown: Timeline[str],
) -> list[_Lost]:
    """What is still to come of them, but for what lay hidden under one that has stayed."""
    soon = run.tools.clock() + CLAMP
    found: list[_Lost] = []
    for o in gone:
        rest = interval_or_none(max(o.start, soon), o.end)
        ours = run.ours(action.key, action.id, o)
        parts = subtract((rest,), _hidden(o, stayed, shown)) if rest is not None else ()
        found += [_Lost(o, (o.user, part.start, part.end), ours) for part in parts]
    return found


def _hidden(o: OverrideState, stayed: Iterable[OverrideState], shown: Timeline[str]) -> tuple[Interval, ...]:
    parts = [(other.user, part) for other in stayed if (part := other.interval.clip(o.interval)) is not None]
    return union(
        piece for top, part in parts for piece, user, _ in compare(shown, (), part) if user == top != o.user
    )


def _made(
    run: Run, action: UpdateSchedule, lost: Sequence[_Lost], after: Sequence[OverrideState]
) -> Mapping[Wish, Delivery]:
    """What came of each."""
    # Of two that are the same, one of ours and one of somebody else's, theirs counts: it must stay.
    theirs = {each.wish: each for each in lost if not each.ours}
    by_wish = {each.wish: each for each in lost} | theirs
    wishes = list(by_wish)
    records = {wish: _record(run, action, each) for wish, each in by_wish.items()}
    try:
        run.tools.ledger.intend(records.values())
    except RotaError:
        # Without a record ours would pass for somebody else's, as which theirs are to pass anyway.
        wishes = [wish for wish in wishes if wish in theirs]
    made = deliver(run.tools, action.id, wishes, after) if wishes else {}
    for wish, delivery in made.items():
        for id_ in (delivery.id, *delivery.copies):
            if id_ is not None:
                run.note(replace(records[wish], phase="done", at=run.tools.clock(), id=id_))
        discard(run.tools, action.id, delivery.copies)
    return made


def _record(run: Run, action: UpdateSchedule, lost: _Lost) -> Record:
    user, start, end = lost.wish
    what = _when(run, action.key, lost)
    if not lost.ours:
        what += f" {_who(run, lost.source)}, made by hand"
    return Record(
        account=run.plan.account,
        run=run.tools.run,
        sequence=run.number(),
        commit=run.plan.commit,
        phase="intent",
        at=run.tools.clock(),
        verb="create" if lost.ours else "restore",
        kind="override",
        key=action.key,
        schedule=action.id,
        user=user,
        start=start,
        end=end,
        note=f"{what}, {_NOTE}",
        by=run.tools.by,
    )


def _of_ours(lost: Iterable[_Lost], made: Mapping[Wish, Delivery]) -> Iterable[str]:
    mine = [_id(made, each) for each in lost if each.ours]
    if not mine:
        return
    if failed := mine.count(None):
        yield f"{failed} of its overrides went with it and could not be made again; run again"
    else:
        yield f"{len(mine)} of its overrides went with it and were made again"


def _of_others(run: Run, key: str, lost: Iterable[_Lost], made: Mapping[Wish, Delivery]) -> Iterable[str]:
    theirs = [each for each in lost if not each.ours]
    kept = [each for each in theirs if _id(made, each) is not None]
    if kept:
        yield f"{_number(kept)} and made again, still as somebody else's: {_told(run, key, kept)}"
    if failed := [each for each in theirs if _id(made, each) is None]:
        causes = {fault.message for each in failed if (fault := made[each.wish].fault) is not None}
        yield (
            f"{_number(failed)} and could not be made again ({'; '.join(sorted(causes))}), "
            f"so do it in PagerDuty: {_told(run, key, failed)}"
        )


def _number(lost: Sequence[_Lost]) -> str:
    verb = "was" if len(lost) == 1 else "were"
    return f"{count(len(lost), 'override')} made by hand {verb} lost with it"


def _told(run: Run, key: str, lost: Iterable[_Lost]) -> str:
    """Who and when, in local time, so that somebody can make it again."""
    return listing([f"{_when(run, key, each)} {_who(run, each.source)}" for each in lost])


def _when(run: Run, key: str, lost: _Lost) -> str:
    _, start, end = lost.wish
    return stretch(Interval(start, end), zone(run.plan.zone(key)), year=run.plan.now.year)


def _who(run: Run, override: OverrideState) -> str:
    """The name that the plan knew; one made since then has only an id."""
    found = next((u.who for u in run.plan.unmanaged if u.id == override.id and u.who is not None), None)
    return found.name if found is not None else f"PagerDuty's user {override.user}"


def _id(made: Mapping[Wish, Delivery], each: _Lost) -> str | None:
    return delivery.id if (delivery := made.get(each.wish)) is not None else None
