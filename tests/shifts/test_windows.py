"""Claims about bank-holiday windows: which exist, who holds them, how far ahead they are written."""

from datetime import date

import pytest

from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from reconciler.shifts.windows import acting_days, extra_and_ignored, horizon_end, window_on, windows
from tests.shifts.support import (
    FROM_14_DEC,
    NOW,
    holiday,
    messages,
    overridden,
    rota,
    rules,
    span,
    utc,
    web,
    written,
)

CHRISTMAS = "2026-12-25 00:00", "2026-12-26 00:00"


def test_a_rota_without_a_rule_has_no_windows() -> None:
    """Neither has a file without bank holidays."""
    bare = web(FROM_14_DEC, hours="night")
    other = web(FROM_14_DEC, hours="night", file={"bank_holidays": {**rules(), "rules": {}}})
    for file in (bare, other):
        assert windows(file, "web", span(*CHRISTMAS)) == ()
        assert overridden(file, "web", *CHRISTMAS) == []
        assert horizon_end(file, "web", NOW) == NOW + file.horizon
    assert extra_and_ignored(bare) == ((), {})
    assert acting_days(bare, "web", date(2026, 12, 1), date(2026, 12, 31)) == ()
    assert window_on(bare, "web", date(2026, 12, 25), "Christmas Day") == ()


def test_a_window_is_what_the_hours_have_on_that_date() -> None:
    """Two slots are two windows, an overnight slot is cut at midnight, dated hours count."""
    file = rota(
        hours=None,
        bank_holidays={"window": "split"},
        file={
            "hours": {
                "split": [
                    {"windows": ["Mon-Fri 09:00-12:00", "Thu 22:00-Fri 06:00", "Fri 13:00-17:00"]},
                    {"from": "2026-12-28", "windows": "Mon-Fri 08:30-17:30"},
                ]
            }
        },
    )
    found = [
        (w.name, written(w.interval.start), written(w.interval.end))
        for w in windows(file, "web", span("2026-12-20 00:00", "2026-12-29 00:00"))
    ]
    assert found == [
        ("Christmas Day", "2026-12-25 00:00", "2026-12-25 06:00"),
        ("Christmas Day", "2026-12-25 09:00", "2026-12-25 12:00"),
        ("Christmas Day", "2026-12-25 13:00", "2026-12-25 17:00"),
        ("Boxing Day (substitute day)", "2026-12-28 08:30", "2026-12-28 17:30"),
    ]


def test_a_rota_may_have_its_own_calendar_and_zone() -> None:
    """The window is the slot on the wall of that zone."""
    file = rota(time_zone="America/New_York", calendar="scotland")
    assert [
        written(w.interval.start) for w in windows(file, "web", span("2026-11-29 00:00", "2026-12-02 00:00"))
    ] == ["2026-11-30 14:00"]
    assert windows(file, "web", span("2026-08-31 00:00", "2026-09-01 00:00")) == ()
    assert windows(file, "web", span("2026-11-30 22:00", "2026-11-30 23:00")) == ()


def test_what_only_the_window_makes_a_shift_comes_from_the_bank_holiday() -> None:
    """The nights beside it stay what they are and carry no name."""
    file = rota()
    shifts = engine.shifts(file, "web", span("2026-12-24 12:00", "2026-12-26 08:00"))
    assert [(s.source, s.holiday) for s in shifts] == [
        ("rotation", None),
        ("bank_holiday", "Christmas Day"),
        ("rotation", None),
    ]
    assert shifts[1].where == file.rotas["web"].line_ups[0].where


def test_where_the_hours_hold_anyway_only_the_name_is_added() -> None:
    """Around the clock a bank holiday changes nobody's shift; a cover stays a cover."""
    cover = {
        "rota": "web",
        "cover": "ben",
        "by": "cal",
        "from": "2026-12-25 12:00",
        "until": "2026-12-25 20:00",
    }
    shifts = engine.shifts(rota(hours=None, overrides=[cover]), "web", span(*CHRISTMAS))
    assert [(s.person, s.source, s.holiday, written(s.start)) for s in shifts] == [
        ("ben", "rotation", None, "2026-12-25 00:00"),
        ("ben", "rotation", "Christmas Day", "2026-12-25 09:00"),
        ("cal", "cover", "Christmas Day", "2026-12-25 12:00"),
        ("cal", "cover", None, "2026-12-25 17:00"),
        ("ben", "rotation", None, "2026-12-25 20:00"),
    ]


@pytest.mark.parametrize("hours", ["night", "day", None])
def test_a_rule_may_name_a_person(hours: str | None) -> None:
    """They have every window, in one piece also over a handover, whoever covers."""
    cover = {
        "rota": "web",
        "cover": "ben",
        "by": "cal",
        "from": "2026-12-25 09:00",
        "until": "2026-12-25 12:00",
    }
    file = rota(
        {"from": "2026-12-14", "people": ["ana", "ben"]},
        rule="dee",
        hours=hours,
        overrides=[cover],
        handover="Monday 12:00",
    )
    for day in ("2026-12-25", "2026-12-28"):
        named = [s for s in engine.shifts(file, "web", span(f"{day} 00:00", f"{day} 23:00")) if s.holiday]
        assert [(s.person, s.source, written(s.start), written(s.end)) for s in named] == [
            ("dee", "bank_holiday", f"{day} 09:00", f"{day} 17:00")
        ]
        assert named[0].reason is None


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-12-26", "Sat 26 Dec"), ("2026-12-24", "Thu 24 Dec"), ("2027-03-29", "Mon 29 Mar 2027")],
)
def test_an_entry_for_a_day_that_does_not_act_is_an_error(day: str, text: str) -> None:
    """A weekend, an ordinary day, an ignored one."""
    file = rota(
        overrides=[holiday(day, "dee")], bank_holidays={"ignore": [{"date": "2027-03-29", "reason": "open"}]}
    )
    assert messages(file) == [
        (
            "holiday-does-not-act",
            f"{text} is no bank holiday with a window for web",
            "`rota holidays` lists the dates that act; for any other day write a cover",
        )
    ]
    assert faults(file, NOW)[0].found == day
    assert overridden(file, "web", f"{day} 00:00", f"{day} 12:00") == overridden(
        rota(bank_holidays={"ignore": [{"date": "2027-03-29", "reason": "open"}]}),
        "web",
        f"{day} 00:00",
        f"{day} 12:00",
    )


def test_an_entry_for_a_day_of_the_past_is_silent() -> None:
    """From the day after."""
    file = rota(overrides=[holiday("2026-12-24", "dee")])
    assert len(messages(file, utc("2026-12-24 23:00"))) == 1
    assert messages(file, utc("2026-12-25 00:00")) == []
