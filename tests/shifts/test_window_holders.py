"""Claims about who holds a bank-holiday window: volunteers, pauses, outgoing holders, mailboxes, layers."""

from typing import Any

import pytest

from reconciler.config.model import RotaFile
from reconciler.shifts import engine
from reconciler.shifts.pauses import pauses
from tests.shifts.support import (
    FROM_14_DEC,
    Span,
    document,
    holiday,
    load,
    messages,
    on_call,
    one,
    overridden,
    rota,
    rules,
    span,
    written,
)

CHRISTMAS = "2026-12-25 00:00", "2026-12-26 00:00"


def test_a_volunteer_goes_before_the_person_of_the_rule() -> None:
    """The entry is the exception."""
    file = rota(rule="dee", overrides=[holiday("2026-12-25", "eve", reason="volunteered")])
    (shift,) = engine.shifts(file, "web", span("2026-12-25 09:00", "2026-12-25 17:00"))
    assert (shift.person, shift.source, shift.reason, shift.holiday) == (
        "eve",
        "bank_holiday",
        "volunteered",
        "Christmas Day",
    )


def test_a_volunteer_takes_over_from_whoever_covers() -> None:
    """Windows come after covers."""
    cover = {
        "rota": "web",
        "cover": "ben",
        "by": "cal",
        "from": "2026-12-24 17:00",
        "until": "2026-12-28 09:00",
    }
    file = rota(overrides=[cover, holiday("2026-12-25", "dee")])
    assert on_call(file, "web", "2026-12-24 12:00", "2026-12-26 00:00") == [
        ("cal", "2026-12-24 17:00", "2026-12-25 09:00"),
        ("dee", "2026-12-25 09:00", "2026-12-25 17:00"),
        ("cal", "2026-12-25 17:00", "2026-12-26 00:00"),
    ]
    assert messages(file) == []


@pytest.mark.parametrize(
    ("handover", "first", "expected"),
    [
        ("Monday 09:00", "2026-12-14", [("dee", "2026-12-25 09:00", "2026-12-26 09:00")]),
        (
            "Monday 17:00",
            "2026-12-14",
            [("dee", "2026-12-25 09:00", "2026-12-26 17:00")],
        ),
        ("Monday 06:00", "2026-12-14", [("dee", "2026-12-25 06:00", "2026-12-26 06:00")]),
    ],
)
def test_nights_run_from_the_handovers_time_of_day(handover: str, first: str, expected: list[Span]) -> None:
    """With the window, whatever lies between."""
    file = rota(
        {"from": first, "people": ["ana"]},
        handover=handover,
        overrides=[holiday("2026-12-25", "dee", nights=True)],
    )
    found = [s for s in on_call(file, "web", "2026-12-24 00:00", "2026-12-28 00:00") if s[0] == "dee"]
    assert found == expected


def test_nights_carry_the_source_but_only_the_window_carries_the_name() -> None:
    """And `by` gets only hours that the rota works."""
    file = rota(hours="day", overrides=[holiday("2026-12-25", "dee", nights=True)])
    shifts = engine.shifts(file, "web", span("2026-12-25 00:00", "2026-12-27 00:00"))
    assert [(s.person, written(s.start), written(s.end)) for s in shifts] == [
        ("dee", "2026-12-25 09:00", "2026-12-25 17:00")
    ]
    night = engine.shifts(
        rota(overrides=[holiday("2026-12-25", "dee", nights=True)]),
        "web",
        span("2026-12-25 17:00", "2026-12-26 09:00"),
    )
    assert [(s.person, s.source, s.holiday) for s in night] == [("dee", "bank_holiday", None)]


CLOSED = {"from": "2026-12-21", "pause": "closed"}


@pytest.mark.parametrize("rule", ["current", "team", "dee"])
def test_a_pause_stays_a_pause_on_a_bank_holiday(rule: str) -> None:
    """For the current holder, a mailbox, and a person whom the rule names."""
    assert on_call(rota(FROM_14_DEC, CLOSED, rule=rule), "web", "2026-12-21 09:00", "2027-01-10 00:00") == []


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        (False, [("dee", "2026-12-25 09:00", "2026-12-25 17:00")]),
        (True, [("dee", "2026-12-25 09:00", "2026-12-26 09:00")]),
    ],
)
def test_a_volunteer_works_also_inside_a_pause(*, nights: bool, expected: list[Span]) -> None:
    """The window, and with nights the hours that the rota would have worked."""
    file = rota(FROM_14_DEC, CLOSED, overrides=[holiday("2026-12-25", "dee", nights=nights)])
    assert on_call(file, "web", "2026-12-21 09:00", "2027-01-10 00:00") == expected
    assert messages(file) == []


def test_an_outgoing_holder_does_not_work_in_a_pause_that_begins_inside_the_window() -> None:
    """At noon the rota closes."""
    file = rota(
        {"from": "2026-12-14", "people": ["ana"]},
        {"from": "2026-12-28 12:00", "turn": "1 hours", "pause": "closed"},
        bank_holidays={"holder": "outgoing"},
    )
    assert on_call(file, "web", "2026-12-28 09:00", "2026-12-29 09:00") == [
        ("ana", "2026-12-28 09:00", "2026-12-28 12:00")
    ]


def test_with_several_handovers_in_a_window_the_first_decides_who_is_outgoing() -> None:
    """Turns of four hours: whoever was on before 12:00 keeps the rest of the day."""
    file = rota(
        {"from": "2026-12-24 08:00", "people": ["ana", "ben", "cal"]},
        turn="4 hours",
        handover=None,
        bank_holidays={"holder": "outgoing"},
    )
    assert overridden(file, "web", "2026-12-25 09:00", "2026-12-25 17:00") == [
        ("ana", "2026-12-25 09:00", "2026-12-25 17:00")
    ]


