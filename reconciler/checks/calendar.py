"""Whether the bank holidays that the plan rests on agree with what GOV.UK has published."""

from collections.abc import Iterator
from dataclasses import replace

from reconciler.bank_holidays import Known, compare, known
from reconciler.checks.ground import Ground
from reconciler.config.model import RotaFile
from reconciler.config.values import Region
from reconciler.errors import Finding
from reconciler.intervals import wall, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank


def regions(file: RotaFile) -> tuple[Region, ...]:
    """The calendars that close a rota of this file."""
    found = {
        region
        for key in engine.managed(file)
        if bank.rule_of(file, key) is not None and (region := bank.calendar_of(file, key)) is not None
    }
    return tuple(sorted(found))


def check(ground: Ground, *, live: tuple[Known, ...] = ()) -> Iterator[Finding]:
    """Differences between the calendar and GOV.UK's days over the horizon.

    `live` holds what GOV.UK's feed says now; a region without it is checked against the published table.
    """
    file, now = ground.file, ground.now
    if file.bank_holidays is None:
        return
    extra, ignore = bank.extra_and_ignored(file)
    today = wall(now, zone(file.time_zone)).date()
    for region in regions(file):
        keys = [k for k in engine.managed(file) if bank.calendar_of(file, k) == region]
        last = max(wall(bank.horizon_end(file, k, now), zone(file.time_zone)).date() for k in keys)
        source = next((k for k in live if k.region == region), None) or known(region)
        for finding in compare(today, last, source, today=today, extra=extra, ignore=ignore):
            yield replace(finding, where=file.bank_holidays.where)
