"""`rota sandbox`: what it announces, and the file of faults that it takes."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.cli.conftest import Rota

FAULTS = """\
seed: 7
faults:
  - {kind: 503, body: empty, path: /teams, nth: 1}
  - {kind: slow, seconds: 3, path: /schedules}
"""


class Served:
    """Stands in for the server: notes what it is to serve and is stopped at once."""

    app: Flask
    statuses: list[int]

    def __call__(self, app: Flask, port: int, on_ready: Callable[[str], None]) -> None:
        """Announces itself, asks the application twice, and ends as with Ctrl-C."""
        on_ready(f"http://127.0.0.1:{port}")
        client, headers = app.test_client(), {"Authorization": "Token token=sandbox"}
        paths = ["/teams", "/teams", "/schedules"]
        self.statuses = [client.get(path, headers=headers).status_code for path in paths]
        raise KeyboardInterrupt


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The stand-in, in place."""
    stand_in = Served()
    monkeypatch.setattr("reconciler.sandbox.serve_forever", stand_in)
    return stand_in


def test_faults_are_taken_from_a_file(
    rota: Rota, folder: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They strike what is served, the slow ones on the machine's own clock, and are announced."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    (folder / "faults.yaml").write_text(FAULTS, encoding="utf-8")
    answer = rota("sandbox", "--port", "8087", "--faults", "faults.yaml")
    assert answer.code == 0, answer.err
    assert "Embedded PagerDuty at http://127.0.0.1:8087" in answer.out
    assert "faults: 2 from faults.yaml, seed 7\n" in answer.out
    assert (served.statuses, waited) == ([503, 200, 200], [3])


def test_without_a_file_nothing_goes_wrong(rota: Rota, served: Served) -> None:
    """And nothing is said about faults."""
    answer = rota("sandbox")
    assert (answer.code, served.statuses) == (0, [200, 200, 200])
    assert "faults" not in answer.out


def test_a_file_of_faults_that_is_not_understood_is_refused(rota: Rota, folder: Path) -> None:
    """With its name, the line, and what it could have been; nothing is served."""
    (folder / "faults.yaml").write_text(FAULTS.replace("nth", "nht"), encoding="utf-8")
    answer = rota("sandbox", "--faults", "faults.yaml")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: faults.yaml, line 3: a fault of kind 503 has no key nht; did you mean nth?\n"
        "  see rota sandbox --help\n"
    )


def test_a_file_of_faults_must_be_there_and_be_text(rota: Rota, folder: Path) -> None:
    """Both are said, and no traceback."""
    assert rota("sandbox", "--faults", "nowhere.yaml").code == 1
    (folder / "faults.yaml").write_bytes(b"\xff\xfe\x00")
    answer = rota("sandbox", "--faults", "faults.yaml")
    assert (answer.code, answer.err) == (1, "rota: faults.yaml: this is no text in UTF-8\n")
