"""Whether two zone names mean the same clock: `Europe/Kiev` and `Europe/Kyiv`, `UTC` and `Etc/UTC`."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reconciler.intervals import zone

# Aliases share one table of changes, so zones that agree at every half-month over decades are one.
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=11)
_STEPS = 55 * 365 // 11


@lru_cache(maxsize=256)
def same_zone(one: str, other: str) -> bool:
    """Equal names, or names of one zone. A name that is no IANA zone is only equal to itself."""
    if one.casefold() == other.casefold():
        return True
    try:
        left, right = zone(one), zone(other)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return _offsets(left) == _offsets(right)


def _offsets(tz: ZoneInfo) -> list[timedelta | None]:
    return [(_FIRST + _STEP * i).astimezone(tz).utcoffset() for i in range(_STEPS)]
