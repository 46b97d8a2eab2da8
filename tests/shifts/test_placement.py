"""Claims about where line-ups begin: at handovers, or else with a finding; and what they cut."""

from typing import Any

import pytest

from reconciler.shifts.faults import faults
from tests.shifts.support import NOW, document, load, messages, one, utc, web

WEEK = "2026-01-05"

OFF = "line-up-off-handover"


@pytest.mark.parametrize(
    ("line_ups", "rota", "message", "hint"),
    [
        (
            [{"from": WEEK, "people": ["ana"]}, {"from": "2026-12-08", "people": ["eve"]}],
            {},
            "line-up of web starts on a Tuesday",
            "handovers are on Monday 09:00: write 2026-12-07 or 2026-12-14",
        ),
        (
            [{"from": "2026-12-08", "people": ["ana"]}],
            {},
            "line-up of web starts on a Tuesday",
            "handovers are on Monday 09:00: write 2026-12-07 or 2026-12-14",
        ),
        (
            [{"from": WEEK, "people": ["ana"]}, {"from": "2026-12-08", "pause": "moving"}],
            {},
            "pause of web starts on a Tuesday",
            "handovers are on Monday 09:00: write 2026-12-07 or 2026-12-14",
        ),
        (
            [{"from": WEEK, "people": ["ana"]}, {"from": "2026-01-26", "people": ["ben"]}],
            {"turn": "2 weeks"},
            "line-up of web starts between two handovers",
            "handovers are on Monday 09:00, every 2 weeks: write 2026-01-19 or 2026-02-02",
        ),
        (
            [{"from": WEEK, "people": ["ana"]}, {"from": "2026-01-22", "people": ["ben"]}],
            {"turn": "2 weeks"},
            "line-up of web starts on a Thursday",
            "handovers are on Monday 09:00, every 2 weeks: write 2026-01-19 or 2026-02-02",
        ),
        (
            [{"from": WEEK, "people": ["ana"]}, {"from": "2026-01-09", "people": ["ben"]}],
            {"turn": "3 days", "handover": "09:00"},
            "line-up of web starts between two handovers",
            "handovers are every 3 days at 09:00: write 2026-01-08 or 2026-01-11",
        ),
        (
            [{"from": f"{WEEK} 08:00", "people": ["ana"]}, {"from": "2026-01-06 12:00", "people": ["ben"]}],
            {"turn": "12 hours", "handover": None},
            "line-up of web starts between two handovers",
            "handovers are every 12 hours: write 2026-01-06 08:00 or 2026-01-06 20:00",
        ),
        (
            [
                {"from": WEEK, "people": ["ana"]},
                {"from": "2026-01-15", "handover": "Wednesday 10:00", "people": ["ben"]},
            ],
            {},
            "line-up of web starts on a Thursday",
            "handovers are on Wednesday 10:00: write 2026-01-14 or 2026-01-21",
        ),
    ],
)
def test_a_line_up_between_two_handovers_names_both(
    line_ups: list[dict[str, Any]], rota: dict[str, Any], message: str, hint: str
) -> None:
    """An error with the two dates that could be meant."""
    assert messages(web(*line_ups, **rota)) == [(OFF, message, hint)]


def test_the_place_and_the_dates_come_with_the_finding() -> None:
    """For whoever quotes the line."""
    file = web({"from": WEEK, "people": ["ana"]}, {"from": "2026-12-08", "people": ["eve"]})
    (finding,) = faults(file, NOW)
    assert finding.where == file.rotas["web"].line_ups[1].where
    assert (finding.found, finding.expected) == ("2026-12-08", "2026-12-07 or 2026-12-14")
    hourly = web(
        {"from": f"{WEEK} 08:00", "people": ["ana"]},
        {"from": f"{WEEK} 09:00", "people": ["eve"]},
        turn="12 hours",
        handover=None,
    )
    assert [f.found for f in faults(hourly, NOW)] == [f"{WEEK} 09:00"]


