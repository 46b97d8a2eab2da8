"""Rotas that are to be shift-based schedules and cannot be."""

from typing import Any

from tests.checks.looking import file, found, weekly


def odd(**more: Any) -> dict[str, Any]:
    """Turns of five hours beat against the day for longer than an event has members."""
    rota = weekly("ana", "ben", "cal", "dee", "eve", turn="5 hours", handover=None)
    rota["line_ups"][0]["from"] = "2026-11-02 09:00"
    return file({"web": rota}, **more)


def test_turns_that_events_cannot_express_are_an_error() -> None:
    """The rota would be refused; the hint says what can be written instead."""
    (finding,) = found(odd(kind="shifts"), "not-as-shifts")
    assert finding.severity == "error"
    assert finding.message == (
        "web cannot be a shift-based schedule: the turns of main from 2026-11-02 do not come round within "
        "the 20 members that an event may have"
    )
    assert finding.hint == "use turns of whole days or weeks, or fewer people; or write `kind: layers`"


def test_layers_can_be_what_they_like() -> None:
    """Only what the file makes shift-based is looked at."""
    assert found(odd(), "not-as-shifts") == []
    assert found(file({"web": weekly("ana", "ben")}, kind="shifts"), "not-as-shifts") == []
