"""Lines of the file that change nothing: covers without a shift, days that no calendar need be told of."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.checks.looking import file, found, place, told, weekly

RULES = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "team", "night": "current"}}


def covered(rota: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Two rotas that meet, with covers of one of them."""
    rotas = {"web": weekly("ana", "ben", hours="day"), "night": weekly("ana", "ben", hours="night")}
    return file(rotas, bank_holidays=RULES, overrides=[{"rota": rota, **entry} for entry in entries], **more)


def by_cal(person: str, **when: str) -> dict[str, Any]:
    return {"cover": person, "by": "cal", **when}


def test_a_cover_of_a_day_without_a_shift_is_told_at_its_date() -> None:
    """A Saturday of a rota for working days: somebody believes that it is covered."""
    data = covered("web", by_cal("ben", on="2026-12-05"))
    (finding,) = found(data, "covers-nothing")
    assert (finding.severity, finding.message, finding.hint) == (
        "warning",
        (
            "the cover of Ben Ode by Cal Roe in web covers nothing: "
            "the rota has no shift on Sat 5 Dec 09:00 – Sun 6 Dec 09:00"
        ),
        "change its dates, or drop the line; `rota show --rota web --from 2026-12-05` lists the shifts",
    )
    assert place(data, finding, 12) == '"2026-12-05"'


def test_a_cover_of_a_bank_holiday_that_the_mailbox_has_is_told() -> None:
    """Who has it is said; the rota that is called out then may be covered."""
    times = {"from": "2026-12-25 09:00", "until": "2026-12-25 17:00"}
    assert told(covered("web", by_cal("ben", **times)), "covers-nothing") == [
        (
            "warning: the cover of Ben Ode by Cal Roe in web covers nothing: "
            "on Fri 25 Dec 09:00 – 17:00 PaaS team has the bank holiday, whatever covers say"
        )
    ]
    assert told(covered("night", by_cal("ben", **times)), "covers-nothing") == []


def test_a_cover_of_a_bank_holiday_that_somebody_else_works_by_name_is_told() -> None:
    """A `holiday:` entry decides, whatever covers say."""
    data = covered(
        "night",
        by_cal("ben", **{"from": "2026-12-25 09:00", "until": "2026-12-25 17:00"}),
        {"holiday": "2026-12-25", "by": "dee"},
    )
    assert [line.partition(": on ")[2] for line in told(data, "covers-nothing")] == [
        "Fri 25 Dec 09:00 – 17:00 Dee Marr has the bank holiday, whatever covers say"
    ]


@pytest.mark.parametrize(
    "entry",
    [
        by_cal("ben", on="2026-12-04..2026-12-06"),
        by_cal("ben", on="2026-12-24..2026-12-25"),
        by_cal("ben", **{"from": "2026-12-04 16:00", "until": "2026-12-06 09:00"}),
        by_cal("ana", on="2026-11-24..2026-11-25"),
        by_cal("ben", on="2026-11-07"),
        by_cal("ben", on="2028-12-02"),
    ],
)
def test_a_cover_of_any_shift_at_all_is_silent(entry: dict[str, Any]) -> None:
    """As is one that has begun, one that is over, and one that lies years ahead."""
    assert told(covered("web", entry), "covers-nothing") == []


def test_both_covers_of_a_chain_count() -> None:
    """The first of them gives its shifts on, and is not needless for it."""
    data = covered(
        "web", by_cal("ben", on="2026-12-03"), {"cover": "cal", "by": "dee", "on": "2026-12-03..2026-12-05"}
    )
    assert told(data, "covers-nothing") == []


def kept(**more: Any) -> dict[str, Any]:
    rotas = {
        "web": weekly("ana", hours="day"),
        "north": {**weekly("ben", hours="day"), "calendar": "scotland"},
    }
    rules = {**RULES, "rules": {"web": "team", "north": "team"}, **more}
    return file(rotas, bank_holidays=rules)


def ignore(*dates: str) -> dict[str, Any]:
    return kept(ignore=[{"date": on, "reason": "open"} for on in dates])


def test_an_ignored_day_that_is_no_bank_holiday_is_told_with_the_one_beside_it() -> None:
    """The mailbox stays on for the day that was meant."""
    data = ignore("2026-12-29")
    (finding,) = found(data, "idle-day")
    assert (finding.severity, finding.message, finding.hint) == (
        "warning",
        "Tue 29 Dec stands under ignore, but is no bank holiday in England and Wales or Scotland",
        "did you mean 2026-12-28 (Boxing Day (substitute day))? If not, drop the line",
    )
    assert place(data, finding, 12) == '"2026-12-29"'
    (far,) = found(ignore("2027-02-10"), "idle-day")
    assert far.hint == "drop the line; `rota holidays` lists the bank holidays"


@pytest.mark.parametrize(
    "date",
    ["2026-12-28", "2026-12-26", "2026-11-30", "2026-04-07", "2028-04-04"],
    ids=["it is one", "at a weekend", "of another rota's calendar", "past", "years ahead"],
)
def test_an_ignored_day_is_silent_where_it_may_mean_something(date: str) -> None:
    """A day that any calendar of the file has is none of these."""
    assert told(ignore(date), "idle-day") == []


def test_a_day_that_gov_uk_alone_lists_may_be_ignored() -> None:
    """Scotland's of June 2026 is not in every edition of the package: `holiday-missing` says to name it."""
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert told(ignore("2026-06-15"), "idle-day", now) == []


def test_an_extra_day_at_a_weekend_is_told() -> None:
    """Nobody is in hours then, so it closes nothing."""
    data = kept(extra=[{"date": "2027-01-02", "name": "Rest"}, {"date": "2027-01-04", "name": "Rest"}])
    assert told(data, "idle-day") == [
        "warning: Sat 2 Jan 2027 stands under extra, but lies at a weekend, when nobody is in hours"
    ]
