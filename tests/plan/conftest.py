"""Worlds that several modules begin with."""

from pathlib import Path

import pytest

from tests.plan.files import settled, web
from tests.world import World


@pytest.fixture
def three(tmp_path: Path) -> World:
    """Ana, ben and cal take turns of a week in working hours; it is Wednesday, in ben's week."""
    data = web(("2026-01-05", "ana", "ben", "cal"), file={"safety": {"mass": "100%"}})
    return settled(data, "2026-11-25 12:00", tmp_path)
