"""Rotas as they are found in real life, and the traps in them."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from reconciler.config.model import RotaFile
from reconciler.shifts import engine
from tests.shifts.support import Span, document, load, on_call, one, span, web


def stacked(hours: dict[str, Any], *layers: dict[str, Any], **more: Any) -> RotaFile:
    """Layers named after their hours."""
    named = [{"name": layer.get("hours", f"l{i}"), **layer} for i, layer in enumerate(layers)]
    return load(document({"web": {"layers": named, **more}}, hours=hours))


def is_tiled(file: RotaFile, start: str, end: str, key: str = "web") -> bool:
    """Whether somebody is on call at every instant."""
    found = on_call(file, key, start, end)
    touching = all(one_[2] == other[1] for one_, other in pairwise(found))
    return touching and found[0][1] == start and found[-1][2] == end


def share(file: RotaFile, start: str, end: str) -> Counter[str]:
    """Hours on call of each person."""
    hours: Counter[str] = Counter()
    for shift in engine.shifts(file, "web", span(start, end)):
        hours[shift.person] += (shift.end - shift.start) // timedelta(hours=1)
    return hours


SUN = {
    "weekend": "Fri 22:00-Sun 22:00",
    "day": "Mon-Fri 10:00-22:00",
    "night": ["Sun 22:00-Mon 10:00", "Mon-Thu 22:00-10:00"],
}


def follow_the_sun(*night: str) -> RotaFile:
    return stacked(
        SUN,
        one({"from": "2026-01-09", "people": ["ana", "ben"]}, hours="weekend", handover="Friday 22:00"),
        one(
            {"from": "2026-01-05 10:00", "people": ["cal", "dee"]},
            turn="12 hours",
            hours="day",
            handover=None,
        ),
        one({"from": "2026-01-05 10:00", "people": [*night]}, turn="12 hours", hours="night", handover=None),
        time_zone="America/Chicago",
    )


def test_following_the_sun_leaves_no_gap_between_the_clock_changes_of_two_continents() -> None:
    """R1: both weeks in which one has changed and the other has not."""
    file = follow_the_sun("eve", "kit", "lou")
    assert is_tiled(file, "2026-03-01 00:00", "2026-04-10 00:00")
    assert is_tiled(file, "2026-10-20 00:00", "2026-11-10 00:00")


def test_turns_of_half_a_day_and_an_even_list_leave_half_of_it_out() -> None:
    """R1, R10: cal always has the day, dee never; an odd list goes round."""
    hours = share(follow_the_sun("eve", "kit", "lou"), "2026-02-01 00:00", "2026-05-01 00:00")
    assert hours["cal"] > 0
    assert "dee" not in hours
    assert min(hours["eve"], hours["kit"], hours["lou"]) > 0


def test_windows_longer_than_a_day_hand_over_at_noon() -> None:
    """R2: weekdays in turns of a day, weekends in turns of a week; the later layer has its hours."""
    file = stacked(
        {"week": "Mon 12:00-Fri 12:00", "weekend": "Fri 12:00-Mon 12:00"},
        one(
            {"from": "2026-01-05", "people": ["ana", "ben", "cal"]},
            turn="1 day",
            hours="week",
            handover="12:00",
        ),
        one(
            {"from": "2026-01-09", "people": ["ben", "cal", "ana"]}, hours="weekend", handover="Friday 12:00"
        ),
    )
    assert on_call(file, "web", "2026-01-05 12:00", "2026-01-12 12:00") == [
        ("ana", "2026-01-05 12:00", "2026-01-06 12:00"),
        ("ben", "2026-01-06 12:00", "2026-01-07 12:00"),
        ("cal", "2026-01-07 12:00", "2026-01-08 12:00"),
        ("ana", "2026-01-08 12:00", "2026-01-09 12:00"),
        ("ben", "2026-01-09 12:00", "2026-01-12 12:00"),
    ]
    assert is_tiled(file, "2026-03-01 00:00", "2026-04-10 00:00")


def test_the_clock_of_daily_turns_also_runs_at_the_weekend() -> None:
    """R3: with seven people everybody is glued to one weekday, and two of them never work."""
    seven = ["ana", "ben", "cal", "dee", "eve", "kit", "lou"]
    file = web({"from": "2026-01-05", "people": seven}, turn="1 day", handover="09:00")
    assert set(share(file, "2026-01-05 00:00", "2026-06-01 00:00")) == set(seven[:5])


def test_three_turns_a_day_and_three_people_always_give_the_same_one() -> None:
    """R4: eight hours of 09:00-17:00."""
    file = web({"from": "2026-01-05 09:00", "people": ["ana", "ben", "cal"]}, turn="8 hours", handover=None)
    assert set(share(file, "2026-01-05 00:00", "2026-06-01 00:00")) == {"ana"}


def test_a_fortnight_keeps_its_phase_over_years_of_clock_changes() -> None:
    """R5: New York, Wednesdays at 13:00, counted from 2020."""
    file = web(
        {"from": "2020-01-08", "people": ["ana", "ben"]},
        turn="2 weeks",
        handover="Wednesday 13:00",
        hours=None,
        time_zone="America/New_York",
    )
    # 161 fortnights after the first; by then summer time has begun
    assert on_call(file, "web", "2026-02-26 00:00", "2026-04-05 00:00") == [
        ("ana", "2026-02-26 00:00", "2026-03-11 17:00"),
        ("ben", "2026-03-11 17:00", "2026-03-25 17:00"),
        ("ana", "2026-03-25 17:00", "2026-04-05 00:00"),
    ]


def test_nights_and_one_weekend_block_change_on_friday_evening() -> None:
    """R7: gaps in the day are meant; the handover is the start of the weekend."""
    file = web(
        {"from": "2026-01-09", "people": ["ana", "ben"]},
        hours="late",
        handover="Friday 17:00",
        file={"hours": {"late": ["Mon-Thu 17:00-09:00", "Fri 17:00-Mon 09:00"]}},
    )
    assert on_call(file, "web", "2026-01-15 12:00", "2026-01-20 12:00") == [
        ("ana", "2026-01-15 17:00", "2026-01-16 09:00"),
        ("ben", "2026-01-16 17:00", "2026-01-19 09:00"),
        ("ben", "2026-01-19 17:00", "2026-01-20 09:00"),
    ]


def test_evenings_for_two_days_and_a_weekend_split_between_two() -> None:
    """R8: four layers; the weekend's days lie on top of the evenings."""
    hours = {
        "evening": "daily 17:00-08:00",
        "saturday": "Sat 08:00-Sun 08:00",
        "sunday": "Sun 08:00-Mon 08:00",
    }
    file = stacked(
        hours,
        one(
            {"from": "2026-01-05", "people": ["ana", "ben"]}, turn="2 days", hours="evening", handover="17:00"
        ),
        one({"from": "2026-01-10", "people": ["ana", "ben"]}, hours="saturday", handover="Saturday 08:00"),
        one({"from": "2026-01-11", "people": ["ben", "ana"]}, hours="sunday", handover="Sunday 08:00"),
    )
    assert on_call(file, "web", "2026-01-09 12:00", "2026-01-12 12:00") == [
        ("ana", "2026-01-09 17:00", "2026-01-11 08:00"),
        ("ben", "2026-01-11 08:00", "2026-01-12 08:00"),
    ]


