"""Slack is told only what differs; what goes wrong in one place leaves the others alone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from reconciler.announcing.places import Channel, Group
from reconciler.announcing.results import Announced, exit_code
from reconciler.announcing.said import Wanted
from reconciler.config.settings import Announcement
from reconciler.errors import ExitCode, RotaError
from reconciler.plan.model import Who
from reconciler.workflow.announcing import announce, unseen

ANA = Who("ana", "Ana Ortiz", "ana@example.org")
BEN = Who("ben", "Ben Ode", "ben@example.org")
CAL = Who("cal", "Cal Roe", "cal@example.org")
POST = Who("post", "Post box", "post@example.org", mailbox=True)
TEAM = (ANA, BEN, CAL)
THEN = datetime(2026, 11, 30, 9, tzinfo=UTC)


@dataclass
class Memory:
    """A Slack in memory; `broken` places raise."""

    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    writes: list[tuple[str, object]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)

    def _good(self, place: str) -> None:
        if place in self.broken:
            raise RotaError(f"no {place}", hint="mend it")

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        self._good(name)
        return self.channels[name]

    def user(self, email: str) -> str | None:
        """Somebody's id; every question is kept."""
        self._good(email)
        self.lookups.append(email)
        return self.users.get(email)

    def group(self, name: str) -> Group:
        """A group by handle."""
        self._good(name)
        return self.groups[name]

    def set_topic(self, channel: Channel, text: str) -> None:
        """Set a topic."""
        self._good("writing")
        self.channels[channel.name] = replace(channel, topic=text)
        self.writes.append((channel.name, text))

    def set_description(self, channel: Channel, text: str) -> None:
        """Set a description."""
        self.channels[channel.name] = replace(channel, description=text)
        self.writes.append((channel.name, text))

    def set_members(self, group: Group, members: tuple[str, ...]) -> None:
        """Set the members."""
        self.groups[group.handle] = replace(group, members=frozenset(members))
        self.writes.append((group.handle, members))


@pytest.fixture
def slack() -> Memory:
    return Memory(
        channels={"a": Channel("CA", "a", "On: <@U2>", "about"), "b": Channel("CB", "b", "", "")},
        users={"ana@example.org": "U1", "ben@example.org": "U2"},
        groups={"oncall": Group("S1", "oncall", frozenset({"U2", "U9"}))},
    )


def wanted(*text: str | Who, channel: str = "a", group: str | None = None, **more: str) -> Wanted:
    entry = Announcement.model_validate({"channel": channel, "rotas": ["days"], "group": group, **more})
    people = tuple(word for word in text if isinstance(word, Who) and not word.mailbox)
    return Wanted(entry, text, text, people, THEN)


def test_old_and_new_are_told_by_names_and_nothing_is_set_without_being_asked(slack: Memory) -> None:
    """The people of old texts are looked up too."""
    (found,) = announce([wanted("On: ", ANA)], TEAM, slack, apply=False)
    assert found == Announced(
        "topic",
        "a",
        "differs",
        before="On: @Ben Ode",
        after="On: @Ana Ortiz",
        people=(ANA,),
        next_change=THEN,
    )
    assert slack.writes == []


def test_what_differs_is_set_and_the_second_time_there_is_nothing_to_do(slack: Memory) -> None:
    """Slack posts a line for every topic that is set."""
    entries = [
        wanted("On: ", ANA, group="oncall"),
        wanted("Box: ", POST, channel="b", target="description"),
    ]
    first = announce(entries, TEAM, slack, apply=True)
    assert [row.status for row in first] == ["set", "set", "set"]
    assert slack.writes == [("a", "On: <@U1>"), ("oncall", ("U1",)), ("b", "Box: Post box")]
    second = announce(entries, TEAM, slack, apply=True)
    assert [row.status for row in second] == ["same", "same", "same"]
    assert len(slack.writes) == 3


