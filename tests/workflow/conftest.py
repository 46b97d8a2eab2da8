"""The world that most tests of an apply begin with."""

from pathlib import Path

import pytest

from tests.plan.files import settled, web
from tests.workflow.stories import STORIES, Start, begin
from tests.world import World


@pytest.fixture
def covered(tmp_path: Path) -> World:
    """Web around the clock with one cover applied, of ana by cal on Thursday."""
    data = web(("2026-11-30", "ana", "ben"), hours=None)
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "cal",
        "from": "2026-12-03 12:00",
        "until": "2026-12-03 18:00",
    }
    return settled(data | {"overrides": [entry]}, "2026-12-01 12:00", tmp_path)


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Each of the stories at its beginning."""
    return begin(request.param, tmp_path / "start")
