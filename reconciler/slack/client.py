"""A small client of Slack's Web API: finite waits, and errors of one sentence.

The token is in no message. It is sent in https, or to this machine itself.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from reconciler.announcing.places import Channel, Group
from reconciler.errors import UsageError
from reconciler.slack.faults import SlackError, refusal

API = "https://slack.com/api/"
"""Where Slack's API is."""
ATTEMPTS = 4
"""How often one request is sent at most."""
LONGEST_WAIT = 60.0
"""For how many seconds at most Slack may ask us to wait before we repeat a request."""
PAGES = 50
"""How many pages of a listing are read at most."""

_TIMEOUT = 20
_PER_PAGE = 1000
_FIRST_WAIT = 1.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's own troubles, which are over a moment later."""
_TOO_MANY, _SERVER_FAULT = 429, 500

Json = Mapping[str, Any]


class Client:
    """Speaks for one token. `sleep` takes seconds."""

    def __init__(
        self, token: str, *, api_url: str = API, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._web = WebClient(
            token=_checked_token(token), base_url=_checked_url(api_url), timeout=_TIMEOUT, retry_handlers=[]
        )
        self._sleep = sleep
        self._channels: dict[str, Channel] | None = None
        self._groups: dict[str, Group] | None = None

    def channel(self, name: str) -> Channel:
        """A channel by name (with or without #) or id. Raises SlackError."""
        plain = name.removeprefix("#")
        if plain[:1] in {"C", "G"} and plain.isalnum() and plain.isupper():
            return _channel(self._call("conversations.info", channel=plain).get("channel") or {})
        if self._channels is None:
            kinds = "public_channel,private_channel"
            rows = self._every("conversations.list", "channels", types=kinds, exclude_archived="true")
            self._channels = {found.name.casefold(): found for found in map(_channel, rows)}
        if (found := self._channels.get(plain.casefold())) is None:
            raise refusal("conversations.list", "channel_not_found")
        return found

    def user(self, email: str) -> str | None:
        """The Slack id of whoever has an e-mail address; None where nobody does. Raises SlackError."""
        try:
            found = self._call("users.lookupByEmail", email=email).get("user") or {}
        except SlackError as fault:
            if fault.code == "users_not_found":
                return None
            raise
        return None if found.get("deleted") else found.get("id")

    def group(self, name: str) -> Group:
        """A user group by handle (with or without @) or id, a disabled one too. Raises SlackError."""
        if self._groups is None:
            asked = {"include_disabled": "true", "include_users": "true"}
            rows = [_group(row) for row in self._call("usergroups.list", **asked).get("usergroups") or ()]
            self._groups = {key: row for row in rows for key in (row.id.casefold(), row.handle.casefold())}
        if (found := self._groups.get(name.removeprefix("@").casefold())) is None:
            raise refusal("usergroups.list", "no_such_subteam")
        return found

    def set_topic(self, channel: Channel, text: str) -> None:
        """Set the topic. Raises SlackError."""
        self._call("conversations.setTopic", channel=channel.id, topic=text)

    def set_description(self, channel: Channel, text: str) -> None:
        """Set the description, which Slack calls purpose. Raises SlackError."""
        self._call("conversations.setPurpose", channel=channel.id, purpose=text)

    def set_members(self, group: Group, members: tuple[str, ...]) -> None:
        """Set the members (Slack ids, one at least). Raises SlackError."""
        self._call("usergroups.users.update", usergroup=group.id, users=",".join(members))

    def _every(self, method: str, what: str, **asked: str) -> Iterator[Json]:
        cursor = ""
        for _ in range(PAGES):
            page = self._call(method, **asked, limit=str(_PER_PAGE), **({"cursor": cursor} if cursor else {}))
            yield from page.get(what) or ()
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
        raise SlackError(f"Slack's list of {what} does not end", hint="name the channel by its id")

    def _call(self, method: str, **asked: str) -> Json:
        """One method, repeated where that may help: setting a text twice does no harm."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._web.api_call(method, data=asked).data
                return answer if isinstance(answer, dict) else {}
            except SlackApiError as fault:
                wait = _wait(fault, attempt)
                if wait is None or attempt == ATTEMPTS:
                    raise _refusal(method, fault) from None
            except (SlackClientError, OSError, ValueError) as fault:
                wait = _doubled(attempt)
                if attempt == ATTEMPTS:
                    kind = type(fault).__name__
                    raise SlackError(f"Slack did not answer to {method} ({kind})", hint="try again") from None
            self._sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")  # pragma: no cover


def _wait(fault: SlackApiError, attempt: int) -> float | None:
    """How many seconds to wait before the same request; None where that does not help."""
    status = int(fault.response.status_code)
    if _code(fault) == "ratelimited" or status == _TOO_MANY:
        asked = str(fault.response.headers.get("Retry-After", ""))
        seconds = float(asked) if asked.isdecimal() else _doubled(attempt)
        return seconds if seconds <= LONGEST_WAIT else None
    return _doubled(attempt) if _code(fault) in _PASSING or status >= _SERVER_FAULT else None


def _doubled(attempt: int) -> float:
    return _FIRST_WAIT * float(2 ** (attempt - 1))


def _refusal(method: str, fault: SlackApiError) -> SlackError:
    needed = fault.response.get("needed")
    status = fault.response.status_code
    if status >= _SERVER_FAULT:
        return SlackError(f"Slack is out of order ({status} to {method})", hint="run it again later")
    if status == _TOO_MANY:
        return refusal(method, "ratelimited")
    return refusal(method, _code(fault), str(needed) if needed else None)


def _code(fault: SlackApiError) -> str:
    code = str(fault.response.get("error") or "")
    # A body that is no JSON is told in a sentence with the body in it.
    return code if code.replace("_", "").isalnum() else "something unreadable"


def _channel(row: Json) -> Channel:
    topic, purpose = row.get("topic") or {}, row.get("purpose") or {}
    texts = str(topic.get("value") or ""), str(purpose.get("value") or "")
    return Channel(str(row.get("id")), str(row.get("name") or ""), *texts)


def _group(row: Json) -> Group:
    members = frozenset(map(str, row.get("users") or ()))
    return Group(str(row.get("id")), str(row.get("handle") or ""), members, bool(row.get("date_delete")))


def _checked_token(token: str) -> str:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError("SLACK_TOKEN holds characters that no token has", hint="copy it again, on one line")
    return token


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise UsageError(
            f"{url} is no address for Slack's API",
            hint="https only; plain http on loopback, for trying it out",
        )
    return url if url.endswith("/") else f"{url}/"
