"""What PagerDuty must render once ours and foreign overrides lie on top of each other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reconciler.desired.on_events import turns_in
from reconciler.intervals import Interval, Segment, Timeline, clip, compare, merge, paint, subtract, union
from reconciler.state import NOBODY, LayerState, OverrideState, ScheduleState, together


def effective(
    shifts: Timeline[str],
    foreign: Sequence[OverrideState],
    *,
    over_foreign: Sequence[Interval] = (),
    rendered: Timeline[str] = (),
) -> Timeline[str]:
    """Who is on call (user ids): our shifts, under foreign overrides, under what we lay over those.

    Foreign overrides win for the instants that they cover, except in `over_foreign` (mailbox windows,
    created last). Where several foreign ones overlap, the one created last wins, which a listing does not
    tell: `rendered`, PagerDuty's own answer, decides if it names one of them; else the last in the list.
    """
    top = tuple(clip(shifts, tuple(union(over_foreign))))
    painted = paint(paint(shifts, flatten(foreign, rendered)), top)
    return merge(s for s in painted if s.value != NOBODY)


def acting(
    foreign: Sequence[OverrideState],
    base: Timeline[str],
    live: ScheduleState,
    events: Iterable[LayerState],
    time_zone: str,
) -> tuple[OverrideState, ...]:
    """The overrides of a shift-based schedule that put somebody else on: cut to when the one they name is on.

    `events` are those that will be there, and `base` are user ids by the wanted ones. A custom shift counts
    while nobody is on by those, and what stands in for one counts while that is on. One whose rotation has
    somebody else's turn does nothing, though its person may have a turn in another one.
    """
    alone = union(s.interval for s in base)
    customs = {o.id: o for o in live.overrides if o.beside}
    found: list[OverrideState] = []
    for o in foreign:
        if o.beside:
            parts = subtract((o.interval,), alone) if o.user != NOBODY else ()
        elif o.place in customs:
            custom = customs[o.place]
            part = custom.interval.clip(o.interval) if custom.user == o.over else None
            parts = subtract((part,), alone) if part is not None else ()
        else:
            parts = turns_in(o.place or "", events, o.over, time_zone, o.interval)
        found += (replace(o, start=part.start, end=part.end) for part in parts)
    return tuple(found)


def beside(shifts: Timeline[str], foreign: Sequence[OverrideState], span: Interval) -> Timeline[str]:
    """Shifts and the custom shifts of others: where somebody is on as well, both are. Cut to `span`."""
    line = shifts
    for o in foreign:
        if not o.beside or (part := o.interval.clip(span)) is None:
            continue
        extra = clip(_of_custom(o, foreign), (part,))
        both = [
            Segment(piece.start, piece.end, together([*held.split("+"), user]) if held else user)
            for piece, held, user in compare(line, extra, part)
            if user is not None
        ]
        line = paint(line, both)
    return merge(line)


def _of_custom(custom: OverrideState, others: Sequence[OverrideState]) -> Timeline[str]:
    """Who is on by a custom shift: its person, or whoever stands in."""
    own = (Segment(custom.start, custom.end, custom.user),)
    over = [o for o in others if o.place == custom.id and o.over == custom.user]
    return tuple(s for s in paint(own, flatten(over)) if s.value != NOBODY)


def flatten(foreign: Sequence[OverrideState], rendered: Timeline[str] = ()) -> Timeline[str]:
    """Overlapping overrides as one timeline of user ids."""
    if not foreign:
        return ()
    edges = sorted({edge for o in foreign for edge in (o.start, o.end)})
    out: list[Segment[str]] = []
    for start, end in pairwise(edges):
        users = [o.user for o in foreign if o.start <= start < o.end]
        if not users:
            continue
        if len(set(users)) == 1 or not rendered:
            out.append(Segment(start, end, users[-1]))
            continue
        for part, user, _ in compare(rendered, (), Interval(start, end)):
            shown = user or NOBODY
            out.append(Segment(part.start, part.end, shown if shown in users else users[-1]))
    return merge(out)
