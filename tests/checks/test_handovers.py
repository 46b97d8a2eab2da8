"""Handovers inside a bank holiday, and where clocks change."""

from typing import Any

from tests.checks.looking import file, found, place, told, weekly
from tests.shifts.support import one


def rota(handover: str, holder: str = "incoming", **more: Any) -> dict[str, Any]:
    """Nights of ana and ben; in the week from 28 Dec ana's turn begins."""
    rules = {"calendar": "england-and-wales", "window": "day", "holder": holder, "rules": {"web": "current"}}
    return file({"web": weekly("ana", "ben", hours="night", handover=handover)}, bank_holidays=rules, **more)


def test_a_handover_at_noon_of_a_bank_holiday_names_both() -> None:
    """Mon 28 December is the substitute of Boxing Day; the handover parts it."""
    data = rota("Monday 12:00")
    (finding,) = found(data, "handover-in-window")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "Ben Ode hands web over to Ana Ortiz on Mon 28 Dec 12:00, inside the window of "
            "Boxing Day (substitute day): each keeps a part of it; so do 4 more windows within a year"
        ),
    )
    assert finding.hint == (
        "`holder: outgoing` would leave it to Ben Ode; a handover at the window's start parts none"
    )
    assert place(data, finding, 8) == '"incomin'


def test_with_an_outgoing_holder_whoever_had_the_turn_keeps_the_window() -> None:
    """And the sentence says so."""
    (finding,) = found(rota("Monday 12:00", "outgoing"), "handover-in-window")
    assert "Boxing Day (substitute day): Ben Ode keeps it to its end" in finding.message
    assert finding.hint == "`holder: incoming` gives each their part"


def test_a_handover_at_the_edge_of_the_window_parts_nothing() -> None:
    """Nine in the morning and five in the afternoon."""
    assert found(rota("Monday 09:00"), "handover-in-window") == []
    assert found(rota("Monday 17:00"), "handover-in-window") == []


def test_a_named_person_has_the_window_whole() -> None:
    """Then no handover is inside."""
    entry = {"rota": "web", "holiday": "2026-12-28", "by": "cal"}
    (finding,) = found(rota("Monday 12:00", overrides=[entry]), "handover-in-window")
    assert "Mon 29 Mar 2027 12:00, inside the window of Easter Monday" in finding.message


def test_hours_that_end_where_the_clocks_change_are_told() -> None:
    """Half past one does not exist on the Sunday in March and occurs twice on the one in October."""
    data = file({"web": weekly("ana", hours="late")}, hours={"late": "Sat 20:00-Sun 01:30"})
    (finding,) = found(data, "clock-change")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "a shift of web begins or ends on Sun 28 Mar 2027 at 01:30, which does not exist that day: "
            "it happens at 02:00 (1 more time within a year)"
        ),
    )
    assert finding.hint == "no time of day outside the hour in which the clocks change has this trouble"


def test_a_handover_where_the_clocks_go_back_is_told() -> None:
    """The first of the two counts."""
    data = file(
        {
            "web": one(
                {"from": "2026-11-01 01:30", "people": ["ana", "ben"]},
                turn="52 weeks",
                handover="Sunday 01:30",
                hours=None,
            )
        }
    )
    assert told(data, "clock-change") == [
        (
            "info: a shift of web begins or ends on Sun 31 Oct 2027 at 01:30, which occurs twice that day: "
            "the first of the two counts"
        )
    ]


def test_times_away_from_the_change_are_silent() -> None:
    """Nine in the morning of a Sunday, half past one of a Monday, somebody alone, a turn that ends unseen."""
    for hours in ("Sat 20:00-Sun 09:00", "Sun 20:00-Mon 01:30", "Sat 20:00-Sun 02:00"):
        data = file({"web": weekly("ana", hours="late")}, hours={"late": hours})
        assert found(data, "clock-change") == []
    alone = one({"from": "2026-11-01 01:30", "people": ["ana"]}, turn="24 hours", handover=None, hours=None)
    assert found(file({"web": alone}), "clock-change") == []
    outside = one({"from": "2026-11-01 01:30", "people": ["ana", "ben"]}, turn="24 hours", handover=None)
    assert found(file({"web": outside}), "clock-change") == []
    utc = file({"web": weekly("ana", hours="late")}, hours={"late": "Sat 20:00-Sun 01:30"}, time_zone="UTC")
    assert found(utc, "clock-change") == []
