"""`rota announce` against a stand-in for Slack on loopback: what is shown, what is set, how it ends."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from pytest_socket import enable_socket

from reconciler.sandbox import serve
from tests.cli.conftest import Rota
from tests.cli.hostile import FREE, LINES, WILD
from tests.cli.inert import faults_of_log, faults_of_markdown
from tests.render.builders import valid
from tests.slack.stand_in import TOKEN, Workspace, channel, group

pytestmark = [pytest.mark.loopback, pytest.mark.enable_socket]

ENTRIES = """
announce:
  - {channel: '#support', rotas: [in-hours-engineering, out-of-hours-engineering], group: on-support}
  - channel: comms
    rotas: in-hours-comms
    target: description
    template: 'Comms: {in-hours-comms}[ until {in-hours-comms.until}, then {in-hours-comms.next}]'
"""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Workspace, str]]:
    """A workspace behind an address, one for all tests."""
    enable_socket()
    workspace = Workspace()
    with serve(workspace.app()) as url:
        yield workspace, url


@pytest.fixture
def slack(served: tuple[Workspace, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of the shipped example's people, and a file that announces there."""
    workspace, url = served
    people = {"ana.ortiz": "U0ANA", "cal.roe": "U0CAL", "dee.marr": "U0DEE"}
    workspace.become(
        Workspace(
            channels=[
                channel("CSUP", "support", topic="In hours engineering: <@U0DEE> until Mon 09:00"),
                channel("CCOM", "comms", purpose="Comms: Mia Tull until Mon 09:00, then Ned Voss"),
            ],
            users={f"{name}@example.gov.uk": id_ for name, id_ in people.items()},
            groups=[group("S1", "on-support", "U0CAL", "U0ANA")],
        )
    )
    path = folder / "rota.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ENTRIES, encoding="utf-8")
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    monkeypatch.setenv("SLACK_API_URL", f"{url}/api")
    return workspace


SHOWN = """\
Slack, as of Wed 25 Nov 12:00 Europe/London (from rota.yaml)

#support topic: would be set
  - In hours engineering: @Dee Marr until Mon 09:00
  + In hours engineering: @Ana Ortiz until Mon 09:00 · Out of hours engineering:
    @Cal Roe until Mon 09:00

@on-support group: unchanged
  + Ana Ortiz, Cal Roe

#comms description: unchanged
  + Comms: Mia Tull until Mon 09:00, then Ned Voss
    Slack has nobody with the e-mail address of Mia Tull and Ned Voss: named
      without a mention

next change Mon 30 Nov 09:00
Nothing has been set: run `rota announce --apply`.
"""


def test_old_and_new_are_shown_and_nothing_is_set(rota: Rota, slack: Workspace) -> None:
    """Only --apply sets anything; the next change is named."""
    answer = rota("announce")
    assert (answer.code, answer.out, answer.err) == (0, SHOWN, "")
    assert slack.written() == []


def test_apply_sets_what_differs_and_once(rota: Rota, slack: Workspace) -> None:
    """The second run has nothing to do."""
    first, second = rota("announce", "--apply"), rota("announce", "--apply")
    text = (
        "In hours engineering: <@U0ANA> until Mon 09:00 · Out of hours engineering: <@U0CAL> until Mon 09:00"
    )
    assert slack.written() == [("conversations.setTopic", {"channel": "CSUP", "topic": text})]
    assert (first.code, first.out.splitlines()[-1]) == (0, "1 place set.")
    assert (second.code, second.out.splitlines()[-1]) == (0, "Nothing to do.")


def test_one_channel_alone(rota: Rota, slack: Workspace) -> None:
    """With or without #; one that the file does not know is bad usage."""
    assert "comms" not in rota("announce", "--channel", "support").out
    assert "#support" not in rota("announce", "--channel", "#comms").out
    answer = rota("announce", "--channel", "sport")
    assert (answer.code, answer.err) == (
        1,
        "rota: the file announces nothing in 'sport'\n  there are: comms, support\n",
    )
    assert all(method != "conversations.setTopic" for method, _ in slack.calls)


