"""Which dates act: the rules of the calendar, and every fact about it that we rely on."""

import subprocess
import sys
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from reconciler.bank_holidays import acting, days, next_acting
from reconciler.config.values import Region
from reconciler.errors import UsageError

REGIONS: tuple[Region, ...] = get_args(Region)
ENGLAND: Region = "england-and-wales"
SCOTLAND: Region = "scotland"
IRELAND: Region = "northern-ireland"


def in_year(region: Region, year: int) -> dict[str, str]:
    return {f"{day.date:%m-%d}": day.name for day in acting(region, date(year, 1, 1), date(year, 12, 31))}


@pytest.mark.parametrize("region", REGIONS)
def test_a_substitute_day_acts_and_the_weekend_day_that_it_replaces_does_not(region: Region) -> None:
    """Boxing Day 2026 is a Saturday: Monday the 28th acts, and the Saturday says why it does not."""
    saturday, monday = days(region, date(2026, 12, 26), date(2026, 12, 31))
    assert (saturday.name, saturday.acts) == ("Boxing Day", False)
    assert saturday.reason == "weekend: the substitute day is Mon 28 Dec"
    assert (monday.date, monday.name) == (date(2026, 12, 28), "Boxing Day (substitute day)")
    assert (monday.source, monday.acts, monday.reason) == (region, True, None)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, {"12-26": "Boxing Day", "12-27": "Christmas Day (substitute day)"}),
        (2026, {"12-25": "Christmas Day", "12-28": "Boxing Day (substitute day)"}),
        (2027, {"12-27": "Christmas Day (substitute day)", "12-28": "Boxing Day (substitute day)"}),
        (2028, {"12-25": "Christmas Day", "12-26": "Boxing Day"}),
    ],
)
def test_christmas_moves_off_the_weekend_as_gov_uk_has_it(year: int, expected: dict[str, str]) -> None:
    """In 2022 Monday is Boxing Day itself and Tuesday stands in for Christmas; in 2027 both have moved."""
    for region in REGIONS:
        found = in_year(region, year)
        assert {day: name for day, name in found.items() if day > "12-20"} == expected


@pytest.mark.parametrize(
    ("region", "year", "expected"),
    [
        (ENGLAND, 2022, {"01-03": "New Year’s Day (substitute day)"}),
        (
            SCOTLAND,
            2022,
            {"01-03": "New Year’s Day (substitute day)", "01-04": "2nd January (substitute day)"},
        ),
        (
            SCOTLAND,
            2023,
            {"01-02": "New Year’s Day (substitute day)", "01-03": "2nd January (substitute day)"},
        ),
        (SCOTLAND, 2027, {"01-01": "New Year’s Day", "01-04": "2nd January (substitute day)"}),
        (ENGLAND, 2028, {"01-03": "New Year’s Day (substitute day)"}),
        (
            SCOTLAND,
            2028,
            {"01-03": "New Year’s Day (substitute day)", "01-04": "2nd January (substitute day)"},
        ),
    ],
)
def test_new_year_moves_off_the_weekend(region: Region, year: int, expected: dict[str, str]) -> None:
    """Scotland's 2 January moves behind the substitute of 1 January."""
    assert {day: name for day, name in in_year(region, year).items() if day < "01-10"} == expected


def test_a_weekend_new_year_is_listed_and_does_not_act() -> None:
    """Saturday 1 January 2022: no action; in England the Tuesday after is an ordinary day."""
    found = days(ENGLAND, date(2022, 1, 1), date(2022, 1, 4))
    assert [(day.date.day, day.acts) for day in found] == [(1, False), (3, True)]


def test_the_early_may_day_of_2020_was_moved_for_ve_day() -> None:
    """One day was removed (Monday 4 May) and one added (Friday 8 May), in every region."""
    for region in REGIONS:
        found = in_year(region, 2020)
        assert "05-04" not in found
        assert found["05-08"] == "Early May bank holiday (VE day)"


def test_the_jubilee_of_2022_moved_the_spring_day_and_added_one() -> None:
    """2 and 3 June, and not 30 May."""
    for region in REGIONS:
        found = in_year(region, 2022)
        assert "05-30" not in found
        assert found["06-02"] == "Spring bank holiday"
        assert found["06-03"] == "Platinum Jubilee bank holiday"