def test_whom_slack_does_not_know_is_named_without_a_mention(slack: Memory) -> None:
    """A mailbox is not looked for at all, and everybody else once."""
    rows = announce([wanted("On: ", CAL, POST), wanted(CAL, channel="b")], (), slack, apply=True)
    assert rows[0].notes == ("Slack has nobody with the e-mail address of Cal Roe: named without a mention",)
    assert slack.writes == [("a", "On: Cal RoePost box"), ("b", "Cal Roe")]
    assert slack.lookups == ["cal@example.org"]


def test_a_group_gets_those_whom_slack_knows_and_is_never_emptied(slack: Memory) -> None:
    """Slack keeps no empty group, and the old one is better than an error."""
    (_, some) = announce([wanted(ANA, CAL, group="oncall")], TEAM, slack, apply=True)
    assert (some.before, some.after) == ("Ben Ode, somebody", "Ana Ortiz")
    assert some.notes == ("Slack has nobody with the e-mail address of Cal Roe",)
    (_, none) = announce([wanted(POST, group="oncall")], TEAM, slack, apply=True)
    assert (none.status, none.before, none.after) == ("same", "Ana Ortiz", "Ana Ortiz")
    assert none.notes == ("nobody to put into it, and Slack keeps no empty group: left as it is",)


def test_a_disabled_group_is_a_fault_and_stays_disabled(slack: Memory) -> None:
    """Somebody disabled it on purpose."""
    slack.groups["oncall"] = replace(slack.groups["oncall"], disabled=True)
    (_, found) = announce([wanted(ANA, group="oncall")], TEAM, slack, apply=True)
    assert (found.status, found.fault) == (
        "failed",
        "the user group is disabled\n  enable it in Slack, or drop `group:`",
    )
    assert [place for place, _ in slack.writes] == ["a"]


@pytest.mark.parametrize("broken", ["a", "ana@example.org", "writing"])
def test_a_fault_in_one_place_leaves_the_others_alone(slack: Memory, broken: str) -> None:
    """Whether it cannot be read, resolved or set."""
    slack.broken = {broken}
    rows = announce(
        [wanted("On: ", ANA), wanted("On: x", channel="b", target="description")], (), slack, apply=True
    )
    assert [row.status for row in rows] == ["failed", "set"]
    assert rows[0].fault == f"no {broken}\n  mend it"
    assert exit_code(rows) == ExitCode.PARTIAL


def test_a_fault_in_looking_up_old_names_does_not_matter(slack: Memory) -> None:
    """It only makes a text less readable."""
    slack.broken = {"ben@example.org"}
    (found,) = announce([wanted("On: ", ANA)], TEAM, slack, apply=True)
    assert (found.status, found.before) == ("set", "On: @somebody")


def test_what_is_left_out_to_fit_is_said(slack: Memory) -> None:
    """Slack takes 250 characters."""
    (found,) = announce([wanted("x" * 245, CAL)], (), slack, apply=False)
    assert "too long for Slack: last names left out" in found.notes


def test_the_exit_code_tells_all_some_and_none() -> None:
    """Shown without a fault is done."""
    done, failed = Announced("topic", "a", "set"), Announced("topic", "b", "failed")
    shown = Announced("topic", "c", "differs")
    assert exit_code([done, shown]) == ExitCode.DONE
    assert exit_code([done, failed]) == ExitCode.PARTIAL
    assert exit_code([shown, failed]) == ExitCode.FAULT
    assert exit_code([]) == ExitCode.DONE


def test_without_slack_it_is_told_what_would_be_said() -> None:
    """Names without mentions, groups by their people."""
    rows = unseen([wanted("On: ", ANA, group="oncall"), wanted(POST, channel="b", group="none")])
    assert [(row.kind, row.place, row.status, row.after) for row in rows] == [
        ("topic", "a", "unknown", "On: Ana Ortiz"),
        ("group", "oncall", "unknown", "Ana Ortiz"),
        ("topic", "b", "unknown", "Post box"),
        ("group", "none", "unknown", "nobody"),
    ]
