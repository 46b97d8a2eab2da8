"""Which dates act: the rules of the calendar, and every fact about it that we rely on."""

from datetime import date, timedelta
from typing import get_args

import pytest
from reconciler.bank_holidays import acting, days, next_acting
from reconciler.config.values import Region
from reconciler.errors import UsageError

REGIONS: tuple[Region, ...] = get_args(Region)


def dates(region: Region, year: int) -> set[str]:
    return {f"{day.date:%m-%d}" for day in acting(region, date(year, 1, 1), date(year, 12, 31))}


@pytest.mark.parametrize("region", REGIONS)
def test_a_substitute_day_acts_and_the_weekend_day_that_it_replaces_does_not(region: Region) -> None:
    """Boxing Day 2026 is a Saturday: Monday the 28th acts, and the Saturday says why it does not."""
    saturday, monday = days(region, date(2026, 12, 26), date(2026, 12, 31))
    assert (saturday.name, saturday.acts) == ("Boxing Day", False)
    assert saturday.reason == "weekend: the substitute day is 2026-12-28"
    assert (monday.date, monday.name) == (date(2026, 12, 28), "Boxing Day (substitute day)")
    assert (monday.acts, monday.reason) == (True, None)
