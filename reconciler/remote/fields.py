"""Reading fields out of PagerDuty's JSON: whatever is not as documented becomes one clear sentence.

This is the edge to untyped data; beyond it there are only frozen dataclasses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from reconciler.errors import RemoteError

Json = dict[str, Any]


class OddAnswerError(RemoteError):
    """An answer came, and it does not have the documented shape."""


def unreadable(where: str, fault: str) -> OddAnswerError:
    """The error for an answer that does not have the documented shape."""
    return OddAnswerError(
        f"PagerDuty sent {where} that cannot be read: {fault}.",
        hint="Nothing was decided on it. Try again; if it stays so, report it with this message.",
    )


@lru_cache(maxsize=4096)
def instant(text: str) -> datetime | None:
    """The UTC instant of an ISO 8601 text with an offset; None where it is not one."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def instant_text(value: datetime) -> str:
    """A UTC instant as PagerDuty must be sent it: whole seconds, `Z`."""
    return value.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


@dataclass(frozen=True)
class Part:
    """One JSON object of an answer, and how to call it ("a schedule"). Every getter raises RemoteError."""

    json: Json
    where: str

    @classmethod
    def of(cls, value: Any, where: str) -> "Part":
        """Take a JSON value that has to be an object."""
        if not isinstance(value, dict):
            raise unreadable(where, "it is not an object")
        return cls(value, where)

    def fault(self, name: str, what: str) -> RemoteError:
        """The error for one field."""
        return unreadable(self.where, f"its `{name}` {what}")

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.json.get(name)
        if not isinstance(value, str):
            raise self.fault(name, "is not a text")
        return value

    def maybe_text(self, name: str) -> str | None:
        """A text, or None where it is null or absent."""
        return None if self.json.get(name) is None else self.text(name)

    def whole(self, name: str, *, least: int) -> int:
        """A whole number that must be there."""
        value = self.json.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(name, f"is not a whole number from {least} up")
        return value

    def instant(self, name: str) -> datetime:
        """An instant that must be there."""
        found = instant(self.text(name))
        if found is None:
            raise self.fault(name, "is not a time with an offset")
        return found

    def maybe_instant(self, name: str) -> datetime | None:
        """An instant, or None where it is null or absent."""
        return None if self.json.get(name) is None else self.instant(name)

    def part(self, name: str, where: str | None = None) -> "Part":
        """An object that must be there."""
        return Part.of(self.json.get(name), where or f"{self.where}'s {name}")

    def id_of(self, name: str) -> str:
        """The id of an object that must be there."""
        value = self.json.get(name)
        if isinstance(value, dict) and isinstance(id_ := value.get("id"), str):
            return id_
        # Not as documented: this says in which way.
        return self.part(name).text("id")

    def parts(self, name: str, where: str, *, needed: bool = True) -> tuple["Part", ...]:
        """A list of objects; where it is not `needed`, null and absence count as empty."""
        if not needed and self.json.get(name) is None:
            return ()
        return tuple(Part.of(item, where) for item in self.items(name))

    def items(self, name: str) -> list[Any]:
        """A list of whatever there is in it."""
        value = self.json.get(name)
        if not isinstance(value, list):
            raise self.fault(name, "is not a list")
        return value


def people(value: Any) -> Iterator[tuple[str, str]]:
    """The id and name of every user whom an answer refers to, at whatever depth."""
    if isinstance(value, list):
        for item in value:
            yield from people(item)
    elif isinstance(value, dict):
        if value.get("type") in {"user", "user_reference"}:
            key, name = value.get("id"), value.get("summary") or value.get("name")
            if isinstance(key, str) and isinstance(name, str):
                yield key, name
        for item in value.values():
            if isinstance(item, list | dict):
                yield from people(item)
