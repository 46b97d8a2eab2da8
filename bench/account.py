"""An account of any size for the measurements: a rota file, and a PagerDuty that holds the same.

Teams of five people share five rotas and one policy. Every second rota has a cover inside the horizon,
which in PagerDuty is one override.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOW_OPTION = "2026-11-25T12:00"
FIRST = date(2026, 1, 5)
HANDOVER = "09:00"
AHEAD = timedelta(weeks=1)
"""How long after `NOW` the first covers begin."""
PER_TEAM = 5
RULES_PER_POLICY = 5
TEAMS_PER_FILE = 20
WEEK, HOUR, MINUTE = 604_800, 3600, 60

Json = dict[str, Any]

HEAD = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
include: [teams/*.yaml]
hours: {in-hours: Mon-Fri 09:00-17:00, out-of-hours: outside in-hours}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """How many schedules there are, and whether every second one has an override in the horizon.

    `cut` leaves out the last so many covers, so that PagerDuty lacks what the file says.
    """

    schedules: int
    overrides: bool = True
    cut: int = 0

    @property
    def teams(self) -> range:
        """The numbers of the teams."""
        return range(-(-self.schedules // PER_TEAM))

    def rotas(self, team: int) -> range:
        """The numbers of the rotas of a team."""
        return range(team * PER_TEAM, min((team + 1) * PER_TEAM, self.schedules))

    @property
    def covered(self) -> range:
        """The numbers of the rotas that have a cover."""
        whole = range(1, self.schedules if self.overrides else 0, 2)
        return whole[: len(whole) - self.cut]

    def without(self, covers: int) -> "Account":
        """The same account before its last so many covers were written."""
        return replace(self, cut=covers)


def person(team: int, member: int) -> str:
    """The key of a person in the file."""
    return f"p{team}-{member}"


def email(team: int, member: int) -> str:
    """The address of a person."""
    return f"{person(team, member)}@example.org"


def order(number: int) -> list[int]:
    """The members of the team in the order of a rota: each rota of a team begins with somebody else."""
    return [(number + place) % PER_TEAM for place in range(PER_TEAM)]


def hours(number: int) -> str | None:
    """The named hours of a rota; None is around the clock."""
    return ("in-hours", "out-of-hours", None)[number % 3]


@dataclass(frozen=True, slots=True)
class CoverOf:
    """One evening of a rota, by wall time in London in winter, which is UTC."""

    start: datetime
    end: datetime
    away: int
    by: int


def cover(number: int) -> CoverOf:
    """The cover of a rota: a Tuesday of one of eight weeks, inside its hours whatever they are."""
    day = (NOW + AHEAD).date() + timedelta(weeks=number % 8, days=6)
    begins, length = (9, 8) if hours(number) == "in-hours" else (17, 16)
    start = datetime(day.year, day.month, day.day, begins, tzinfo=UTC)
    turn = (day - FIRST).days // 7
    people = order(number)
    away, by = people[turn % PER_TEAM], people[(turn + 2) % PER_TEAM]
    return CoverOf(start, start + timedelta(hours=length), away, by)


def write_file(account: Account, folder: Path) -> Path:
    """Write the rota file and what it includes into a folder; returns the root file."""
    teams = folder / "teams"
    teams.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(account.teams), TEAMS_PER_FILE):
        some = account.teams[first : first + TEAMS_PER_FILE]
        text = "\n".join(_lines(account, some)) + "\n"
        (teams / f"{first // TEAMS_PER_FILE:03}.yaml").write_text(text, encoding="utf-8")
    root = folder / "rota.yaml"
    root.write_text(HEAD, encoding="utf-8")
    return root


def _lines(account: Account, teams: range) -> Iterator[str]:
    yield "people:"
    for team in teams:
        for member in range(PER_TEAM):
            key = person(team, member)
            yield f"  {key}: {{name: Person {team} {member}, email: {email(team, member)}}}"
    yield "rotas:"
    numbers = [number for team in teams for number in account.rotas(team)]
    for number in numbers:
        named = ", ".join(person(number // PER_TEAM, member) for member in order(number))
        within = "" if hours(number) is None else f"hours: {hours(number)}, "
        turns = f"turn: 1 week, handover: Monday {HANDOVER}"
        line_ups = f"line_ups: [{{from: {FIRST}, people: [{named}]}}]"
        yield f"  r{number}: {{name: Rota {number}, {within}{turns}, {line_ups}}}"
    yield "policies:"
    for team in teams:
        levels = (f"{{notify: r{number}, escalate_after: 15 minutes}}" for number in account.rotas(team))
        yield f"  t{team}: {{name: Team {team}, repeat: 1, levels: [{', '.join(levels)}]}}"
    covered = set(account.covered)
    entries = [_entry(number) for number in numbers if number in covered]
    yield from ("overrides:", *entries) if entries else ()


def _entry(number: int) -> str:
    one, team = cover(number), number // PER_TEAM
    people = f"cover: {person(team, one.away)}, by: {person(team, one.by)}"
    times = f"from: {one.start:%Y-%m-%d %H:%M}, until: {one.end:%Y-%m-%d %H:%M}"
    return f"  - {{rota: r{number}, {people}, {times}}}"


def schedule_body(number: int, users: list[str]) -> Json:
    """What a POST of a schedule sends; `users` are the ids of the team."""
    layer = {
        "name": f"main from {FIRST}",
        "start": f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
        "rotation_virtual_start": f"{FIRST}T{HANDOVER}:00Z",
        "rotation_turn_length_seconds": WEEK,
        "users": [{"user": {"id": users[member], "type": "user_reference"}} for member in order(number)],
        "restrictions": restrictions(number),
    }
    return {
        "type": "schedule",
        "name": f"Rota {number}",
        "time_zone": "Europe/London",
        "description": f"Managed as code: r{number}",
        "schedule_layers": [layer],
    }


def restrictions(number: int) -> list[Json]:
    """The hours of a rota as PagerDuty has them."""
    match hours(number):
        case "in-hours":
            return [_weekly(day, "09:00:00", 8) for day in range(1, 6)]
        case "out-of-hours":
            return [*(_weekly(day, "17:00:00", 16) for day in range(1, 5)), _weekly(5, "17:00:00", 64)]
        case _:
            return []


def _weekly(day: int, start: str, length: int) -> Json:
    return {
        "type": "weekly_restriction",
        "start_day_of_week": day,
        "start_time_of_day": start,
        "duration_seconds": length * HOUR,
    }


def policy_body(team: int, schedules: list[str]) -> Json:
    """What a POST of a policy sends; `schedules` are the ids of the team's rotas in order."""
    rules = [
        {"escalation_delay_in_minutes": 15, "targets": [{"id": id_, "type": "schedule_reference"}]}
        for id_ in schedules
    ]
    return {
        "type": "escalation_policy",
        "name": f"Team {team}",
        "description": f"Managed as code: t{team}",
        "num_loops": 1,
        "escalation_rules": rules,
    }


def override_body(number: int, users: list[str]) -> Json:
    """What a POST of an override sends; `users` are the ids of the team."""
    one = cover(number)
    return {
        "start": f"{one.start:%Y-%m-%dT%H:%M:%SZ}",
        "end": f"{one.end:%Y-%m-%dT%H:%M:%SZ}",
        "user": {"id": users[one.by], "type": "user_reference"},
    }
