"""A browser and a written site for the tests that look at the pages as people do.

They skip with a reason where Chromium or axe-core is missing; with ROTA_BROWSER=1 they fail.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from reconciler.checks.run import run
from reconciler.render.pages.site import pages
from tests.pages.chromium import WALL, Chromium, Page, page, program, running
from tests.pages.rotas import NOW, ROOT, made, shipped

AXE = ROOT / "tools" / "axe" / "node_modules" / "axe-core" / "axe.min.js"

Open = Callable[..., AbstractContextManager[Page]]


def missing(what: str, how: str) -> None:
    """Skip with a reason, or fail where browser tests are insisted on."""
    reason = f"{what} is not installed: {how}"
    if os.environ.get("ROTA_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """One Chromium for all tests."""
    if program() is None:
        missing("Chromium", "apt-get install chromium")
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    if not AXE.is_file():
        missing("axe-core", "npm ci --prefix tools/axe")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped example, 13 weeks of it, as files."""
    file = shipped()
    roles = {
        key: (ROOT / rota.role).read_text(encoding="utf-8") for key, rota in file.rotas.items() if rota.role
    }
    folder = tmp_path_factory.mktemp("public")
    for name, text in pages(made(file, weeks=13, findings=run(file, NOW), roles=roles)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def look(browser: Chromium, public: Path) -> Open:
    """`look("index.html", at=…)` opens a page of the site with the clock at a moment (aware)."""

    @contextmanager
    def call(
        name: str, *, at: datetime = NOW, zone: str = "Europe/London", size: tuple[int, int] = WALL
    ) -> Iterator[Page]:
        with page(browser, at=at.timestamp(), zone=zone, size=size) as opened:
            opened.go(f"file://{public}/{name}")
            yield opened
            assert opened.problems() == []

    return call
