"""Whole weeks as a grid: what stands in which column, the signs, and what always fits."""

import json
import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, midnight, wall, zone
from reconciler.render import grid
from reconciler.render.grid_cells import FOREIGN, Range, Week, weeks, whole_weeks
from reconciler.render.layout import cells
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name
from reconciler.views import ShiftRow, shift_rows
from tests import strategies
from tests.render.builders import KIT, at
from tests.strategies import documents

FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  post: {name: Post box, email: post@example.org, mailbox: true}
hours: {day: Mon-Fri 09:00-17:00, night: outside day}
rotas:
  days:
    name: In hours
    hours: day
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ana, ben]}]
  nights:
    name: Out of hours
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ben, cal]}]
bank_holidays: {calendar: england-and-wales, window: day, rules: {days: post, nights: current}}
overrides:
  - {rota: nights, cover: ben, by: ana, on: 2026-12-22}
  - {rota: nights, swap: {cal: 2026-12-28, ben: 2027-01-04}}
"""
NOW = at("2026-11-25T12:00")
CHRISTMAS = Range(date(2026, 12, 21), date(2026, 12, 27))


def loaded(text: str = FILE) -> RotaFile:
    return load_texts("rota.yaml", {"rota.yaml": text}).file


def sorted_in(file: RotaFile, shown: Range, *more: ShiftRow, only: tuple[str, ...] = ()) -> tuple[Week, ...]:
    keys = [key for key, rota in file.rotas.items() if rota.managed]
    return weeks((*shift_rows(file, keys, shown.span(file), only=only), *more), file, keys, shown)


def drawn(found: tuple[Week, ...], file: RotaFile, width: int = 80, **more: object) -> str:
    options = {"now": NOW, "live": False, "width": width, "color": False, **more}
    return grid.text(found, file, **options)  # type: ignore[arg-type]


def test_a_week_with_a_bank_holiday_and_a_cover() -> None:
    """A night stands on the date on which it begins; nothing needs colour."""
    file = loaded()
    assert drawn(sorted_in(file, CHRISTMAS), file) == (
        "Shifts, Europe/London (from rota.yaml)\n"
        "\n"
        "Week of Mon 21 Dec\n"
        "             Mon 21   Tue 22   Wed 23   Thu 24   Fri 25*  Sat 26   Sun 27\n"
        "In hours     Ana      Ana      Ana      Ana      Post*@   ·        ·\n"
        "Out of hours Ben      Ana+     Ben      Ben      Ben*     Ben      Ben\n"
        "\n"
        "* bank holiday  + cover  @ mailbox  · nobody\n"
        "Fri 25 Dec Christmas Day\n"
        "Ana = Ana Ortiz, Ben = Ben Ode, Post = Post box (mailbox)\n"
        "Mon is Mon 09:00 – Tue 09:00: a night stands on the date on which it begins.\n"
    )


def test_a_day_that_is_left_to_nobody_has_the_sign_of_the_bank_holiday() -> None:
    """So it is told from a day on which the rota never works; nothing is said of one person's days."""
    file = loaded(
        FILE.replace("days: post", "days: nobody").replace("version: 1", "version: 1\nkind: shifts")
    )
    found = sorted_in(file, CHRISTMAS)
    assert drawn(found, file).split("\n")[4:8] == [
        "In hours     Ana      Ana      Ana      Ana      ·*       ·        ·",
        "Out of hours Ben      Ana+     Ben      Ben      Ben*     Ben      Ben",
        "",
        "* bank holiday  + cover  · nobody",
    ]
    assert r"| Ana Ortiz | ·\* | · |" in grid.markdown(found, file, now=NOW, live=False)
    assert "·" not in drawn(sorted_in(file, CHRISTMAS, only=("ana",)), file, only=("ana",))


def test_a_narrow_grid_splits_its_head_and_a_wide_one_has_whole_names() -> None:
    """So phones and big windows are both served."""
    file = loaded()
    found = sorted_in(file, CHRISTMAS)
    assert drawn(found, file, 48).split("\n")[3:8] == [
        "             Mon  Tue  Wed  Thu  Fri  Sat  Sun",
        "             21   22   23   24   25*  26   27",
        "In hours     Ana  Ana  Ana  Ana  Post ·    ·",
        "                                 *@",
        "Out of hours Ben  Ana+ Ben  Ben  Ben* Ben  Ben",
    ]
    assert "Ana Ortiz+" in drawn(found, file, 120)
    assert " = " not in drawn(found, file, 120)


