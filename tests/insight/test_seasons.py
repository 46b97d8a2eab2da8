"""Who works at Christmas and Easter: what belongs to it, how much of it counts, in which years."""

from datetime import date

import pytest

from reconciler.insight.report import report
from reconciler.insight.seasons import good_friday, worked
from reconciler.intervals import Interval
from tests.insight.support import TWO, nights
from tests.shifts.support import cover, document, load, one, span

Told = tuple[str, str, int]


def told(file_span: Interval, **more: list[dict[str, str]]) -> list[Told]:
    """Person, season and year on the rota `web` of Ana and Ben."""
    return [(w.person, w.season, w.year) for w in worked(nights(TWO, **more), ["web"], file_span)]


def test_whoever_works_either_part_of_a_season_works_it() -> None:
    """Easter 2026 is handed over on the Monday, Christmas 2026 is all Ana's."""
    assert told(span("2026-01-05 09:00", "2027-01-04 09:00")) == [
        ("ana", "easter", 2026),
        ("ben", "easter", 2026),
        ("ana", "christmas", 2026),
    ]


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2026-12-24 16:00", "2026-12-24 20:59", False),
        ("2026-12-24 16:00", "2026-12-24 21:00", True),
        ("2026-12-26 20:00", "2026-12-27 09:00", True),
        ("2026-12-26 20:01", "2026-12-27 09:00", False),
    ],
)
def test_four_hours_from_five_on_christmas_eve_to_the_end_of_boxing_day_are_christmas(
    start: str, end: str, counts: object
) -> None:
    """Only what lies inside counts, and the evening of Christmas Eve does."""
    found = told(span("2026-12-01 09:00", "2027-01-04 09:00"), overrides=[cover("ana", "cal", start, end)])
    assert (("cal", "christmas", 2026) in found) is counts


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2026-04-02 09:00", "2026-04-03 00:00", False),
        ("2026-04-03 00:00", "2026-04-03 04:00", True),
    ],
)
def test_easter_begins_with_good_friday(start: str, end: str, counts: object) -> None:
    """The Thursday night before belongs to it from midnight on."""
    found = told(span("2026-03-01 09:00", "2026-05-04 09:00"), overrides=[cover("ana", "cal", start, end)])
    assert (("cal", "easter", 2026) in found) is counts


def test_parts_of_one_season_add_up() -> None:
    """Two hours on one day and two on another are four."""
    covers = [cover("ana", "cal", f"2026-12-{day} 18:00", f"2026-12-{day} 20:00") for day in ("25", "26")]
    assert ("cal", "christmas", 2026) in told(span("2026-12-01 09:00", "2027-01-04 09:00"), overrides=covers)


def test_the_last_five_years_are_looked_at_whatever_the_interval() -> None:
    """A single month still tells who has had Christmas before; what lies after it is not told."""
    file = nights({"from": "2018-01-01", "people": ["ana", "ben"]})
    found = worked(file, ["web"], span("2026-11-01 00:00", "2026-12-01 00:00"))
    assert [w.year for w in found if w.season == "christmas"] == [2022, 2022, 2023, 2023, 2024, 2025]
    assert {w.year for w in found if w.season == "easter"} == {2022, 2023, 2024, 2025, 2026}


def test_an_interval_that_begins_earlier_looks_further_back() -> None:
    """The handover falls into Christmas in 2022 and 2023 alone, so that two people work at it."""
    file = nights({"from": "2018-01-01", "people": ["ana", "ben"]})
    found = report(file, ["web"], span("2018-01-01 00:00", "2026-12-01 00:00"))
    assert found.since == 2018
    assert found.years("web", "ana", "christmas") == (2022, 2023, 2024, 2025)
    assert found.years("web", "ben", "christmas") == (2018, 2019, 2020, 2021, 2022, 2023)


def test_a_season_that_the_interval_cuts_is_counted_up_to_there() -> None:
    """What lies after the interval has not been asked about."""
    assert told(span("2026-12-01 09:00", "2026-12-24 20:00"))[-1] != ("ana", "christmas", 2026)
    assert told(span("2026-12-01 09:00", "2026-12-24 21:00"))[-1] == ("ana", "christmas", 2026)


def test_easter_needs_no_bank_holidays_in_the_file() -> None:
    """It is looked at in every file, around the world."""
    file = load(document({"web": one(TWO, hours=None)}, time_zone="Asia/Kathmandu"))
    found = report(file, ["web"], span("2026-01-05 09:00", "2026-12-01 09:00"))
    assert found.years(None, "ana", "easter") == (2026,)


@pytest.mark.parametrize(
    ("year", "friday"),
    [
        (1900, date(1900, 4, 13)),
        (2024, date(2024, 3, 29)),
        (2026, date(2026, 4, 3)),
        (2038, date(2038, 4, 23)),
        (2100, date(2100, 3, 26)),
    ],
)
def test_good_friday_is_the_one_of_the_calendar(year: int, friday: date) -> None:
    """The earliest and latest years too."""
    assert good_friday(year) == friday
