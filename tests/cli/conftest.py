"""Runs the command line in this process, in a folder of its own, and gives its exit code and output."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.cli.main import run
from reconciler.sandbox import Store, create_app

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-25T12:00"


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Rota = Callable[..., Answer]
ByHand = Callable[[str, str, str, str], str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shipped example in it, outside git and without a token."""
    (tmp_path / "rota.yaml").write_text((ROOT / "rota.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("PAGERDUTY_TOKEN", "SLACK_TOKEN", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def rota(folder: Path, capfd: pytest.CaptureFixture[str]) -> Rota:
    """`rota("plan")` runs `rota --now … plan` in the folder; `now=None` leaves the clock alone."""
    assert folder.is_dir()

    def call(*args: str, now: str | None = NOW, sandbox: bool = False) -> Answer:
        before = ["--now", now] if now is not None else []
        before += ["--sandbox"] if sandbox else []
        capfd.readouterr()
        code = run([*before, *args])
        printed = capfd.readouterr()
        return Answer(code, printed.out, printed.err)

    return call


@pytest.fixture
def applied(rota: Rota) -> Rota:
    """The shipped example, applied to the embedded PagerDuty."""
    answer = rota("apply", sandbox=True)
    assert answer.code == 0, answer.err + answer.out
    return rota


@pytest.fixture
def by_hand(folder: Path) -> ByHand:
    """`by_hand(schedule, person, start, end)` makes an override in the web editor, in UTC; its id."""

    def make(schedule: str, person: str, start: str, end: str) -> str:
        store = Store(folder / ".rota" / "sandbox.db")
        try:
            (where,) = (s["id"] for s in store.all("schedules") if s["name"] == schedule)
            (user,) = (u["id"] for u in store.all("users") if u["name"] == person)
            client = create_app(store, clock=lambda: datetime(2026, 11, 25, 12, tzinfo=UTC)).test_client()
            sent = {"start": start, "end": end, "user": {"id": user, "type": "user_reference"}}
            answer = client.post(
                f"/schedules/{where}/overrides",
                json={"overrides": [sent]},
                headers={"Authorization": "Token token=sandbox"},
            )
            assert answer.json is not None
            return str(answer.json[0]["override"]["id"])
        finally:
            store.close()

    return make
