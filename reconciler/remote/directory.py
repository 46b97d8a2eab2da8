"""The people and the team of an account, looked up by e-mail and name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import PlanLimitError, RotaError
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_user
from reconciler.remote.fields import Part
from reconciler.remote.finding import squeezed
from reconciler.remote.listing import TooLongError, every
from reconciler.state import UserState

MOST_LOOKUPS = 20
"""Up to so many addresses are asked for one by one; for more, all users are read once."""

T = TypeVar("T")
Job = Callable[[RestApiV2Client], T]
"""A piece of reading that is given a client of its own."""


def user_jobs(emails: Iterable[str]) -> list[Job[tuple[Part, ...]]]:
    """The lists to read so as to find the users of these addresses."""
    asked = sorted({email.casefold() for email in emails})
    if len(asked) > MOST_LOOKUPS:
        return [_everybody(asked)]
    return [_lookup(email) for email in asked]


def _everybody(emails: Sequence[str]) -> Job[tuple[Part, ...]]:
    def job(client: RestApiV2Client) -> tuple[Part, ...]:
        try:
            return every(client, "/users", "users")
        except TooLongError:
            # The largest accounts have more users than can be listed; one by one they can all be found.
            return tuple(part for email in emails for part in _lookup(email)(client))

    return job


def _lookup(email: str) -> Job[tuple[Part, ...]]:
    return lambda client: every(client, "/users", "users", {"query": email})


def by_email(emails: Iterable[str], lists: Sequence[Iterable[Part]]) -> Mapping[str, tuple[UserState, ...]]:
    """Case-folded e-mails to all users who have exactly that one: PagerDuty's search takes any part of it."""
    asked = {email.casefold() for email in emails}
    found: dict[str, dict[str, UserState]] = {email: {} for email in sorted(asked)}
    for part in (row for rows in lists for row in rows):
        user = decode_user(part.json)
        if user.email.casefold() in asked:
            found[user.email.casefold()][user.id] = user
    return {email: tuple(users[key] for key in sorted(users)) for email, users in found.items() if users}


def team_id(client: RestApiV2Client, name: str) -> str:
    """The id of the team of this name. Raises RotaError where there is none, or the account has no teams."""
    abilities = fetch(client, "/abilities").json.get("abilities")
    if not isinstance(abilities, list) or "teams" not in abilities:
        raise PlanLimitError(
            f"The file names the team {name}, but this PagerDuty account has no teams.",
            hint="Take `team:` out of the file.",
        )
    rows = every(client, "/teams", "teams", {"query": name})
    ids = [row.text("id") for row in rows if squeezed(row.text("name")) == squeezed(name)]
    if len(ids) != 1:
        found = "no team" if not ids else f"{len(ids)} teams"
        raise RotaError(
            f"PagerDuty has {found} called “{name}”.",
            hint="Correct `team:` in the file; the name must be exactly that of one team.",
        )
    return ids[0]
