"""Why no line of the file can say what somebody made by hand in PagerDuty, and what to do instead."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reconciler.config.model import Cover, RotaFile
from reconciler.config.references.common import RESERVED
from reconciler.edit.by_hand_lines import Group, misfits
from reconciler.edit.written import Form, in_brackets
from reconciler.errors import Where
from reconciler.intervals import Interval, union, wall, wall_time_fault, zone
from reconciler.shifts import engine
from reconciler.shifts.absences import absences
from reconciler.shifts.line_ups import zone_name
from reconciler.shifts.pauses import pauses
from reconciler.wording import count, listing, moment, stretch

_GONE = "delete the override in PagerDuty"


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be a line of the file, in one sentence, and what to do instead; `where` decides it."""

    message: str
    hint: str
    where: Where | None = None


def stranger(file: RotaFile, name: str, email: str) -> Refused:
    """Somebody who is not in the file: with the line that brings them in."""
    key = new_key(name, {*file.people, *file.rotas, *file.policies, *RESERVED})
    line = f"{key}: {in_brackets({'name': name, 'email': email}, Form())}"
    return Refused(f"{name} ({email}) is not in the file", f"put under people: {line}\nand run this again")


def new_key(name: str, taken: Collection[str]) -> str:
    """A key for a person of the file: the first name, with more of the name where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain) or ["person"]
    for number in range(1, len(words) + 1):
        key = "-".join(words[:number])
        if key not in taken:
            return key
    return next(key for i in range(2, len(taken) + 3) if (key := f"{'-'.join(words)}-{i}") not in taken)


def crossed(
    file: RotaFile, key: str, who: str, others: Sequence[tuple[str, Interval]], now: datetime
) -> Iterator[Refused]:
    """Where somebody else's override lies on or under it, and only who made theirs last tells who is on."""
    for name in dict.fromkeys(name for name, _ in others):
        when = told_when(file, key, union(part for other, part in others if other == name), now)
        yield Refused(
            f"overrides of {who} and of {name} lie on each other {when}",
            "delete the one that is not meant in PagerDuty, and run this again",
        )


def beneath(file: RotaFile, key: str, who: str, rest: Sequence[Interval], now: datetime) -> Iterator[Refused]:
    """Where what is ours lies on top of it."""
    if rest:
        when = told_when(file, key, rest, now)
        yield Refused(
            f"an override of the file lies on it {when}, so that {who} is not paged",
            f"delete the one of {who} in PagerDuty",
        )


def mailbox(
    file: RotaFile, override: str, rest: Sequence[Interval], key: str, now: datetime
) -> Iterator[Refused]:
    """A mailbox where the file has none."""
    if rest:
        yield Refused(
            f"a mailbox pages nobody, and {told_when(file, key, rest, now)} is no bank-holiday window of "
            f"{file.rotas[key].name}",
            f"if it may go, run `rota adopt --ours {override}`, and the next apply deletes it; "
            "if it is meant, give the date under bank_holidays: extra",
        )


def outside(
    file: RotaFile, key: str, person: str, rest: Sequence[Interval], now: datetime
) -> Iterator[Refused]:
    """Where the file has nobody, and so nobody whom a line could relieve."""
    if not rest:
        return
    name = file.rotas[key].name
    paused = bool(pauses(file, key, rest[0]))
    gone = absences(file, key, rest[0])
    why = "it pauses" if paused else f"on purpose: {gone[0].holiday}" if gone else "not its hours"
    message = f"{name} has nobody {told_when(file, key, rest, now)} ({why}), and PagerDuty pages "
    if paused:
        hint = f"{_GONE}, or end the pause with a line-up: `rota line-up {key} --from DATE …`"
    else:
        hint = f"let it end with the hours of {name}, or {_GONE}"
        if gone:
            hint = f"{_GONE}, or give {key} the bank-holiday rule `current`"
        others = [
            file.rotas[other].name
            for other in engine.managed(file)
            if other != key and engine.shifts(file, other, rest[0])
        ]
        if others:
            hint += f"; on then: {listing(others)}"
    yield Refused(f"{message}{file.display_name(person)}", hint)


def unsayable(file: RotaFile, key: str, person: str, group: Group, now: datetime) -> Refused:
    """Why neither a cover nor an entry of a bank holiday gives a group to somebody."""
    tz, name = zone(zone_name(file, key)), file.display_name(group.person)
    when = stretch(group.hull, tz, year=wall(now, tz).year)
    if group.fixed is not None and file.people[group.person].mailbox:
        return Refused(
            f"{when} is a bank holiday, which {name} takes whatever covers say",
            f"{_GONE}, and make one on the rota whose people work in that window",
            group.fixed,
        )
    if group.fixed is not None:
        return Refused(
            f"an entry of the file gives {when} to {name}, whatever covers say",
            f"change that line: by: {person}" if _is_entry(file, group.fixed) else "write a `holiday:` entry",
            group.fixed,
        )
    if (entry := _relieved(file, key, person, group)) is not None:
        return Refused(
            f"a cover in the file says that {name} relieves {file.display_name(person)} then",
            "shorten or delete that line",
            entry.where,
        )
    if (fault := _clock_fault(group.hull, tz, now)) is not None:
        hint = "move that end of the override in PagerDuty by an hour"
        return Refused(f"{fault}, so no line can name it", hint)
    found = misfits(file, key, person, group, now)
    new = file.display_name(person)
    why = found[0].message if found else f"no line gives {when} alone from {name} to {new}"
    hint = (found[0].hint if found else None) or "change the entries of the file that meet there by hand"
    return Refused(why, hint, found[0].where if found else None)


def _relieved(file: RotaFile, key: str, person: str, group: Group) -> Cover | None:
    """The cover by which the holder relieves the very person who is to be on."""
    return next(
        (
            entry
            for entry in file.overrides
            if isinstance(entry, Cover)
            and entry.rota == key
            and entry.where == group.last.where
            and entry.cover == person
        ),
        None,
    )


def _clock_fault(hull: Interval, tz: ZoneInfo, now: datetime) -> str | None:
    """An end of an interval that a clock shows twice, or never."""
    for at in (hull.start, hull.end):
        if (fault := wall_time_fault(wall(at, tz), tz)) is not None:
            return f"{moment(at, tz, year=wall(now, tz).year)} {fault} that night"
    return None


def _is_entry(file: RotaFile, where: Where) -> bool:
    return any(entry.where == where for entry in file.overrides)


def told_when(file: RotaFile, key: str, rest: Sequence[Interval], now: datetime) -> str:
    """The first of some intervals, in local time, and how many more there are."""
    tz = zone(zone_name(file, key))
    text = stretch(rest[0], tz, year=wall(now, tz).year)
    return text if len(rest) == 1 else f"{text} and {count(len(rest) - 1, 'more time')}"
