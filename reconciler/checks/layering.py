"""Whether the hours of a rota are what they look like: layers that never win, windows of a single day."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.checks.ground import Ground
from reconciler.checks.weeks import hours_of, in_force, minutes, own
from reconciler.config.values import MINUTES_PER_DAY, WEEKDAYS, WeeklyWindow
from reconciler.errors import Finding
from reconciler.intervals import midnight, zone
from reconciler.shifts.hours import changes, normalise
from reconciler.shifts.line_ups import Track, tracks
from reconciler.wording import count


def hidden(ground: Ground) -> Iterator[Finding]:
    """One finding for each layer that has people and never a turn, as far as its hours go."""
    for key in sorted(ground.rotas):
        layers = tracks(ground.file, key)
        entries = ground.file.rotas[key].stack
        for number, entry in enumerate(entries):
            track = layers[number]
            held = [(at, s) for at in _points(ground, layers) if (s := in_force(track, at)) is not None]
            if not held or any(own(ground, layers, number, s, at) for at, s in held):
                continue
            name = ground.file.rotas[key].name
            label = name if len(entries) == 1 else f"layer {entry.name} of {name}"
            covered = any(hours_of(ground.file, track, s, at) for at, s in held)
            yield Finding(
                id="hidden-layer",
                severity="warning",
                message=f"{label} never has anybody on call: "
                + ("later layers cover all of its hours" if covered else "it has no hours within a year"),
                where=entry.where,
                key="hours",
                hint="a later layer wins wherever hours overlap: give each layer hours of its own"
                if covered
                else "let its hours begin earlier",
            )


def _points(ground: Ground, layers: tuple[Track, ...]) -> list[datetime]:
    """Now, and every instant of the year at which a line-up or hours of these layers become others."""
    found = {ground.now}
    for track in layers:
        tz = zone(track.zone)
        for stretch in track.stretches:
            found.add(stretch.start)
            if stretch.hours is not None:
                found |= {midnight(day, tz) for day in changes(ground.file.hours, stretch.hours)}
    return sorted(at for at in found if at in ground.span)


def _hours(ground: Ground, track: Track, at: datetime) -> tuple[WeeklyWindow, ...]:
    held = in_force(track, at)
    return hours_of(ground.file, track, held, at) if held is not None else ()


def one_day(ground: Ground) -> Iterator[Finding]:
    """One note for each rota that is on for one day of the week, while no other rota has the other days.

    `Mon 08:00-18:00` is easily written where `Mon-Fri 08:00-18:00` is meant.
    """
    for key in sorted(ground.rotas):
        entries = ground.file.rotas[key].stack
        layers = tracks(ground.file, key)
        week = normalise(tuple(w for track in layers for w in _hours(ground, track, ground.now)))
        if len(week) != 1 or not entries or _has_company(ground, key):
            continue
        (window,) = week
        end = window.start % MINUTES_PER_DAY + window.length
        if end > MINUTES_PER_DAY:
            continue
        day = WEEKDAYS[window.start // MINUTES_PER_DAY][:3]
        times = f"{_clock(window.start % MINUTES_PER_DAY)}-{_clock(end)}"
        yield Finding(
            id="one-day-window",
            severity="info",
            message=f"{ground.file.rotas[key].name} has nobody on call but {day} {times}: "
            f"{count(round(minutes(week) / 60), 'hour')} of the week's 168",
            where=entries[0].where,
            key="hours",
            hint=f"for every working day write `Mon-Fri {times}`",
        )


def _has_company(ground: Ground, key: str) -> bool:
    """Whether a policy names another rota beside this one, which may have the other days."""
    for policy in ground.file.policies.values():
        names = {name for level in policy.levels for name in level.notify if name in ground.file.rotas}
        if key in names and len(names) > 1:
            return True
    return False


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
