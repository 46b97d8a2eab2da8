"""GOV.UK's feed of bank holidays, from JSON text to what is known for each region.

The feed is https://www.gov.uk/bank-holidays.json. What fails a check here is refused as a whole: a feed
that has lost days would otherwise call them working days. Fetching it is done elsewhere.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from reconciler.bank_holidays.published import Known
from reconciler.bank_holidays.titles import SUBSTITUTE, typeset
from reconciler.config.values import Region
from reconciler.errors import RotaError

URL = "https://www.gov.uk/bank-holidays.json"
SOURCE = "GOV.UK's live feed"

LEAST_A_YEAR: Mapping[Region, int] = MappingProxyType(
    {"england-and-wales": 8, "scotland": 9, "northern-ireland": 10}
)
"""The regular days of a year; one-off days come on top."""

_SATURDAY, _DECEMBER = 5, 12


@dataclass(frozen=True, slots=True)
class Feed:
    """The events of every division: titles by date, in order."""

    divisions: Mapping[Region, Mapping[date, str]]

    def known(self, region: Region, as_of: date, source: str = SOURCE) -> Known:
        """What the feed has for a region, seen on `as_of`."""
        return Known(region, self.divisions[region], as_of, source)


def parse_feed(json_text: str) -> Feed:
    """The feed, once it has proved sound: all divisions, real weekdays in order, no year with days lost.

    Past years may be absent altogether (GOV.UK dropped them from August 2025 to January 2026), and the
    last year may stop early: what it has no event for is unknown anyway.
    """
    try:
        data = json.loads(json_text)
    except (ValueError, RecursionError) as fault:
        raise _refused(f"it is not JSON ({fault})") from fault
    if not isinstance(data, dict):
        raise _refused("it is not an object of divisions")
    return Feed(
        MappingProxyType({region: _division(region, data.get(region)) for region in get_args(Region)})
    )


def _division(region: Region, data: Any) -> Mapping[date, str]:
    events = data.get("events") if isinstance(data, dict) else None
    if not isinstance(events, list) or not events:
        raise _refused(f"it has no events for {region}")
    out: dict[date, str] = {}
    previous = date.min
    for event in events:
        day, title = _event(region, event)
        if day < previous:
            raise _refused(f"the events of {region} are not in order: {day} follows {previous}")
        out[day] = f"{out[day]}, {title}" if day in out else title
        previous = day
    _require_whole_years(region, out)
    return MappingProxyType(out)


def _event(region: Region, event: Any) -> tuple[date, str]:
    text, title = (event.get("date"), event.get("title")) if isinstance(event, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(title, str) or not title.strip():
        raise _refused(f"an event of {region} lacks a date or a title: {event!r}")
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise _refused(f"{text!r} ({title}, {region}) is not a date of the form 2026-12-25") from fault
    if day.isoformat() != text:  # Python also reads 20261225 and 2026-W52-5
        raise _refused(f"{text!r} ({title}, {region}) is not a date of the form 2026-12-25")
    if day.weekday() >= _SATURDAY:
        raise _refused(f"{text} ({title}, {region}) is at a weekend, where GOV.UK lists the substitute day")
    substitute = str(event.get("notes")).casefold() == "substitute day"
    return day, typeset(title.strip()) + (SUBSTITUTE if substitute else "")


def _require_whole_years(region: Region, titles: Mapping[date, str]) -> None:
    # A year counts as whole unless the feed begins or ends inside it.
    first, last = min(titles), max(titles)
    start = first.year if first.month == 1 else first.year + 1
    stop = last.year if last.month == _DECEMBER else last.year - 1
    if start > stop:
        raise _refused(f"it has no whole year for {region}: {first} to {last}")
    counts = Counter(day.year for day in titles)
    for year in range(start, stop + 1):
        if counts[year] < LEAST_A_YEAR[region]:
            raise _refused(
                f"{region} has {counts[year]} events in {year}, fewer than the regular {LEAST_A_YEAR[region]}"
            )


def _refused(why: str) -> RotaError:
    return RotaError(
        f"GOV.UK's feed of bank holidays cannot be trusted: {why}",
        hint=f"Look at {URL}; the table that comes with rota is used meanwhile.",
    )
