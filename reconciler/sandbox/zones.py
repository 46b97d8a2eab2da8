"""Time zones and instants the way PagerDuty takes and gives them."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# The real service takes ActiveSupport's names too; these few stand for all of them.
_RAILS_NAMES = {
    "Berlin": "Europe/Berlin",
    "Central Time (US & Canada)": "America/Chicago",
    "Dublin": "Europe/Dublin",
    "Eastern Time (US & Canada)": "America/New_York",
    "Edinburgh": "Europe/London",
    "London": "Europe/London",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Paris": "Europe/Paris",
    "Prague": "Europe/Prague",
    "Sydney": "Australia/Sydney",
}
_UTC_NAMES = {"UTC", "Etc/UTC", "Zulu", "Etc/Zulu"}
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


@cache
def _iana_names() -> frozenset[str]:
    return frozenset(available_timezones())


def find_zone(name: object) -> ZoneInfo | None:
    """The zone of an IANA or a Rails name, or None when there is none."""
    if not isinstance(name, str):
        return None
    name = _RAILS_NAMES.get(name, name)
    return ZoneInfo(name) if name in _iana_names() else None


def zone_of(name: str) -> ZoneInfo:
    """The zone of a name that was checked when it was stored."""
    return ZoneInfo(_RAILS_NAMES.get(name, name))


def to_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a naive local time: the first one if it occurs twice, moved on if it is skipped."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def to_wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """The naive local time that clocks in the zone show at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None)


def parse_time(text: object) -> datetime | None:
    """An ISO 8601 date or date-time as written, aware or naive; None if neither or absurdly far away."""
    if not isinstance(text, str):
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if _FIRST_YEAR <= time.year <= _LAST_YEAR else None


def parse_instant(text: object, zone: ZoneInfo | None = None) -> datetime | None:
    """An instant; text without an offset counts in the zone given, and is refused when none is."""
    time = parse_time(text)
    if time is None:
        return None
    if time.tzinfo is None:
        return None if zone is None else to_instant(time, zone)
    return time.astimezone(UTC)


def show(instant: datetime, zone: ZoneInfo) -> str:
    """An instant with the offset that the zone has at that very instant, as every reply writes it."""
    local = instant.astimezone(zone).replace(microsecond=0)
    if zone.key in _UTC_NAMES:
        return local.strftime("%Y-%m-%dT%H:%M:%SZ")
    return local.isoformat()