def test_windows_on_alternate_days_in_two_staggered_layers() -> None:
    """R9: the hours that one layer leaves are the other's."""
    hours = {"even": "Sun,Tue,Thu,Sat 07:00-19:00", "odd": "Mon,Wed,Fri 07:00-19:00"}
    six = ["ana", "ben", "cal", "dee", "eve", "kit"]
    file = stacked(
        hours,
        one({"from": "2026-01-04", "people": six}, hours="even", handover="Sunday 07:00"),
        one({"from": "2026-01-04", "people": six[3:] + six[:3]}, hours="odd", handover="Sunday 07:00"),
    )
    found = on_call(file, "web", "2026-01-04 00:00", "2026-01-11 00:00")
    assert [who for who, _, _ in found] == ["ana", "dee", "ana", "dee", "ana", "dee", "ana"]
    assert set(share(file, "2026-01-04 00:00", "2026-02-15 00:00").values()) == {12 * 7}


def test_a_later_layer_without_hours_hides_the_earlier_ones() -> None:
    """R10: whoever stacks two layers around the clock has only the last."""
    file = stacked(
        {},
        one(
            {"from": "2026-01-05 08:00", "people": ["ana", "ben"]}, turn="12 hours", hours=None, handover=None
        ),
        one(
            {"from": "2026-01-05 20:00", "people": ["cal", "dee"]}, turn="12 hours", hours=None, handover=None
        ),
        time_zone="UTC",
    )
    assert on_call(file, "web", "2026-01-05 08:00", "2026-01-06 20:00") == [
        ("ana", "2026-01-05 08:00", "2026-01-05 20:00"),
        ("cal", "2026-01-05 20:00", "2026-01-06 08:00"),
        ("dee", "2026-01-06 08:00", "2026-01-06 20:00"),
    ]


