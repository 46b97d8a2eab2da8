"""Edits of a rota file, picked by numbers: each finds something that can be edited, or does nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import tracks, turns
from tests.world import Data

PEOPLE = ("ana", "ben", "cal", "dee", "eve", "kit")
HOURS: tuple[Any, ...] = (
    "Mon-Fri 09:00-17:00",
    "Mon-Fri 08:00-18:00",
    ["Mon-Thu 09:00-17:00", "Fri 09:00-13:00"],
)
DELAYS = ("5 minutes", "10 minutes", "30 minutes")
HORIZONS = ("3 weeks", "1 week", "5 weeks")


@dataclass(frozen=True)
class Desk:
    """The file as data and as read, the present, and three numbers to pick with."""

    data: Data
    file: RotaFile
    now: datetime
    a: int
    b: int
    c: int

    @property
    def key(self) -> str:
        """One of the rotas."""
        keys = engine.managed(self.file)
        return keys[self.a % len(keys)]

    @property
    def ahead(self) -> Interval:
        """From last night until five weeks ahead."""
        return Interval(self.now - timedelta(hours=12), self.now + timedelta(days=35))

    def written(self, at: datetime) -> str:
        """An instant as the file writes it."""
        return f"{wall(at, zone(self.file.time_zone)):%Y-%m-%d %H:%M}"

    def other(self, person: str, number: int) -> str:
        """Somebody else."""
        others = [name for name in PEOPLE if name != person]
        return others[number % len(others)]


def cover(desk: Desk) -> None:
    """Somebody takes all or part of one turn."""
    line = engine.swapped_line(desk.file, desk.key, desk.ahead)
    if not line:
        return
    turn = line[desk.b % len(line)]
    hours = max(4, int((turn.end - turn.start) / timedelta(hours=1)))
    first = desk.c % 4 * hours // 4
    last = min(hours, first + max(1, (desk.c // 4 % 4 + 1) * hours // 4))
    start, end = turn.start + timedelta(hours=first), turn.start + timedelta(hours=last)
    person = turn.value.person
    desk.data["overrides"].append(
        {
            "rota": desk.key,
            "cover": person,
            "by": desk.other(person, desk.c),
            "from": desk.written(start),
            "until": desk.written(min(end, turn.end)),
        }
    )


def swap(desk: Desk) -> None:
    """Two people change turns."""
    found = [turn for track in tracks(desk.file, desk.key) for _, turn in turns(track, desk.ahead)]
    if not found:
        return
    one, other = found[desk.b % len(found)], found[desk.c % len(found)]
    if one.person == other.person:
        return
    entry = {
        "rota": desk.key,
        "swap": {one.person: desk.written(one.start), other.person: desk.written(other.start)},
    }
    desk.data["overrides"].append(entry)


def volunteer(desk: Desk) -> None:
    """Somebody takes a bank holiday, perhaps with its night."""
    today = desk.now.date()
    days = bank.acting_days(desk.file, "out", today, today + timedelta(days=90))
    if days:
        on, by = days[desk.b % len(days)].date, PEOPLE[desk.c % len(PEOPLE)]
        desk.data["overrides"].append(
            {"rota": "out", "holiday": f"{on}", "by": by, "nights": desk.c % 2 == 1}
        )


def withdraw(desk: Desk) -> None:
    """An entry leaves the file."""
    if entries := desk.data["overrides"]:
        entries.pop(desk.b % len(entries))


def replace(desk: Desk) -> None:
    """Somebody else covers."""
    entries = [entry for entry in desk.data["overrides"] if "by" in entry]
    if entries:
        entry = entries[desk.b % len(entries)]
        entry["by"] = desk.other(entry["by"], desk.c)


def line_up(desk: Desk) -> None:
    """From a handover to come on there is another order of people, or a pause."""
    rota = desk.data["rotas"][desk.key]
    if "follows" in rota:
        return
    starts = [
        turn.start
        for track in tracks(desk.file, desk.key)
        for _, turn in turns(track, Interval(desk.now, desk.now + timedelta(days=25)))
        if turn.start > desk.now
    ]
    if not starts:
        return
    start = desk.written(starts[desk.b % len(starts)])
    people = _order(rota["line_ups"][0]["people"], desk.c)
    entry: Data = {"from": start if rota["turn"].endswith("hours") else start[:10]}
    entry |= {"pause": "Nobody here"} if desk.c % 7 == 6 else {"people": people}
    rota["line_ups"].append(entry)


def _order(people: list[str], number: int) -> list[str]:
    """Other people, or the same in another order."""
    turned = people[number % len(people) :] + people[: number % len(people)]
    return (turned, turned[1:], [*turned, "kit"], turned[::-1])[number % 4] or people


def change_line_up(desk: Desk) -> None:
    """The last line-up, which may well have begun, is changed; or it goes."""
    rota = desk.data["rotas"][desk.key]
    if "follows" in rota:
        return
    if desk.c % 3 == 0 and len(rota["line_ups"]) > 1:
        rota["line_ups"].pop()
    elif "people" in (last := rota["line_ups"][-1]):
        last["people"] = _order(last["people"], desk.b)


def day(desk: Desk) -> None:
    """A date becomes a bank holiday, or one that was is a working day; a second time it is as it was."""
    on = desk.now.date() + timedelta(days=desk.b % 24)
    entries = desk.data["bank_holidays"]
    acting = {d.date for d in bank.acting_days(desk.file, "in", on, on + timedelta(days=90))}
    if desk.c % 2 and acting:
        on = sorted(acting)[desk.b % len(acting)]
    for name in ("extra", "ignore"):
        if any(entry["date"] == f"{on}" for entry in entries[name]):
            entries[name] = [entry for entry in entries[name] if entry["date"] != f"{on}"]
            return
    if on in acting:
        entries["ignore"].append({"date": f"{on}", "reason": "office open"})
    else:
        entries["extra"].append({"date": f"{on}", "name": "Fair"})


def policy(desk: Desk) -> None:
    """Another delay, another order, or one level more."""
    levels = desk.data["policies"]["24x7"]["levels"]
    if desk.c % 3 == 0:
        levels[desk.b % len(levels)]["escalate_after"] = DELAYS[desk.c % len(DELAYS)]
    elif desk.c % 3 == 1:
        levels.reverse()
    elif len(levels) < 4:
        levels.append({"notify": ["third", "team"][: 1 + desk.b % 2][-1], "escalate_after": "30 minutes"})


def hours(desk: Desk) -> None:
    """The working day is another, at once or from a date on."""
    wanted = HOURS[desk.b % len(HOURS)]
    if desk.c % 3 == 0:
        on: date = desk.now.date() + timedelta(days=desk.c % 20)
        old = desk.data["hours"]["day"]
        if not (isinstance(old, list) and isinstance(old[0], dict)):
            wanted = [{"windows": old}, {"from": f"{on}", "windows": wanted}]
    desk.data["hours"]["day"] = wanted


def bounds(desk: Desk) -> None:
    """The horizon is another, or whose the windows at a handover are."""
    if desk.c % 2:
        desk.data["horizon"] = HORIZONS[desk.b % len(HORIZONS)]
    else:
        entries = desk.data["bank_holidays"]
        entries["holder"] = "outgoing" if entries["holder"] == "incoming" else "incoming"


EDITS: dict[str, Callable[[Desk], None]] = {
    edit.__name__: edit
    for edit in (
        cover,
        swap,
        volunteer,
        withdraw,
        replace,
        line_up,
        change_line_up,
        day,
        policy,
        hours,
        bounds,
    )
}
