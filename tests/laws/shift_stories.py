"""Two short lives of shift-based rotas in which whatever is unknown about PagerDuty would show."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reconciler.sandbox import Quirks
from tests.plan.files import document, rota, world
from tests.world import Data, World


@dataclass(frozen=True)
class Life:
    """A file, a local moment, and what happens between one apply and the next."""

    data: Data
    now: str
    then: tuple[Callable[[World], None], ...]

    def begin(self, folder: Path, quirks: Quirks) -> World:
        """The world before the first apply."""
        return world(self.data, self.now, folder, quirks)


def covered(key: str, person: str, by: str, start: str, end: str) -> Data:
    """Somebody takes a part of somebody's turn."""
    return {"rota": key, "cover": person, "by": by, "from": start, "until": end}


def both(*first: str, **more: object) -> Data:
    """A rota in hours with nobody on bank holidays, and one out of hours that takes them; both cross."""
    return document(
        {"in": rota((first[0], "ana", "ben", "mia")), "out": rota((first[0], "cal", "dee"), hours="night")},
        kind="shifts",
        horizon="3 weeks",
        safety={"mass": "100%"},
        bank_holidays={
            "calendar": "england-and-wales",
            "window": "day",
            "rules": {"in": "nobody", "out": "current"},
        },
        **more,
    )


def _nothing(_: World) -> None:
    """Nothing happens."""


def _edited(made: World) -> None:
    """On Good Friday, who runs it has another line-up, another one is ahead, and a cover is handed on."""
    made.at("2026-04-03 11:00")

    def edit(data: Data) -> None:
        rotas = data["rotas"]
        rotas["in"]["line_ups"][0]["people"] = ["ben", "eve", "ana"]
        rotas["out"]["line_ups"].append({"from": "2026-04-13", "people": ["dee", "kit", "cal"]})
        data["overrides"][0]["by"] = "lou"
        data["overrides"].append(covered("out", "dee", "mia", "2026-04-07 20:00", "2026-04-08 06:00"))

    made.change(edit)


def _withdrawn(made: World) -> None:
    """No covers any more, and the day that runs is a working day after all."""

    def edit(data: Data) -> None:
        data["overrides"] = []
        data["bank_holidays"]["ignore"] = [{"date": "2026-04-03", "reason": "office open"}]

    made.now = made.now.replace(minute=30)
    made.change(edit)


def _moved(made: World) -> None:
    """The cover that runs goes to somebody else, and the turns change before their time."""
    made.at("2026-10-24 12:00")

    def edit(data: Data) -> None:
        data["overrides"][0]["by"] = "eve"
        data["rotas"]["weekly"]["line_ups"][-1]["people"] = ["mia", "kit"]

    made.change(edit)


def _over(made: World) -> None:
    """Nobody covers any more."""
    made.at("2026-10-25 09:30")
    made.change(lambda data: data.update(overrides=[]))


def _autumn() -> Data:
    weekly = rota(("2026-10-05", "eve", "mia"), ("2026-10-26", "kit", "eve", "mia"), hours=None)
    return document(
        {
            "weekly": weekly,
            "daily": rota(("2026-10-05", "lou", "ana"), hours=None, turn="1 day", handover="09:00"),
        },
        kind="shifts",
        horizon="3 weeks",
        safety={"mass": "100%"},
        overrides=[covered("weekly", "mia", "ana", "2026-10-24 10:00", "2026-10-25 10:00")],
    )


LIVES = {
    "hours over Easter": Life(
        both(
            "2026-03-09",
            overrides=[covered("out", "dee", "ana", "2026-04-03 00:00", "2026-04-03 09:00")],
        ),
        "2026-03-20 12:00",
        (_nothing, _edited, _withdrawn),
    ),
    "around the clock in autumn": Life(_autumn(), "2026-10-16 12:00", (_nothing, _moved, _over)),
}
