"""What PagerDuty must render once ours and foreign overrides lie on top of each other."""

from collections.abc import Sequence
from itertools import pairwise

from reconciler.intervals import Interval, Segment, Timeline, clip, compare, merge, paint, union
from reconciler.state import OverrideState


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
    return merge(paint(paint(shifts, flatten(foreign, rendered)), top))


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
            out.append(Segment(part.start, part.end, user if user in users else users[-1]))
    return merge(out)
