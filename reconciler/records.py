"""The ledger's records: one for what we meant to do to an override or object, one for what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Phase = Literal["intent", "done", "failed"]
Verb = Literal["create", "update", "end", "delete", "rename", "adopt", "restore"]
"""`adopt`: an override that was there is claimed as ours. `restore`: somebody else's is made again."""


# An intent to make something cannot name it yet.
_MAKING = ("create", "restore")

Deed = tuple[str, int, Verb, str, str, str | None]
"""Run, number, verb, kind, key and, of what was there before, the id."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the ledger. Instants are UTC. `schedule`, `user`, `start`, `end` are set for overrides.

    `person` is the file's key of the one whom an override puts on call, where that is known; `by` says what
    ran (a CI job's address, or a name), and stands in intents alone.
    """

    account: str
    run: str
    sequence: int
    commit: str | None
    phase: Phase
    at: datetime
    verb: Verb
    kind: Literal["schedule", "override", "policy"]
    key: str
    id: str | None = None
    schedule: str | None = None
    user: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    note: str | None = None
    person: str | None = None
    by: str | None = None

    @property
    def deed(self) -> Deed:
        """What an intent and what came of it have in common, and no other record of any run.

        The number alone would do, but for runs of several steps: they once began anew at each step.
        """
        id_ = None if self.verb in _MAKING else self.id
        return self.run, self.sequence, self.verb, self.kind, self.key, id_


class Ledger(Protocol):
    """Where records are kept. A git ledger pushes all intents at once; a file appends."""

    def load(self) -> tuple[Record, ...]:
        """Every record, oldest first. A damaged line is left out and counted by `damaged`."""

    def intend(self, records: Iterable[Record]) -> None:
        """Make records durable before anything else; raises RefusedError where that fails."""

    def record(self, record: Record) -> None:
        """Note what came of one intent."""

    def close(self) -> str | None:
        """Make results durable; returns where they were recorded, for people to read."""

    @property
    def damaged(self) -> int:
        """How many lines could not be read at the last `load`."""
