"""How it looks where a bank holiday leaves a rota to nobody: shifts, who, the chain, holidays."""

import json
from dataclasses import replace
from datetime import date, timedelta

from reconciler.handover.brief import stretches
from reconciler.intervals import Interval
from reconciler.render import brief, grid, handover_json, holidays, shifts, who
from reconciler.render.grid_cells import weeks, whole_weeks
from reconciler.shifts.absences import Absence
from reconciler.shifts.pauses import Pause
from reconciler.views import PageRow
from tests.render.builders import BEN, IN, NOW, at
from tests.render.test_grid import FILE as GRID
from tests.render.test_grid import loaded
from tests.render.test_looks import CHAIN, DAYS, FILE, ROWS, VIEW, checked, holder, on, paged

ABSENT = (
    Absence(
        IN, date(2026, 12, 25), "Christmas Day", Interval(at("2026-12-25T09:00"), at("2026-12-25T17:00"))
    ),
)


def test_when_a_rota_has_nobody_on_purpose_stands_among_its_shifts() -> None:
    """With the bank holiday; also where it has no shift in the time at all."""
    out = checked(shifts.text(ROWS[1:2], FILE, absent=ABSENT, now=NOW, live=False, width=80, color=False))
    assert out == (
        "Shifts, Europe/London (from rota.yaml)\n"
        "\n"
        "In hours engineering\n"
        "  Tue 8 Dec 09:00 – 17:00   Ben Ode  cover: course (rota.yaml:70)\n"
        "  Fri 25 Dec 09:00 – 17:00  nobody   Christmas Day\n"
    )
    out = shifts.text((), FILE, absent=ABSENT, now=NOW, live=False, width=80, color=False)
    assert out.endswith("In hours engineering\n  Fri 25 Dec 09:00 – 17:00  nobody  Christmas Day\n")
    assert shifts.markdown((), FILE, absent=ABSENT, now=NOW, live=False).endswith(
        "| --- | --- | --- | --- |\n"
        "| Fri 25 Dec 09:00 – 17:00 | In hours engineering | nobody | Christmas Day |\n"
    )


def test_nobody_on_purpose_is_named_after_the_bank_holiday() -> None:
    """In the same column as everybody else."""
    row = on(
        "In hours engineering", None, "2026-11-26T09:00", BEN, "2026-11-26T09:00", holiday="Founders’ Day"
    )
    out = checked(who.text((row,), FILE, at=NOW, now=NOW, live=False, width=80, color=False))
    assert out == (
        "Now, Wed 25 Nov 12:00 Europe/London (from rota.yaml)\n"
        "  In hours engineering  nobody, Founders’ Day  from Thu 26 Nov 09:00 Ben Ode\n"
    )


PASSED = PageRow(1, 0, IN, "In hours engineering", None, known=True, holiday="Christmas Day")


def test_a_level_that_is_left_to_nobody_is_shown_and_makes_no_wait() -> None:
    """Who reads the chain sees why it begins at the second level."""
    rows = (PASSED, replace(CHAIN[1], after_seconds=0))
    assert paged(replace(VIEW, rows=rows)) == (
        "24x7 at Fri 25 Dec 2026 11:00 Europe/London\n"
        "  +0 min  nobody    In hours engineering, Christmas Day\n"
        "  +0 min  Dee Marr  Out of hours engineering\n"
        "  then again from the top, once\n"
    )
    assert brief.wait(replace(VIEW, rows=rows)) == "level 1: nobody; Dee Marr is paged at once"
    assert paged(replace(VIEW, rows=(PASSED,))).endswith(
        "Christmas Day\nNobody is ever reached: nobody is on call at any level.\n"
    )


def test_the_brief_says_which_rotas_are_left_to_nobody() -> None:
    """Beside the shifts of the others."""
    file = loaded(GRID.replace("days: post", "days: nobody") + "kind: shifts\n")
    found = stretches(file, NOW, timedelta(days=31))[:1]
    said = brief.text(found, file, now=NOW, width=80, color=False)
    assert "\nIn hours\n  Fri 25 Dec 09:00 – 17:00  nobody  Christmas Day\n" in said
    (weekend,) = json.loads(handover_json.brief(found, now=NOW, within=timedelta(days=31)))["weekends"]
    assert [h["person"] for h in weekend["bank_holidays"][0]["holders"]] == [None, "ben"]


