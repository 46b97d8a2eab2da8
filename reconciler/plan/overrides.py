"""Wanted overrides against ours and foreign ones, from `now` on: what to create, delete, and what conflicts.

Foreign overrides win for the instants that they cover: ours are cut round them. A mailbox is laid over
them once; if ours is there and a person is on top, the person wins. Instants are UTC.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reconciler.desired.overrides import WantedOverride
from reconciler.intervals import Interval, Timeline, compare, intersect, interval_or_none, subtract, union
from reconciler.ownership import Owned
from reconciler.state import NOBODY, OverrideState

CLAMP = timedelta(minutes=1)
"""Nothing is sent that starts sooner than this after the moment of sending."""

# What begins this soon may well be running by the time at which it is dealt with.
_BEGUN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Conflict:
    """PagerDuty says one person, the file another, over an interval. `displaced`: ours is on top."""

    wanted: WantedOverride
    foreign: OverrideState
    interval: Interval
    displaced: bool


@dataclass(frozen=True, slots=True)
class OverrideDiff:
    """What is to be created (with the wanted override that each piece belongs to), deleted, and said.

    `over_foreign` are the pieces of ours that lie, or will lie, on top of foreign overrides. `late` is what
    passes before anything that is sent can begin: it stays as it renders now.
    """

    create: tuple[tuple[WantedOverride, Interval], ...]
    delete: tuple[OverrideState, ...]
    keep: tuple[OverrideState, ...]
    conflicts: tuple[Conflict, ...]
    over_foreign: tuple[Interval, ...]
    late: tuple[Interval, ...]


@dataclass(slots=True)
class _Found:
    create: list[tuple[WantedOverride, Interval]] = field(default_factory=list)
    kept: list[OverrideState] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    over: list[Interval] = field(default_factory=list)
    late: list[Interval] = field(default_factory=list)


def diff(
    wanted: Sequence[WantedOverride], owned: Owned, now: datetime, rendered: Timeline[str] = ()
) -> OverrideDiff:
    """Compare from `now` on; what would end within a minute is neither missed nor sent."""
    soon = now + CLAMP
    foreign = [o for o in owned.foreign if o.end > now]
    found = _Found()
    for want in wanted:
        _compare(found, want, owned, foreign, now, rendered)
    surplus = [o for o in owned.ours if o not in found.kept and o.id not in owned.adopted and o.end > soon]
    on_top = [(want.over, part) for want, part in found.create]
    on_top += [
        (o.over, piece)
        for o in (*found.kept, *foreign)
        for piece, user in _shown(rendered, o.interval)
        if user == o.user
    ]
    return OverrideDiff(
        create=tuple(found.create),
        delete=tuple(o for o in surplus if not _harmless(o, on_top, now)),
        keep=tuple(found.kept),
        conflicts=tuple(sorted(set(found.conflicts), key=lambda c: (c.interval, c.foreign.id))),
        over_foreign=union(found.over),
        late=union(found.late),
    )


def _compare(
    found: _Found,
    want: WantedOverride,
    owned: Owned,
    foreign: Sequence[OverrideState],
    now: datetime,
    rendered: Timeline[str],
) -> None:
    """Settle one wanted override."""
    soon = now + CLAMP
    if begun := interval_or_none(max(want.interval.start, now), min(want.interval.end, soon)):
        there = [o.interval for o in (*owned.ours, *owned.foreign) if o.user == want.user]
        theirs = [o.interval for o in foreign if o.user != want.user]
        found.late += subtract((begun,), union((*there, *theirs)))
    need = interval_or_none(max(want.interval.start, soon), want.interval.end)
    if need is None:
        return
    mine = _usable(want, need, owned, soon)
    have = union(o.interval for o in mine)
    same = union(o.interval for o in foreign if o.user == want.user)
    others = [o for o in foreign if o.user != want.user]
    blocked = () if want.mailbox else union(o.interval for o in others)
    missing = subtract(subtract((need,), have), union((*same, *blocked)))
    standing, conflicts = _meet(want, need, others, have, rendered)
    found.kept += mine
    found.create += [(want, part) for part in missing]
    found.conflicts += conflicts
    found.over += [*standing, *(missing if want.mailbox else ())]


def _usable(want: WantedOverride, need: Interval, owned: Owned, soon: datetime) -> list[OverrideState]:
    """Ours that say what is wanted and no more; of two that overlap the longer, recorded one is enough."""
    out: list[OverrideState] = []
    until = need.start
    for o in sorted(
        owned.ours, key=lambda o: (max(o.start, soon), -o.end.timestamp(), o.id in owned.adopted)
    ):
        rest = interval_or_none(max(o.start, soon), o.end)
        if rest is None or (o.user, o.over) != (want.user, want.over):
            continue
        if rest.start < until or rest.end > need.end:
            continue
        out.append(o)
        until = rest.end
    return out


def _meet(
    want: WantedOverride,
    need: Interval,
    others: Sequence[OverrideState],
    have: Sequence[Interval],
    rendered: Timeline[str],
) -> tuple[list[Interval], list[Conflict]]:
    """Where a wanted override meets foreign ones: if ours is there, the rendering tells who is on top.

    Where it is not there yet, a mailbox will be, and a person gives way.
    """
    standing: list[Interval] = []
    conflicts: list[Conflict] = []
    users = {o.user for o in others}
    for o in others:
        both = [part] if (part := o.interval.clip(need)) is not None else []
        for part in both:
            for piece, user in _shown(rendered, part):
                if user != o.user and user in users:
                    continue  # hidden under another foreign one, which has its own say
                conflicts += [Conflict(want, o, p, want.mailbox) for p in subtract((piece,), have)]
                for p in intersect((piece,), have):
                    if user == want.user:
                        standing.append(p)
                    conflicts.append(Conflict(want, o, p, displaced=user == want.user))
    return standing, conflicts


def _shown(rendered: Timeline[str], part: Interval) -> Iterator[tuple[Interval, str]]:
    """Who is on call within a part, by PagerDuty's rendering, in which NOBODY is a gap."""
    return ((piece, user or NOBODY) for piece, user, _ in compare(rendered, (), part))


def _harmless(o: OverrideState, on_top: Iterable[tuple[str | None, Interval]], now: datetime) -> bool:
    """Whether a surplus override is, or is about to be, hidden for the rest of its time.

    To delete one that runs would end it at once, a minute before what replaces it begins, and nobody
    would be on call in between; so it is left to end by itself. A custom shift is hidden by nothing, and
    what stands in for somebody only by what stands in for the same one.
    """
    if o.start > now + _BEGUN or o.beside:
        return False
    rest = Interval(max(o.start, now + CLAMP), o.end)
    return not subtract((rest,), union(part for over, part in on_top if over == o.over))
