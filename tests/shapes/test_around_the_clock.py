"""Rotas with somebody on at every instant: continents, fortnights, eight days, two people at once."""

import pytest

from tests.shapes.shape import shape


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("follow-the-sun", "platform"),
        ("weekdays-and-weekends", "hosting"),
        ("weekdays-and-weekends", "hosting-second"),
        ("fortnights", "delivery"),
        ("two-continents", "core"),
        ("three-on-five-off", "crew"),
        ("week-and-weekend-apart", "network"),
        ("primary-and-secondary", "secondary"),
    ],
)
def test_a_year_leaves_no_hour_out(name: str, key: str) -> None:
    """365 days of 24 hours, whatever the clocks did in between."""
    hours = shape(name).hours(key, "2026-01-12 12:00", "2027-01-12 12:00")
    assert sum(hours.values()) == 8760


def test_the_sun_is_followed_from_continent_to_continent() -> None:
    """Days and nights of twelve hours in the week, one person at the weekend."""
    platform = shape("follow-the-sun")
    # Days: turn 2 * d of three: 0, 2, 1, 0, 2. Nights: the evening of day d, from Sunday.
    days = [f"2026-01-{day:02} 10:00" for day in (5, 6, 7, 8, 9)]
    assert platform.on("platform", *days) == ["amy", "cleo", "bob", "amy", "cleo"]
    nights = [f"2026-01-{day:02} 22:00" for day in (4, 5, 6, 7, 8)]
    assert platform.on("platform", *nights) == ["dora", "emil", "fritz", "dora", "emil"]
    # The Sunday after is day 7 = 2 * 3 + 1, the second of three.
    weekend = ("2026-01-09 21:59", "2026-01-09 22:00", "2026-01-11 21:59", "2026-01-11 22:00")
    assert platform.on("platform", *weekend) == ["cleo", "amy", "amy", "emil"]


def test_hours_in_six_weeks_of_following_the_sun() -> None:
    """Everybody has as much as everybody else."""
    # 30 days or nights of 12 hours among three are 120 for each, and one weekend in six weeks is 48.
    six_weeks = shape("follow-the-sun").hours("platform", "2026-01-18 22:00", "2026-03-01 22:00")
    assert six_weeks == dict.fromkeys(("amy", "bob", "cleo", "dora", "emil", "fritz"), 168)


def test_following_the_sun_over_the_clock_changes_of_the_zone_of_the_rota() -> None:
    """They fall into a weekend; Europe's own changes, weeks apart, move nothing."""
    platform = shape("follow-the-sun")
    # 6 March is week 8 of six, the third: bob. 30 October is week 42, the first: amy.
    assert platform.hours("platform", "2026-03-06 22:00", "2026-03-08 22:00") == {"bob": 47}
    assert platform.hours("platform", "2026-10-30 22:00", "2026-11-01 22:00") == {"amy": 49}
    # The Sundays 29 March and 25 October, 84 and 294 days from the first: multiples of three, dora.
    for sunday in ("2026-03-29", "2026-10-25"):
        week = platform.between("platform", f"{sunday} 22:00", f"{sunday} 23:00").start
        assert f"{week:%H:%M}" == "03:00"
        assert platform.on("platform", f"{sunday} 22:00") == ["dora"]


