"""Whatever happens at whichever request of an apply, running again ends where nothing would have happened."""

from datetime import timedelta
from pathlib import Path

import pytest

from reconciler.sandbox import Crashed, Faults
from reconciler.sandbox.faults import When
from reconciler.workflow.applying import apply
from tests.workflow.stories import ACCEPT, Start, ends_well, undisturbed, worlds

pytestmark = pytest.mark.proof

LATER = 20
"""So many minutes after a crash behind a write somebody runs it again; after any other at once."""


def test_a_crash_at_any_request_is_made_good_by_running_again(story: Start, tmp_path: Path) -> None:
    """Before and after PagerDuty has carried a write out, and at every read in between."""
    wanted, methods = undisturbed(story)
    later, _ = undisturbed(story, LATER)
    again = worlds(story, tmp_path)
    points: list[tuple[int, When]] = [(at, "before") for at in range(1, len(methods) + 1)]
    points += [(at, "after") for at, method in enumerate(methods, start=1) if method != "GET"]
    for at, when in points:
        made = next(again)
        plan = made.plan()
        made.strike(Faults.crash(at, when))
        with pytest.raises(Crashed):
            apply(plan, made.file, made.tools(), ACCEPT)
        if when == "after":
            made.now += timedelta(minutes=LATER)
        ends_well(made, wanted if when == "before" else later, (at, when))
