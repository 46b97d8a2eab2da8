"""What came of an apply, in short, and faults for the wire."""

from typing import Any


def statuses(outcome: Any) -> list[tuple[str, str]]:
    return [(result.action.tag, result.status) for result in outcome.results]


def messages(outcome: Any, status: str) -> list[str]:
    return [result.message for result in outcome.results if result.status == status]


def posting(part: str, answer: int | Exception) -> Any:
    """A fault for every POST whose path holds a text."""
    return lambda method, path, _: answer if method == "POST" and part in path else None