def test_an_even_number_of_people_is_halved_by_turns_of_half_a_day() -> None:
    """One of two has every day, and the other never works."""
    platform = shape("follow-the-sun", ("[amy, bob, cleo]", "[amy, bob]"))
    weekdays = [f"2026-01-{day:02} 12:00" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    assert platform.on("platform", *weekdays) == ["amy"] * 10


def test_fortnights_keep_their_phase_since_2020() -> None:
    """The handover on 31 December 2025 is the 156th since the first."""
    # 8 January 2020 to 31 December 2025 are 2184 days, 156 fortnights: a multiple of three, abe.
    delivery = shape("fortnights")
    times = ("2026-01-14 12:59", "2026-01-14 13:00", "2026-01-28 12:59", "2026-01-28 13:00")
    assert delivery.on("delivery", *times) == ["abe", "bree", "bree", "cole"]
    # Six weeks of 168 hours, two for each.
    six_weeks = delivery.hours("delivery", "2026-01-14 13:00", "2026-02-25 13:00")
    assert six_weeks == {"bree": 336, "cole": 336, "abe": 336}


def test_fortnights_over_both_clock_changes() -> None:
    """New York's: 8 March and 1 November."""
    # 25 February is fortnight 160, bree; 21 October fortnight 177, abe.
    delivery = shape("fortnights")
    assert delivery.hours("delivery", "2026-02-25 13:00", "2026-03-11 13:00") == {"bree": 335}
    assert delivery.hours("delivery", "2026-10-21 13:00", "2026-11-04 13:00") == {"abe": 337}


def test_two_continents_share_every_day() -> None:
    """Three people in America, two in India, in UTC."""
    core = shape("two-continents")
    # America: turns 0, 2, 4, 6 of three. India: every second night.
    assert core.on("core", *(f"2026-01-{day:02} 12:00" for day in (4, 5, 6, 7))) == ["al", "cam", "bo", "al"]
    assert core.on("core", *(f"2026-01-{day:02} 22:00" for day in (4, 5, 6))) == ["esh", "devi", "esh"]
    # Six days: 72 hours among three, and 72 among two.
    six_days = core.hours("core", "2026-01-04 08:00", "2026-01-10 08:00")
    assert six_days == {"al": 24, "cam": 24, "bo": 24, "esh": 36, "devi": 36}


def test_in_utc_no_clock_changes() -> None:
    """Everybody's handover moves by an hour on their own wall instead."""
    # 29 March is day 84 and 25 October day 294: 168 and 588 are multiples of three, al.
    # The nights before them are 84 and 294 of two: devi.
    core = shape("two-continents")
    for sunday in ("2026-03-29", "2026-10-25"):
        assert core.on("core", f"{sunday} 07:59", f"{sunday} 08:00") == ["devi", "al"]
        assert core.hours("core", f"{sunday} 00:00", f"{sunday} 08:00") == {"devi": 8}


def test_without_hours_the_later_layer_has_everything() -> None:
    """America would be on call on paper only."""
    hidden = shape("two-continents", ("        hours: india\n", ""))
    assert set(hidden.hours("core", "2026-01-04 08:00", "2027-01-03 08:00")) == {"devi", "esh"}


def test_three_days_on_and_five_off() -> None:
    """In every eight days each has three in a row, and on the first of them abel is joined by cato."""
    crew = shape("three-on-five-off")
    days = [f"2026-01-{day:02} 12:00" for day in range(5, 15)]
    first, other = crew.on("crew", *days), crew.on("crew-overlap", *days)
    assert first[:8] == ["abel"] * 3 + ["bo"] * 3 + ["cato"] * 2
    both = [{one, two} for one, two in zip(first, other, strict=True)]
    assert [day for day, names in enumerate(both) if len(names) == 2] == [0, 8]
    assert both[0] == both[8] == {"abel", "cato"}
    for person in ("abel", "bo", "cato"):
        # Three of any eight days.
        assert sum(person in names for names in both[:8]) == 3
    # cato's days are 6, 7 and 8.
    assert ["cato" in names for names in both[:9]] == [True, *[False] * 5, True, True, True]


def test_days_of_three_on_and_five_off_over_both_clock_changes() -> None:
    """A day from eight to eight has 23 hours, or 25."""
    # 28 March is day 82, the third of eight: abel. 24 October is day 292, the fifth: bo.
    crew = shape("three-on-five-off")
    for rota in ("crew", "crew-overlap"):
        assert crew.hours(rota, "2026-03-28 08:00", "2026-03-29 08:00") == {"abel": 23}
        assert crew.hours(rota, "2026-10-24 08:00", "2026-10-25 08:00") == {"bo": 25}


def test_the_second_person_is_whoever_comes_next() -> None:
    """A week ahead of their own; also from the handover on at which somebody joins."""
    platform = shape("primary-and-secondary")
    weeks = (
        "2026-01-05 10:00",
        "2026-01-12 10:00",
        "2026-05-25 10:00",
        "2026-06-01 10:00",
        "2026-06-22 10:00",
    )
    # 25 May is week 20 of three: caz. From 1 June there are four.
    assert platform.on("primary", *weeks) == ["ali", "bron", "caz", "ali", "dev"]
    assert platform.on("secondary", *weeks) == ["bron", "caz", "ali", "bron", "ali"]
    assert platform.on("secondary", "2026-01-12 09:59") == ["bron"]
    # Three weeks of 168 hours, as first and as second.
    for rota in ("primary", "secondary"):
        three_weeks = platform.hours(rota, "2026-01-05 10:00", "2026-01-26 10:00")
        assert three_weeks == {"ali": 168, "bron": 168, "caz": 168}


def test_weeks_around_the_clock_over_both_clock_changes() -> None:
    """Of the first and of the second person alike."""
    # 23 March is week 11 of three: caz. 19 October is the 20th week of four: ali.
    platform = shape("primary-and-secondary")
    spring, autumn = ("2026-03-23 10:00", "2026-03-30 10:00"), ("2026-10-19 10:00", "2026-10-26 10:00")
    assert [platform.hours("primary", *week) for week in (spring, autumn)] == [{"caz": 167}, {"ali": 169}]
    assert [platform.hours("secondary", *week) for week in (spring, autumn)] == [{"ali": 167}, {"bron": 169}]
