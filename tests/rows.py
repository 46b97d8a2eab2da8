"""What PagerDuty renders, as rows that a test can be compared with."""

from collections.abc import Iterable
from datetime import datetime

from reconciler.intervals import zone

Row = tuple[str, str, str]
"""Start and end in UTC, and a name."""


def joined(rows: Iterable[Row]) -> list[Row]:
    """Touching rows of one name as one."""
    out: list[Row] = []
    for start, end, name in sorted(rows, key=lambda row: row[0].removesuffix("Z")):
        if out and out[-1][1] == start and out[-1][2] == name:
            out[-1] = (out[-1][0], end, name)
        else:
            out.append((start, end, name))
    return out


def utc(text: str) -> str:
    """An instant of an answer, to the minute where it is a whole one."""
    moment = datetime.fromisoformat(text).astimezone(zone("UTC"))
    return f"{moment:%Y-%m-%d %H:%M}Z" if not moment.second else f"{moment:%Y-%m-%d %H:%M:%S}Z"
