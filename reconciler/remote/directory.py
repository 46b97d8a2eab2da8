"""The people and the team of an account, looked up by e-mail and name."""

from collections.abc import Iterable, Mapping, Sequence

from pagerduty import RestApiV2Client

from reconciler.errors import PlanLimitError, RotaError
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_user
from reconciler.remote.finding import squeezed
from reconciler.remote.jobs import Job, there
from reconciler.remote.listing import Listing, Page, TooLongError, every, offsets, page
from reconciler.state import UserState

FEW = 5
"""Up to so many addresses are asked for one by one, without looking how many users there are."""


def people_listing() -> Listing[UserState]:
    """The list of everybody."""
    return Listing("/users", "users", lambda part: decode_user(part.json))


def first_people() -> Job[Page[UserState] | None]:
    """The first page of everybody; None where there are more than PagerDuty lists."""

    def job(client: RestApiV2Client) -> Page[UserState] | None:
        try:
            return page(client, people_listing(), 0)
        except TooLongError:
            return None

    return job


def asked(emails: Iterable[str]) -> list[str]:
    """Addresses as they are looked up, each once."""
    return sorted({email.casefold() for email in emails})


def cheaper_by_lookup(first: Page[UserState] | None, emails: Sequence[str]) -> bool:
    """Whether addresses are better looked up one by one than paged to the end for."""
    return first is None or len(offsets(first.total or 0)) - 1 > len(emails)


def lookup(email: str) -> Job[tuple[UserState, ...]]:
    """Everybody whose name or address has a text in it."""

    def job(client: RestApiV2Client) -> tuple[UserState, ...]:
        return tuple(decode_user(row.json) for row in every(client, "/users", "users", {"query": email}))

    return job


def by_id(id_: str) -> Job[UserState | None]:
    """One user; None where the account is gone."""
    return there(lambda client: decode_user(fetch(client, f"/users/{id_}").part("user").json))


def by_email(emails: Iterable[str], users: Iterable[UserState]) -> Mapping[str, tuple[UserState, ...]]:
    """Case-folded e-mails to all users who have exactly that one: PagerDuty's search takes any part of it."""
    found: dict[str, dict[str, UserState]] = {email: {} for email in asked(emails)}
    for user in users:
        if (email := user.email.casefold()) in found:
            found[email][user.id] = user
    return {email: tuple(same[key] for key in sorted(same)) for email, same in found.items() if same}


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
