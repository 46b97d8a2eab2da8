"""The client of Slack's API against a stand-in on loopback: what it finds, sets, waits for and says."""

from collections.abc import Iterator

import pytest
from pytest_socket import enable_socket

from reconciler.errors import RotaError, UsageError
from reconciler.sandbox import serve
from reconciler.slack import client as room
from reconciler.slack.client import Client
from reconciler.slack.faults import SCOPES, SlackError
from tests.slack.stand_in import TOKEN, Workspace, channel, group

pytestmark = [pytest.mark.loopback, pytest.mark.enable_socket]


class Slack:
    """A client and the workspace behind it; `waits` are the seconds that it would have slept."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        self.workspace = workspace
        self.waits: list[float] = []
        self.client = Client(TOKEN, api_url=f"{url}/api", sleep=self.waits.append)

    def fault(self) -> SlackError:
        """What goes wrong when a topic is set."""
        with pytest.raises(SlackError) as told:
            self.client.set_topic(self.client.channel("support"), "x")
        return told.value


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Workspace, str]]:
    """A workspace behind an address; stopping a server takes a while, so there is one for all tests."""
    enable_socket()
    workspace = Workspace()
    with serve(workspace.app()) as url:
        yield workspace, url


@pytest.fixture
def slack(served: tuple[Workspace, str]) -> Slack:
    workspace, url = served
    fresh = Workspace(
        channels=[channel(f"C{n}", f"c{n}") for n in range(4)] + [channel("CSUP", "support", topic="old")],
        users={"ana@example.org": "U0ANA"},
        groups=[group("S1", "oncall", "U0ANA"), group("S2", "gone", disabled=True)],
    )
    workspace.become(fresh)
    return Slack(workspace, url)


def test_a_channel_is_found_by_name_over_all_pages_once_and_by_id(slack: Slack) -> None:
    """The list is long in real workspaces, and read once."""
    found = slack.client.channel("#Support")
    assert (found.id, found.name, found.topic) == ("CSUP", "support", "old")
    asked = len(slack.workspace.calls)
    assert slack.client.channel("c0").id == "C0"
    assert len(slack.workspace.calls) == asked == 3
    assert slack.client.channel("C3").name == "c3"


def test_texts_and_members_are_set(slack: Slack) -> None:
    """The description is what Slack calls purpose."""
    support, oncall = slack.client.channel("support"), slack.client.group("@oncall")
    slack.client.set_topic(support, "t")
    slack.client.set_description(support, "d")
    slack.client.set_members(oncall, ("U1", "U2"))
    assert slack.workspace.written() == [
        ("conversations.setTopic", {"channel": "CSUP", "topic": "t"}),
        ("conversations.setPurpose", {"channel": "CSUP", "purpose": "d"}),
        ("usergroups.users.update", {"usergroup": "S1", "users": "U1,U2"}),
    ]


def test_people_are_found_by_address_and_unknown_ones_are_nobody(slack: Slack) -> None:
    """That is no fault: they are named without a mention."""
    assert slack.client.user("ana@example.org") == "U0ANA"
    assert slack.client.user("ben@example.org") is None


def test_a_group_is_found_by_handle_or_id_and_a_disabled_one_is_known_as_such(slack: Slack) -> None:
    """One that is not there is a fault."""
    assert slack.client.group("S1").members == {"U0ANA"}
    assert slack.client.group("gone").disabled
    with pytest.raises(SlackError, match="no such user group"):
        slack.client.group("nobody")


def test_slack_is_waited_for_as_long_as_it_asks(slack: Slack) -> None:
    """Then the same request is sent again."""
    slack.workspace.refuse(
        "conversations.setTopic", "ratelimited", times=2, status=429, headers={"Retry-After": "7"}
    )
    slack.client.set_topic(slack.client.channel("support"), "t")
    assert slack.waits == [7.0, 7.0]
    assert len(slack.workspace.written()) == 3


@pytest.mark.parametrize(("asked", "waits"), [("3600", []), ("1", [1.0, 1.0, 1.0])])
def test_the_waiting_is_bounded_in_length_and_number(slack: Slack, asked: str, waits: list[float]) -> None:
    """A timer must not hang."""
    slack.workspace.refuse(
        "conversations.setTopic", "ratelimited", times=9, status=429, headers={"Retry-After": asked}
    )
    assert slack.fault().message == "Slack asks to wait for longer than we do"
    assert slack.waits == waits


def test_a_missing_scope_is_named(slack: Slack) -> None:
    """As Slack names it; else as the method is known to need it."""
    slack.workspace.refuse("conversations.setTopic", "missing_scope", needed="channels:write.topic")
    assert slack.fault().message == (
        "the token lacks the scope channels:write.topic, which conversations.setTopic needs"
    )
    slack.workspace.refuse("conversations.setTopic", "missing_scope")
    assert SCOPES["conversations.setTopic"] in slack.fault().message


@pytest.mark.parametrize(
    ("error", "said", "hint"),
    [
        ("not_in_channel", "the Slack app is not in the channel", "invite"),
        ("channel_not_found", "Slack knows no such channel", "invited"),
        ("is_archived", "archived", "unarchive"),
        ("invalid_auth", "does not accept SLACK_TOKEN", "xoxb"),
        ("token_revoked", "does not accept SLACK_TOKEN", "xoxb"),
        ("restricted_action", "does not let apps", "owner"),
        ("too_long", "no text of this length", "shorten"),
    ],
)
def test_a_refusal_says_what_to_do(slack: Slack, error: str, said: str, hint: str) -> None:
    """In words, and without another try."""
    slack.workspace.refuse("conversations.setTopic", error)
    fault = slack.fault()
    assert said in fault.message
    assert hint in (fault.hint or "")
    assert slack.waits == []


def test_an_unknown_refusal_is_told_as_it_is(slack: Slack) -> None:
    """Slack has more of them than anybody lists."""
    slack.workspace.refuse("conversations.setTopic", "posting_to_moon_disabled")
    assert slack.fault().message == "Slack answered posting_to_moon_disabled to conversations.setTopic"


def test_slacks_own_troubles_are_waited_out(slack: Slack) -> None:
    """By doubling seconds; where they go on, that is said."""
    slack.workspace.refuse("conversations.setTopic", "internal_error", times=2)
    slack.client.set_topic(slack.client.channel("support"), "t")
    assert slack.waits == [1.0, 2.0]
    slack.workspace.refuse("conversations.setTopic", "x", times=9, status=503)
    assert slack.fault().message == "Slack is out of order (503 to conversations.setTopic)"


def test_an_answer_that_is_no_json_is_a_fault(slack: Slack) -> None:
    """A proxy in between answers in HTML, and none of it is repeated."""
    slack.workspace.faults["conversations.setTopic"] = [(200, "<html>::error::x", {})]
    assert slack.fault().message == "Slack answered something unreadable to conversations.setTopic"


def test_no_answer_is_a_fault_after_some_tries() -> None:
    """Nothing listens on that port any more."""
    with serve(Workspace().app()) as url:
        waits: list[float] = []
        client = Client(TOKEN, api_url=url, sleep=waits.append)
    with pytest.raises(SlackError, match=r"Slack did not answer to usergroups\.list"):
        client.group("oncall")
    assert waits == [1.0, 2.0, 4.0]


def test_a_list_that_does_not_end_is_a_fault(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short list would look like a channel that is gone."""
    monkeypatch.setattr(room, "PAGES", 1)
    with pytest.raises(SlackError, match="does not end"):
        slack.client.channel("support")


@pytest.mark.parametrize("url", ["http://slack.example/api", "ftp://127.0.0.1", "slack.com"])
def test_the_token_goes_nowhere_in_the_clear(url: str) -> None:
    """Plain http is for this machine alone."""
    with pytest.raises(UsageError, match="no address for Slack"):
        Client(TOKEN, api_url=url)


@pytest.mark.parametrize("token", ["xoxb-1\n-2", "xoxb é"])
def test_a_token_that_none_can_be_is_refused_without_being_shown(token: str) -> None:
    """Half of one may have been copied."""
    with pytest.raises(RotaError) as told:
        Client(token)
    assert "xoxb" not in told.value.diagnostics()
