"""Refusals of shift-based schedules: a map from the path of a field to what is wrong with it."""

from typing import NoReturn

from reconciler.sandbox.context import Context
from reconciler.sandbox.errors import ApiError


class Problems:
    """What is wrong with one request, collected field by field."""

    def __init__(self, context: Context) -> None:
        self._as_list = context.quirks.v3_errors_as_list
        self._found: dict[str, list[str]] = {}

    def add(self, path: str, message: str) -> None:
        """One more; `path` names the field as the body nests it, such as event.effective_since."""
        self._found.setdefault(path, []).append(message)

    def check(self) -> None:
        """Raises ApiError if there are any."""
        if self._found:
            raise self.refusal()

    def refusal(self) -> ApiError:
        """400, code 2001, with all of them."""
        listed = [message for messages in self._found.values() for message in messages]
        return ApiError(400, 2001, "Invalid Input Provided", listed if self._as_list else dict(self._found))


def refuse(context: Context, path: str, message: str) -> NoReturn:
    """Raises ApiError for one field."""
    problems = Problems(context)
    problems.add(path, message)
    raise problems.refusal()
