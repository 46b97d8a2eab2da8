"""What the timers say beside their work: bank holidays to come, and Slack, which may fail without harm."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from reconciler.starting import Asked
from tests.ci.conftest import MAIN, Project
from tests.ci.runner import WORKFLOWS, Event, Job, load
from tests.ci.test_stories import BY_HAND, TIMER, conclusions
from tests.ledger.repositories import git
from tests.slack.stand_in import TOKEN, channel
from tests.starting.test_workflows import written

pytestmark = [pytest.mark.loopback, pytest.mark.enable_socket, pytest.mark.proof]

ENTRY = "\nannounce:\n  - {channel: support, rotas: in-hours-engineering}\n"
SAID = "In hours engineering: <@U0ANA> until Mon 09:00"


@pytest.fixture
def announcing(project: Project) -> Project:
    """The file names a channel, and there is a token."""
    file = project.desk / "rota.yaml"
    file.write_text(file.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    git(project.desk, "commit", "--quiet", "-am", "Slack is told")
    git(project.desk, "push", "--quiet", "origin", "main")
    project.slack.channels = [channel("CSUP", "support")]
    project.slack.users = {"ana.ortiz@example.gov.uk": "U0ANA"}
    project.secrets["SLACK_TOKEN"] = TOKEN
    return project


def tell(project: Project, timer: Path = WORKFLOWS / "reconcile.yml") -> Job:
    """The job of the timer that tells, alone."""
    found = load(timer)
    found["jobs"] = {"tell": found["jobs"]["tell"]}
    file = project.folder / "tell.yml"
    file.write_text(yaml.safe_dump(found), encoding="utf-8")
    return project.run(file, TIMER)["tell"]


def topic(project: Project) -> str:
    """What stands over the channel."""
    return str(project.slack.channels[0]["topic"]["value"])


def test_the_timer_tells_slack_once_where_there_is_a_token(announcing: Project) -> None:
    """The second night finds it said."""
    told = tell(announcing)
    assert told.conclusion == "success", told.log
    assert topic(announcing) == SAID
    said = "@&#8203;Ana Ortiz until Mon 09:00"
    assert f"| \\#&#8203;support topic |  | In hours engineering: {said} | set |\n" in told.summary
    assert tell(announcing).summary.endswith("\nNothing to do.\n")
    assert [method for method, _ in announcing.slack.written()] == ["conversations.setTopic"]


def test_without_a_token_slack_is_left_alone_and_that_is_said(announcing: Project) -> None:
    """Nothing is red by it: a team may have no Slack."""
    del announcing.secrets["SLACK_TOKEN"]
    told = tell(announcing)
    assert told.conclusion == "success", told.log
    assert "    rota: SLACK_TOKEN is not set, so nothing was compared with Slack\n" in told.summary
    assert "::notice title=Slack was told nothing::the secret SLACK_TOKEN is not here\n" in told.log
    assert announcing.slack.calls == []


def test_the_timer_writes_bank_holidays_that_have_come_within_the_horizon_whatever_slack_says(
    announcing: Project,
) -> None:
    """A month later Easter has, and the record of it is pushed; a warning and the summary tell of Slack."""
    announcing.slack.refuse("conversations.list", "invalid_auth")
    notes = git(announcing.remote, "rev-parse", "refs/notes/rota")
    announcing.now += timedelta(days=33)
    jobs = announcing.run("reconcile.yml", TIMER)
    assert conclusions(jobs) == {"reconcile": "success", "tell": "success"}, jobs["tell"].log
    assert "- ✓ **Out of hours engineering** 2 overrides\n" in jobs["reconcile"].summary
    assert git(announcing.remote, "rev-parse", "refs/notes/rota") != notes
    assert announcing.github.issues == []
    assert r"Slack does not accept SLACK\_TOKEN" in jobs["tell"].summary
    assert "\n1 place failed: put right what is said above and run it again.\n" in jobs["tell"].summary
    assert "::warning title=Slack was not told::rota announce ended with 1" in jobs["tell"].log
    assert TOKEN not in jobs["tell"].log + jobs["tell"].summary


def test_bank_holidays_stand_in_the_summary_from_two_weeks_before(project: Project) -> None:
    """Until then one line says that none comes; the file announces nothing, and that is said too."""
    assert tell(project).summary == (
        "\n"
        "    rota: no bank holiday acts before Wed 9 Dec 13:10: nothing to brief\n"
        r"The file announces nothing: add \`announce:\`, with a channel and its rotas."
        "\n"
    )
    project.now = datetime(2026, 12, 12, 4, 7, tzinfo=UTC)
    told = tell(project)
    assert told.conclusion == "success", told.log
    assert told.summary.startswith("### Fri 25 Dec Christmas Day")
    assert "Ben Ode" in told.summary


def test_a_file_with_a_fault_is_red_and_its_reason_in_the_summary(announcing: Project) -> None:
    """Who is on call is then not known, so neither is anything said."""
    announcing.propose(7, "repeat: 1", "repeat: one")
    announcing.merge(7)
    told = tell(announcing)
    assert told.conclusion == "failure"
    assert told.summary.startswith("### rota ended with 1\n\n    rota.yaml:")
    assert announcing.slack.calls == []


def test_slack_is_told_at_handovers_once_the_variable_is_on(announcing: Project) -> None:
    """Nothing is said by a file alone; and where it is on, whatever went wrong is red."""
    assert conclusions(announcing.run("announce.yml", TIMER)) == {"announce": "skipped"}
    assert announcing.slack.calls == []
    announcing.variables["ROTA_ANNOUNCE"] = "on"
    other = Event("workflow_dispatch", "refs/heads/other")
    git(announcing.remote, "update-ref", other.ref, "main")
    assert conclusions(announcing.run("announce.yml", other)) == {"announce": "skipped"}
    jobs = announcing.run("announce.yml", Event("push", MAIN))
    assert conclusions(jobs) == {"announce": "success"}, jobs["announce"].log
    assert topic(announcing) == SAID
    assert jobs["announce"].summary.startswith("### Slack, as of Wed 25 Nov ")
    announcing.now = datetime(2026, 11, 30, 8, 57, tzinfo=UTC)
    announcing.run("announce.yml", TIMER)
    assert topic(announcing) == "In hours engineering: Ben Ode until Mon 09:00"
    del announcing.secrets["SLACK_TOKEN"]
    jobs = announcing.run("announce.yml", BY_HAND)
    assert (jobs["announce"].conclusion, jobs["announce"].steps[-1].code) == ("failure", 6)


def test_the_workflows_that_rota_init_writes_tell_the_same(announcing: Project) -> None:
    """By the action, whose command for the timer takes no harm from Slack either."""
    files = written(announcing.folder, Asked("Support", "Europe/Paris", announcing.now.date()))
    announcing.slack.refuse("conversations.list", "invalid_auth")
    told = tell(announcing, files["rota-timer.yml"])
    assert told.conclusion == "success", told.log
    assert "::warning title=Slack was not told::" in told.log
    assert "no bank holiday acts before Wed 9 Dec" in told.summary
    announcing.variables["ROTA_ANNOUNCE"] = "on"
    jobs = announcing.run(files["rota-announce.yml"], Event("push", MAIN))
    assert conclusions(jobs) == {"announce": "success"}, jobs["announce"].log
    assert topic(announcing) == SAID
