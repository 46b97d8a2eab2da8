"""How many histories are run: a few by default, `ROTA_HISTORIES=10000` for a night's worth."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.laws.seasons import SEASONS

FEW = {"layers": 5, "shifts": 2}
"""How many of each season are run where nobody asks for more; shifts take more requests."""

_ASKED = int(os.environ.get("ROTA_HISTORIES", "0"))
for kind, few in FEW.items():
    settings.register_profile(
        f"histories of {kind}",
        max_examples=-(-_ASKED // (len(SEASONS) * len(FEW))) if _ASKED else few,
        derandomize=not _ASKED,
        database=None,
        deadline=None,
        print_blob=bool(_ASKED),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def ran() -> Iterator[list[int]]:
    """Takes the number of applies of each history that was lived to its end."""
    lived: list[int] = []
    yield lived
    if _ASKED:
        print(f"\n{len(lived)} histories, {sum(lived)} applies")  # noqa: T201 - a tally
