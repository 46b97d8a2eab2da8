"""`rota ci`: what a job is told by its environment, and what is said where it is no job."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.cli.job import Job
from reconciler.sandbox import Store, create_app
from tests.ci.stand_in import GitHub
from tests.cli.conftest import Rota
from tests.github.wire import app

JOB = {
    "GITHUB_REPOSITORY": "example/rota",
    "GITHUB_TOKEN": "ghs_secret",
    "GITHUB_RUN_ID": "7724",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_SHA": "3f2c1ab9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f",
}
FOOT = "<sub>Of commit 3f2c1ab, [log](https://github.com/example/rota/actions/runs/7724)</sub>"


@pytest.fixture
def github(folder: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    """A repository, and the environment of one of its jobs."""
    github = GitHub()
    monkeypatch.setattr(Job, "client", lambda _: app(github.app()))
    for name in ("GITHUB_EVENT_PATH", "GITHUB_API_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in JOB.items():
        monkeypatch.setenv(name, value)
    (folder / "plan.md").write_text("### Nothing to do\n", encoding="utf-8")
    return github


def test_a_comment_goes_where_the_event_says(
    rota: Rota, folder: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last line names the commit that was proposed, and not the test merge that was checked out."""
    event = {"pull_request": {"number": 7, "head": {"sha": "aaaaaaaaaaaa"}}}
    (folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(folder / "event.json"))
    answer = rota("ci", "comment", "plan.md")
    assert answer.out == (
        "Comment under pull request 7: https://github.com/example/rota/pull/7#issuecomment-1\n"
    )
    assert github.under(7) == [
        f"<!-- rota: plan -->\n### Nothing to do\n\n{FOOT.replace('3f2c1ab', 'aaaaaaa')}\n"
    ]


def test_the_pull_request_and_the_comment_may_be_named(rota: Rota, github: GitHub) -> None:
    """Two rota files of one repository have a comment each."""
    assert rota("ci", "comment", "--pull", "12", "--key", "plan-eu", "plan.md").code == 0
    assert github.under(12) == [f"<!-- rota: plan-eu -->\n### Nothing to do\n\n{FOOT}\n"]
    refused = rota("ci", "comment", "--pull", "12", "--key", "--> x", "plan.md")
    assert refused.err == "rota: '--> x' is no key\n  write one word: letters, digits, dashes\n"


def test_without_a_pull_request_there_is_nothing_to_comment_on(rota: Rota, github: GitHub) -> None:
    """As on a push; and an empty file says nothing."""
    answer = rota("ci", "comment", "plan.md")
    assert (answer.code, github.comments) == (1, [])
    assert answer.err == (
        "rota: there is no pull request: the event that started this job is about none\n"
        "  run it on `pull_request`, or name one: rota ci comment --pull 12 FILE\n"
    )
    Path("empty.md").write_text("\n", encoding="utf-8")
    assert rota("ci", "comment", "--pull", "1", "empty.md").err == (
        "rota: empty.md is empty, so there is nothing to say\n"
    )


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("GITHUB_REPOSITORY", "GITHUB_REPOSITORY is not set: this command is for a job of GitHub Actions"),
        ("GITHUB_TOKEN", "GITHUB_TOKEN is not set: this command is for a job of GitHub Actions, which must"),
    ],
)
@pytest.mark.parametrize("command", [("comment", "plan.md"), ("drift",), ("issue", "--key", "x", "--close")])
def test_outside_of_github_it_says_so_and_ends_with_one(
    rota: Rota, github: GitHub, monkeypatch: pytest.MonkeyPatch, missing: str, said: str, command: list[str]
) -> None:
    """Before anything is looked at."""
    monkeypatch.delenv(missing)
    answer = rota("ci", *command)
    assert (answer.code, github.requests) == (1, [])
    assert answer.err.startswith(f"rota: {said}")
    assert "ghs_secret" not in answer.err