@pytest.mark.parametrize(
    "line_ups",
    [
        [{"from": WEEK, "people": ["ana"]}, {"from": "2026-02-02", "people": ["ben"]}],
        [
            {"from": WEEK, "people": ["ana"]},
            {"from": "2026-01-19", "pause": "moving"},
            {"from": "2026-01-26", "people": ["ben"]},
        ],
        [{"from": WEEK, "people": ["ana"]}, {"from": "2026-01-12", "turn": "1 week", "people": ["ben"]}],
    ],
)
def test_fortnights_keep_their_grid_until_a_pause_or_a_change(line_ups: list[dict[str, Any]]) -> None:
    """After a pause no turn is running, so any Monday will do; a change of turn begins a grid of its own."""
    assert [m for m in messages(web(*line_ups, turn="2 weeks")) if m[0] == OFF] == []


def test_one_misplaced_line_up_does_not_blame_the_next() -> None:
    """Only the weekday is held against what follows."""
    file = web(
        {"from": WEEK, "people": ["ana"]},
        {"from": "2026-01-20", "people": ["ben"]},
        {"from": "2026-02-09", "people": ["ben"]},
        turn="2 weeks",
    )
    assert len(messages(file)) == 1


def test_layers_are_named_in_the_finding() -> None:
    """Except the only one."""
    layer = {
        "turn": "1 week",
        "handover": "Monday 09:00",
        "line_ups": [{"from": "2026-01-06", "people": ["ana"]}],
    }
    file = load(document({"web": {"layers": [{"name": "day", **layer}, {"name": "night", **layer}]}}))
    assert [message for _, message, _ in messages(file)] == [
        "line-up of web, layer day starts on a Tuesday",
        "line-up of web, layer night starts on a Tuesday",
    ]


CUT = [
    {"from": "2026-01-05", "people": ["ben", "ana"]},
    {"from": "2027-01-06", "handover": "Wednesday 09:00", "people": ["cal"]},
]


def test_a_line_up_that_cuts_a_turn_is_noted() -> None:
    """With the person, and until when the turn would have run."""
    (finding,) = faults(web(*CUT), NOW)
    assert (finding.id, finding.severity) == ("turn-cut", "info")
    assert finding.message == (
        "the line-up from Wed 6 Jan 2027 cuts Ben Ode's turn, "
        "which would have run until Mon 11 Jan 2027 09:00"
    )
    assert finding.where is not None


def test_a_cut_of_this_year_is_written_without_the_year() -> None:
    """And one of the past is silent."""
    file = web(*CUT)
    (finding,) = faults(file, utc("2027-01-01 12:00"))
    assert "from Wed 6 Jan cuts" in finding.message
    assert faults(file, utc("2027-01-06 09:00")) == ()


def test_a_cut_names_whoever_has_the_turn_after_a_swap() -> None:
    """And the pause that cuts."""
    file = web(
        CUT[0],
        {"from": "2027-01-06", "handover": "Wednesday 09:00", "pause": "closed"},
        file={"overrides": [{"rota": "web", "swap": {"ben": "2027-01-04", "ana": "2026-12-28"}}]},
    )
    (finding,) = faults(file, NOW)
    assert finding.message.startswith("the pause from Wed 6 Jan 2027 cuts Ana Ortiz's turn")


def test_a_change_at_a_handover_or_after_a_pause_cuts_nothing() -> None:
    """Other hours from a Monday on, and a new handover while nobody is on."""
    at_handover = web(CUT[0], {"from": "2027-01-04", "hours": "night", "people": ["cal"]})
    assert faults(at_handover, NOW) == ()
    after_pause = web(
        CUT[0],
        {"from": "2026-12-28", "pause": "closed"},
        {"from": "2027-01-06", "handover": "Wednesday 09:00", "people": ["cal"]},
    )
    assert faults(after_pause, NOW) == ()


def test_a_rota_that_follows_does_not_repeat_the_note() -> None:
    """It stands once, at the line-up."""
    file = load(document({"web": one(*CUT), "second": {"follows": "web"}}))
    assert [f.id for f in faults(file, NOW)] == ["turn-cut"]
