"""What a timer may do, `rota apply --overrides-only`, and what a commit accepts."""

from pathlib import Path

import pytest

from reconciler.cli.trailers import split
from reconciler.sandbox import Store
from tests.cli.conftest import Rota
from tests.ledger.repositories import NOBODY, git

FLAGS = ("changes-now", "history", "gap", "mass", "takeover", "delete")
ORDER = "people: [cal, eve, dee, ana, ben]}    # eve joins"


def edit(folder: Path, old: str, new: str) -> None:
    """Change the rota file in one place."""
    file = folder / "rota.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8")


def layers_by_hand(folder: Path) -> None:
    """Somebody turns the order of a layer in the web editor, in an incident."""
    store = Store(folder / ".rota" / "sandbox.db")
    (schedule,) = (s for s in store.all("schedules") if s["name"] == "In hours engineering")
    for layer in schedule["layers"]:
        layer["users"] = layer["users"][::-1]
    store.save("schedules", schedule)
    store.close()


def test_the_horizon_rolls_forward_and_new_bank_holidays_appear(applied: Rota) -> None:
    """A month later Easter has come within the thirteen weeks."""
    answer = applied("apply", "--overrides-only", now="2026-12-29T04:17", sandbox=True)
    assert answer.code == 0, answer.err
    assert "✓ Out of hours engineering  2 overrides" in answer.out
    assert applied("plan", now="2026-12-29T04:18", sandbox=True).code == 0


def test_a_layer_changed_by_hand_is_told_and_left(applied: Rota, folder: Path) -> None:
    """Its overrides are made all the same, and the exit code is that of work done."""
    layers_by_hand(folder)
    edit(
        folder,
        "overrides:\n",
        "overrides:\n  - {rota: in-hours-comms, cover: mia, by: kit, on: 2026-11-26}\n",
    )
    answer = applied("apply", "--overrides-only", sandbox=True)
    assert answer.code == 0, answer.out + answer.err
    said = " ".join(answer.out.split())
    assert "✓ In hours comms 1 override" in said
    assert "Left as it is, since only a commit changes layers and policies: In hours engineering: " in said
    assert "Proof: PagerDuty's own rendering of 1 rota matches the file" in said
    again = applied("apply", "--overrides-only", "--format", "markdown", sandbox=True)
    assert again.out.startswith("### No override was left to write, 1 rota or policy left as it is, proven\n")
    assert again.code == 0


def test_a_rota_that_is_not_there_yet_is_left_too(rota: Rota) -> None:
    """Before the first apply a timer has nothing to do."""
    answer = rota("apply", "--overrides-only", sandbox=True)
    assert answer.code == 0
    assert answer.out.startswith("No override was left to write.\n")
    assert "  In hours engineering: new schedule, line-up of Mon 2 Nov" in answer.out


@pytest.fixture
def repository(applied: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A commit that turns the order of those on call now, which is a flag."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    assert applied("plan", sandbox=True).code == 0
    git(folder, "init", "--quiet")
    edit(folder, "people: [ben, cal, dee, ana]}", "people: [ben, cal, dee, eve]}")
    git(folder, "add", "rota.yaml")
    return folder


def test_a_commit_accepts_what_its_message_names(rota: Rota, repository: Path) -> None:
    """The merge carries the description of the pull request; a timer accepts nothing by it."""
    git(repository, "commit", "--quiet", "-m", "Eve for Ana")
    assert rota("apply", sandbox=True).code == 3
    git(
        repository,
        "commit",
        "--quiet",
        "--amend",
        "-m",
        "Merge\n\nRota-Accept: changes-now\nRota-Accept: history",
    )
    timed = rota("apply", "--overrides-only", sandbox=True)
    assert "Left as it is" in timed.out
    answer = rota("apply", sandbox=True)
    assert answer.code == 0, answer.out
    assert "✓ In hours engineering" in answer.out


def test_what_is_no_flag_accepts_nothing_and_is_told(rota: Rota, repository: Path) -> None:
    """A slip of the pen must not stop every apply of that commit."""
    git(repository, "commit", "--quiet", "-m", "Eve for Ana\n\nRota-Accept: changes-nwo, history")
    answer = rota("apply", sandbox=True)
    assert answer.code == 3
    assert "Rota-Accept: changes-nwo accepts nothing; there are: changes-now, history" in answer.err


def test_a_file_with_changes_that_are_not_committed_is_accepted_by_no_commit(
    rota: Rota, repository: Path
) -> None:
    """The message speaks of what was committed."""
    git(repository, "commit", "--quiet", "-m", "Eve\n\nRota-Accept: changes-now, history")
    edit(repository, "repeat: 1", "repeat: 2")
    assert rota("apply", sandbox=True).code == 4


@pytest.mark.parametrize(
    ("message", "found", "unknown"),
    [
        ("Title\n\nRota-Accept: mass", ("mass",), ()),
        ("Title\r\n\r\nrota-accept:  mass ,gap \r\nMore", ("mass", "gap"), ()),
        (
            "* one\n  Rota-Accept: `takeover`\n* two\nRota-Accept: gap\nRota-Accept: gap",
            ("takeover", "gap"),
            (),
        ),
        ("No-Rota-Accept: mass\nIf Rota-Accept: mass were here", (), ()),
        ("Rota-Accept:\nRota-Accept: all", (), ("all",)),
    ],
)
def test_lines_are_found_wherever_they_stand(
    message: str, found: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    """GitHub puts descriptions in lists, indents them, and ends lines with CRLF."""
    assert split(message, FLAGS) == (found, unknown)
