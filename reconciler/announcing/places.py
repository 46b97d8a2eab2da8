"""What Slack holds, as far as announcements care: channels and user groups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, with both texts as Slack gives them."""

    id: str
    name: str
    topic: str
    description: str


@dataclass(frozen=True, slots=True)
class Group:
    """A user group and the Slack ids of its members."""

    id: str
    handle: str
    members: frozenset[str]
    disabled: bool = False
