"""How long the checks of a large file take, each on its own and as `rota check`."""

import json
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import child
from bench.report import Section, Series, Table, seconds
from bench.sizes import Sizes
from bench.timing import repeated, timed
from reconciler.checks.ground import Ground
from reconciler.checks.run import CHECKS, run
from reconciler.config.loader import load
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.shifts.faults import faults

MEMBERS = 10
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FIRST = date(2026, 1, 5)
COMMAND = "rota check"


def team(number: int) -> list[str]:
    """The keys of a team's people."""
    return [f"p{number}-{member}" for member in range(MEMBERS)]


def on_turn(number: int, week: int, *, behind: int = 0) -> str:
    """Whose turn a week is; out of hours the same people come some turns later."""
    return team(number)[(week + behind) % MEMBERS]


def rota(number: int, *, behind: int, hours: str) -> dict[str, Any]:
    """A rota of one team: weekly turns, and a line-up of the same order that begins later."""
    people = team(number)
    order = people[behind:] + people[:behind]
    later = FIRST + timedelta(weeks=5 * MEMBERS)
    return {
        "name": f"Team {number} {hours}",
        "hours": hours,
        "turn": "1 week",
        "handover": "Monday 09:00",
        "line_ups": [{"from": f"{start}", "people": order} for start in (FIRST, later)],
    }


def overrides(number: int) -> list[dict[str, Any]]:
    """A cover of two nights and a swap of two turns."""
    week = 48 + number % 8
    monday = FIRST + timedelta(weeks=week)
    one, other = (on_turn(number, week + n, behind=5) for n in (10, 12))
    dates = [f"{monday + timedelta(weeks=n)}" for n in (10, 12)]
    cover = {
        "cover": on_turn(number, week, behind=5),
        "by": on_turn(number, week + 3, behind=5),
        "from": f"{monday + timedelta(days=1)} 17:00",
        "until": f"{monday + timedelta(days=3)} 09:00",
    }
    return [
        {"rota": f"night-{number}", **cover, "reason": "course"},
        {"rota": f"night-{number}", "swap": {one: dates[0], other: dates[1]}, "reason": "leave"},
    ]


def expectations(number: int) -> list[dict[str, Any]]:
    """Two promises of a team's policy."""
    policy = f"team-{number}"
    return [
        {"policy": policy, "every": "minute", "within": "60 minutes", "pages": "anyone"},
        {
            "policy": policy,
            "every": "bank holiday",
            "at": "11:00",
            "within": "15 minutes",
            "pages": f"night-{number}",
        },
    ]


def document(number_of_teams: int) -> dict[str, Any]:
    """The file as plain data; JSON is YAML."""
    teams = range(number_of_teams)
    people: dict[str, Any] = {
        key: {"name": f"Person {key}", "email": f"{key}@example.org"}
        for number in teams
        for key in team(number)
    }
    people["mail"] = {"name": "Mail", "email": "mail@example.org", "mailbox": True}
    rules = {f"day-{n}": "mail" for n in teams} | {f"night-{n}": "current" for n in teams}
    days = {f"day-{n}": rota(n, behind=0, hours="in-hours") for n in teams}
    nights = {f"night-{n}": rota(n, behind=5, hours="out-of-hours") for n in teams}
    levels = (("day-{}", "5 minutes"), ("night-{}", "15 minutes"), ("mail", "30 minutes"))
    return {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": people,
        "hours": {"in-hours": "Mon-Fri 09:00-17:00", "out-of-hours": "outside in-hours"},
        "rotas": days | nights,
        "policies": {
            f"team-{n}": {
                "name": f"Team {n}",
                "repeat": 1,
                "levels": [{"notify": key.format(n), "escalate_after": wait} for key, wait in levels],
            }
            for n in teams
        },
        "bank_holidays": {"calendar": "england-and-wales", "window": "in-hours", "rules": rules},
        "overrides": [entry for n in teams for entry in overrides(n)],
        "leave": [
            {"person": key, "on": f"2027-0{1 + n % 9}-04..2027-0{1 + n % 9}-15"}
            for n, key in enumerate(people)
            if key != "mail"
        ],
        "expect": [entry for n in teams for entry in expectations(n)],
    }


def section(sizes: Sizes) -> Section:
    """Every check on its own for the largest file, then all of them and the command, by size."""
    rows: list[list[str]] = []
    points: list[tuple[float, float]] = []
    for teams in sizes.checked:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rota.yaml"
            path.write_text(json.dumps(document(teams), indent=1), encoding="utf-8")
            file = load(path).file
            names = works(file, path) if teams == sizes.checked[-1] else works(file, path)[-2:]
            for name, work in names:
                times = repeated(partial(timed, work), sizes.rounds)
                rows.append([name, f"{len(file.rotas)}", seconds(times.median), f"{times.runs}"])
                if name == COMMAND:
                    points.append((len(file.rotas), times.median))
    return Section(
        "Checks",
        f"What the checks of a file cost: two rotas for each team of {MEMBERS} people, with covers, swaps, "
        "leave and expectations; each check is run over shifts that are worked out already.",
        Table(["what", "rotas", "time", "runs"], rows),
        [Series(COMMAND, points)],
    )


def works(file: RotaFile, path: Path) -> list[tuple[str, Callable[[], object]]]:
    """What is measured of one file, by name; the last two are all checks, and the command."""
    ground = Ground(file, NOW)
    command = ["-c", str(path), "--now", "2026-11-25T12:00", "check"]
    return [
        ("faults of the rotas", partial(faults, file, NOW)),
        ("shifts of the year", lambda: [Ground(file, NOW).shifts(key) for key in ground.rotas]),
        *(
            (f"{check.__module__.rpartition('.')[2]}.{check.__name__}", partial(exhausted, check, ground))
            for check in CHECKS
        ),
        ("all checks", partial(run, file, NOW)),
        (COMMAND, partial(child.rota, *command)),
    ]


def exhausted(check: Callable[[Ground], Iterable[Finding]], ground: Ground) -> None:
    """Run one check to its end over shifts that are worked out already."""
    for _ in check(ground):
        pass