def test_an_event_that_cannot_be_read_is_told(
    rota: Rota, folder: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a file that the runner writes."""
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(folder / "nowhere.json"))
    answer = rota("ci", "comment", "plan.md")
    assert (answer.code, github.requests) == (1, [])
    assert answer.err.startswith("rota: GITHUB_EVENT_PATH names ")
    (folder / "nowhere.json").write_text("[]", encoding="utf-8")
    assert "there is no pull request" in rota("ci", "comment", "plan.md").err


def test_an_issue_is_kept_open_and_closed(rota: Rota, github: GitHub) -> None:
    """By its key; closing what is not open is nothing."""
    opened = rota("ci", "issue", "--key", "holidays", "--title", "Bank holidays differ", "plan.md")
    assert opened.out == "Issue: https://github.com/example/rota/issues/100\n"
    (issue,) = github.issues
    assert issue["body"] == f"<!-- rota: holidays -->\n### Nothing to do\n\n{FOOT}\n"
    closed = rota("ci", "issue", "--key", "holidays", "--close")
    assert closed.out == "Issue closed: https://github.com/example/rota/issues/100\n"
    assert issue["state"] == "closed"
    assert github.under(100) == [f"This is right again.\n\n{FOOT}\n"]
    assert rota("ci", "issue", "--key", "holidays", "--close").out == "No issue was open.\n"
    assert rota("ci", "issue", "--key", "holidays").err == (
        "rota: an issue needs a title and a file, or --close\n"
        '  rota ci issue --key holidays --title "What is amiss" FILE\n'
    )


def test_drift_is_told_while_there_is_any(applied: Rota, folder: Path, github: GitHub) -> None:
    """With the plan in it, and nothing is written to PagerDuty."""
    assert applied("ci", "drift", sandbox=True).out == "PagerDuty is what the file says.\n"
    assert github.issues == []
    file = folder / "rota.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("repeat: 1", "repeat: 2"), encoding="utf-8")
    told = applied("ci", "drift", sandbox=True)
    assert (told.code, told.out) == (0, "Issue: https://github.com/example/rota/issues/100\n")
    (issue,) = github.issues
    assert issue["title"] == "PagerDuty differs from rota.yaml"
    assert "\n### 1 policy: nobody's shift changes, nobody on call now is affected\n" in issue["body"]
    file.write_text(text, encoding="utf-8")
    closed = applied("ci", "drift", sandbox=True)
    assert closed.out == "Issue closed: https://github.com/example/rota/issues/100\n"
    assert github.under(100) == [f"PagerDuty is what the file says again.\n\n{FOOT}\n"]


def test_somebody_by_hand_in_the_place_of_a_cover_is_told_too(
    applied: Rota, folder: Path, github: GitHub
) -> None:
    """There is nothing to be done about it, but somebody must know that the file and PagerDuty disagree."""
    store = Store(folder / ".rota" / "sandbox.db")
    (schedule,) = (s for s in store.all("schedules") if s["name"] == "In hours engineering")
    (dee,) = (u for u in store.all("users") if u["name"] == "Dee Marr")
    made = create_app(store, clock=lambda: datetime(2026, 11, 25, 12, tzinfo=UTC)).test_client()
    override = {
        "start": "2026-12-08T09:00:00Z",
        "end": "2026-12-08T17:00:00Z",
        "user": {"id": dee["id"], "type": "user_reference"},
    }
    path, headers = f"/schedules/{schedule['id']}/overrides", {"Authorization": "Token token=sandbox"}
    assert made.post(path, json={"overrides": [override]}, headers=headers).status_code == 201
    store.close()
    assert applied("plan", sandbox=True).code == 0
    assert applied("ci", "drift", sandbox=True).out.startswith("Issue: ")
    assert "**Conflicts**\n\n- **In hours engineering**: " in github.issues[0]["body"]


def test_drift_without_a_key_is_not_planned(rota: Rota, github: GitHub) -> None:
    """An open issue stays open then: nothing was compared."""
    answer = rota("ci", "drift")
    assert (answer.code, github.requests) == (6, [])
    assert answer.err.startswith("rota: not planned: PAGERDUTY_TOKEN is not set")


def test_outside_of_a_run_the_last_line_says_who_wrote_it() -> None:
    """As where somebody tries it at home."""
    assert Job("a/b", "t", "https://api.github.com", None, None, {}).foot == "<sub>Written by rota</sub>"
