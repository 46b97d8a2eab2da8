"""What happens on GitHub: the steps of our workflows are run, with PagerDuty and GitHub on loopback."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ci.conftest import MAIN, Project
from tests.ci.runner import Event, Job
from tests.ci.stand_in import BOT, PERSON
from tests.ledger.repositories import git

pytestmark = [pytest.mark.loopback, pytest.mark.enable_socket, pytest.mark.proof]

LIST = "overrides:\n"
SWAP = "  - {rota: out-of-hours-engineering, swap: {dee: 2026-11-30, ana: 2026-12-07}, reason: wedding}\n"
COVER = "  - {rota: in-hours-comms, cover: mia, by: kit, on: 2026-11-26, reason: dentist}\n"
PEOPLE = "people: [ben, cal, dee, ana]}"
TIMER = Event("schedule", MAIN)
BY_HAND = Event("workflow_dispatch", MAIN)
FOOT = "[log](https://github.com/example/rota/actions/runs/7724)</sub>\n"


def conclusions(jobs: dict[str, Job]) -> dict[str, str]:
    """How each job ended."""
    return {name: job.conclusion for name, job in jobs.items()}


def by_hand(project: Project) -> None:
    """Somebody turns the order of a layer in the web editor, in an incident."""
    (schedule,) = (s for s in project.pagerduty.all("schedules") if s["name"] == "In hours engineering")
    for layer in schedule["layers"]:
        layer["users"] = layer["users"][::-1]
    project.pagerduty.save("schedules", schedule)


def test_a_pull_request_with_a_swap_gets_one_comment_that_is_kept_up_to_date(project: Project) -> None:
    """The headline and the shifts come first; what other people wrote is not touched."""
    copied = project.github.say(7, "<!-- rota: plan -->\nNothing to see here", PERSON)["body"]
    event = project.propose(7, LIST, LIST + SWAP)
    jobs = project.run("plan.yml", event)
    assert conclusions(jobs) == {"check": "success", "plan": "success"}
    theirs, ours = project.github.under(7)
    assert theirs == copied
    assert ours.startswith(
        "<!-- rota: plan -->\n"
        "### 10 overrides: 2 shifts change hands, nobody on call now is affected\n"
        "\n"
        "Times are Europe/London, as of Wed 25 Nov 13:10.\n"
        "\n"
        "| When | Rota | Who | Why |\n"
        "| --- | --- | --- | --- |\n"
        "| Mon 30 Nov 17:00 – Mon 7 Dec 09:00 | Out of hours engineering | Dee Marr → Ana Ortiz "
        "| swap: wedding (rota.yaml:113) |\n"
        "| Mon 7 Dec 17:00 – Mon 14 Dec 09:00 | Out of hours engineering | Ana Ortiz → Dee Marr "
        "| swap: wedding (rota.yaml:113) |\n"
    )
    head = event.payload["pull_request"]["head"]["sha"]
    assert ours.endswith(f"\n<sub>Of commit {head[:7]}, {FOOT}")
    assert jobs["plan"].summary.startswith("### 10 overrides: 2 shifts change hands")

    jobs = project.run("plan.yml", project.propose(7, LIST, LIST + COVER))
    assert conclusions(jobs)["plan"] == "success"
    theirs, ours = project.github.under(7)
    assert theirs == copied
    assert ours.startswith("<!-- rota: plan -->\n### 11 overrides: 3 shifts change hands")


def test_what_is_merged_is_applied_and_stands_in_the_notes(project: Project) -> None:
    """A fresh clone tells who wrote what, and the plan is empty from then on."""
    project.propose(7, LIST, LIST + SWAP)
    jobs = project.run("apply.yml", project.merge(7))
    assert conclusions(jobs) == {"apply": "success"}, jobs["apply"].log
    assert jobs["apply"].summary.startswith(
        "### 10 writes done, proven\n\n- ✓ **Out of hours engineering** 10 overrides\n"
    )
    applied = git(project.remote, "rev-parse", "main")
    assert git(project.remote, "notes", "--ref=refs/notes/rota", "list", applied)
    git(project.folder, "clone", "--quiet", project.remote.as_uri(), "later")
    told = project.rota(project.folder / "later", "history", "--limit", "1")
    assert told.startswith(f"Wed 25 Nov 2026 13:10  {applied[:7]} Change 7 (Ana Ortiz)  run by\n")
    assert "https://github.com/example/rota/actions/runs/7724" in told
    assert "    + Mon 30 Nov 17:00 – Tue 1 Dec 09:00 Ana Ortiz, swap: wedding\n" in told
    again = project.run("apply.yml", BY_HAND)
    assert again["apply"].summary.startswith("### Nothing to do")


def test_the_timer_leaves_what_somebody_changed_by_hand_and_opens_one_issue(project: Project) -> None:
    """The next night changes it in place; an apply that accepts the flags puts it right, and it closes."""
    by_hand(project)
    before = project.pagerduty.all("schedules")
    jobs = project.run("reconcile.yml", TIMER)
    assert conclusions(jobs) == {"reconcile": "success", "tell": "success"}, jobs["reconcile"].log
    assert project.pagerduty.all("schedules") == before
    assert "**Left as it is, since only a commit changes layers and policies**" in jobs["reconcile"].summary
    (issue,) = project.github.issues
    assert (issue["title"], issue["labels"]) == ("PagerDuty differs from rota.yaml", ["rota"])
    assert issue["body"].startswith("<!-- rota: drift -->\nThe timer writes overrides and nothing else.")
    assert "**In hours engineering**" in issue["body"]
    assert "Ben Ode → Cal Roe | line-up from Mon 7 Dec (rota.yaml:43) |" in issue["body"]
    assert issue["body"].endswith(FOOT)

    first = issue["body"]
    project.now += timedelta(days=1)
    project.run("reconcile.yml", TIMER)
    assert len(project.github.issues) == 1
    assert (issue["state"], issue["body"] == first) == ("open", False)

    assert project.run("apply.yml", BY_HAND)["apply"].steps[-1].code == 3
    flags = replace(BY_HAND, payload={"inputs": {"accept": "changes-now history mass"}})
    assert conclusions(project.run("apply.yml", flags)) == {"apply": "success"}
    project.run("reconcile.yml", TIMER)
    assert issue["state"] == "closed"
    (said,) = project.github.under(issue["number"])
    assert said.startswith("PagerDuty is what the file says again.\n")
    assert project.run("reconcile.yml", TIMER)["reconcile"].conclusion == "success"
    assert len(project.github.under(issue["number"])) == 1


def test_a_fork_is_checked_and_its_plan_is_skipped_and_not_green(project: Project) -> None:
    """Secrets are empty there; nothing is compared, and that is said."""
    project.secrets.clear()
    jobs = project.run("plan.yml", project.propose(8, LIST, LIST + SWAP))
    assert conclusions(jobs) == {"check": "success", "plan": "skipped"}
    assert jobs["check"].steps[3].name == "Check"
    assert jobs["check"].steps[3].conclusion == "success"
    assert jobs["check"].summary == (
        "### Not planned\n"
        "\n"
        "The file was checked; the secret PAGERDUTY_READ_TOKEN is not here, as on every pull request from a "
        "fork, so nothing was compared with PagerDuty.\n"
    )
    assert "::warning title=Not planned::not planned: the secret" in jobs["check"].log
    assert project.github.under(8) == []


def test_a_file_with_a_fault_fails_the_check_at_its_line(project: Project) -> None:
    """Nothing is planned then."""
    jobs = project.run("plan.yml", project.propose(9, PEOPLE, "people: [bne, cal, dee, ana]}"))
    assert conclusions(jobs) == {"check": "failure", "plan": "skipped"}
    assert "::error file=rota.yaml,line=42,col=37," in jobs["check"].log
    assert project.github.under(9) == []


def test_a_flag_is_accepted_by_a_line_in_the_description_and_not_without(project: Project) -> None:
    """The comment says which line; without it the apply ends with 3 and its summary tells why."""
    jobs = project.run("plan.yml", project.propose(10, PEOPLE, "people: [ben, cal, dee, eve]}"))
    assert conclusions(jobs)["plan"] == "success"
    (comment,) = project.github.under(10)
    assert "refused until `changes-now` and `history` are accepted\n" in comment.splitlines(keepends=True)[1]
    assert "\n    Rota-Accept: changes-now\n    Rota-Accept: history\n" in comment

    jobs = project.run("apply.yml", project.merge(10, "Fay is back late.\n"))
    assert (jobs["apply"].conclusion, jobs["apply"].steps[-1].code) == ("failure", 3)
    assert jobs["apply"].summary.startswith("### ")
    assert "**Refused**\n\n- **In hours engineering**: changes-now: " in jobs["apply"].summary

    git(project.desk, "commit", "--quiet", "--allow-empty", "-m", ACCEPTED)
    git(project.desk, "push", "--quiet", "origin", "main")
    jobs = project.run("apply.yml", Event("push", MAIN))
    assert jobs["apply"].conclusion == "success", jobs["apply"].log
    assert "- ✓ **In hours engineering** " in jobs["apply"].summary


ACCEPTED = "Merge pull request #11 from example/eve\n\nRota-Accept: changes-now\nRota-Accept: history\n"


def test_without_a_key_an_apply_is_red_and_says_what_is_missing(project: Project) -> None:
    """A repository that is not set up must not look as if it were."""
    project.secrets.clear()
    jobs = project.run("apply.yml", Event("push", MAIN))
    assert (jobs["apply"].conclusion, jobs["apply"].steps[-1].code) == ("failure", 6)
    assert jobs["apply"].summary.startswith(
        "### rota ended with 6\n"
        "\n"
        "    rota: not planned: PAGERDUTY_TOKEN is not set, so nothing was compared with PagerDuty\n"
    )
    assert conclusions(project.run("reconcile.yml", TIMER)) == {"reconcile": "failure", "tell": "success"}


def test_a_plan_that_cannot_be_made_is_told_in_the_comment(project: Project) -> None:
    """The table of an earlier push must not go on standing there as if it were of this one."""
    project.run("plan.yml", project.propose(7, LIST, LIST + SWAP))
    project.secrets["PAGERDUTY_READ_TOKEN"] = "u-old-key"
    jobs = project.run("plan.yml", project.propose(7, LIST, LIST + COVER))
    assert conclusions(jobs) == {"check": "success", "plan": "failure"}
    (comment,) = project.github.under(7)
    assert comment.startswith("<!-- rota: plan -->\n### rota ended with 1\n\n    rota: ")
    assert "u-old-key" not in comment + jobs["plan"].log + jobs["plan"].summary


def test_an_old_apply_that_is_run_again_takes_nothing_back(project: Project) -> None:
    """Whoever presses the button of yesterday's run gets a sentence instead of yesterday's rota."""
    project.propose(7, LIST, LIST + SWAP)
    old = project.merge(7)
    git(project.remote, "update-ref", "refs/heads/old", "main")
    project.propose(8, LIST, LIST + COVER)
    project.merge(8)
    project.run("apply.yml", Event("push", MAIN))
    again = project.run("apply.yml", replace(old, attempt=2))
    assert again["apply"].conclusion == "success"
    stale = project.run("apply.yml", replace(old, attempt=2, commit="refs/heads/old"))
    assert stale["apply"].conclusion == "failure"
    assert stale["apply"].summary.startswith("### Not applied: newer commits are on main")
    assert [step.conclusion for step in stale["apply"].steps[-2:]] == ["skipped", "skipped"]


def test_only_main_is_applied(project: Project) -> None:
    """A run that is started by hand may name any branch."""
    project.propose(7, LIST, LIST + SWAP)
    git(project.desk, "push", "--quiet", "origin", "change-7")
    by = Event("workflow_dispatch", "refs/heads/change-7")
    assert conclusions(project.run("apply.yml", by)) == {"apply": "skipped"}
    assert conclusions(project.run("reconcile.yml", by)) == {
        "reconcile": "skipped",
        "tell": "skipped",
    }


def test_holidays_that_cannot_be_confirmed_are_an_issue_until_they_can(project: Project) -> None:
    """A feed that does not answer proves nothing; one that agrees closes the issue."""
    project.environment["HTTPS_PROXY"] = "http://127.0.0.1:9"
    jobs = project.run("holidays.yml", TIMER)
    assert conclusions(jobs) == {"holidays": "success"}, jobs["holidays"].log
    (issue,) = project.github.issues
    assert issue["title"] == "Bank holidays are not confirmed by GOV.UK"
    assert "| Fri 25 Dec | Christmas Day |" in issue["body"]
    assert "    rota: GOV.UK's feed could not be read (ConnectError)" in issue["body"]
    project.agree()
    project.run("holidays.yml", TIMER)
    assert issue["state"] == "closed"
    assert issue["user"] == BOT