def test_a_window_that_is_left_to_nobody() -> None:
    """It has a line of its own, and the summary names the people alone."""
    nobody = holder("In hours engineering", None, "2026-12-25T09:00", "2026-12-25T17:00")
    day = replace(DAYS[0], holders=(nobody, DAYS[0].holders[1]))
    assert checked(holidays.text((day,), FILE, now=NOW, width=80, color=False)).endswith(
        "      In hours engineering      09:00 – 17:00  nobody\n"
        "      Out of hours engineering  09:00 – 12:00  Dee Marr\n"
    )
    said = [holidays.brief((day,), FILE, now=NOW, width=80, color=False, verbose=v) for v in (False, True)]
    assert said[0].endswith("Christmas Day  Dee Marr\n")
    assert "nobody: In hours engineering, Dee Marr: Out of hours engineering" in " ".join(said[1].split())


def test_a_pause_is_named_where_a_rota_has_nobody() -> None:
    """With its reason, by who, show and page."""
    row = on("In hours engineering", None, "2027-06-07T08:00", BEN, "2027-06-07T08:00", pause="Moving house")
    out = checked(who.text((row,), FILE, at=NOW, now=NOW, live=False, width=80, color=False))
    assert out == (
        "Now, Wed 25 Nov 12:00 Europe/London (from rota.yaml)\n"
        "  In hours engineering  nobody, paused: Moving house  from Mon 7 Jun 2027 09:00\n"
        "                                                      Ben Ode\n"
    )
    pause = Pause(IN, Interval(at("2026-12-25T09:00"), at("2027-01-04T09:00")), "Moving house")
    out = shifts.text((), FILE, paused=(pause,), now=NOW, live=False, width=80, color=False)
    assert out.endswith(
        "In hours engineering\n  Fri 25 Dec 09:00 – Mon 4 Jan 2027 09:00  nobody  paused: Moving house\n"
    )
    assert shifts.markdown((), FILE, paused=(pause,), now=NOW, live=False).endswith(
        "| Fri 25 Dec 09:00 – Mon 4 Jan 2027 09:00 | In hours engineering | nobody | paused: Moving house |\n"
    )
    passed = replace(PASSED, holiday=None, pause="Moving house")
    assert "  +0 min  nobody    In hours engineering, paused: Moving house\n" in paged(
        replace(VIEW, rows=(passed, CHAIN[1]))
    )


def test_what_pagerduty_was_not_asked_about_is_left_open() -> None:
    """Nobody is next before the end of its answer, or whoever is on goes on until then."""
    rows = (
        on("In hours engineering", None, None, None, None, seen=at("2027-02-03T12:00")),
        on("In hours comms", BEN, None, None, None, seen=at("2027-02-03T12:00")),
    )
    out = checked(who.text(rows, FILE, at=NOW, now=NOW, live=True, width=80, color=False))
    assert out == (
        "Now, Wed 25 Nov 12:00 Europe/London (as PagerDuty renders it)\n"
        "  In hours engineering  nobody   nobody is next before Wed 3 Feb 2027 12:00\n"
        "  In hours comms        Ben Ode  nobody else before Wed 3 Feb 2027 12:00\n"
    )


def test_the_grid_says_which_rotas_are_paused() -> None:
    """Once, with the reason, under the dots."""
    text = GRID.replace("line_ups: [", "line_ups: [{from: 2020-01-06, pause: Moving house}, ", 1)
    file = loaded(text)
    key = next(iter(file.rotas))
    first = whole_weeks(file, at("2020-02-03T00:00"), at("2020-02-04T00:00"))
    found = weeks((), file, [key], first)
    said = grid.text(found, file, now=NOW, live=False, width=80, color=False)
    assert f"· nobody\n{file.rotas[key].name} is paused (Moving house)\n" in said
