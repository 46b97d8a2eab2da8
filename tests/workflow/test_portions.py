"""Where PagerDuty does not take a batch for its size, halves travel: each override is made once."""

from pathlib import Path

import pytest

from reconciler.sandbox import Crashed, Duplicate, Faults, Half, Quirks, Reset, Rule, ServerFault, Stale
from reconciler.sandbox.faults import Fault
from reconciler.workflow.applying import apply
from tests.plan.files import settled, web
from tests.workflow.results import messages, statuses
from tests.world import Data, World

DAYS = range(1, 7)
"""The days of December 2026 on which somebody covers for an hour."""


def covers() -> list[Data]:
    """One an hour, by somebody who has no turn."""
    hours = [(f"2026-12-0{day} 13:00", f"2026-12-0{day} 14:00") for day in DAYS]
    return [{"rota": "web", "cover": "ana", "by": "cal", "from": a, "until": b} for a, b in hours]


def begin(folder: Path, most: int) -> World:
    """Six covers wait to be written, of which so many travel together at most."""
    folder.mkdir(exist_ok=True)
    data = web(("2026-11-30", "ana", "ben"), hours=None)
    made = settled(data, "2026-12-01 12:00", folder, Quirks(max_override_batch=most))
    made.transport.requests.clear()
    made.change(lambda d: d.update(overrides=covers()))
    return made


def sizes(made: World) -> list[int]:
    """How many overrides travelled in each request, those refused among them."""
    return [
        len(body["overrides"]) for _, path, body in made.transport.requests if path.endswith("/overrides")
    ]


def whole(made: World) -> None:
    """Each cover is there once, and nothing is left to do."""
    starts = [start for start, _, _ in made.overrides("web")]
    assert starts == [f"2026-12-0{day} 13:00Z" for day in DAYS]
    assert made.plan().actions == ()


@pytest.mark.parametrize(
    ("most", "sent"), [(6, [6]), (5, [6, 3, 3]), (2, [6, 3, 1, 1, 1, 1, 1, 1]), (1, [6, 3] + [1] * 6)]
)
def test_a_batch_that_is_too_large_travels_in_halves(tmp_path: Path, most: int, sent: list[int]) -> None:
    """The size that was taken is kept for the rest of the run."""
    made = begin(tmp_path / "small", most)
    assert made.apply().exit_code == 0
    assert sizes(made) == sent
    whole(made)


def test_a_batch_that_is_refused_for_anything_else_is_not_split(tmp_path: Path) -> None:
    """Halves of it would be refused too."""
    made = begin(tmp_path / "other", 6)
    made.transport.fault = lambda method, *_: 400 if method == "POST" else None
    outcome = made.apply()
    assert sizes(made) == [6]
    assert statuses(outcome) == [("create_override", "failed")] * len(DAYS)
    made.transport.fault = lambda *_: None
    assert made.apply().exit_code == 0
    whole(made)


def test_not_even_one_at_a_time_is_told(tmp_path: Path) -> None:
    """Each is tried once by itself, and the reason is PagerDuty's."""
    made = begin(tmp_path / "none", 0)
    outcome = made.apply()
    assert sizes(made) == [6, 3, *[1] * 6]
    assert outcome.exit_code == 1
    assert all("At most 0 overrides can be created" in text for text in messages(outcome, "failed"))


LOST: dict[str, tuple[Fault, ...]] = {
    "lost before": (Reset("before"),),
    "lost after": (Reset("after"),),
    "half an answer": (Half(),),
    "a server fault after": (ServerFault(503, "empty", "after"),),
    "delivered twice": (Duplicate("second"),),
    "lost after, and reads lag": (Reset("after"), Stale(requests=3)),
}


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("at", [2, 3])
def test_a_half_without_a_clear_answer_is_looked_for_like_a_whole(tmp_path: Path, lost: str, at: int) -> None:
    """The first half, and the second."""
    made = begin(tmp_path / "lost", 3)
    made.strike(Faults(tuple(Rule(fault, method="POST", nth=at) for fault in LOST[lost])))
    outcome = made.apply()
    made.strike()
    assert outcome.exit_code == 0, outcome.results
    whole(made)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(1, 6))
def test_a_crash_between_halves_is_made_good_by_running_again(tmp_path: Path, when: str, at: int) -> None:
    """What the first run had written is recognised."""
    made = begin(tmp_path / "crash", 2)
    crash = Faults.crash(at, "before" if when == "before" else "after", method="POST")
    plan = made.plan()
    made.strike(crash)
    with pytest.raises(Crashed):
        apply(plan, made.file, made.tools())
    made.strike()
    assert made.apply().exit_code == 0
    whole(made)


def test_half_of_a_batch_that_never_arrives_goes_out_twice_at_most(tmp_path: Path) -> None:
    """A size that is refused costs nothing; a request without an answer is repeated once."""
    made = begin(tmp_path / "deaf", 3)
    made.strike(Faults((Rule(Reset("before"), method="POST", nth=2, count=9),)))
    outcome = made.apply()
    made.strike()
    assert outcome.exit_code == 1
    sent = [str(each) for each in made.transport.requests]
    assert sorted(sent.count(each) for each in set(sent)) == [1, 2, 2]
    assert made.apply().exit_code == 0
    whole(made)
