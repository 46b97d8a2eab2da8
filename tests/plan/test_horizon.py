"""How far ahead bank holidays are written, and that what is written stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plan.files import IN_HOURS, OOH, document, done, given, rota, settled, support
from tests.world import Data, World


def test_a_window_across_the_end_of_the_horizon_is_written_whole(tmp_path: Path) -> None:
    """The horizon bounds which windows are written and never cuts one."""
    days = [{"date": "2026-11-30", "name": "One"}, {"date": "2026-12-01", "name": "Two"}]
    days.append({"date": "2026-12-16", "name": "Fair"})
    made = settled(support("2026-11-23", horizon="3 weeks", extra=days), "2026-11-25 12:00", tmp_path)
    assert made.overrides(OOH)[-1] == ("2026-12-16 09:00Z", "2026-12-16 17:00Z", "Ben")
    made.at("2026-11-25 14:00")
    assert made.plan().actions == ()


def test_a_day_added_to_the_calendar_withdraws_no_later_one(tmp_path: Path) -> None:
    """The next two days that act are always written; where they become nearer ones, the later stay."""
    made = settled(support("2026-11-23", horizon="1 day"), "2026-11-25 12:00", tmp_path)
    before = made.overrides(OOH)
    assert [row[0] for row in before] == ["2026-12-25 09:00Z", "2026-12-28 09:00Z"]
    days = [{"date": "2026-12-02", "name": "Fair"}, {"date": "2026-12-03", "name": "Fair"}]
    made.change(lambda d: d["bank_holidays"].update(extra=days))
    done(made)
    assert [row[0][:10] for row in made.overrides(OOH)] == [
        "2026-12-02",
        "2026-12-03",
        "2026-12-25",
        "2026-12-28",
    ]


def test_a_cover_leaves_a_mailbox_that_is_written_beyond_the_horizon_where_it_is(tmp_path: Path) -> None:
    """The day is a bank holiday for the cover too, though it is not among the next two any more."""
    made = settled(support("2026-11-23", horizon="1 day"), "2026-11-25 12:00", tmp_path)
    before = made.rendered(IN_HOURS, "2026-12-28 09:00", "2026-12-28 17:00")
    days = [{"date": "2026-12-02", "name": "Fair"}]
    entry = {"rota": IN_HOURS, "cover": "eve", "by": "kit", "on": "2026-12-28..2026-12-29"}
    made.change(lambda d: d["bank_holidays"].update(extra=days))
    made.change(lambda d: d["overrides"].append(entry))
    done(made)
    assert made.rendered(IN_HOURS, "2026-12-28 09:00", "2026-12-28 17:00") == before
    assert [row[2] for row in made.rendered(IN_HOURS, "2026-12-29 09:00", "2026-12-29 17:00")] == ["Kit"]


@pytest.mark.parametrize("edit", ["cover", "line-up"])
def test_what_is_written_beyond_the_horizon_follows_the_file(tmp_path: Path, edit: str) -> None:
    """A day that was written stays written for all rotas, with whoever the file says has it now."""
    made = settled(support("2026-11-23", horizon="1 day"), "2026-11-25 12:00", tmp_path)
    days = [{"date": "2026-12-02", "name": "Fair"}, {"date": "2026-12-03", "name": "Fair"}]
    made.change(lambda d: d["bank_holidays"].update(extra=days))
    if edit == "cover":
        entry = {"rota": OOH, "cover": "ana", "by": "cal", "on": "2026-12-21..2026-12-27"}
        made.change(lambda d: d["overrides"].append(entry))
    else:
        more = {"from": "2026-12-14", "people": ["dee", "cal"]}
        made.change(lambda d: d["rotas"][OOH]["line_ups"].append(more))
    assert made.apply(["mass"]).exit_code == 0
    assert made.plan().actions == ()
    shown = made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00")
    assert shown == [("2026-12-25 09:00Z", "2026-12-25 17:00Z", "Cal")]
    made.at("2026-12-05 12:00")
    assert made.plan().actions == ()


def test_a_cover_written_in_its_last_minute_has_nothing_left_to_do_and_says_nothing(tmp_path: Path) -> None:
    """Nothing that is sent can begin in time, so the minute stays as it is; no later plan speaks of it."""
    made = settled(support("2026-11-23"), "2026-11-25 16:59", tmp_path)
    entry = {
        "rota": IN_HOURS,
        "cover": "dee",
        "by": "kit",
        "from": "2026-11-25 10:00",
        "until": "2026-11-25 17:00",
    }
    made.change(lambda d: d["overrides"].append(entry))
    done(made)
    plan = made.plan()
    assert (plan.actions, plan.shifts) == ((), ())


def in_and_out(kind: str, **bank: Any) -> Data:
    """A rota in hours, which a mailbox relieves on bank holidays, and one out of hours, which takes them."""
    rotas = {
        "in": rota(("2026-01-05", "ana", "ben")),
        "out": rota(("2026-01-05", "cal", "dee"), hours="night"),
    }
    rules = {"in": "team", "out": "current"}
    bank = {"calendar": "england-and-wales", "window": "day", "rules": rules} | bank
    return document(rotas, bank_holidays=bank, **given(kind))


def dates(made: World, key: str) -> list[str]:
    return [start[:10] for start, _, _ in made.overrides(key)]


@pytest.mark.parametrize("kind", ["layers", "shifts"])
@pytest.mark.parametrize("out", ["current", "team"])
def test_rotas_of_two_calendars_write_the_same_dates(kind: str, out: str, tmp_path: Path) -> None:
    """What is the second day for one rota is the third for the other, and no mailbox waits for it."""
    data = in_and_out(kind, rules={"in": "team", "out": out}) | {"horizon": "4 weeks"}
    data["rotas"]["out"]["calendar"] = "scotland"
    made = settled(data, "2026-11-05 12:00", tmp_path)
    assert dates(made, "in") == ["2026-12-25", "2026-12-28"]
    assert dates(made, "out") == ["2026-11-30", "2026-12-25", "2026-12-28"]
    made.at("2026-11-06 12:00")
    assert made.plan().actions == ()
    made.at("2026-12-26 12:00")
    done(made)
    assert dates(made, "in") == ["2026-12-28", "2027-01-01"]
    assert dates(made, "out") == ["2026-12-28", "2027-01-01", "2027-01-04"]


@pytest.mark.parametrize("kind", ["layers", "shifts"])
def test_a_date_of_two_windows_is_written_whole(kind: str, tmp_path: Path) -> None:
    """Also where the horizon ends between them: the mailbox waits for somebody in both."""
    hours = {"day": ["Mon-Fri 09:00-12:30", "Mon-Fri 13:30-17:00"], "night": "outside day"}
    data = in_and_out(kind) | {"horizon": "8 weeks", "hours": hours}
    made = settled(data, "2026-11-06 12:00:48", tmp_path)
    assert [row[:2] for row in made.overrides("in")[-2:]] == [
        ("2027-01-01 09:00Z", "2027-01-01 12:30Z"),
        ("2027-01-01 13:30Z", "2027-01-01 17:00Z"),
    ]
    made.at("2026-11-06 14:00")
    assert made.plan().actions == ()


@pytest.mark.parametrize(
    ("zone", "now"), [("America/New_York", "2026-11-06 12:00"), ("Asia/Tokyo", "2026-11-06 07:00")]
)
def test_rotas_of_two_zones_write_the_same_dates(zone: str, now: str, tmp_path: Path) -> None:
    """Also where the horizon ends after New Year's Day begins for one of them, and before it does here."""
    data = in_and_out("layers") | {"horizon": "8 weeks"}
    data["rotas"]["out"]["time_zone"] = zone
    made = settled(data, now, tmp_path)
    assert dates(made, "in") == dates(made, "out") == ["2026-12-25", "2026-12-28", "2027-01-01"]


@pytest.mark.parametrize("mailbox", ["layers", "shifts"])
@pytest.mark.parametrize(
    ("now", "last", "ends"),
    [
        ("2026-11-05 12:00", "2027-08-30", "16:00"),
        ("2025-12-26 12:00:48", "2026-08-31", "16:00"),
        ("2025-12-27 00:00", "2026-12-25", "17:00"),
    ],
)
def test_beside_a_shift_based_rota_no_mailbox_is_written_a_year_ahead(
    mailbox: str, now: str, last: str, ends: str, tmp_path: Path
) -> None:
    """Shifts hold nothing of that time; also where the year ends inside a window."""
    data = in_and_out("shifts") | {"horizon": "60 weeks"}
    data["rotas"]["in"]["kind"] = mailbox
    made = settled(data, now, tmp_path)
    assert dates(made, "in") == dates(made, "out")
    assert dates(made, "in")[-1] == last
    assert made.overrides("in")[-1][1] == f"{last} {ends}Z"
    made.now += timedelta(days=5)
    done(made)
    assert dates(made, "in") == dates(made, "out")
