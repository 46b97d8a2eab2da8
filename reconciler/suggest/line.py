"""The line of the file for a cover or a swap: its shortest form, and the file that it goes into."""

from datetime import date, datetime, timedelta

from reconciler.config import nodes
from reconciler.config.includes import pattern_to_regex
from reconciler.config.loader import Loaded
from reconciler.config.model import Cover, RotaFile, Swap
from reconciler.config.values import DateRange, When
from reconciler.edit.insert import Insertion
from reconciler.edit.written import Item
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts.line_ups import handover_day, tracks, zone_name

OVERRIDES = ("overrides",)


def cover_of(file: RotaFile, key: str, person: str, by: str, interval: Interval, reason: str | None) -> Cover:
    """The entry for a cover: whole dates where they mean that interval, else times."""
    tz = zone(zone_name(file, key))
    start, end = wall(interval.start, tz), wall(interval.end, tz)
    dates = _dates(file, key, interval, start.date(), end.date())
    if dates is not None:
        return Cover(rota=key, cover=person, by=by, on=dates, reason=reason)
    return Cover(rota=key, cover=person, by=by, start=start, end=end, reason=reason)


def _dates(file: RotaFile, key: str, interval: Interval, first: date, end: date) -> DateRange | None:
    layers = tracks(file, key)
    last = end - timedelta(days=1)
    return DateRange(first, last) if first <= last and handover_day(layers, first, last) == interval else None


def item_of(entry: Cover | Swap) -> Item:
    """An entry as it is written, its keys in the usual order."""
    item: dict[str, object] = {"rota": entry.rota}
    if isinstance(entry, Swap):
        item["swap"] = dict(entry.swap)
    else:
        item |= {"cover": entry.cover, "by": entry.by}
        item |= {"on": entry.on} if entry.on is not None else {"from": entry.start, "until": entry.end}
    return item | ({"reason": entry.reason} if entry.reason is not None else {})


def insertion(loaded: Loaded, entry: Cover | Swap, file: str | None) -> Insertion:
    """Where an entry goes: into `file`, else that of its month if the root includes such, else the root."""
    return Insertion(OVERRIDES, item_of(entry), file or _of_month(loaded, _begins(entry)))


def _begins(entry: Cover | Swap) -> When:
    if isinstance(entry, Swap):
        return min(entry.swap.values(), key=_day)
    return entry.on.first if entry.on is not None else entry.start or date.max


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _of_month(loaded: Loaded, begins: When) -> str | None:
    """`overrides/2026-12.yaml`, from the root's folder, where a pattern of its `include:` matches that."""
    root = next(iter(loaded.sources))
    name = f"overrides/{begins:%Y-%m}.yaml"
    tree, _ = nodes.parse(loaded.sources[root], root)
    listed = nodes.child(tree, "include")
    entries = listed.items if isinstance(listed, nodes.Listing) else [listed]
    patterns = [entry.text for entry in entries if isinstance(entry, nodes.Scalar) and entry.text]
    return name if any(pattern_to_regex(pattern).fullmatch(name) for pattern in patterns) else None