def test_an_outgoing_holder_who_does_not_exist_leaves_the_window_to_the_incoming_one() -> None:
    """The first line-up begins with the window."""
    file = rota({"from": "2026-12-28", "people": ["ana"]}, bank_holidays={"holder": "outgoing"})
    assert on_call(file, "web", "2026-12-28 00:00", "2026-12-28 23:00") == [
        ("ana", "2026-12-28 09:00", "2026-12-28 23:00")
    ]


def test_a_mailbox_takes_its_window_whatever_covers_and_swaps_say() -> None:
    """In one piece over a handover, and from the line of the rules."""
    cover = {
        "rota": "web",
        "cover": "ana",
        "by": "cal",
        "from": "2026-12-28 09:00",
        "until": "2026-12-28 17:00",
    }
    file = rota(
        {"from": "2026-12-21", "people": ["ana", "ben"]},
        rule="team",
        hours="day",
        handover="Monday 12:00",
        overrides=[cover],
    )
    (shift,) = engine.shifts(file, "web", span("2026-12-28 09:00", "2026-12-28 17:00"))
    assert file.bank_holidays is not None
    assert (shift.person, shift.source, shift.holiday) == (
        "team",
        "bank_holiday",
        "Boxing Day (substitute day)",
    )
    assert shift.where == file.bank_holidays.where


def layered(hours: Any, *layers: Any, **more: Any) -> RotaFile:
    """Layers of hours of the same name, each with its people, from 7 December."""
    stack = [
        one({"from": start, "people": [*who]}, name=name, hours=name.split("/")[0], **rest)
        for name, start, who, rest in layers
    ]
    return load(document({"web": {"layers": stack}}, hours=hours, bank_holidays=rules(**more)))


MON = "2026-12-07"
HOURS = {
    "day": "Mon-Fri 09:00-17:00",
    "early": "Mon-Fri 06:00-08:00",
    "evening": "Mon-Fri 17:00-22:00",
    "tuesday": "Tue 06:00-08:00",
    "monday": "Mon 06:00-08:00",
    "morning": "Mon-Fri 06:00-12:00",
    "afternoon": "Mon-Fri 12:00-22:00",
    "never": [{"from": "2030-01-01", "windows": "daily 22:00-23:00"}],
}


@pytest.mark.parametrize(
    ("first", "second", "who"),
    [
        ("early", "evening", "ben"),
        ("evening", "early", "ana"),
        ("tuesday", "monday", "ben"),
        ("never", "never/b", "ana"),
        ("early", "never", "ana"),
    ],
)
def test_a_window_between_the_hours_of_layers_goes_to_the_layer_whose_hours_come_next(
    first: str, second: str, who: str
) -> None:
    """Before the evening it is the evening's, also days ahead; where no hours come it is the first one's."""
    file = layered(HOURS, (first, MON, ["ana"], {}), (second, MON, ["ben"], {}))
    assert overridden(file, "web", *CHRISTMAS) == [(who, "2026-12-25 09:00", "2026-12-25 17:00")]


def test_a_layer_that_comes_on_is_no_handover() -> None:
    """With outgoing holders: at noon the afternoon begins, and only at 15:00 somebody's turn."""
    plain = layered(HOURS, ("morning", MON, ["ana"], {}), ("afternoon", MON, ["ben"], {}), holder="outgoing")
    assert on_call(plain, "web", "2026-12-25 09:00", "2026-12-25 17:00") == [
        ("ana", "2026-12-25 09:00", "2026-12-25 12:00"),
        ("ben", "2026-12-25 12:00", "2026-12-25 17:00"),
    ]
    friday = ("afternoon", "2026-12-18", ["ben", "cal"], {"handover": "Friday 15:00"})
    handed = layered(HOURS, ("morning", MON, ["ana"], {}), friday, holder="outgoing")
    assert on_call(handed, "web", "2026-12-25 09:00", "2026-12-25 22:00") == [
        ("ana", "2026-12-25 09:00", "2026-12-25 12:00"),
        ("ben", "2026-12-25 12:00", "2026-12-25 17:00"),
        ("cal", "2026-12-25 17:00", "2026-12-25 22:00"),
    ]


def test_the_night_of_a_volunteer_is_known_to_whoever_asks_in_the_morning() -> None:
    """A span that begins after the window still has what the window brought."""
    file = rota(overrides=[holiday("2026-12-25", "dee", nights=True)])
    assert on_call(file, "web", "2026-12-26 05:00", "2026-12-26 12:00") == [
        ("dee", "2026-12-26 05:00", "2026-12-26 09:00"),
        ("ben", "2026-12-26 09:00", "2026-12-26 12:00"),
    ]


def test_while_one_layer_pauses_the_others_have_its_windows() -> None:
    """A rota is closed when all its layers are."""

    def layer(name: str, who: str, *more: Any) -> dict[str, Any]:
        return one({"from": "2026-12-07", "people": [who]}, *more, name=name, hours=name)

    file = load(
        document(
            {"web": {"layers": [layer("day", "ana", CLOSED), layer("night", "ben")]}}, bank_holidays=rules()
        )
    )
    assert on_call(file, "web", "2026-12-25 00:00", "2026-12-26 00:00") == [
        ("ben", "2026-12-25 00:00", "2026-12-26 00:00")
    ]
    assert pauses(file, "web", span(*CHRISTMAS)) == (span(*CHRISTMAS),)
