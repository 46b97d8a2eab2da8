"""Shifts on days: what a cell says, over midnight, over clock changes, in another zone, where nobody is."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, local_day, union, zone
from reconciler.plan.model import Who
from reconciler.render.pages.days import days_of, week_file
from reconciler.render.pages.gathered import Gap
from reconciler.render.pages.model import Cell, Day, When
from reconciler.shifts.line_ups import zone_name
from tests.pages.rotas import MONDAY, SMALL, gathered, loaded, made, shipped
from tests.strategies import documents
from tests.world import Data


def said(when: When) -> str:
    """A stretch as it is read."""
    times = " – ".join(stamp.text for stamp in (when.begins, when.ends) if stamp)
    return f"{when.words} {times}".strip()


def told(cell: Cell) -> list[str]:
    """A cell as it is read."""
    lines = [
        f"{group.who.name}: "
        + ", ".join(" ".join([said(p.when), *(f"[{m.text}]" for m in p.marks)]) for p in group.parts)
        for group in cell.groups
    ]
    return lines + [f"nobody{' on purpose' * hole.declared}: {said(hole.when)}" for hole in cell.holes]


def day_of(file: RotaFile, on: date, *, with_reasons: bool = False) -> Day:
    """One date."""
    first = on - timedelta(days=on.weekday())
    found = gathered(file, first, with_reasons=with_reasons)
    return days_of(found, on, on)[0]


def cells(file: RotaFile, on: date, *, with_reasons: bool = False) -> dict[str, list[str]]:
    """Every rota on one date, as it is read."""
    return {cell.rota: told(cell) for cell in day_of(file, on, with_reasons=with_reasons).cells}


def test_a_night_is_told_on_both_of_its_days() -> None:
    """Whoever looks at a Tuesday sees who has its morning and who has its evening."""
    file = loaded(SMALL)
    assert cells(file, MONDAY) == {
        "days": ["Ana Ortiz: 09:00 – 17:00"],
        "nights": ["Ana Ortiz: until 09:00", "Ben Ode: from 17:00"],
    }
    assert cells(file, date(2026, 11, 24))["nights"] == ["Ben Ode: until 09:00, from 17:00"]
    assert cells(file, date(2026, 11, 28)) == {"days": [], "nights": ["Ben Ode: all day"]}


def test_covers_swaps_and_bank_holidays_are_marked_and_reasons_only_if_asked_for() -> None:
    """That somebody covers is everybody's business; why they do is not."""
    file = shipped()
    rota = "out-of-hours-engineering"
    christmas = date(2026, 12, 25)
    assert cells(file, christmas)[rota] == [
        "Ana Ortiz: until 09:00 [cover]",
        "Ben Ode: from 09:00 [bank holiday]",
    ]
    assert cells(file, christmas, with_reasons=True)[rota] == [
        "Ana Ortiz: until 09:00 [cover: family dinner]",
        "Ben Ode: from 09:00 [bank holiday: volunteered]",
    ]
    assert day_of(file, christmas).holidays == ("Christmas Day",)
    assert cells(file, date(2027, 2, 2))[rota] == ["Dee Marr: until 09:00 [swap], from 17:00 [swap]"]
    assert not any("leave" in line for line in cells(file, date(2027, 2, 2))[rota])


def test_shifts_of_one_person_that_touch_are_one_stretch_unless_something_is_to_be_said() -> None:
    """The daytime of a bank holiday is marked, so it stands apart from the nights around it."""
    assert cells(shipped(), date(2026, 12, 25))["out-of-hours-comms"] == [
        "Kit Moss: until 09:00, 09:00 – 17:00 [bank holiday], from 17:00"
    ]


def test_a_day_of_23_or_25_hours_says_so_and_keeps_its_times() -> None:
    """A night over a clock change begins and ends when the clock says, and its instants differ by an hour."""
    file = loaded(SMALL)
    spring, autumn = date(2027, 3, 28), date(2026, 10, 25)
    assert day_of(file, spring).note == "clocks go forward: 23 hours"
    assert day_of(file, autumn).note == "clocks go back: 25 hours"
    assert day_of(file, MONDAY).note is None
    assert cells(file, autumn)["nights"] == ["Ana Ortiz: all day"]
    (part,) = day_of(file, autumn).cells[1].groups[0].parts
    assert (part.when.start, part.when.end) == ("2026-10-23T16:00:00Z", "2026-10-26T09:00:00Z")