def test_the_state_funeral_and_the_coronation_are_known() -> None:
    """Monday 19 September 2022, and the three Mondays of May 2023."""
    for region in REGIONS:
        assert in_year(region, 2022)["09-19"] == "Bank Holiday for the State Funeral of Queen Elizabeth II"
        may = {day: name for day, name in in_year(region, 2023).items() if day.startswith("05")}
        assert may == {
            "05-01": "Early May bank holiday",
            "05-08": "Bank holiday for the coronation of King Charles III",
            "05-29": "Spring bank holiday",
        }


def test_the_world_cup_day_of_2026_is_scotlands_alone() -> None:
    """Monday 15 June 2026."""
    assert in_year(SCOTLAND, 2026)["06-15"] == "World Cup bank holiday"
    assert "06-15" not in in_year(ENGLAND, 2026)
    assert "06-15" not in in_year(IRELAND, 2026)


def test_scotland_keeps_its_own_days() -> None:
    """In 2026: 2 January, 3 August and St Andrew's Day, but neither Easter Monday nor 31 August."""
    found = in_year(SCOTLAND, 2026)
    assert found["01-02"] == "2nd January"
    assert found["08-03"] == "Summer bank holiday"
    assert found["11-30"] == "St Andrew’s Day"
    assert not {"04-06", "08-31"} & found.keys()


def test_st_andrews_day_moves_off_the_weekend() -> None:
    """Saturday in 2024 and Sunday in 2025."""
    assert in_year(SCOTLAND, 2024)["12-02"] == "St Andrew’s Day (substitute day)"
    assert in_year(SCOTLAND, 2025)["12-01"] == "St Andrew’s Day (substitute day)"


def test_northern_ireland_adds_two_days() -> None:
    """17 March and 12 July, the latter a Sunday in 2026."""
    found = in_year(IRELAND, 2026)
    assert found["03-17"] == "St Patrick’s Day"
    assert found["07-13"] == "Battle of the Boyne (Orangemen’s Day) (substitute day)"
    assert found.keys() - in_year(ENGLAND, 2026).keys() == {"03-17", "07-13"}


def test_england_has_easter_monday_and_the_august_day() -> None:
    """The package asked without a subdivision would not know them."""
    found = in_year(ENGLAND, 2026)
    assert found["04-06"] == "Easter Monday"
    assert found["08-31"] == "Summer bank holiday"
    assert len(found) == 8


def test_a_range_over_new_year_has_the_days_of_both_years() -> None:
    """Every year of a range is asked for by name."""
    found = acting(ENGLAND, date(2025, 12, 25), date(2026, 1, 2))
    assert [str(day.date) for day in found] == ["2025-12-25", "2025-12-26", "2026-01-01"]


def test_both_ends_of_a_range_belong_to_it() -> None:
    """One day is a range, and a range that ends before it begins is empty."""
    christmas = date(2026, 12, 25)
    assert [day.name for day in days(ENGLAND, christmas, christmas)] == ["Christmas Day"]
    assert days(ENGLAND, christmas, date(2026, 12, 24)) == ()


@pytest.mark.parametrize(("first", "last"), [(1871, 1872), (2100, 2101), (1, 9999)])
def test_years_that_the_package_does_not_know_are_refused(first: int, last: int) -> None:
    """The package would say that they have no bank holidays."""
    with pytest.raises(UsageError, match="1872 to 2100 only"):
        days(ENGLAND, date(first, 1, 1), date(last, 12, 31))


def test_the_first_and_the_last_known_year_are_answered() -> None:
    """Both hold days, so that the limits are not drawn too wide."""
    assert in_year(ENGLAND, 1872)
    assert in_year(ENGLAND, 2100)


def test_an_instant_is_not_a_date() -> None:
    """2026-04-05T23:30Z is Easter Monday in London, and only the caller can know that London is meant."""
    with pytest.raises(TypeError, match="a date is needed"):
        days(ENGLAND, datetime(2026, 4, 5, 23, 30, tzinfo=UTC), date(2026, 4, 6))


