"""Which overrides are ours: by the ledger's ids, by unfinished intents, or by being exactly what is wanted.

Everything else was made by somebody else, and is set aside before any comparison, so that no deletion of
it can exist.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.records import Record
from reconciler.state import OverrideState

Exact = tuple[str, datetime, datetime]
"""A user's id, start and end (UTC): what an override is, apart from its id."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the ledger says about one account: recorded ids, and intents with no outcome."""

    ids: frozenset[str]
    intents: frozenset[tuple[str | None, Exact]]
    known_schedules: frozenset[str]
    empty: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """The overrides of one schedule, ours and foreign."""

    ours: tuple[OverrideState, ...]
    foreign: tuple[OverrideState, ...]


def claims(records: Iterable[Record], account: str) -> Claims:
    """Read the records of one account. An intent counts as unfinished until something came of it."""
    ids: set[str] = set()
    open_: dict[tuple[str, int], tuple[str | None, Exact]] = {}
    schedules: set[str] = set()
    seen = False
    for record in records:
        if record.account != account:
            continue
        seen = True
        if record.schedule is not None:
            schedules.add(record.schedule)
        if record.kind != "override" or record.verb != "create":
            continue
        place = (record.run, record.sequence)
        if record.phase == "intent":
            if record.user is not None and record.start is not None and record.end is not None:
                open_[place] = (record.schedule, (record.user, record.start, record.end))
        else:
            open_.pop(place, None)
            if record.phase == "done" and record.id is not None:
                ids.add(record.id)
    return Claims(frozenset(ids), frozenset(open_.values()), frozenset(schedules), not seen)


def split(
    schedule: str, overrides: Sequence[OverrideState], claims_: Claims, wanted: Collection[Exact]
) -> Owned:
    """Tell ours from foreign on one schedule. Running overrides match a wanted one by user and end."""
    ours: list[OverrideState] = []
    foreign: list[OverrideState] = []
    for override in overrides:
        (ours if _is_ours(schedule, override, claims_, wanted) else foreign).append(override)
    return Owned(tuple(ours), tuple(foreign))


def _is_ours(schedule: str, o: OverrideState, claims_: Claims, wanted: Collection[Exact]) -> bool:
    exact = (o.user, o.start, o.end)
    if o.id in claims_.ids or exact in wanted:
        return True
    return any(place in (None, schedule) and intent == exact for place, intent in claims_.intents)
