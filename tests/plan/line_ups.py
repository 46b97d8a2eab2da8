"""One rota of three people, edits of its line-ups, and who is on in each week."""

from datetime import date, timedelta
from typing import Any

from tests.world import World

MONDAYS = ("2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28")


def weeks(made: World, *mondays: str) -> str:
    """Who is on at Thursday noon of each week, by first letter."""
    days = [date.fromisoformat(day) + timedelta(days=3) for day in mondays or MONDAYS]
    shown = [made.rendered("web", f"{day} 12:00", f"{day} 13:00") for day in days]
    return "".join(rows[0][2][0] if rows else "-" for rows in shown)


def layers(made: World) -> list[Any]:
    """The layers of web, base first."""
    return list(reversed(made.schedule("web")["schedule_layers"]))


def append(made: World, start: str, *people: str, **more: Any) -> None:
    entry = {"from": start, **({"people": list(people)} if people else {}), **more}
    made.change(lambda d: d["rotas"]["web"]["line_ups"].append(entry))
