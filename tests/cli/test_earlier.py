"""`rota plan --ref`: what going back to an earlier commit would do, and what it cannot undo."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.ledger.repositories import NOBODY, git


@pytest.fixture
def history(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits: in the second, of Thu 19 November, Dee has the week of 23 November and Cal has none."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    file = folder / "rota.yaml"
    git(folder, "init", "--quiet")
    for day, old, new in (
        ("18", "version: 1", "version: 1"),
        (
            "19",
            "overrides:\n",
            "overrides:\n  - {rota: in-hours-engineering, cover: ana, by: eve, on: 2026-11-23..2026-11-27}\n",
        ),
    ):
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setitem(NOBODY, "GIT_COMMITTER_DATE", f"2026-11-{day}T12:00:00Z")
        git(folder, "add", "rota.yaml")
        git(folder, "commit", "--quiet", "-m", f"As of the {day}th")
    return folder


def test_going_back_gives_the_shifts_to_come_back_and_says_which_are_over(history: Path, rota: Rota) -> None:
    """On Wednesday noon, two days and a half of the covered week have been worked."""
    assert rota("apply", now="2026-11-25T11:00", sandbox=True).code == 0
    earlier = git(history, "rev-parse", "--short=7", "HEAD~1")
    answer = rota("plan", "--ref", "HEAD~1", sandbox=True)
    assert answer.code == 2, answer.err
    said = " ".join(answer.out.split())
    assert said.startswith("rota.yaml of HEAD~1 → embedded PagerDuty")
    assert "Wed 25 Nov 12:00 – Fri 27 Nov 17:00 Eve Lin → Ana Ortiz override withdrawn" in said
    assert (
        f"In hours engineering: 3 stretches are over and cannot be given back as {earlier} says: "
        "Mon 23 Nov 09:00 – 17:00 Eve Lin, not Ana Ortiz; Tue 24 Nov 09:00 – 17:00 Eve Lin, not Ana Ortiz; "
        "Wed 25 Nov 09:00 – 12:00 Eve Lin, not Ana Ortiz" in said
    )
    assert said.endswith(
        "Nothing has been changed. To go back, revert what came after (`git revert`) and merge that."
    )


def test_a_commit_that_says_what_pagerduty_has_plans_nothing(history: Path, rota: Rota) -> None:
    """Whatever stands in the folder now."""
    assert rota("apply", sandbox=True).code == 0
    file = history / "rota.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: In hours engineering", "name: Another name"), encoding="utf-8")
    assert rota("plan", sandbox=True).code == 2
    assert rota("plan", "--ref", "HEAD", sandbox=True).code == 0


def test_a_plan_of_an_earlier_commit_cannot_be_saved(history: Path, rota: Rota) -> None:
    """Applying it would leave git and PagerDuty at odds."""
    answer = rota("plan", "--ref", "HEAD~1", "-o", "plan.json", sandbox=True)
    assert answer.code == 1
    assert "revert the commit" in answer.err
    assert not (history / "plan.json").exists()


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("nowhere", "rota: there is no commit nowhere\n  look at `git log`\n"),
        ("--upload-pack=x", "rota: there is no commit --upload-pack=x\n  look at `git log`\n"),
    ],
)
@pytest.mark.usefixtures("history")
def test_a_commit_that_is_not_there_is_told(rota: Rota, ref: str, said: str) -> None:
    """What looks like an option is none."""
    answer = rota("plan", f"--ref={ref}", sandbox=True)
    assert (answer.code, answer.out, answer.err) == (1, "", said)


def test_a_shallow_clone_says_how_to_get_the_older_commits(
    history: Path, rota: Rota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CI clones without history unless told otherwise."""
    shallow = history / "shallow"
    git(history, "clone", "--quiet", "--depth=1", history.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    answer = rota("plan", "--ref", "HEAD~1", sandbox=True)
    assert answer.code == 1
    assert "run `git fetch --unshallow` first" in answer.err


def test_outside_git_there_are_no_commits(rota: Rota) -> None:
    """That is said, and not that the commit is missing."""
    answer = rota("plan", "--ref", "HEAD", sandbox=True)
    assert answer.code == 1
    assert "this is no git repository with commits" in answer.err
