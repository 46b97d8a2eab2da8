"""A rota moves to another time zone: its turns and hours are by the new one, on both kinds of schedules."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.plan.files import document, done, given, rota, settled

ZONES = ["Europe/London", "America/New_York", "Asia/Kathmandu"]


@pytest.mark.parametrize("kind", ["layers", "shifts"])
@pytest.mark.parametrize("people", [("ana",), ("ana", "ben")])
@pytest.mark.parametrize(("turn", "handover"), [("1 week", "Monday 09:00"), ("1 day", "09:00")])
@pytest.mark.parametrize(("before", "after"), list(permutations(ZONES, 2)))
def test_a_file_may_move_to_another_zone(
    tmp_path: Path, before: str, after: str, turn: str, handover: str, people: tuple[str, ...], kind: str
) -> None:
    """Of one person the turns do not show, but on a shift-based schedule they begin when the hours do."""
    data = document(
        {"web": rota(("2026-11-02", *people), turn=turn, handover=handover)}, time_zone=before, **given(kind)
    )
    made = settled(data, "2026-11-25 12:00", tmp_path)
    made.change(lambda d: d.update(time_zone=after))
    done(made, "changes-now", "history", "mass", "gap")
