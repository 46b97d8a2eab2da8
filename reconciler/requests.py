"""What is asked of PagerDuty's reader, what its writer answers, and what its audit trail tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.state import Kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to find an object: by id, else by the marker line in its description, else by its name.

    `marker` is "Managed as code: KEY"; None for objects that are only ever found by name. `kind` is what a
    schedule is known to be, or to become; None where that is not known. With `only` those of another kind
    do not count, whatever they are called.
    """

    name: str
    id: str | None = None
    marker: str | None = None
    kind: Kind | None = None
    only: bool = False


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Everything to be read for one plan.

    Instants are UTC. Schedules are rendered over `[since, until)`; overrides are listed from `since` to the
    later of `until` and `overrides_until`. `team` is a team's name. With `twins` several objects of one
    marker are told, one of them as the object itself; without it they are an error. With `every_marker` each
    shift-based schedule is read for the marker that its list does not tell. With `only` no more than these
    keys are read, though all are matched, so that none of them is taken for what belongs to another.
    """

    account: str
    since: datetime
    until: datetime
    schedules: Mapping[str, Wanted] = field(default_factory=dict)
    policies: Mapping[str, Wanted] = field(default_factory=dict)
    emails: frozenset[str] = frozenset()
    team: str | None = None
    overrides_until: datetime | None = None
    twins: bool = False
    every_marker: bool = False
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """What is to be read for an import: what has one of the names, or everything where there are none.

    Instants are UTC; schedules are rendered over `[since, until)`. A policy brings the schedules that it
    notifies.
    """

    account: str
    since: datetime
    until: datetime
    schedules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverrideResult:
    """What came of one override in a batch: an id, or the error that PagerDuty gave."""

    start: datetime
    end: datetime
    user: str
    id: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class AuditNote:
    """One change of an object as PagerDuty's audit trail tells it: when (UTC), by whom, and what, in words.

    `ours` says that it was made with the very token that now reads.
    """

    at: datetime
    who: str
    what: str
    ours: bool = False
