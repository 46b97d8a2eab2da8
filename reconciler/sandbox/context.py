"""What every request needs at hand: store, clock, quirks and keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json, Store

Clock = Callable[[], datetime]
"""Gives now as an aware datetime; the look-alike never reads the machine's own clock."""

EXTENSION = "pagerduty-sandbox"
DEFAULT_ABILITIES = ["teams"]


@dataclass(frozen=True)
class Keys:
    """The two REST keys of the account."""

    full: str = "sandbox"
    read_only: str = "sandbox-read-only"


@dataclass(frozen=True)
class Context:
    """The account behind the application."""

    store: Store
    clock: Clock
    quirks: Quirks
    keys: Keys

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
    """The account behind the application that serves the current request."""
    context: Context = current_app.extensions[EXTENSION]
    return context
