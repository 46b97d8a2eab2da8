"""Real applies in small worlds, to be disturbed: each is a world in which one change waits to be applied."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from reconciler.intervals import zone
from reconciler.plan.layers import over, rotation
from reconciler.sandbox import Store, journal_of
from reconciler.workflow.applying import apply
from tests.plan.files import IN_COMMS, IN_HOURS, OOH_COMMS, document, done, rota, support, world
from tests.world import Data, World

COVER: Data = {
    "rota": "web",
    "cover": "ana",
    "by": "cal",
    "from": "2026-12-03 12:00",
    "until": "2026-12-03 18:00",
}


def two_teams() -> Data:
    """Web around the clock, db in working hours, and a policy that notifies both; one cover."""
    data = document(
        {
            "web": rota(("2026-11-30", "ana", "ben"), hours=None),
            "db": rota(("2026-11-30", "dee", "eve")),
        },
        overrides=[dict(COVER)],
        safety={"mass": "100%"},
        horizon="2 weeks",
    )
    levels = [{"notify": key, "escalate_after": "5 minutes"} for key in ("web", "db")]
    return data | {"policies": {"first": {"name": "First", "levels": levels}}}


def holidays(**bank: Any) -> Data:
    """One rota in hours and one out of hours over Christmas Day, and the next bank holiday."""
    data = support("2026-12-21", horizon="1 day", **bank)
    for key in (OOH_COMMS, IN_COMMS):
        del data["rotas"][key], data["bank_holidays"]["rules"][key]
    return data


def _same(_: Data) -> None:
    """The file is applied for the first time."""


def _joiner(data: Data) -> None:
    data["rotas"]["web"]["line_ups"].append({"from": "2026-12-07", "people": ["ana", "kit", "ben"]})


def _edited(data: Data) -> None:
    data["rotas"]["web"]["line_ups"][0]["people"] = ["cal", "ben"]


def _moved(data: Data) -> None:
    data["overrides"][0].update({"by": "dee", "from": "2026-12-03 10:00"})


def _week(data: Data) -> None:
    """Somebody else has the working days of a week, and a cover of an hour goes."""
    data["overrides"] = [
        {"rota": "db", "cover": "dee", "by": "cal", "from": "2026-12-02 09:00", "until": "2026-12-05 09:00"},
        {"rota": "web", "cover": "ana", "by": "kit", "on": "2026-12-04"},
        {"rota": "web", "cover": "ana", "by": "eve", "on": "2026-12-06"},
    ]


def _policy(data: Data) -> None:
    data["policies"]["first"].update(repeat=2, levels=list(reversed(data["policies"]["first"]["levels"])))


def _added(data: Data) -> None:
    data["bank_holidays"].pop("ignore")


def _withdrawn(data: Data) -> None:
    data["bank_holidays"]["ignore"] = [{"date": "2026-12-25", "reason": "open"}]


@dataclass(frozen=True)
class Story:
    """A file that is applied, unless `fresh`, at a local time; then it changes. `before`: applied by then."""

    file: Callable[[], Data]
    change: Callable[[Data], None]
    now: str = "2026-12-01 12:00"
    fresh: bool = False
    before: str | None = None


_LATER: Data = {"ignore": [{"date": "2026-12-25", "reason": "later"}]}
_BOTH: Data = {"ignore": [{"date": f"2026-12-{day}", "reason": "later"} for day in (25, 28)]}
ACCEPT = ("history", "changes-now", "mass")
STORIES: Mapping[str, Story] = {
    "first apply": Story(two_teams, _same, fresh=True),
    "a joiner": Story(two_teams, _joiner),
    "a running line-up edited": Story(two_teams, _edited),
    "a cover moved": Story(two_teams, _moved),
    "a running cover handed on": Story(two_teams, _moved, "2026-12-03 13:00", before="2026-12-03 09:00"),
    "a policy changed": Story(two_teams, _policy),
    "a bank holiday added": Story(lambda: holidays(**_LATER), _added, "2026-12-21 12:00"),
    "a bank holiday withdrawn": Story(holidays, _withdrawn, "2026-12-21 12:00"),
}


def _shifts(file: Callable[[], Data]) -> Callable[[], Data]:
    """The same file, its rotas shift-based."""
    return lambda: file() | {"kind": "shifts"}


def nobody(**bank: Any) -> Data:
    """On a bank holiday nobody is on in hours, so that alerts go on to whoever is on out of hours."""
    data = holidays(**bank)
    data["bank_holidays"]["rules"][IN_HOURS] = "nobody"
    return data


SHIFTS: Mapping[str, Story] = {
    "first apply of shifts": Story(_shifts(two_teams), _same, fresh=True),
    "running shifts edited": Story(_shifts(two_teams), _edited),
    "a running cover of shifts handed on": Story(
        _shifts(two_teams), _moved, "2026-12-03 13:00", before="2026-12-03 09:00"
    ),
    "nobody on a bank holiday": Story(_shifts(lambda: nobody(**_LATER)), _added, "2026-12-21 12:00"),
    "somebody after all": Story(_shifts(nobody), _withdrawn, "2026-12-21 12:00"),
}
"""Shift-based schedules, which are written part by part."""

WIDE: Mapping[str, Story] = {
    "a week covered": Story(two_teams, _week),
    "two bank holidays added": Story(lambda: holidays(**_BOTH), _added, "2026-12-21 12:00"),
}
"""Stories in which several overrides travel together."""


@dataclass(frozen=True)
class Start:
    """A story about to be applied, kept as bytes so that it can begin again and again."""

    text: str
    now: datetime
    folder: Path
    image: bytes
    ledger: bytes

    def world(self, folder: Path) -> World:
        """The world as it was; `folder` is to be a new one."""
        folder.mkdir()
        made = World(self.text, self.now, folder, store=Store.of_image(self.image), filled=True)
        if self.ledger:
            (folder / "ledger.jsonl").write_bytes(self.ledger)
        return made


def begin(name: str, folder: Path) -> Start:
    """The start of a story."""
    story = {**STORIES, **SHIFTS, **WIDE}[name]
    folder.mkdir()
    made = world(story.file(), story.before or story.now, folder)
    if not story.fresh:
        done(made)
    made.at(story.now)
    made.change(story.change)
    ledger = folder / "ledger.jsonl"
    return Start(
        made.text, made.now, folder, made.store.image(), ledger.read_bytes() if ledger.exists() else b""
    )


def state(made: World) -> Data:
    """What PagerDuty holds from two minutes from now on, by what it means: ids are left out."""
    found: Data = {}
    live, later = made.live(), made.now + timedelta(minutes=2)
    for key, held in live.schedules.items():
        tz = zone(held.time_zone)
        found[key] = {
            "name": held.name,
            "description": held.description,
            "layers": sorted(
                (layer.name, max(layer.start, later), str(layer.end), str(rotation(layer, tz)))
                for layer in held.layers
                if not over(layer, later)
            ),
            "overrides": sorted(
                (o.user, max(o.start, later), o.end) for o in held.overrides if o.end > later
            ),
            "rendered": [(max(s.start, later), s.end, s.value) for s in held.rendered if s.end > later],
        }
    rotas = {held.id: key for key, held in live.schedules.items()}
    for key, policy in live.policies.items():
        rules = [(r.delay_minutes, [rotas.get(t.id, t.id) for t in r.targets]) for r in policy.rules]
        found[f"policy {key}"] = (policy.name, policy.repeat, policy.description, rules)
    found["strangers"] = sorted(o.name for o in (*live.others, *live.other_policies))
    plain: Data = json.loads(json.dumps(found, default=str))
    return plain


@cache
def undisturbed(story: Start, minutes: int = 0) -> tuple[Data, list[str]]:
    """Where a story stands some minutes after its end, and the methods of the requests of its apply."""
    made = story.world(story.folder / f"calm {minutes}")
    plan = made.plan()
    before = len(journal_of(made.app).exchanges)
    apply(plan, made.file, made.tools(), ACCEPT)
    methods = [e.method for e in journal_of(made.app).exchanges[before:]]
    assert made.plan().actions == ()
    made.now += timedelta(minutes=minutes)
    return state(made), methods


def ends_well(made: World, wanted: Data, what: object) -> None:
    """Run again: done and proven, where an undisturbed run ends, and nothing is left to plan."""
    made.strike()
    outcome = made.apply(ACCEPT)
    assert outcome.exit_code == 0, (what, outcome.results, outcome.refused, outcome.differences)
    assert state(made) == wanted, what
    assert made.plan().actions == (), what


def worlds(story: Start, folder: Path) -> Iterator[World]:
    """The beginning of a story over and over."""
    number = 0
    while True:
        number += 1
        yield story.world(folder / f"{number}")
