"""A line-up that passes over the person who is next."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.checks.ground import Ground
from reconciler.checks.next_moved import check
from reconciler.checks.run import run
from reconciler.config.loader import load
from reconciler.errors import Finding
from tests.shifts.support import document, one
from tests.shifts.support import load as read

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OLD = {"from": "2026-11-02", "people": ["ana", "ben", "cal", "dee"]}
# Five turns later ben is next.
SINCE = "2026-12-07"


def found(*line_ups: dict[str, object], now: datetime = NOW) -> list[Finding]:
    """The findings for a rota with `OLD` and what follows it."""
    file = read(document({"web": one(OLD, *line_ups)}))
    return [f for f in check(Ground(file, now)) if f.id == "next-moved"]


def test_a_line_up_that_begins_with_another_than_the_next_person_is_a_warning() -> None:
    """The hint is the order to write: the same circle, begun where it goes on."""
    (finding,) = found({"from": SINCE, "people": ["ana", "eve", "ben", "cal", "dee"]})
    assert finding.severity == "warning"
    assert finding.message == (
        "the line-up of web from Mon 7 Dec begins with Ana Ortiz, but Ben Ode is next then"
    )
    assert finding.hint == "write people: [ben, cal, dee, ana, eve], so that the one who is next stays next"
    assert finding.key == "people"


@pytest.mark.parametrize(
    "people",
    [
        ["ben", "cal", "dee", "ana"],
        ["ben", "dee", "ana", "cal", "eve"],
        # ben leaves, so cal is next
        ["cal", "dee", "ana"],
        # nobody of before is left
        ["eve", "kit"],
    ],
)
def test_a_line_up_that_begins_with_the_next_person_is_right(people: list[str]) -> None:
    """Whatever the order behind them; where they leave, the one after them is next."""
    assert found({"from": SINCE, "people": people}) == []


def test_the_one_after_a_leaver_is_next() -> None:
    """A line-up without the person who was next may pass over nobody else."""
    (finding,) = found({"from": SINCE, "people": ["dee", "ana", "cal"]})
    assert finding.message.endswith("begins with Dee Marr, but Cal Roe is next then")


def test_a_line_up_that_has_begun_is_history() -> None:
    """What cannot be changed any more is not warned about."""
    line_up: dict[str, object] = {"from": SINCE, "people": ["ana", "ben", "cal", "dee"]}
    assert len(found(line_up)) == 1
    assert found(line_up, now=datetime(2026, 12, 7, 9, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "change", [{"turn": "2 weeks"}, {"handover": "Wednesday 09:00", "from": "2026-12-09"}, {"hours": "night"}]
)
def test_a_line_up_that_changes_turn_handover_or_hours_begins_anew(change: dict[str, object]) -> None:
    """There is no same circle to go on with."""
    line_up: dict[str, object] = {"from": SINCE, "people": ["ana", "ben", "cal", "dee"]}
    assert len(found(line_up)) == 1
    assert found(line_up | change) == []


def test_a_line_up_off_a_handover_is_at_fault_for_its_date_alone() -> None:
    """Who is next is asked once it begins at a handover."""
    assert found({"from": "2026-12-08", "people": ["ana", "ben", "cal", "dee"]}) == []


def test_after_a_pause_longer_than_a_turn_the_order_begins_anew() -> None:
    """After one of a turn it goes on with whoever would have come when the pause began."""
    pause: dict[str, object] = {"from": SINCE, "pause": "moving"}
    assert found(pause, {"from": "2026-12-21", "people": ["ana", "ben", "cal", "dee"]}) == []
    (finding,) = found(pause, {"from": "2026-12-14", "people": ["ana", "ben", "cal", "dee"]})
    assert finding.message.endswith("from Mon 14 Dec begins with Ana Ortiz, but Ben Ode is next then")
    assert found(pause, {"from": "2026-12-14", "people": ["ben", "cal", "dee", "ana"]}) == []


def test_layers_are_named_and_followers_are_silent() -> None:
    """The warning stands once, where the order is written."""
    layer = one(OLD, {"from": SINCE, "people": ["ana", "ben", "cal", "dee"]})
    second = {"follows": "web", "offset": 1}
    file = read(document({"web": {"layers": [{"name": "day", **layer}]}, "second": second}))
    (finding,) = check(Ground(file, NOW))
    assert finding.message.startswith("the line-up of web, layer day, from Mon 7 Dec begins with")


def test_the_shipped_example_moves_nobody() -> None:
    """Neither now nor when its first line-ups were written."""
    file = load(ROOT / "rota.yaml").file
    for now in (NOW, datetime(2026, 1, 1, tzinfo=UTC)):
        assert [f for f in run(file, now) if f.id == "next-moved"] == []
