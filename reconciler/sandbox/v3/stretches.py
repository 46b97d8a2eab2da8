"""For how long somebody stays on call without a break in a shift-based schedule, whatever puts them there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reconciler.sandbox.context import Context
from reconciler.sandbox.v3.finding import parts_of
from reconciler.sandbox.v3.render import render

# The second is longer than any shift but one that does not end: that is on call for ever.
_REACHES = (timedelta(days=15), timedelta(days=400))

Stretch = tuple[str, datetime, datetime | None]
"""A user, the true start, and the true end if one is in sight."""
_Span = tuple[datetime, datetime, str]


def stretches(context: Context, key: str, since: datetime, until: datetime) -> Iterator[Stretch]:
    """Those that touch the window, in order of their start; of several users at once, each has their own."""
    found: list[_Span] = []
    for reach in _REACHES:
        shifts = render(parts_of(context, key), since - reach, until + reach, context.quirks)
        joined = _joined([(each.start, each.end, each.member) for each in shifts if each.member is not None])
        found = [
            each for each in joined if each[0] <= since < each[1] or (each[0] < until and each[1] > since)
        ]
        if all(since - reach < start and end < until + reach for start, end, _ in found):
            break
    for start, end, user in found:
        yield user, start, None if end >= until + _REACHES[-1] else end


def _joined(shifts: list[_Span]) -> list[_Span]:
    """Touching and overlapping spans of one user are one."""
    joined: list[_Span] = []
    for user in dict.fromkeys(shift[2] for shift in shifts):
        own: list[_Span] = []
        for start, end, _ in sorted(shift for shift in shifts if shift[2] == user):
            if own and start <= own[-1][1]:
                own[-1] = (own[-1][0], max(end, own[-1][1]), user)
            else:
                own.append((start, end, user))
        joined += own
    return sorted(joined)
