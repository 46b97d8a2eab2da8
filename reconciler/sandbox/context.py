"""What every request needs at hand: store, clock, quirks and keys."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, request

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json, Store

Clock = Callable[[], datetime]
"""Gives now as an aware datetime; the look-alike never reads the machine's own clock."""

EXTENSION = "pagerduty-sandbox"
DEFAULT_ABILITIES = ["teams", "audit"]


@dataclass(frozen=True)
class Keys:
    """The REST keys of the account: one that may do everything, one that may only read, and further ones.

    The audit trail tells keys apart by their last four characters.
    """

    full: str = "sandbox"
    read_only: str = "sandbox-read-only"
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """The account behind the application."""

    store: Store
    clock: Clock
    quirks: Quirks
    keys: Keys
    locked: bool = False
    """No key may write (any more)."""
    refused_items: AbstractSet[int] = frozenset()
    """The places in a batch of overrides that are refused whatever they hold."""
    refusal: str = ""
    """The reason given for that."""

    def now(self) -> datetime:
        """The present, precise to the second as PagerDuty stores it."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def has_ability(self, name: str) -> bool:
        """Whether the account's plan includes an ability."""
        return name in self.store.setting("abilities", DEFAULT_ABILITIES)

    def user(self, key: object) -> Json | None:
        """A user who has not been deleted."""
        user = self.store.get("users", key) if isinstance(key, str) else None
        return None if user is None or user.get("deleted_at") else user


def here() -> Context:
    """The account behind the application, as the current request is to see it."""
    context: Context = request.environ.get(EXTENSION) or current_app.extensions[EXTENSION]
    return context
