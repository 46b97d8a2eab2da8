"""Which schedules and policies of an account an import is about: all of them, or those of some names."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconciler.errors import UsageError
from reconciler.remote.fields import Part
from reconciler.remote.finding import squeezed
from reconciler.requests import AccountRequest

_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ids of what is chosen, in the order of the listings."""

    schedules: tuple[str, ...]
    policies: tuple[str, ...]


def choose(request: AccountRequest, schedules: Sequence[Part], policies: Sequence[Part]) -> Chosen:
    """Raises UsageError for a name that nothing has."""
    if not (request.schedules or request.policies or request.teams):
        return Chosen(_ids(schedules), _ids(policies))
    teams = _teams(request.teams, (*schedules, *policies))
    wanted = set(_named("schedule", request.schedules, schedules))
    chains = set(_named("escalation policy", request.policies, policies))
    wanted |= {target for row in policies if row.text("id") in chains for target in _notified(row)}
    wanted |= {row.text("id") for row in schedules if teams & _team_ids(row)}
    chains |= {row.text("id") for row in policies if teams & _team_ids(row)}
    return Chosen(
        tuple(id_ for id_ in _ids(schedules) if id_ in wanted),
        tuple(id_ for id_ in _ids(policies) if id_ in chains),
    )


def _ids(rows: Iterable[Part]) -> tuple[str, ...]:
    return tuple(row.text("id") for row in rows)


def _named(noun: str, names: Iterable[str], rows: Sequence[Part]) -> Iterable[str]:
    """The ids of everything that has one of the names, whatever its blanks."""
    there = {squeezed(row.text("name")) for row in rows}
    for name in map(squeezed, names):
        if name not in there:
            raise _unknown(noun, name, there)
        yield from (row.text("id") for row in rows if squeezed(row.text("name")) == name)


def _teams(names: Iterable[str], rows: Sequence[Part]) -> set[str]:
    """The ids of teams, which are known by the schedules and policies that they have."""
    found = {
        team.text("id"): squeezed(team.maybe_text("summary") or "")
        for row in rows
        for team in row.parts("teams", "a team", needed=False)
    }
    asked = set(map(squeezed, names))
    for name in sorted(asked - set(found.values())):
        raise _unknown("team that has schedules or policies", name, set(found.values()))
    return {id_ for id_, name in found.items() if name in asked}


def _team_ids(row: Part) -> set[str]:
    return {team.text("id") for team in row.parts("teams", "a team", needed=False)}


def _notified(policy: Part) -> Iterable[str]:
    for rule in policy.parts("escalation_rules", "an escalation rule", needed=False):
        yield from (target.text("id") for target in rule.parts("targets", "a target", needed=False))


def _unknown(noun: str, name: str, there: Iterable[str]) -> UsageError:
    names = sorted(there)
    near = difflib.get_close_matches(name, names, n=1)
    more = ", …" if len(names) > _MOST_NAMES else ""
    known = f"there are: {', '.join(names[:_MOST_NAMES])}{more}" if names else "there is none at all"
    return UsageError(
        f"PagerDuty has no {noun} called {name!r}", hint=f"did you mean {near[0]}?" if near else known
    )
