"""The table of what GOV.UK has published: right, complete, and what the package says too."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from reconciler.bank_holidays import acting, days, known, last_known, parse_feed
from reconciler.bank_holidays.published import AS_OF
from reconciler.config.values import Region

REGIONS: tuple[Region, ...] = get_args(Region)
FIRST, LAST = date(2019, 1, 1), date(2028, 12, 31)
DATA = Path(__file__).parents[2].parent / "shared" / "data"
COUNTS = [("england-and-wales", 83), ("scotland", 94), ("northern-ireland", 103)]


def feed_text(name: str) -> str:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is development data that is not part of the project")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("region", "count"), COUNTS)
def test_the_package_and_gov_uk_agree_on_every_weekday_of_ten_years(region: Region, count: int) -> None:
    """Dates and titles, 2019 to 2028."""
    ours = {day.date: day.name for day in acting(region, FIRST, LAST)}
    assert ours == dict(known(region).titles)
    assert len(ours) == count


@pytest.mark.parametrize("region", REGIONS)
def test_gov_uk_lists_no_weekend_day(region: Region) -> None:
    """Only the substitute is published, where the package has both."""
    assert all(day.weekday() < 5 for day in known(region).titles)


def test_what_the_package_has_beyond_gov_uk_for_england_is_ten_weekend_days() -> None:
    """From 26 December 2020 to 1 January 2028; each is listed and does not act."""
    found = days("england-and-wales", date(2018, 1, 1), LAST)
    assert [str(day.date) for day in found if not day.acts] == [
        "2020-12-26",
        "2021-12-25",
        "2021-12-26",
        "2022-01-01",
        "2022-12-25",
        "2023-01-01",
        "2026-12-26",
        "2027-12-25",
        "2027-12-26",
        "2028-01-01",
    ]
    assert sum(day.acts for day in found) == 91


@pytest.mark.parametrize("region", REGIONS)
def test_the_table_is_in_order_and_says_where_it_ends(region: Region) -> None:
    """The last event of all divisions is Boxing Day 2028."""
    table = known(region)
    assert list(table.titles) == sorted(table.titles)
    assert last_known(region) == table.last == date(2028, 12, 26)
    assert table.first == date(2019, 1, 1)
    assert table.as_of == AS_OF == date(2026, 8, 21)


@pytest.mark.parametrize("region", REGIONS)
def test_titles_have_gov_uks_apostrophes(region: Region) -> None:
    """U+2019, never the typewriter's."""
    titles = known(region).titles.values()
    assert not any("'" in title for title in titles)
    assert "New Year\u2019s Day" in titles


@pytest.mark.parametrize("region", REGIONS)
def test_the_table_equals_gov_uks_data(region: Region) -> None:
    """Field by field: date, title and the note that a day is a substitute."""
    text = feed_text("bank-holidays-2019-2028.json")
    assert known(region).titles == parse_feed(text).divisions[region]
    events = json.loads(text)[region]["events"]
    assert [
        (str(day), title.removesuffix(" (substitute day)")) for day, title in known(region).titles.items()
    ] == [(event["date"], event["title"]) for event in events]