@pytest.mark.parametrize(
    ("weekend", "expected"), [(["ana", "ben", "cal"], "ana"), (["cal", "ana", "ben"], "cal")]
)
def test_weekday_and_weekend_layers_move_in_step_unless_one_list_is_turned(
    weekend: list[str], expected: str
) -> None:
    """R12: the same list twice gives somebody seven days; a turned one does not."""
    file = stacked(
        {"week": "Mon 11:00-Fri 11:00", "weekend": "Fri 11:00-Mon 11:00"},
        one({"from": "2026-01-05", "people": ["ana", "ben", "cal"]}, hours="week", handover="Monday 11:00"),
        one({"from": "2026-01-09", "people": weekend}, hours="weekend", handover="Friday 11:00"),
    )
    found: list[Span] = on_call(file, "web", "2026-01-05 11:00", "2026-01-12 11:00")
    assert found[-1][0] == expected
    assert len(found) == (1 if expected == "ana" else 2)


def test_a_second_rota_that_follows_never_meets_the_first() -> None:
    """R13, C16: over a year, clock changes and a new line-up included; alone one always meets oneself."""
    line_ups = [
        {"from": "2026-01-05", "people": ["ana", "ben", "cal"]},
        {"from": "2026-06-01", "people": ["ana", "ben", "cal", "dee"]},
    ]
    web_ = one(*line_ups, hours=None, handover="Monday 10:00")
    file = load(document({"web": web_, "second": {"follows": "web"}}))
    first = on_call(file, "web", "2026-01-05 10:00", "2027-01-05 10:00")
    second = on_call(file, "second", "2026-01-05 10:00", "2027-01-05 10:00")
    assert [s[1:] for s in first] == [s[1:] for s in second]
    assert all(one_[0] != other[0] for one_, other in zip(first, second, strict=True))


def test_a_pattern_of_two_weeks_is_a_layer_that_changes_hands_weekly() -> None:
    """R14: the hours that move between two places are a layer of their own, on New York's clock."""
    file = stacked(
        {"early": "Mon-Fri 04:00-08:00", "middle": "Mon-Fri 08:00-12:00", "late": "Mon-Fri 12:00-17:00"},
        one({"from": "2026-01-05", "people": ["ana"]}, hours="early", handover="Monday 04:00"),
        one({"from": "2026-01-05", "people": ["ana", "ben"]}, hours="middle", handover="Monday 04:00"),
        one({"from": "2026-01-05", "people": ["ben"]}, hours="late", handover="Monday 04:00"),
        time_zone="America/New_York",
    )
    monday = on_call(file, "web", "2026-01-05 00:00", "2026-01-06 00:00")
    assert monday == [
        ("ana", "2026-01-05 09:00", "2026-01-05 17:00"),
        ("ben", "2026-01-05 17:00", "2026-01-05 22:00"),
    ]
    next_monday = on_call(file, "web", "2026-01-12 00:00", "2026-01-13 00:00")
    assert next_monday == [
        ("ana", "2026-01-12 09:00", "2026-01-12 13:00"),
        ("ben", "2026-01-12 13:00", "2026-01-12 22:00"),
    ]


def test_somebody_who_joins_changes_nobody_before_the_date() -> None:
    """C09, C10: the running turn and all before the new line-up stay as they were."""
    old = {"from": "2026-01-05", "people": ["ana", "ben", "cal"]}
    before = web(old, hours=None)
    after = web(old, {"from": "2026-12-07", "people": ["cal", "dee", "ana", "ben"]}, hours=None)
    weeks = "2026-01-05 09:00", "2026-12-07 09:00"
    assert on_call(before, "web", *weeks) == on_call(after, "web", *weeks)
    assert on_call(after, "web", "2026-12-07 09:00", "2026-12-21 09:00") == [
        ("cal", "2026-12-07 09:00", "2026-12-14 09:00"),
        ("dee", "2026-12-14 09:00", "2026-12-21 09:00"),
    ]


@pytest.mark.parametrize("text", ["daily 00:00-24:00", "Mon-Sun 00:00-24:00", "Wed 09:00-Wed 09:00"])
def test_hours_of_the_whole_week_are_no_restriction(text: str) -> None:
    """C20: or they are refused with advice, where start and end are one."""
    people = {"from": "2026-01-05", "people": ["ana", "ben"]}
    if text.startswith("Wed"):
        with pytest.raises(Exception, match="1 problem"):
            web(people, hours="all", file={"hours": {"all": text}})
        return
    whole = "2026-01-01 00:00", "2026-06-01 00:00"
    restricted = web(people, hours="all", file={"hours": {"all": text}})
    assert on_call(restricted, "web", *whole) == on_call(web(people, hours=None), "web", *whole)


def test_a_quarters_edge_is_no_edge() -> None:
    """C28: a span that ends at midnight clips the night; asked from there on, the same person is on."""
    file = web({"from": "2026-09-28", "people": ["ana", "ben"]}, hours="night")
    edge = "2026-10-01 00:00"
    assert on_call(file, "web", "2026-09-30 12:00", edge)[-1] == ("ana", "2026-09-30 16:00", edge)
    assert on_call(file, "web", edge, "2026-10-01 12:00")[0] == ("ana", edge, "2026-10-01 08:00")