def test_a_rota_in_another_zone_keeps_its_own_days() -> None:
    """Its hours read as its people know them; the instants beside them are exact."""
    file = loaded(SMALL.replace("name: Days", "name: Days\n    time_zone: America/New_York"))
    (group,) = day_of(file, date(2026, 11, 24)).cells[0].groups
    (part,) = group.parts
    assert (said(part.when), part.when.zone) == ("09:00 – 17:00", "America/New_York")
    assert (part.when.start, part.when.end) == ("2026-11-24T14:00:00Z", "2026-11-24T22:00:00Z")
    heads = made(file).columns
    assert [(head.zone, head.other_zone) for head in heads] == [
        ("America/New_York", True),
        ("Europe/London", False),
    ]


def test_a_pause_is_nobody_on_purpose() -> None:
    """Its reason is a reason like any other."""
    pause = "{from: 2026-11-30, pause: office move}, {from: 2026-12-07, people: [ana, ben]}"
    file = loaded(SMALL.replace("people: [ana, ben]}]", f"people: [ana, ben]}}, {pause}]"))
    on = date(2026, 12, 1)
    assert cells(file, on)["days"] == ["nobody on purpose: 09:00 – 17:00"]
    (hole,) = day_of(file, on).cells[0].holes
    (explained,) = day_of(file, on, with_reasons=True).cells[0].holes
    assert (hole.reason, explained.reason) == (None, "office move")


def test_a_window_that_is_left_to_nobody_is_on_purpose_and_named() -> None:
    """Its reason is a bank holiday, which is no secret."""
    rules = "bank_holidays: {calendar: england-and-wales, window: in-hours, rules: {days: nobody}}\n"
    file = loaded(SMALL + "kind: shifts\n" + rules)
    on = date(2026, 12, 25)
    assert cells(file, on)["days"] == ["nobody on purpose: 09:00 – 17:00"]
    (hole,) = day_of(file, on).cells[0].holes
    assert hole.reason == "Christmas Day"
    assert made(file, date(2026, 12, 21)).holes == ()


def test_hours_that_pagerduty_gives_to_nobody_are_a_gap() -> None:
    """Under --live the file says what should be, and PagerDuty what is."""
    file = loaded(SMALL)
    span = local_day(MONDAY, zone("Europe/London"))
    ben = Who("ben", "Ben Ode", "ben.ode@example.gov.uk")
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    found = gathered(file, live={"days": (Segment(noon, noon + timedelta(hours=5), ben),)})
    first = next(gap for gap in found.gaps if gap.rota == "days" and gap.when.overlaps(span))
    assert first == Gap("days", Interval(noon - timedelta(hours=3), noon), declared=False)


def test_a_bank_holiday_of_another_calendar_is_named_with_its_region() -> None:
    """St Andrew's Day closes one rota and not the other."""
    text = SMALL.replace("name: Days", "name: Days\n    calendar: scotland") + (
        "bank_holidays: {calendar: england-and-wales, window: in-hours, rules: {days: post}}\n"
    )
    on = date(2026, 11, 30)
    assert day_of(loaded(text), on).holidays == ("St Andrew’s Day (Scotland)",)
    assert day_of(loaded(text), date(2026, 12, 25)).holidays == ("Christmas Day",)


def test_a_bank_holiday_on_which_the_office_is_open_is_not_named() -> None:
    """Why it is open is nobody's business here."""
    rules = "bank_holidays: {calendar: england-and-wales, window: in-hours, ignore: [%s]}\n"
    text = SMALL + rules % "{date: 2026-12-25, reason: all hands}"
    assert day_of(loaded(text), date(2026, 12, 25)).holidays == ()


def test_the_page_of_a_week_is_named_by_its_monday() -> None:
    """Also over the end of a year."""
    assert week_file(date(2027, 1, 3)) == "week-2026-12-28.html"


@settings(max_examples=40, deadline=None)
@given(documents(kinds=True), st.dates(date(2026, 1, 12), date(2026, 12, 14)))
def test_the_cells_of_a_rota_hold_its_shifts_and_nothing_else(document: Data, on: date) -> None:
    """Whatever the file: the stretches of a day, cut to that day, are the shifts of that day."""
    file = loaded(json.dumps(document))
    first = on - timedelta(days=on.weekday())
    found = gathered(file, first)
    for day in days_of(found, first, first + timedelta(days=6)):
        for cell in day.cells:
            whole = local_day(date.fromisoformat(day.date), zone(zone_name(file, cell.rota)))
            rows = [row for row in found.rows if row.rota == cell.rota]
            wanted = union(p for r in rows if (p := Interval(r.start, r.end).clip(whole)))
            stretches = [
                Interval(datetime.fromisoformat(part.when.start), datetime.fromisoformat(part.when.end))
                for group in cell.groups
                for part in group.parts
            ]
            shown = sorted(part for s in stretches if (part := s.clip(whole)))
            assert union(shown) == wanted
            assert all(one.end <= other.start for one, other in pairwise(shown))
