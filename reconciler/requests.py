"""What is asked of PagerDuty's reader, and what its writer answers about each override."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to find an object: by id, else by the marker line in its description, else by its name.

    `marker` is "Managed as code: KEY"; None for objects that are only ever found by name.
    """

    name: str
    id: str | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Everything to be read for one plan.

    Instants are UTC. Schedules are rendered over `[since, until)`; overrides are listed from `since` to the
    later of `until` and `overrides_until`. `team` is a team's name.
    """

    account: str
    since: datetime
    until: datetime
    schedules: Mapping[str, Wanted] = field(default_factory=dict)
    policies: Mapping[str, Wanted] = field(default_factory=dict)
    emails: frozenset[str] = frozenset()
    team: str | None = None
    overrides_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OverrideResult:
    """What came of one override in a batch: an id, or the error that PagerDuty gave."""

    start: datetime
    end: datetime
    user: str
    id: str | None
    error: str | None
