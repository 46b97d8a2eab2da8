"""The world that most tests of an apply begin with."""

from pathlib import Path

import pytest

from tests.plan.files import settled, web
from tests.workflow.stories import SHIFTS, STORIES, Start, begin
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


@pytest.fixture(scope="session")
def begun() -> dict[str, Start]:
    """The beginnings that this process has made already."""
    return {}


@pytest.fixture(params=[*STORIES, *SHIFTS])
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, begun: dict[str, Start]
) -> Start:
    """Each of the stories at its beginning."""
    name = str(request.param)
    if name not in begun:
        begun[name] = begin(name, tmp_path_factory.mktemp("start") / "world")
    return begun[name]
