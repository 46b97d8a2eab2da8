"""Whether the zone of the file is one in which its people live."""

from collections.abc import Iterator

from reconciler.bank_holidays.verify import NAMES
from reconciler.checks.ground import Ground
from reconciler.errors import Finding, Where
from reconciler.shifts import windows as bank

_FIXED = frozenset({"UTC", "UCT", "Universal", "Zulu", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"})


def check(ground: Ground) -> Iterator[Finding]:
    """A zone without summer time beside a British calendar, of the file and of rotas with their own."""
    file = ground.file
    if file.bank_holidays is None:
        return
    if _is_fixed(file.time_zone) and any(file.rotas[key].time_zone is None for key in ground.rotas):
        yield _finding(file.time_zone, NAMES[file.bank_holidays.calendar], "the file", file.where)
    for key in sorted(ground.rotas):
        rota, calendar = file.rotas[key], bank.calendar_of(file, key)
        if calendar is None or bank.rule_of(file, key) is None:
            continue
        if rota.time_zone is not None and _is_fixed(rota.time_zone):
            yield _finding(rota.time_zone, NAMES[calendar], rota.name, rota.where)


def _is_fixed(zone: str) -> bool:
    return zone in _FIXED or zone.startswith("Etc/")


def _finding(zone: str, calendar: str, whose: str, where: Where) -> Finding:
    return Finding(
        id="utc-zone",
        severity="warning",
        message=f"the time zone of {whose} is {zone}, which knows no summer time, but the calendar is that "
        f"of {calendar}: in summer every shift begins and ends an hour later than people expect",
        where=where,
        key="time_zone",
        hint="write `time_zone: Europe/London`",
    )