def test_several_weeks_are_stacked_and_a_swap_has_its_sign() -> None:
    """The year is written where it is another."""
    file = loaded()
    shown = whole_weeks(file, at("2026-12-30T12:00"), at("2027-01-04T00:00"))
    found = drawn(sorted_in(file, Range(shown.first, date(2027, 1, 10))), file)
    assert [line for line in found.split("\n") if line.startswith("Week")] == [
        "Week of Mon 28 Dec",
        "Week of Mon 4 Jan 2027",
    ]
    assert "Out of hours Ben*~    Ben~" in found
    assert "~ swap" in found


def test_a_stranger_of_pagerduty_has_a_sign_of_their_own() -> None:
    """The legend says what it means."""
    file = loaded()
    row = ShiftRow("days", None, KIT, at("2026-12-26T10:00"), at("2026-12-26T12:00"), "foreign")
    found = drawn(sorted_in(file, CHRISTMAS, row), file)
    assert f"Kit{FOREIGN}" in found
    assert "! PagerDuty says so, not the file" in found


def test_who_shares_a_name_is_told_apart_in_the_legend() -> None:
    """By the address, as everywhere."""
    file = loaded(FILE.replace("Ben Ode", "Ana Ortiz"))
    assert "Ana2 = Ana Ortiz (ben@example.org)" in drawn(sorted_in(file, CHRISTMAS), file).replace(
        "\n  ", " "
    )


def test_one_person_alone_leaves_the_other_days_blank() -> None:
    """An empty day of a filtered grid does not say that nobody is on."""
    file = loaded()
    found = drawn(sorted_in(file, CHRISTMAS, only=("cal",)), file, only=("cal",))
    assert "nobody" not in found
    assert "In hours" not in found


def test_days_that_begin_at_other_times_are_told_with_verbose() -> None:
    """Else that they differ."""
    file = loaded(FILE.replace("handover: Monday 09:00", "handover: Monday 17:00", 1))
    found = sorted_in(file, CHRISTMAS)
    assert "A day of a rota runs from its handover to the same time next day (-v: when)" in drawn(found, file)
    told = drawn(found, file, verbose=True)
    assert "\nIn hours begins its days at 17:00\nOut of hours begins its days at 09:00\n" in told


def test_the_same_as_markdown() -> None:
    """One table a week, whole names, signs that do not become formatting."""
    file = loaded()
    assert grid.markdown(sorted_in(file, CHRISTMAS), file, now=NOW, live=False) == (
        "### Shifts, Europe/London (from rota.yaml)\n"
        "\n"
        "| Rota | Mon 21 Dec | Tue 22 Dec | Wed 23 Dec | Thu 24 Dec "
        "| Fri 25 Dec \\* | Sat 26 Dec | Sun 27 Dec |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| In hours | Ana Ortiz | Ana Ortiz | Ana Ortiz | Ana Ortiz | Post box \\*@ | · | · |\n"
        "| Out of hours | Ben Ode | Ana Ortiz \\+ | Ben Ode | Ben Ode | Ben Ode \\* | Ben Ode | Ben Ode |\n"
        "\n"
        "\\* bank holiday  + cover  @ mailbox  · nobody\n"
        "\n"
        "Fri 25 Dec Christmas Day\n"
        "\n"
        "Mon is Mon 09:00 – Tue 09:00: a night stands on the date on which it begins.\n"
    )


def test_colours_change_no_letter() -> None:
    """With colours off the same text is left, so that NO_COLOR, pipes and light backgrounds lose nothing."""
    file = loaded()
    found = sorted_in(file, CHRISTMAS)
    coloured = drawn(found, file, color=True)
    assert coloured != drawn(found, file)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == drawn(found, file)


@given(documents(kinds=True), st.integers(40, 200), st.dates(date(2026, 2, 1), date(2026, 12, 1)))
@settings(max_examples=60, deadline=None)
def test_no_grid_is_wider_than_the_window_and_every_shift_of_its_days_appears(
    data: strategies.Data, width: int, first: date
) -> None:
    """Whatever the turns, layers, hours and zones."""
    file = loaded(json.dumps(data))
    start = midnight(first, zone(file.time_zone))
    shown = whole_weeks(file, start, start + timedelta(days=10))
    found = sorted_in(file, shown)
    assert all(cells(line) <= width for line in drawn(found, file, width).split("\n"))
    there = {
        (line.rota, entry.who, on)
        for week in found
        for line in week.lines
        for on, cell in zip(week.dates, line.days, strict=True)
        for entry in cell
    }
    asked = Interval(start, start + timedelta(days=10))
    for row in shift_rows(file, engine.managed(file), asked):
        dates = [wall(row.start, zone(zone_name(file, row.rota))).date() - timedelta(days=n) for n in (0, 1)]
        begun_before = dates[1] < shown.first
        assert begun_before or any((row.rota, row.who, on) in there for on in dates)
