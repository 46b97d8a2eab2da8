"""Names, addresses and zones as the file can hold them, or the reason why it cannot."""

from functools import lru_cache
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from reconciler.config.names import MAX_NAME, parse_email, parse_name, parse_zone
from reconciler.config.scalars import ScalarFault, squeeze
from reconciler.importing.draft import CannotSayError
from reconciler.intervals import zone
from reconciler.plan.zones import same_zone


def cleaned(name: str, otherwise: str) -> str:
    """A name that the file can hold, as near as it gets to the one that PagerDuty shows."""
    printable = "".join(char for char in squeeze(name) if char.isprintable())
    return squeeze(printable[:MAX_NAME]) or otherwise


def exact(name: str) -> str:
    """The name with its blanks squeezed, as PagerDuty compares it. Raises CannotSayError."""
    plain = squeeze(name)
    if not plain.isprintable():
        code = next(f"U+{ord(char):04X}" for char in plain if not char.isprintable())
        raise CannotSayError(f"its name holds an invisible character ({code}): rename it in PagerDuty")
    try:
        return parse_name(plain)
    except ScalarFault as fault:
        raise CannotSayError(f"{fault.message}: rename it in PagerDuty") from None


def address(name: str, email: str) -> str:
    """An e-mail address that the file can hold. Raises CannotSayError."""
    try:
        return parse_email(email if email.isprintable() else "")
    except ScalarFault:
        raise CannotSayError(f"the e-mail address of {name} in PagerDuty is none") from None


def iana(name: str) -> str:
    """A zone by the name that the file takes. Raises CannotSayError where there is none."""
    try:
        return parse_zone(name)
    except ScalarFault:
        pass
    found = _alias(name)
    if found is None:
        raise CannotSayError(f"its time zone, {name}, has no IANA name that is known here")
    return found


@lru_cache(maxsize=64)
def _alias(name: str) -> str | None:
    """Another name of a zone that has one without a place in it, like GB."""
    try:
        zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    others = sorted(other for other in available_timezones() if "/" in other)
    others = [other for other in others if not other.startswith(("posix/", "right/"))]
    return next((other for other in others if same_zone(name, other)), None)
