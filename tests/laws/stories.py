"""Four short stories in which whatever is unknown about PagerDuty would show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from reconciler.sandbox import Quirks
from tests.plan.files import document, rota, world
from tests.world import Data, World

ALL = ("changes-now", "history", "gap", "mass", "takeover", "delete")


@dataclass(frozen=True)
class Story:
    """A file, a local moment, and what happens between two applies."""

    data: Data
    now: str
    then: Callable[[World], None]

    def begin(self, folder: Path, quirks: Quirks) -> World:
        """The world before the first apply."""
        return world(self.data, self.now, folder, quirks)


def _everything(first: str) -> Data:
    """Working days, nights with a weekend of 64 hours, weeks around the clock, turns of 12 hours."""
    twelve = rota((f"{first} 09:00", "kit", "lou"), hours=None, turn="12 hours")
    del twelve["handover"]
    return document(
        {
            "in": rota((first, "ana", "ben")),
            "out": rota((first, "cal", "dee"), hours="night"),
            "weekly": rota((first, "eve", "mia"), hours=None),
            "twelve": twelve,
        },
        horizon="3 weeks",
        safety={"mass": "100%"},
    )


def _easter(first: str) -> Data:
    bank = {
        "calendar": "england-and-wales",
        "window": "day",
        "rules": {"in": "team", "out": "current"},
    }
    return _everything(first) | {"bank_holidays": bank}


def _nothing(_: World) -> None:
    """Nothing happens."""


def _cover(made: World) -> None:
    entry = {
        "rota": "weekly",
        "cover": "mia",
        "by": "ana",
        "from": "2026-10-28 10:00",
        "until": "2026-10-29 10:00",
    }
    made.change(lambda data: data.setdefault("overrides", []).append(entry))


def _later_that_day(made: World) -> None:
    """The day after, the window is past, and what was written for it."""
    made.now += timedelta(hours=21)


def _joins(made: World) -> None:
    """One has left PagerDuty long after the last turn, one joins, and the running line-up is changed."""
    made.at("2026-11-25 12:00")
    made.send("DELETE", f"/users/{made.user_id('lou')}")

    def edit(data: Data) -> None:
        line_ups = data["rotas"]["web"]["line_ups"]
        line_ups[1]["people"] = ["ana", "ben", "dee"]
        line_ups.append({"from": "2026-12-07", "people": ["mia", "ana", "ben"]})

    made.change(edit)


def _team() -> Data:
    data = document(
        {"web": rota(("2026-01-05", "lou", "ana"), ("2026-11-02", "ana", "ben", "cal"), hours=None)},
        safety={"mass": "100%"},
        horizon="5 weeks",
    )
    data["people"]["lou"]["left"] = "2026-10-30"
    return data


STORIES = {
    "the clocks go forward": Story(_easter("2026-03-09"), "2026-03-20 12:00", _nothing),
    "the clocks go back": Story(_everything("2026-10-05"), "2026-10-16 12:00", _cover),
    "inside a window": Story(_easter("2026-03-30"), "2026-04-03 11:00", _later_that_day),
    "a joiner": Story(_team(), "2026-10-20 12:00", _joins),
}
