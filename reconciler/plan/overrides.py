"""Wanted overrides against ours and foreign ones, from `now` on: what to create, delete, and what conflicts.

Foreign overrides win for the instants that they cover: ours are cut round them. A mailbox is laid over
them once; if ours is there and a person is on top, the person wins. Instants are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.desired.schedules import WantedOverride
from reconciler.intervals import Interval, Timeline, compare, intersect, interval_or_none, subtract, union
from reconciler.ownership import Owned
from reconciler.state import OverrideState

CLAMP = timedelta(minutes=1)
"""Nothing is sent that starts sooner than this after the moment of sending."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """PagerDuty says one person, the file another, over an interval. `kept` tells who is paged."""

    wanted: WantedOverride
    foreign: OverrideState
    interval: Interval
    displaced: bool


@dataclass(frozen=True, slots=True)
class OverrideDiff:
    """What is to be created (with the wanted override that each piece belongs to), deleted, and said.

    `over_foreign` are the mailbox pieces that lie, or will lie, on top of foreign overrides.
    """

    create: tuple[tuple[WantedOverride, Interval], ...]
    delete: tuple[OverrideState, ...]
    keep: tuple[OverrideState, ...]
    conflicts: tuple[Conflict, ...]
    over_foreign: tuple[Interval, ...]


def diff(
    wanted: Sequence[WantedOverride], owned: Owned, now: datetime, rendered: Timeline[str] = ()
) -> OverrideDiff:
    """Compare from `now` on; what would end within a minute is neither missed nor sent."""
    soon = now + CLAMP
    foreign = [o for o in owned.foreign if o.end > soon]
    kept: list[OverrideState] = []
    create: list[tuple[WantedOverride, Interval]] = []
    conflicts: list[Conflict] = []
    over: list[Interval] = []
    for want in wanted:
        need = interval_or_none(max(want.interval.start, soon), want.interval.end)
        if need is None:
            continue
        mine = _usable(want, need, owned.ours, soon)
        kept += mine
        have = union(o.interval for o in mine)
        missing = subtract((need,), have)
        others = [o for o in foreign if o.interval.overlaps(need)]
        if want.mailbox:
            create += [(want, part) for part in missing]
            standing, found = _mailbox(want, need, others, have, rendered)
            over += [*missing, *standing]
        else:
            blocked = union(o.interval for o in others)
            create += [(want, part) for part in subtract(missing, blocked)]
            found = _conflicts(want, need, others)
        conflicts += found
    gone = [o for o in owned.ours if o not in kept and o.end > soon]
    return OverrideDiff(
        tuple(create),
        tuple(gone),
        tuple(kept),
        tuple(sorted(set(conflicts), key=lambda c: (c.interval, c.foreign.id))),
        union(over),
    )


def _usable(
    want: WantedOverride, need: Interval, ours: Sequence[OverrideState], soon: datetime
) -> list[OverrideState]:
    """Ours that say what is wanted and no more; of two that overlap the first is enough."""
    out: list[OverrideState] = []
    until = need.start
    for o in sorted(ours, key=lambda o: (o.start, o.end, o.id)):
        rest = interval_or_none(max(o.start, soon), o.end)
        if rest is None or o.user != want.user or rest.start < until or rest.end > need.end:
            continue
        if rest.end > need.start:
            out.append(o)
            until = rest.end
    return out


def _conflicts(want: WantedOverride, need: Interval, others: Sequence[OverrideState]) -> list[Conflict]:
    found: list[Conflict] = []
    for o in others:
        if o.user != want.user and (part := o.interval.clip(need)) is not None:
            found.append(Conflict(want, o, part, displaced=False))
    return found


def _mailbox(
    want: WantedOverride,
    need: Interval,
    others: Sequence[OverrideState],
    have: Sequence[Interval],
    rendered: Timeline[str],
) -> tuple[list[Interval], list[Conflict]]:
    """Where a mailbox meets foreign overrides: not there yet, it will displace them; there, the top one wins."""
    standing: list[Interval] = []
    found: list[Conflict] = []
    for o in others:
        if o.user == want.user:
            continue
        both = [part] if (part := o.interval.clip(need)) is not None else []
        found += [Conflict(want, o, p, displaced=True) for p in subtract(both, have)]
        for part in intersect(both, have):
            for piece, user, _ in compare(rendered, (), part):
                mine = user == want.user
                if mine:
                    standing.append(piece)
                found.append(Conflict(want, o, piece, displaced=mine))
    return standing, found
