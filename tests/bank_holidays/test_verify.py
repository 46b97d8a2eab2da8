"""The cross-check with GOV.UK: what is an error, what a warning, and what settles it."""

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pytest
import yaml

from reconciler.bank_holidays import Known, acting, compare, known, parse_feed
from reconciler.config.values import Region
from reconciler.errors import Finding

REGIONS: tuple[Region, ...] = get_args(Region)
DATA = Path(__file__).parents[2].parent / "shared" / "data"
TODAY = date(2026, 9, 1)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
FUNERAL = date(2026, 9, 14)
CHRISTMAS = date(2026, 12, 25)


def altered(region: Region, *, add: date | None = None, drop: date | None = None) -> Known:
    """GOV.UK's table with a day more or less than the package has."""
    table = known(region)
    titles = {day: title for day, title in table.titles.items() if day != drop}
    if add is not None:
        titles[add] = "Bank holiday for a coronation, the second"
    return Known(region, MappingProxyType(dict(sorted(titles.items()))), table.as_of, "GOV.UK")


def brief(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.id, finding.severity) for finding in findings]


@pytest.mark.parametrize("region", REGIONS)
def test_nothing_is_said_where_all_agree(region: Region) -> None:
    """A range inside what is published, soon after it was looked at."""
    assert compare(FIRST, LAST, known(region), today=TODAY) == ()


def test_a_day_that_only_gov_uk_has_is_an_error_inside_the_range_and_a_warning_outside() -> None:
    """A day proclaimed at nine days' notice, which the package does not know yet."""
    feed = altered("scotland", add=FUNERAL)
    (finding,) = compare(FIRST, LAST, feed, today=TODAY)
    assert brief((finding,)) == [("holiday-missing", "error")]
    assert finding.message == (
        "Mon 14 Sep 2026 (Bank holiday for a coronation, the second) is a bank holiday in Scotland according "
        "to GOV.UK, but not according to the holidays package"
    )
    assert brief(compare(date(2026, 10, 1), LAST, feed, today=TODAY)) == [("holiday-missing", "warning")]


def test_a_day_that_only_the_package_has_is_an_error_inside_the_range_and_a_warning_outside() -> None:
    """As when GOV.UK's own source was ten days behind the package."""
    feed = altered("england-and-wales", drop=CHRISTMAS)
    (finding,) = compare(FIRST, LAST, feed, today=TODAY)
    assert brief((finding,)) == [("holiday-extra", "error")]
    assert "Fri 25 Dec 2026 (Christmas Day) is a bank holiday in England and Wales" in finding.message
    assert brief(compare(FIRST, date(2026, 12, 24), feed, today=TODAY)) == [("holiday-extra", "warning")]


@pytest.mark.parametrize("feed", [altered("scotland", add=FUNERAL), altered("scotland", drop=CHRISTMAS)])
def test_a_line_under_extra_or_ignore_settles_a_difference(feed: Known) -> None:
    """Whichever of the two sources has the day, the file has the last word."""
    (finding,) = compare(FIRST, LAST, feed, today=TODAY)
    day = FUNERAL if finding.id == "holiday-missing" else CHRISTMAS
    assert compare(FIRST, LAST, feed, today=TODAY, extra=[(day, "Closed")]) == ()
    assert compare(FIRST, LAST, feed, today=TODAY, ignore={day: "office open"}) == ()
    other = date(2026, 11, 11)
    assert compare(FIRST, LAST, feed, today=TODAY, extra=[(other, "x")], ignore={other: "y"}) == (finding,)


def test_the_hint_is_yaml_that_can_be_pasted() -> None:
    """A title may hold a comma, so it stands in quotes; and the line then settles the difference."""
    feed = altered("scotland", add=FUNERAL)
    (finding,) = compare(FIRST, LAST, feed, today=TODAY)
    assert finding.hint is not None
    line = finding.hint.removeprefix("write under bank_holidays ").partition(", or ignore")[0]
    (entry,) = yaml.safe_load(line)["extra"]
    assert entry == {"date": FUNERAL, "name": "Bank holiday for a coronation, the second"}
    assert compare(FIRST, LAST, feed, today=TODAY, extra=[(entry["date"], entry["name"])]) == ()


def test_the_organisations_own_days_are_no_difference() -> None:
    """GOV.UK lists no privilege day, and an office may be open on Christmas Day."""
    extra = [(date(2026, 12, 24), "Privilege day")]
    assert compare(FIRST, LAST, known("scotland"), today=TODAY, extra=extra, ignore={CHRISTMAS: "open"}) == ()


def test_a_date_after_the_last_published_one_is_unknown_and_no_difference() -> None:
    """The package projects years to come from rules, without saying that nobody has proclaimed them."""
    (finding,) = compare(date(2028, 12, 1), date(2029, 6, 30), known("scotland"), today=TODAY)
    assert brief((finding,)) == [("holidays-unknown", "warning")]
    assert "in Scotland from Wed 27 Dec 2028 to Sat 30 Jun 2029 are worked out from rules" in finding.message


def test_a_range_wholly_after_the_last_published_date_is_unknown_from_its_start() -> None:
    """The sentence names the range that was asked for."""
    (finding,) = compare(date(2029, 3, 1), date(2029, 6, 30), known("scotland"), today=TODAY)
    assert "from Thu 1 Mar 2029 to Sat 30 Jun 2029" in finding.message


def test_years_before_the_first_published_one_rest_on_the_package_and_that_is_said() -> None:
    """Past years may be missing from what GOV.UK publishes."""
    (finding,) = compare(date(2018, 1, 1), date(2018, 12, 31), known("scotland"), today=TODAY)
    assert brief((finding,)) == [("holidays-unknown", "info")]
    assert "from Mon 1 Jan 2018 to Mon 31 Dec 2018 rest on the holidays package alone" in finding.message


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 11, 19), False), (date(2026, 11, 20), True)])
def test_a_table_is_stale_after_ninety_days(*, today: date, stale: bool) -> None:
    """90 days are fine, 91 are said."""
    found = compare(FIRST, LAST, known("scotland"), today=today)
    assert brief(found) == ([("holidays-stale", "warning")] if stale else [])


def test_a_copy_of_the_feed_from_2025_is_found_stale_and_different() -> None:
    """It lacks Scotland's day of June 2026 and all of 2028; for England only the age and the end are said."""
    path = DATA / "bank-holidays-published-2025-08-17.json"
    if not path.is_file():
        pytest.skip(f"{path.name} is development data that is not part of the project")
    feed = parse_feed(path.read_text(encoding="utf-8"))
    seen = date(2025, 8, 17)
    first, last, today = date(2026, 6, 1), date(2028, 1, 31), date(2026, 5, 25)
    scotland = compare(first, last, feed.known("scotland", seen), today=today)
    assert brief(scotland) == [
        ("holiday-extra", "error"),
        ("holidays-unknown", "warning"),
        ("holidays-stale", "warning"),
    ]
    assert scotland[0].message.startswith("Mon 15 Jun 2026 (World Cup bank holiday)")
    england = compare(first, last, feed.known("england-and-wales", seen), today=today)
    assert brief(england) == [("holidays-unknown", "warning"), ("holidays-stale", "warning")]


def test_a_comparison_never_changes_which_days_act() -> None:
    """It only says what differs; a line in the file decides."""
    before = acting("scotland", FIRST, LAST)
    compare(FIRST, LAST, altered("scotland", add=FUNERAL, drop=CHRISTMAS), today=TODAY)
    assert acting("scotland", FIRST, LAST) == before