def test_a_part_that_fails_ends_with_4_and_says_why(rota: Rota, slack: Workspace) -> None:
    """The rest is set."""
    slack.absent = {"comms"}
    slack.channels[1]["purpose"]["value"] = ""
    answer = rota("announce", "--apply")
    assert answer.code == 4
    assert (
        "#comms description: failed\n"
        "  - (empty)\n"
        "  + Comms: Mia Tull until Mon 09:00, then Ned Voss\n" in answer.out
    )
    assert (
        "    the Slack app is not in the channel\n    invite it there: /invite @ and its name\n" in answer.out
    )
    assert answer.out.endswith("1 place failed, 1 set: put right what is said above and run it again.\n")


def test_where_nothing_can_be_read_it_ends_with_1_and_the_token_is_not_shown(
    rota: Rota, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where Slack refuses it."""
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-refused")
    answer = rota("-v", "announce", "--apply")
    assert answer.code == 1
    assert answer.out.count("Slack does not accept SLACK_TOKEN") == 3
    assert "refused" not in answer.out + answer.err
    assert slack.written() == []


@pytest.mark.parametrize("token", [None, "  "])
def test_without_a_token_it_says_what_it_would_say_and_ends_with_6(
    rota: Rota, slack: Workspace, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    """Nothing was compared, and that is said."""
    monkeypatch.delenv("SLACK_TOKEN")
    if token is not None:
        monkeypatch.setenv("SLACK_TOKEN", token)
    answer = rota("announce", "--channel", "comms")
    assert (answer.code, answer.out) == (
        6,
        (
            "Slack, as of Wed 25 Nov 12:00 Europe/London (from rota.yaml)\n"
            "\n"
            "#comms description: not compared with Slack\n"
            "  + Comms: Mia Tull until Mon 09:00, then Ned Voss\n"
            "\n"
            "next change Mon 30 Nov 09:00\n"
        ),
    )
    assert answer.err.startswith("rota: SLACK_TOKEN is not set, so nothing was compared with Slack\n")
    assert slack.calls == []


def test_a_file_that_announces_nothing_has_nothing_to_do(rota: Rota) -> None:
    """It needs no token for that."""
    answer = rota("announce")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("The file announces nothing")


def test_a_real_workspace_is_told_of_now_alone(
    rota: Rota, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--now is for looking, and for this machine."""
    monkeypatch.delenv("SLACK_API_URL")
    answer = rota("announce", "--apply")
    assert (answer.code, answer.err) == (
        1,
        "rota: Slack is told who is on call now, and not at another time\n  leave out --now\n",
    )
    assert slack.calls == []


def test_json_follows_its_schema(rota: Rota, slack: Workspace) -> None:
    """With the next change of each place, for a timer."""
    slack.refuse("usergroups.list", "missing_scope", needed="usergroups:read")
    answer = rota("announce", "--format", "json")
    topic, members, description = valid("announce", answer.out)["announcements"]
    assert answer.code == 1
    assert (topic["status"], topic["next_change"]) == ("differs", "2026-11-30T09:00:00Z")
    assert topic["people"] == [{"person": "ana"}, {"person": "cal"}]
    assert (members["status"], "usergroups:read" in members["fault"]) == ("failed", True)
    assert description["status"] == "same"


def test_markdown_is_a_table(rota: Rota, slack: Workspace) -> None:
    """For a job summary; names are escaped."""
    slack.refuse("usergroups.list", "missing_scope", needed="usergroups:read")
    lines = rota("announce", "--format", "markdown").out.splitlines()
    assert lines[2] == "| Where | Now | To be | Result |"
    assert lines[4].endswith("until Mon 09:00 | would be set |")
    assert "usergroups:read" in lines[5]
    assert lines[-1].startswith("1 place failed")


def test_live_says_whom_pagerduty_has_on_call(rota: Rota, slack: Workspace) -> None:
    """The same here, as PagerDuty holds what the file says."""
    assert rota("apply", sandbox=True).code == 0
    answer = rota("announce", "--live", sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == SHOWN.replace("from rota.yaml", "as PagerDuty renders it")
    assert slack.written() == []


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("old", [*LINES, *FREE, *WILD[:-1]])
def test_what_anybody_wrote_into_a_topic_is_shown_and_not_obeyed(
    rota: Rota, slack: Workspace, old: str, form: str
) -> None:
    """Whoever is in a channel may set its topic."""
    slack.channels[0]["topic"]["value"] = old
    out = rota("announce", "--channel", "support", "--format", form).out
    if form == "text":
        assert faults_of_log(out) == []
    elif form == "markdown":
        assert faults_of_markdown(out) == []
    else:
        assert valid("announce", out)["announcements"][0]["before"] == unescape(old)
