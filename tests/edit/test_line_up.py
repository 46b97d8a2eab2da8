"""Line-ups that are proposed: at which handover, in which order, and what is in their way."""

from datetime import date, datetime
from typing import Any

import pytest

from reconciler.edit.line_up import Asked, propose
from reconciler.edit.order import Change, Joiner
from reconciler.errors import ConfigError, UsageError
from tests.edit.line_ups import HEAD, LAYERS, MONDAY, NOW, asked, lines, proposed, rota
from tests.edit.support import loaded


@pytest.mark.parametrize(
    ("change", "people"),
    [
        ({"add": (Joiner("eve", "after", "ana"),)}, "[ben, cal, dee, ana, eve]}  # eve joins"),
        ({"add": (Joiner("eve", "after", "ben"),)}, "[ben, eve, cal, dee, ana]}  # eve joins"),
        ({"add": (Joiner("eve", "before", "dee"),)}, "[ben, cal, eve, dee, ana]}  # eve joins"),
        # before the one who is next is the end of the round
        ({"add": (Joiner("eve", "before", "ben"),)}, "[ben, cal, dee, ana, eve]}  # eve joins"),
        ({"add": (Joiner("eve"),)}, "[ben, cal, dee, ana, eve]}  # eve joins"),
        ({"remove": ("cal",)}, "[ben, dee, ana]}  # cal leaves"),
        # the one who is next leaves
        ({"remove": ("ben",)}, "[cal, dee, ana]}  # ben leaves"),
        (
            {"remove": ("ben", "dee"), "add": (Joiner("eve", "after", "ben"),)},
            "[eve, cal, ana]}  # ben leaves, dee leaves, eve joins",
        ),
        ({"order": ("ana", "dee", "ben", "cal")}, "[ben, cal, ana, dee]}  # new order"),
        ({"order": ("eve", "cal", "dee")}, "[cal, dee, eve]}  # new order"),
        ({"first": "dee"}, "[dee, ana, ben, cal]}  # dee first"),
        ({"order": ("ana", "dee", "ben"), "first": "dee"}, "[dee, ben, ana]}  # new order, dee first"),
    ],
)
def test_whoever_is_next_stays_next(change: dict[str, Any], people: str) -> None:
    """And the round behind them is kept; a leaver is followed by the one after them."""
    assert proposed(rota(), MONDAY, **change) == [f"18: - {{from: 2026-12-07, people: {people}"]


def test_a_pause_names_its_reason() -> None:
    """And ends with a line-up that goes on where the order stopped."""
    assert proposed(rota(), MONDAY, pause="moving house: all of us") == [
        '18: - {from: 2026-12-07, pause: "moving house: all of us"}'
    ]
    assert proposed(rota(), MONDAY, date(2026, 12, 28), pause="moving") == [
        "18: - {from: 2026-12-07, pause: moving}",
        "19: - {from: 2026-12-28, people: [ben, cal, dee, ana]}",
    ]


def test_a_pause_without_an_end_can_be_ended() -> None:
    """By a line-up that goes on with whoever was next when it began."""
    file = rota("from: 2026-12-07, pause: moving")
    assert proposed(file, date(2026, 12, 28)) == ["19: - {from: 2026-12-28, people: [ben, cal, dee, ana]}"]


def test_a_leave_of_months_is_two_line_ups() -> None:
    """Out from a date, and back at the old place in the round."""
    assert proposed(rota(), MONDAY, date(2027, 6, 9), remove=("dee",)) == [
        "18: - {from: 2026-12-07, people: [ben, cal, ana]}  # dee is away until 2027-06-14",
        "19: - {from: 2027-06-14, people: [ben, cal, dee, ana]}  # dee is back",
    ]


def test_after_a_leave_the_place_is_found_by_the_old_neighbours() -> None:
    """Where a line-up in between has changed the round, behind the one who was before."""
    file = rota("from: 2027-02-01, people: [eve, ana, ben, cal]")
    assert proposed(file, MONDAY, date(2027, 6, 9), remove=("dee",))[-1] == (
        "20: - {from: 2027-06-14, people: [cal, dee, eve, ana, ben]}  # dee is back"
    )


def test_a_line_up_within_a_leave_that_names_the_person_is_in_the_way() -> None:
    """All of them are told, each with what to write instead."""
    file = rota("from: 2027-01-04, people: [dee, ana, ben, cal]", "from: 2027-02-01, people: [ana, dee]")
    with pytest.raises(ConfigError) as refusal:
        propose(file, asked(MONDAY, date(2027, 6, 9), remove=("dee",)), NOW)
    assert [(f.where and f.where.line, f.message, f.hint) for f in refusal.value.findings] == [
        (
            18,
            "the line-up from Mon 4 Jan 2027 09:00 lies within that time and names Dee Marr",
            "write - {from: 2027-01-04, people: [ana, ben, cal]}",
        ),
        (
            19,
            "the line-up from Mon 1 Feb 2027 09:00 lies within that time and names Dee Marr",
            "write - {from: 2027-02-01, people: [ana]}\nand then run this again",
        ),
    ]


