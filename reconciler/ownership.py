"""Which overrides are ours: by the ledger's ids, by unfinished intents, or by being exactly what is wanted.

An id is in the ledger because we made the override, or because somebody claimed it for us. Everything else
was made by somebody else, and is set aside before any comparison, so that no deletion of it can exist.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.records import Deed, Record
from reconciler.state import OverrideState

Exact = tuple[str, datetime, datetime]
"""A user's id, start and end (UTC): what an override is, apart from its id."""

# A start that was about to pass is moved to a minute from the sending, which comes a while after the intent.
_PATIENCE = timedelta(minutes=15)

# Somebody else's that we made again stays somebody else's.
_OURS = ("create", "adopt")


@dataclass(frozen=True, slots=True)
class Intent:
    """An override that we meant to make, and of which no outcome is known.

    `schedule` is None where the same plan made it; then the rota's key has to do. It may have been made
    with any start from `start` to `latest`.
    """

    key: str
    schedule: str | None
    user: str
    start: datetime
    latest: datetime
    end: datetime

    def fits(self, key: str, schedule: str, o: OverrideState) -> bool:
        """Whether an override of a rota's schedule can be the one that was meant."""
        there = self.schedule == schedule if self.schedule is not None else self.key == key
        return there and (o.user, o.end) == (self.user, self.end) and self.start <= o.start <= self.latest


@dataclass(frozen=True, slots=True)
class Claims:
    """What the ledger says about one account: recorded ids, and intents with no outcome.

    `empty`: it says nothing at all. `until` is the end of the last override that it speaks of.
    """

    ids: frozenset[str]
    intents: tuple[Intent, ...]
    empty: bool
    until: datetime | None = None

    def hold(self, key: str, schedule: str, override: OverrideState) -> bool:
        """Whether an override of a rota's schedule is ours by the ledger."""
        return override.id in self.ids or any(intent.fits(key, schedule, override) for intent in self.intents)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An override that somebody says is ours: `key` is the rota's, `who` the name of its user.

    `person` is the file's key of that user, None for strangers.
    `known`: it was ours before, by the ledger.
    """

    key: str
    name: str
    schedule: str
    override: OverrideState
    person: str | None
    who: str
    mailbox: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """The overrides of one schedule, ours and foreign.

    `adopted` are the ids of those of ours that no record names: they are as wanted, so they are kept, but
    somebody else may have made them, so they are never deleted.
    """

    ours: tuple[OverrideState, ...]
    foreign: tuple[OverrideState, ...]
    adopted: frozenset[str] = frozenset()


def claims(records: Iterable[Record], account: str) -> Claims:
    """Read the records of one account, in any order. An intent is unfinished while nothing came of it."""
    ids: set[str] = set()
    meant: dict[Deed, Intent] = {}
    settled: set[Deed] = set()
    until: datetime | None = None
    seen = False
    for record in records:
        if record.account != account:
            continue
        seen = True
        if record.kind != "override" or record.verb not in _OURS:
            continue
        if record.end is not None and (until is None or record.end > until):
            until = record.end
        if record.phase == "intent":
            if (found := _intent(record)) is not None:
                meant[record.deed] = found
        else:
            settled.add(record.deed)
            if record.phase == "done" and record.id is not None:
                ids.add(record.id)
    unfinished = tuple(intent for deed, intent in meant.items() if deed not in settled)
    return Claims(frozenset(ids), unfinished, not seen, until)


def _intent(record: Record) -> Intent | None:
    if record.user is None or record.start is None or record.end is None:
        return None
    latest = max(record.start, record.at + _PATIENCE)
    return Intent(record.key, record.schedule, record.user, record.start, latest, record.end)


def split(
    key: str,
    schedule: str,
    overrides: Sequence[OverrideState],
    claims_: Claims,
    wanted: Collection[Exact],
) -> Owned:
    """Tell ours from foreign on the schedule of one rota; what is wanted exactly as it is counts as ours."""
    ours: list[OverrideState] = []
    foreign: list[OverrideState] = []
    adopted: set[str] = set()
    for o in overrides:
        if claims_.hold(key, schedule, o):
            ours.append(o)
        elif (o.user, o.start, o.end) in wanted:
            ours.append(o)
            adopted.add(o.id)
        else:
            foreign.append(o)
    return Owned(tuple(ours), tuple(foreign), frozenset(adopted))