def test_an_extra_day_acts_under_the_organisations_name() -> None:
    """A privilege day after the Spring bank holiday; outside the range it is not listed."""
    extra = [(date(2026, 5, 26), "Privilege day"), (date(2026, 7, 1), "Founder's day")]
    found = acting(ENGLAND, date(2026, 5, 25), date(2026, 5, 31), extra=extra)
    assert [(day.date.day, day.name, day.source) for day in found] == [
        (25, "Spring bank holiday", ENGLAND),
        (26, "Privilege day", "extra"),
    ]


def test_an_extra_day_that_is_a_bank_holiday_anyway_is_one_day_under_both_names() -> None:
    """The calendar stays its source; a name that says the same is not repeated."""
    christmas = date(2026, 12, 25)
    extra = [(christmas, "Works party"), (christmas, "Christmas Day"), (christmas, "Works party")]
    (found,) = days(ENGLAND, christmas, christmas, extra=extra)
    assert (found.name, found.source) == ("Christmas Day (also: Works party)", ENGLAND)
    (plain,) = days(ENGLAND, christmas, christmas, extra=[(christmas, "Christmas Day")])
    assert plain.name == "Christmas Day"


def test_an_extra_day_at_the_weekend_does_not_act() -> None:
    """Nobody is in hours then, and no substitute was given."""
    saturday = date(2026, 5, 23)
    (found,) = days(ENGLAND, saturday, saturday, extra=[(saturday, "Fair"), (saturday, "Fête")])
    assert (found.name, found.acts, found.reason) == ("Fair, Fête", False, "weekend")


def test_an_ignored_day_is_listed_with_the_reason_and_does_not_act() -> None:
    """Even one that is an extra day too: ignore has the last word."""
    monday = date(2026, 4, 6)
    (found,) = days(ENGLAND, monday, monday, extra=[(monday, "x")], ignore={monday: "office open"})
    assert (found.acts, found.reason) == (False, "ignored: office open")
    assert acting(ENGLAND, monday, monday, ignore={monday: "office open"}) == ()


def test_ignoring_a_date_that_is_no_bank_holiday_changes_nothing() -> None:
    """It does not make the date appear."""
    assert days(ENGLAND, date(2026, 4, 7), date(2026, 4, 7), ignore={date(2026, 4, 7): "open"}) == ()


def test_the_next_days_that_act_are_found_over_the_end_of_the_year() -> None:
    """Strictly after the date given, without the Saturday."""
    found = next_acting(ENGLAND, date(2026, 12, 25), 3)
    assert [str(day.date) for day in found] == ["2026-12-28", "2027-01-01", "2027-03-26"]


def test_the_next_days_heed_the_files_own_days() -> None:
    """An extra day counts, an ignored one does not."""
    found = next_acting(
        ENGLAND,
        date(2026, 12, 1),
        2,
        extra=[(date(2026, 12, 24), "Christmas Eve")],
        ignore={date(2026, 12, 25): "open"},
    )
    assert [str(day.date) for day in found] == ["2026-12-24", "2026-12-28"]


def test_the_search_for_the_next_days_ends_with_the_last_known_year() -> None:
    """There are two days after 24 December 2100 (a Friday) and then no more; later dates are refused."""
    found = next_acting(ENGLAND, date(2100, 12, 24), 5)
    assert [str(day.date) for day in found] == ["2100-12-27", "2100-12-28"]
    assert next_acting(ENGLAND, date(2100, 12, 31), 1) == ()
    with pytest.raises(UsageError):
        next_acting(ENGLAND, date.max, 1)


@pytest.mark.parametrize("count", [0, -1])
def test_asking_for_no_next_day_gives_none(count: int) -> None:
    """Nothing is read off the wrong end of the list."""
    assert next_acting(ENGLAND, date(2026, 1, 1), count) == ()


def test_the_package_is_loaded_only_when_a_bank_holiday_is_asked_for() -> None:
    """Importing it costs every command more than all of this room's own code does."""
    script = "import sys, reconciler.bank_holidays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603