def test_a_line_up_that_names_the_person_again_ends_the_leave() -> None:
    """It is in the file already, so one line is enough; one that does not is for the hand that wrote it."""
    file = rota("from: 2027-06-14, people: [ana, dee, ben, cal]")
    found = propose(file, asked(MONDAY, date(2027, 6, 9), remove=("dee",)), NOW)
    assert lines(found) == [
        "18: - {from: 2026-12-07, people: [ben, cal, ana]}  # dee is away until 2027-06-14"
    ]
    assert found.back is not None
    assert found.back.where.line == 19
    without = rota("from: 2027-06-14, people: [ana, ben, cal]")
    with pytest.raises(UsageError) as refusal:
        propose(without, asked(MONDAY, date(2027, 6, 9), remove=("dee",)), NOW)
    assert refusal.value.message == (
        "a line-up of Web begins on Mon 14 Jun 2027 09:00 already (rota.yaml:18)"
    )
    assert refusal.value.hint == "change that line: - {from: 2027-06-14, people: [ana, ben, cal, dee]}"


def test_later_line_ups_that_do_not_know_of_it_are_told() -> None:
    """With what to write in them; a leave says so only of those after its end."""
    file = rota("from: 2027-02-01, people: [ana, ben, cal, dee]")
    change = Change(add=(Joiner("eve", "after", "ana"),), remove=("dee",))
    (note,) = propose(file, Asked("web", MONDAY, change), NOW).notes
    assert note.message == (
        "the line-up from Mon 1 Feb 2027 09:00 still names Dee Marr and does not name Eve Lin"
    )
    assert note.hint == "write - {from: 2027-02-01, people: [ana, eve, ben, cal]}"
    assert note.where is not None
    assert note.where.line == 19
    assert propose(file, asked(MONDAY, date(2026, 12, 21), remove=("dee",)), NOW).notes == ()
    file = rota("from: 2027-02-01, people: [ana, ben, cal]")
    (note,) = propose(file, asked(MONDAY, date(2026, 12, 21), remove=("dee",)), NOW).notes
    assert note.message == "the line-up from Mon 1 Feb 2027 09:00 does not name Dee Marr"
    (note,) = propose(file, asked(MONDAY, order=("ana", "cal", "ben")), NOW).notes
    assert note.message == "the line-up from Mon 1 Feb 2027 09:00 has an order of its own"


def test_a_later_line_up_that_now_passes_over_somebody_is_told() -> None:
    """It began with whoever was next when it was written, and somebody else would be next since the edit."""
    file = rota("from: 2027-02-01, people: [ben, cal, dee, ana, eve]")
    (note,) = propose(file, asked(MONDAY, add=(Joiner("eve", "after", "ana"),)), NOW).notes
    assert note.message == "the line-up from Mon 1 Feb 2027 09:00 begins with Ben Ode, before Ana Ortiz"
    assert note.hint == "write - {from: 2027-02-01, people: [ana, eve, ben, cal, dee]}"


def test_entries_that_no_longer_fit_are_told() -> None:
    """A swap of a turn that goes to somebody else is stale from the moment of the edit on."""
    text = HEAD + "overrides:\n  - {rota: web, swap: {ben: 2026-12-07, cal: 2026-12-14}, reason: leave}\n"
    (note, *_) = propose(loaded(text), asked(MONDAY, remove=("ben",)), NOW).notes
    assert note.severity == "error"
    assert note.message == "no turn of Ben Ode in web begins on Mon 7 Dec: it is Cal Roe's"


def test_turns_of_hours_and_of_days_have_handovers_of_their_own() -> None:
    """Turns of hours carry the time; the first handover on or after what was asked for counts."""
    file = loaded(HEAD + LAYERS)
    change = Change(add=(Joiner("eve"),))
    hours = propose(file, Asked("many", datetime(2026, 12, 7, 8, 1), change, layer="day"), NOW)  # noqa: DTZ001 - wall time
    assert "{from: 2026-12-07 20:00, people: [ben, ana, eve]}" in lines(hours)[0]
    days = propose(file, Asked("many", MONDAY, change, layer="night"), NOW)
    assert lines(days) == ["31: - {from: 2026-12-07, people: [dee, cal, eve]}  # eve joins"]


def test_rotas_that_follow_are_shown_too() -> None:
    """Their turns move with those of the leader."""
    found = propose(loaded(HEAD + LAYERS), asked(MONDAY, remove=("cal",)), NOW)
    rows = [(row.rota, row.before, row.after) for row in found.turns]
    assert rows[:3] == [("web", "ben", "ben"), ("web", "cal", "dee"), ("web", "dee", "ana")]
    assert rows[8:11] == [("two", "cal", "dee"), ("two", "dee", "ana"), ("two", "ana", "ben")]
