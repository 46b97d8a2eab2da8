"""Proof that lines of the file say what somebody made by hand: two plans of one live state, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.intervals import Interval
from reconciler.plan.actions import CreateOverride, DeleteOverride
from reconciler.plan.model import Plan

Said = tuple[str, Interval]
"""A rota's key and an interval in which the file has come to say what PagerDuty does."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a plan of the file with the new lines would still do or say about them.

    `wrong` are conflicts, shifts that would move and overrides that would be made there: nothing may be
    left of these. `tidied` is what the next apply changes of our own overrides, which lie beneath: nobody
    moves by it.
    """

    wrong: tuple[str, ...]
    tidied: tuple[str, ...]


def prove(before: Plan, after: Plan, said: Sequence[Said], now: datetime) -> Proof:
    """Compare the plans without and with the lines; `said` is what the lines speak of."""
    spans = [(key, Interval(max(i.start, now), i.end)) for key, i in said if i.end > now]
    wrong = [c.message for c in after.conflicts if _meets(spans, c.rota, c.start, c.end)]
    moved = set(before.shifts)
    wrong += [
        f"{s.before.name if s.before else 'nobody'} → {s.after.name if s.after else 'nobody'}: {s.reason}"
        for s in after.shifts
        if s not in moved and _meets(spans, s.rota, s.start, s.end)
    ]
    old = {change for action in before.actions for change in action.changes}
    tidied: list[str] = []
    keys = {key for key, _ in spans}
    for action in after.actions:
        if not isinstance(action, CreateOverride | DeleteOverride) or action.key not in keys:
            continue
        fresh = [change.summary for change in action.changes if change not in old]
        over = isinstance(action, CreateOverride) and _meets(spans, action.key, action.start, action.end)
        (wrong if over else tidied).extend(fresh)
    return Proof(tuple(wrong), tuple(tidied))


def _meets(spans: Iterable[Said], key: str, start: datetime, end: datetime) -> bool:
    return any(key == other and span.overlaps(Interval(start, end)) for other, span in spans)
