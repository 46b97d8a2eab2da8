"""Announcing: what Slack holds is compared with what it is to say, and only a difference is written.

Each text and each group stands for itself: what goes wrong with one leaves the others alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from reconciler.announcing.places import Channel, Group
from reconciler.announcing.results import Announced
from reconciler.announcing.said import Wanted
from reconciler.announcing.spelling import Spelt, readable, same, spelt
from reconciler.errors import RotaError
from reconciler.plan.model import Who
from reconciler.wording import listing


class Slack(Protocol):
    """Reads and writes Slack. Raises RotaError."""

    def channel(self, name: str) -> Channel:
        """A channel by name or id."""

    def user(self, email: str) -> str | None:
        """The Slack id of whoever has an e-mail address."""

    def group(self, name: str) -> Group:
        """A user group by handle or id."""

    def set_topic(self, channel: Channel, text: str) -> None:
        """Set the topic."""

    def set_description(self, channel: Channel, text: str) -> None:
        """Set the description."""

    def set_members(self, group: Group, members: tuple[str, ...]) -> None:
        """Set the members."""


@dataclass(slots=True)
class _Directory:
    """Who is who in Slack, asked once for each person."""

    slack: Slack
    known: Mapping[Who, str | None]

    def ids(self, people: Iterable[Who]) -> dict[Who, str]:
        """The Slack ids of those who have one; mailboxes have none."""
        for who in people:
            if who not in self.known:
                found = self.slack.user(who.email) if who.email and not who.mailbox else None
                self.known = {**self.known, who: found}
        return {who: id_ for who in people if (id_ := self.known[who]) is not None}

    def learn(self, people: Iterable[Who]) -> None:
        """Ask about people who only make an old text readable: what goes wrong there does not matter."""
        try:
            self.ids(people)
        except RotaError:
            return

    def names(self) -> dict[str, str]:
        """The names of those who were asked about, by Slack id."""
        return {id_: who.name for who, id_ in self.known.items() if id_ is not None}

    def strangers(self, people: Iterable[Who]) -> tuple[str, ...]:
        """A note on those whom Slack does not know by their address."""
        missing = [who.name for who in people if not who.mailbox and self.known.get(who) is None]
        if not missing:
            return ()
        return (f"Slack has nobody with the e-mail address of {listing(missing)}: named without a mention",)


def announce(
    entries: Iterable[Wanted], team: Iterable[Who], slack: Slack, *, apply: bool
) -> tuple[Announced, ...]:
    """Every text and group of some entries, compared and, with `apply`, set where it differs.

    `team` are the people whom an old text may mention, so that it can be told by their names.
    """
    directory = _Directory(slack, {})
    everybody = tuple(team)
    return tuple(
        announced
        for entry in entries
        for announced in (
            *_text(entry, everybody, slack, directory, apply=apply),
            *_members(entry, everybody, slack, directory, apply=apply),
        )
    )


def unseen(entries: Iterable[Wanted]) -> tuple[Announced, ...]:
    """What some entries say, where Slack cannot be asked."""
    out: list[Announced] = []
    for wanted in entries:
        entry, after = wanted.entry, readable(spelt(wanted, {}).text, {})
        out.append(
            Announced(entry.target, entry.channel, "unknown", after=after, next_change=wanted.next_change)
        )
        if entry.group is not None:
            names = ", ".join(sorted(who.name for who in wanted.people)) or "nobody"
            out.append(
                Announced("group", entry.group, "unknown", after=names, next_change=wanted.next_change)
            )
    return tuple(out)


def _text(
    wanted: Wanted, team: tuple[Who, ...], slack: Slack, directory: _Directory, *, apply: bool
) -> Iterator[Announced]:
    entry = wanted.entry
    people = tuple(dict.fromkeys(token for token in wanted.text if isinstance(token, Who)))
    out = Announced(entry.target, entry.channel, "failed", people=people, next_change=wanted.next_change)
    try:
        channel = slack.channel(entry.channel)
        new = spelt(wanted, directory.ids(people))
        old = channel.topic if entry.target == "topic" else channel.description
        if "<@" in old and not same(old, new.text):
            directory.learn(team)
        names = directory.names()
        out = replace(
            out,
            before=readable(old, names),
            after=readable(new.text, names),
            notes=(*directory.strangers(people), *_left_out(new)),
            status="same" if same(old, new.text) else "differs",
        )
        if apply and out.status == "differs":
            (slack.set_topic if entry.target == "topic" else slack.set_description)(channel, new.text)
            out = replace(out, status="set")
    except RotaError as fault:
        out = replace(out, status="failed", fault=fault.diagnostics())
    yield out


def _left_out(text: Spelt) -> Iterator[str]:
    if text.left_out:
        yield f"too long for Slack: {listing(text.left_out)} left out"


def _members(
    wanted: Wanted, team: tuple[Who, ...], slack: Slack, directory: _Directory, *, apply: bool
) -> Iterator[Announced]:
    name = wanted.entry.group
    if name is None:
        return
    out = Announced("group", name, "failed", people=wanted.people, next_change=wanted.next_change)
    try:
        group = slack.group(name)
        ids = directory.ids(wanted.people)
        members = tuple(ids[who] for who in wanted.people if who in ids)
        if group.members - set(members):
            directory.learn(team)
        names = directory.names()
        missing = [who.name for who in wanted.people if who not in ids]
        notes = (f"Slack has nobody with the e-mail address of {listing(missing)}",) if missing else ()
        out = replace(out, before=_named(group.members, names), after=_named(members, names), notes=notes)
        out = _compared(out, group, members)
        if apply and out.status == "differs":
            slack.set_members(group, members)
            out = replace(out, status="set")
    except RotaError as fault:
        out = replace(out, status="failed", fault=fault.diagnostics())
    yield out


def _compared(out: Announced, group: Group, members: tuple[str, ...]) -> Announced:
    """Whether a group is to change; one that is disabled or would be empty cannot."""
    if group.disabled:
        return replace(out, fault="the user group is disabled\n  enable it in Slack, or drop `group:`")
    if not members:
        left = "nobody to put into it, and Slack keeps no empty group: left as it is"
        return replace(out, status="same", after=out.before, notes=(*out.notes, left))
    return replace(out, status="same" if group.members == set(members) else "differs")


def _named(members: Iterable[str], names: Mapping[str, str]) -> str:
    said = sorted(names.get(member, "somebody") for member in members)
    return ", ".join(said) or "nobody"
