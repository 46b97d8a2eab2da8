"""The few expressions that our workflows use; any other fails loudly, and passes for nothing."""

import re
from collections.abc import Mapping
from typing import Any

_HOLE = re.compile(r"\$\{\{(.*?)\}\}")
_PATH = re.compile(r"[a-zA-Z_][\w-]*(\.[a-zA-Z_][\w-]*)+")
_COMPARISON = re.compile(r"(?P<left>[^=!<>&|]+?)\s*(?P<sign>==|>)\s*(?P<right>[^=!<>&|]+)")


class Unknown(Exception):  # noqa: N818 - it is no error of the program
    """An expression that the runner of the tests does not know."""


def value(text: str, context: Mapping[str, Any]) -> Any:
    """What a path or a literal stands for; what is not there is the empty string, as on GitHub."""
    text = text.strip()
    if re.fullmatch(r"'[^']*'", text):
        return text[1:-1]
    if text.isdecimal():
        return int(text)
    if not _PATH.fullmatch(text):
        raise Unknown(text)
    found: Any = context
    names = text.split(".")
    if names[0] not in context:
        raise Unknown(text)
    for name in names:
        found = found.get(name, "") if isinstance(found, Mapping) else ""
    return found


def filled(text: str, context: Mapping[str, Any]) -> str:
    """A text with each `${{ … }}` in it replaced."""
    return _HOLE.sub(lambda match: str(value(match[1], context)), text)


def holds(condition: str | None, context: Mapping[str, Any], *, good: bool) -> bool:
    """Whether a step or job is to run; `good`: whether everything that it depends on went well."""
    if condition is None:
        return good
    parts = condition.split(" && ")
    if len(parts) > 1:
        each = [holds(part, context, good=good) for part in parts]  # one that is not known fails in any case
        return all(each)
    text = condition.strip()
    whole = _HOLE.fullmatch(text)
    text = whole[1].strip() if whole else text
    if text == "!cancelled()":
        return True
    found = _COMPARISON.fullmatch(text)
    if found is None:
        raise Unknown(text)
    left, right = value(found["left"], context), value(found["right"], context)
    if found["sign"] == "==":
        return good and left == right
    return good and int(left) > int(right)
