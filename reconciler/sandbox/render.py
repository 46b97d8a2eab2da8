"""Who is on call when, worked out the plain way.

Collect every instant at which anything can change, and ask at each of them: who is on?
Nothing here is clever on purpose; it is what other renderings are measured against.
"""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json
from reconciler.sandbox.zones import to_instant, to_wall, zone_of

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
_LONGEST_RESTRICTION = timedelta(days=8)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One stretch `[start, end)` of one user, with its true ends; the origin names its turn or override."""

    start: datetime
    end: datetime
    user: str
    origin: str

    def clipped(self, since: datetime, until: datetime) -> "Entry":
        """The part inside the window; an empty window shows the entry whole."""
        if since == until:
            return self
        return replace(self, start=max(self.start, since), end=min(self.end, until))

    def touches(self, since: datetime, until: datetime) -> bool:
        """Whether any of it lies in the window, or at the instant if the window is one."""
        if since == until:
            return self.start <= since < self.end
        return self.start < until and self.end > since

    def key(self, scope: str) -> str:
        """Q and 13 characters: distinct for each entry, and the same however the window clips it."""
        text = f"{scope}|{self.origin}|{self.start.isoformat()}|{self.user}"
        return "Q" + base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:13]


@dataclass(frozen=True)
class _Turns:
    """A layer as it stood during one stretch of time, laid out over the window."""

    start: datetime
    end: datetime
    slots: list[Entry]
    windows: list[tuple[datetime, datetime]] | None

    def at(self, instant: datetime) -> Entry | None:
        if not self.start <= instant < self.end:
            return None
        if self.windows is not None and not any(start <= instant < end for start, end in self.windows):
            return None
        place = bisect_right(self.slots, instant, key=lambda slot: slot.start) - 1
        return self.slots[place]

    def instants(self) -> Iterator[datetime]:
        yield from (self.start, self.end)
        for slot in self.slots:
            yield from (slot.start, slot.end)
        for start, end in self.windows or ():
            yield from (start, end)


def render(
    schedule: Json,
    overrides: list[Json],
    since: datetime,
    until: datetime,
    quirks: Quirks,
    part: str = "final",
) -> list[Entry]:
    """The entries that touch the window, with their true ends, in order.

    `part` is "final" for everything together, "overrides" for those alone, or the id of a layer.
    """
    uses_layers, uses_overrides = part != "overrides", part in {"final", "overrides"}
    covers = [_as_entry(override) for override in overrides] if uses_overrides else []
    only = None if part == "final" else part
    turns = list(_turns(schedule, since, until, quirks, only)) if uses_layers else []
    touched = [slot for turn in turns for slot in turn.slots]
    touched += [cover for cover in covers if cover.start <= until and cover.end >= since]
    first = min([since, *(entry.start for entry in touched)])
    last = max([until, *(entry.end for entry in touched)])
    # Whole turns are laid out, so that the true ends of an entry that the window cuts are known.
    turns = list(_turns(schedule, first, last, quirks, only)) if uses_layers else []
    instants = {first, last}
    instants.update(*(turn.instants() for turn in turns))
    instants.update(*((cover.start, cover.end) for cover in covers))
    steps = sorted(instant for instant in instants if first <= instant <= last)
    pieces = ((start, end, _who(start, turns, covers)) for start, end in pairwise(steps))
    entries = _glued(
        (replace(on, start=start, end=end) for start, end, on in pieces if on), quirks.merge_entries
    )
    return [entry for entry in entries if entry.touches(since, until)]


def coverage(entries: list[Entry], since: datetime, until: datetime) -> float:
    """The share of the window in per cent during which somebody is on call."""
    if since == until:
        return 100.0 if entries else 0.0
    clipped = [entry.clipped(since, until) for entry in entries]
    seconds = sum((entry.end - entry.start).total_seconds() for entry in clipped)
    return 100.0 * seconds / (until - since).total_seconds()


def _who(instant: datetime, turns: list[_Turns], covers: list[Entry]) -> Entry | None:
    """The last created override that is running, else the last layer that has somebody."""
    for cover in reversed(covers):
        if cover.start <= instant < cover.end:
            return cover
    for turn in reversed(turns):
        slot = turn.at(instant)
        if slot is not None:
            return slot
    return None


def _glued(pieces: Iterable[Entry], merge: bool) -> list[Entry]:  # noqa: FBT001 - a quirk handed on
    """Touching pieces of one turn are one entry; of one user too, if merging."""
    entries: list[Entry] = []
    for piece in pieces:
        last = entries[-1] if entries else None
        if (
            last
            and last.end == piece.start
            and last.user == piece.user
            and (merge or last.origin == piece.origin)
        ):
            entries[-1] = replace(last, end=piece.end)
        else:
            entries.append(piece)
    return entries


def _turns(
    schedule: Json, first: datetime, last: datetime, quirks: Quirks, only: str | None
) -> Iterator[_Turns]:
    """Layers, base first; each save of the schedule closed a version, and the past is rendered from those."""
    began = BEGINNING
    for version in [*schedule["history"], {**schedule, "until": None}]:
        closed = datetime.fromisoformat(version["until"]) if version["until"] else FOREVER
        for layer in version["layers"]:
            if only not in {None, layer["id"]}:
                continue
            start = max(began, datetime.fromisoformat(layer["start"]))
            end = min(closed, datetime.fromisoformat(layer["end"]) if layer["end"] else FOREVER)
            if start < end and start <= last and end > first:
                slots = list(_slots(layer, version["time_zone"], first, last, quirks))
                windows = _windows(layer, version["time_zone"], first, last, quirks)
                yield _Turns(start, end, slots, windows)
        began = closed


def _slots(layer: Json, zone_name: str, first: datetime, last: datetime, quirks: Quirks) -> Iterator[Entry]:
    """Slot k is `[anchor + k * turn, anchor + (k+1) * turn)` and belongs to user k modulo their number."""
    zone = zone_of(zone_name)
    anchor = datetime.fromisoformat(layer["rotation_virtual_start"])
    turn = timedelta(seconds=layer["rotation_turn_length_seconds"])

    def begins(k: int) -> datetime:
        if quirks.handoff == "elapsed":
            return anchor + k * turn
        return to_instant(to_wall(anchor, zone) + k * turn, zone)

    k = (first - anchor) // turn
    while begins(k) > first:
        k -= 1
    while begins(k + 1) <= first:
        k += 1
    while begins(k) <= last:
        user = layer["users"][k % len(layer["users"])]
        yield Entry(begins(k), begins(k + 1), user, f"{layer['id']} {begins(k).isoformat()}")
        k += 1


def _windows(
    layer: Json, zone_name: str, first: datetime, last: datetime, quirks: Quirks
) -> list[tuple[datetime, datetime]] | None:
    """The times at which the restrictions let a layer act; None when it has no restrictions."""
    if not layer["restrictions"]:
        return None
    zone = zone_of(zone_name)
    windows: list[tuple[datetime, datetime]] = []
    day = to_wall(first, zone).replace(hour=0, minute=0, second=0, microsecond=0) - _LONGEST_RESTRICTION
    while day <= to_wall(last, zone):
        for restriction in layer["restrictions"]:
            if restriction.get("start_day_of_week") not in {None, day.isoweekday()}:
                continue
            hours, minutes, _ = map(int, restriction["start_time_of_day"].split(":"))
            opens = day + timedelta(hours=hours, minutes=minutes)
            duration = timedelta(seconds=restriction["duration_seconds"])
            if quirks.restriction_end == "elapsed":
                windows.append((to_instant(opens, zone), to_instant(opens, zone) + duration))
            else:
                windows.append((to_instant(opens, zone), to_instant(opens + duration, zone)))
        day += _DAY
    return windows


def _as_entry(override: Json) -> Entry:
    start, end = datetime.fromisoformat(override["start"]), datetime.fromisoformat(override["end"])
    return Entry(start, end, override["user"], f"override {override['id']}")
