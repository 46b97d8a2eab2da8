"""Sends overrides so that each is there once: what has no clear answer is looked for before it is sent again.

PagerDuty has no key that would make it refuse a repeated request, and a proxy may repeat one by itself, so
the list is read again after each batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.errors import RemoteError, TooManyError, UnclearError
from reconciler.plan.overrides import CLAMP
from reconciler.state import OverrideState
from reconciler.workflow.run import Tools

Wish = tuple[str, datetime, datetime]
"""A user id, and start and end in UTC."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one override: its id, or why there is none; `copies` are superfluous ones that go."""

    id: str | None = None
    fault: RemoteError | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What is to be sent together; `again`: it was sent before, and looked for since."""

    wishes: tuple[Wish, ...]
    again: bool = False

    def cut(self, size: int) -> tuple["_Parcel", "_Parcel"]:
        """The first so many, and the others."""
        return replace(self, wishes=self.wishes[:size]), replace(self, wishes=self.wishes[size:])


def listed(
    tools: Tools, schedule: str, until: datetime, *, made: bool = False
) -> tuple[OverrideState, ...] | None:
    """The overrides of a schedule from now on, read afresh; None where PagerDuty has no such schedule.

    One that was `made` just now may take a moment to appear.
    """

    def look() -> tuple[OverrideState, ...] | None:
        now = tools.clock()
        return tools.reader.overrides(schedule, now, max(until, now + CLAMP))

    return tools.patiently(look, lambda found: found is not None or not made)


def fits(override: OverrideState, wish: Wish, now: datetime) -> bool:
    """Whether an override is the one that was sent; PagerDuty moves a start that has passed to its now."""
    user, start, end = wish
    same = (override.user, override.end) == (user, _whole(end))
    return same and (override.start == _whole(start) or start < override.start <= now)


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def deliver(
    tools: Tools, schedule: str, wishes: Sequence[Wish], before: Iterable[OverrideState]
) -> Mapping[Wish, Delivery]:
    """Send overrides, given those that were there `before`; those left unclear are sent once more at most.

    What PagerDuty refuses to take at once travels in halves: a request that was refused made nothing.
    """
    seen = frozenset(o.id for o in before)
    out: dict[Wish, Delivery] = {}
    waiting = [_Parcel(tuple(wishes))]
    while waiting:
        parcel, rest = waiting.pop(0).cut(tools.portion.size)
        waiting[:0] = [rest] if rest.wishes else []
        try:
            answers = tools.writer.create_overrides(schedule, parcel.wishes)
        except TooManyError as fault:
            if len(parcel.wishes) > 1:
                tools.portion.size = len(parcel.wishes) // 2
                waiting.insert(0, parcel)
            else:
                out[parcel.wishes[0]] = Delivery(None, fault)
        except UnclearError as fault:
            found = _wait_for(tools, schedule, parcel.wishes, seen)
            out |= {w: Delivery(None, fault) for w in parcel.wishes}
            if found is None:
                continue
            out |= {w: _kept(ids) for w, ids in found.items() if ids}
            lost = tuple(w for w in parcel.wishes if not found[w])
            if lost and not parcel.again:
                waiting.insert(0, _Parcel(lost, again=True))
        except RemoteError as fault:
            out |= {w: Delivery(None, fault) for w in parcel.wishes}
        else:
            for wish, answer in zip(parcel.wishes, answers, strict=True):
                why = None if answer.id else RemoteError(answer.error or "PagerDuty gave no answer for it")
                out[wish] = Delivery(answer.id, why)
    return _counted(tools, schedule, out, seen)


def _wait_for(
    tools: Tools, schedule: str, wishes: Sequence[Wish], seen: frozenset[str]
) -> dict[Wish, list[str]] | None:
    """The ids of what is there by now; it may take a moment to appear. None where that cannot be read."""
    try:
        return tools.patiently(
            lambda: _copies(tools, schedule, wishes, seen), lambda found: all(found.values())
        )
    except RemoteError:
        return None


def _copies(
    tools: Tools, schedule: str, wishes: Iterable[Wish], seen: frozenset[str]
) -> dict[Wish, list[str]]:
    wishes = list(wishes)
    there = listed(tools, schedule, max(end for _, _, end in wishes) + timedelta(days=1)) or ()
    # A start that has passed was moved to PagerDuty's now, and its clock is not quite ours.
    now = tools.clock() + CLAMP
    return {w: sorted(o.id for o in there if o.id not in seen and fits(o, w, now)) for w in wishes}


def _kept(ids: Sequence[str]) -> Delivery:
    # The first by id: two runs that meet keep the same one.
    return Delivery(ids[0], copies=tuple(ids[1:]))


def _counted(
    tools: Tools, schedule: str, sent: dict[Wish, Delivery], seen: frozenset[str]
) -> Mapping[Wish, Delivery]:
    """Look at the list once more: of several copies one stays, and what is there needs no excuse."""
    try:
        found = _copies(tools, schedule, sent, seen)
    except RemoteError:
        return sent
    out = dict(sent)
    for wish, ids in found.items():
        known = sent[wish].id
        if ids:
            out[wish] = _kept(sorted({*ids, *((known,) if known is not None else ())}))
    return out


def discard(tools: Tools, schedule: str, copies: Iterable[str]) -> None:
    """Delete superfluous copies. Where that fails the next plan does it: they are recorded as ours."""
    for id_ in copies:
        try:
            tools.writer.delete_override(schedule, id_)
        except RemoteError:
            continue
