"""The sentences of a plan: what happens to a layer or an override, and why a shift changes hands."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, wall, zone
from reconciler.plan.layers import LayerChange
from reconciler.shifts.holding import Shift
from reconciler.state import LayerState, UserState
from reconciler.wording import day, duration, listing, moment, stretch

_FEW = 8
HOLIDAY_NIGHT = "night of a bank holiday"


def people_of(layer: LayerState, names: Mapping[str, str]) -> str:
    """The people of a layer in order, by name; the first few of a long list."""
    shown = [names.get(user, user) for user in layer.users[:_FEW]]
    more = len(layer.users) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def layer_change(change: LayerChange, names: Mapping[str, str], tz: ZoneInfo, now: datetime) -> str:
    """One line for one layer."""
    before, after = change.before, change.after
    if change.verb == "order":
        return "layers stacked in the order of the file"
    if change.verb == "create" and after is not None:
        begun = f"of {day(wall(after.start, tz), year=now.year)}"
        since = begun if after.start <= now else f"from {moment(after.start, tz, year=now.year)}"
        return f"line-up {since}{_when(after)}: {people_of(after, names)}"
    if before is None or after is None:
        raise ValueError(change.verb)
    label = people_of(before, names) + _when(before)
    if change.verb == "update":
        return f"{_differences(before, after, names, tz, now)} ({before.name})"
    if change.running:
        return f"line-up ends now: {label}"
    return f"line-up of {label}: until {_end(before, tz, now)} → {_end(after, tz, now)}"


def _when(layer: LayerState) -> str:
    """The times of one of several events of a line-up: `main from 2026-12-07, Fri 17:00`."""
    times = layer.name.rpartition(" from ")[2].partition(", ")[2]
    return f" ({times})" if times else ""


def _end(layer: LayerState, tz: ZoneInfo, now: datetime) -> str:
    if layer.end is None:
        return "none"
    if layer.end <= layer.start:
        return "never begins"
    return moment(layer.end, tz, year=now.year)


def _differences(
    before: LayerState, after: LayerState, names: Mapping[str, str], tz: ZoneInfo, now: datetime
) -> str:
    parts: list[str] = []
    if before.start != after.start:
        starts = [moment(layer.start, tz, year=now.year) for layer in (before, after)]
        parts.append(f"from {starts[0]} → {starts[1]}")
    if before.users != after.users:
        parts.append(f"{people_of(before, names)} → {people_of(after, names)}")
    if before.turn_seconds != after.turn_seconds:
        parts.append(f"turn {_turn(before)} → {_turn(after)}")
    if before.restrictions != after.restrictions:
        parts.append("other hours")
    if before.end != after.end:
        parts.append(f"until {_end(before, tz, now)} → {_end(after, tz, now)}")
    return "line-up edited: " + listing(parts or ["another handover"])


def _turn(layer: LayerState) -> str:
    return duration(timedelta(seconds=layer.turn_seconds))


def reason(file: RotaFile, shift: Shift | None, now: datetime) -> str:
    """Why somebody holds a shift, in a few words."""
    if shift is None:
        return "nobody from then on"
    if shift.source == "bank_holiday" or (shift.holiday is not None and shift.source == "rotation"):
        named = shift.holiday or HOLIDAY_NIGHT
        return f"{named}: {shift.reason}" if shift.reason else f"{named}"
    if shift.source in ("cover", "swap"):
        return f"{shift.source}: {shift.reason}" if shift.reason else shift.source
    line_up = _line_up_date(file, shift, now)
    return f"line-up from {line_up}" if line_up else "line-up"


def _line_up_date(file: RotaFile, shift: Shift, now: datetime) -> str | None:
    for rota in file.rotas.values():
        for layer in rota.stack:
            for line_up in layer.line_ups:
                if line_up.where == shift.where:
                    return day(line_up.start, year=now.year)
    return None


def override_summary(
    name: str, start: datetime, end: datetime, zone_name: str, why: str, now: datetime
) -> str:
    """`Fri 25 Dec 09:00 – 17:00 PaaS team, Christmas Day`."""
    when = stretch(Interval(start, end), zone(zone_name), year=now.year)
    return f"{when} {name}, {why}" if why else f"{when} {name}"


def name_table(file: RotaFile, ids: dict[str, str], known: dict[str, UserState]) -> dict[str, str]:
    """People's names by PagerDuty id: the file's word first, else PagerDuty's."""
    table = {user_id: user.name for user_id, user in known.items()}
    table.update({user_id: file.people[key].name for key, user_id in ids.items()})
    return table
