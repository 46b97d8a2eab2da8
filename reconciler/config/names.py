"""Text to names, e-mail addresses, regions and time zones, with the spelling that was probably meant."""

import re
from functools import lru_cache
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from reconciler.config.scalars import ScalarFault, close, squeeze
from reconciler.intervals import zone

MAX_NAME = 255
# Invisible characters that make two different names look the same.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def parse_name(text: str) -> str:
    """A name as PagerDuty keeps it: no blanks at the ends, none doubled, nothing invisible."""
    clean = squeeze(_INVISIBLE.sub("", text))
    if not clean:
        raise ScalarFault("the name is empty", found=text, expected="a name")
    if clean != text:
        raise ScalarFault(
            f'"{clean}" holds blanks or invisible characters that PagerDuty drops or refuses',
            found=text,
            expected="single blanks between words and none at the ends",
            hint=f"write {clean}",
        )
    if len(text) > MAX_NAME:
        raise ScalarFault(
            f"the name has {len(text)} characters",
            found=text[:20] + "…",
            expected=f"at most {MAX_NAME} characters",
        )
    return text


_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)*")


_AT = re.compile(r" +(?:at|[\[(]at[\])]) +", re.IGNORECASE)
FILL_IN = "fill-in"
"""What an import writes where it cannot know the address."""


def parse_email(text: str) -> str:
    """An address; people are matched by it, whatever the letter case."""
    if text.strip().casefold() == FILL_IN:
        raise ScalarFault(
            "the address is still to be filled in",
            found=text,
            expected="one address, like `ana@example.org`",
            hint="write the address of their PagerDuty user",
        )
    if _EMAIL.fullmatch(text) is None:
        inner = re.search(r"<([^<>]*)>", text)
        meant = inner[1] if inner else text.strip()
        if "@" not in meant and "." in (spelled := _AT.sub("@", meant)).rpartition("@")[2]:
            meant = spelled
        hint = f"write {meant}" if _EMAIL.fullmatch(meant) else None
        raise ScalarFault(
            f'"{text}" is not an e-mail address',
            found=text,
            expected="one address, like `ana@example.org`",
            hint=hint,
        )
    return text


_A_ZONE = "an IANA time zone, like `Europe/London`"
_OTHER_NAMES = {
    "bst": "Europe/London",
    "gmt": "Europe/London",
    "gb": "Europe/London",
    "uk": "Europe/London",
    "wet": "Europe/Lisbon",
    "cet": "Europe/Paris",
    "cest": "Europe/Paris",
    "ist": "Asia/Kolkata",
    "edinburgh": "Europe/London",
    "eastern": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "central": "America/Chicago",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mountain": "America/Denver",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pacific": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "america/nyc": "America/New_York",
    "z": "UTC",
    "utc+0": "UTC",
}


def parse_zone(text: str) -> str:
    """The IANA name of a zone; an offset is none, because it is wrong for half of the year."""
    if re.fullmatch(r"(?:UTC|GMT|Etc/GMT)?[+-]?[0-9]{1,2}(?::?[0-9]{2})?", text, re.IGNORECASE):
        raise ScalarFault(
            f'"{text}" is an offset, not a time zone',
            found=text,
            expected=_A_ZONE,
            hint="name the zone, so that clock changes are known: Europe/London, or UTC",
        )
    if text == "UTC" or ("/" in text and not text.startswith(("posix/", "right/")) and _exists(text)):
        return text
    near = _nearest(text)
    raise ScalarFault(
        f'"{text}" is not a time zone',
        found=text,
        expected=_A_ZONE,
        hint=f"did you mean {near}?" if near else None,
    )


def _exists(name: str) -> bool:
    try:
        zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _nearest(text: str) -> str | None:
    word = text.casefold()
    if known := _OTHER_NAMES.get(word) or _OTHER_NAMES.get(word.partition(" ")[0]):
        return known
    names, cities = _zones()
    # Only names that begin alike are compared, because comparing is slow.
    if near := close(text, ["UTC", *(name for name in names if name[:2].casefold() == word[:2])]):
        return near
    city = close(text, [city for city in cities if city[:1].casefold() == word[:1]])
    return cities[city] if city else None


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, ...], dict[str, str]]:
    names = tuple(sorted(name for name in available_timezones() if "/" in name))
    cities = {
        name.rpartition("/")[2].replace("_", " "): name for name in names if not name.startswith("Etc/")
    }
    return names, cities
