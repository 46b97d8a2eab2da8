"""Laws of the calendar that hold for any range and any extra or ignored days."""

from datetime import date, timedelta
from typing import get_args

from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.bank_holidays import acting, days, next_acting
from reconciler.config.values import Region

REGION = st.sampled_from(get_args(Region))
DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NEAR = st.dates(date(2026, 1, 1), date(2028, 12, 31))
EXTRA = st.lists(st.tuples(NEAR, st.sampled_from(["Privilege day", "Fair", "Christmas Day"])), max_size=6)
IGNORE = st.dictionaries(NEAR, st.just("office open"), max_size=6)
ONE_DAY = timedelta(days=1)


@given(REGION, st.tuples(NEAR, NEAR, NEAR).map(sorted), EXTRA, IGNORE)
def test_two_ranges_that_touch_hold_what_the_whole_holds(
    region: Region, cuts: list[date], extra: list[tuple[date, str]], ignore: dict[date, str]
) -> None:
    """days(a, b) + days(b + 1, c) == days(a, c)."""
    a, b, c = cuts
    parts = days(region, a, b, extra=extra, ignore=ignore) + days(
        region, b + ONE_DAY, c, extra=extra, ignore=ignore
    )
    assert parts == days(region, a, c, extra=extra, ignore=ignore)


@given(REGION, st.tuples(DAY, DAY).map(sorted), EXTRA, IGNORE)
def test_days_are_in_order_once_each_inside_the_range_and_say_why_they_do_not_act(
    region: Region, ends: list[date], extra: list[tuple[date, str]], ignore: dict[date, str]
) -> None:
    """A reason is given exactly where a day does not act, and those that act are weekdays."""
    first, last = ends
    found = days(region, first, last, extra=extra, ignore=ignore)
    dates = [day.date for day in found]
    assert dates == sorted(set(dates))
    assert all(first <= day <= last for day in dates)
    assert all(day.acts == (day.reason is None) for day in found)
    chosen = acting(region, first, last, extra=extra, ignore=ignore)
    assert set(chosen) <= set(found)
    assert all(day.date.weekday() < 5 and day.date not in ignore for day in chosen)


@given(REGION, st.integers(2026, 2028), st.data())
def test_ignoring_a_day_that_acts_removes_exactly_that_one(
    region: Region, year: int, data: st.DataObject
) -> None:
    """Its neighbours keep acting."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    before = acting(region, first, last)
    gone = data.draw(st.sampled_from(before))
    after = acting(region, first, last, ignore={gone.date: "office open"})
    assert after == tuple(day for day in before if day != gone)


@given(REGION, NEAR)
def test_an_extra_weekday_adds_exactly_one(region: Region, extra: date) -> None:
    """Where it is not a bank holiday already."""
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    before = {day.date for day in acting(region, first, last)}
    assume(extra.weekday() < 5 and extra not in before)
    after = {day.date for day in acting(region, first, last, extra=[(extra, "Fair")])}
    assert after - before == {extra}
    assert before <= after


@given(REGION, NEAR, st.integers(0, 30), EXTRA, IGNORE)
def test_the_next_days_are_the_first_of_all_that_follow(
    region: Region, after: date, count: int, extra: list[tuple[date, str]], ignore: dict[date, str]
) -> None:
    """As if one had asked for a range that is long enough."""
    found = next_acting(region, after, count, extra=extra, ignore=ignore)
    whole = acting(region, after + ONE_DAY, date(2040, 12, 31), extra=extra, ignore=ignore)
    assert found == whole[:count]


@given(REGION, st.integers(1980, 2100))
def test_every_weekend_day_names_a_substitute_that_acts(region: Region, year: int) -> None:
    """Since the substitutes of today's law, no bank holiday is lost to a weekend."""
    found = days(region, date(year, 1, 1), date(year, 12, 31))
    weekend = [day for day in found if not day.acts]
    assert all(day.reason and day.reason.startswith("weekend: the substitute day is ") for day in weekend)
    assert len([day for day in found if "(substitute day)" in day.name]) >= len(weekend)
