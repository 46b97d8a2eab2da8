"""Until when a rota can still change: whoever looks for the next person need not look beyond it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import instant, zone
from reconciler.shifts import covers, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import Track, tracks, zone_name

# Every bank holiday has come by within a year, the movable ones too.
_YEAR = timedelta(days=400)
# Hours come back weekly, and a window or a night may reach into the days beside it.
_AROUND = timedelta(days=10)


def settled_by(file: RotaFile, key: str, since: datetime) -> datetime:
    """A moment (UTC) by which all that can happen from another on has happened at least once."""
    return max((since, *_last(file, key, since))) + _AROUND


def _last(file: RotaFile, key: str, since: datetime) -> Iterator[datetime]:
    layers, tz = tracks(file, key), zone(zone_name(file, key))
    yield from (_round(track, since) for track in layers if track.stretches)
    yield from (covered.interval.end for covered in covers.covers_of(file, key, layers=layers))
    turns = {
        track.name: max((s.turn.length for s in track.stretches), default=timedelta()) for track in layers
    }
    yield from (start + turns[name] for name, start in swaps.resolve(file, key, layers))
    for entry in bank.holiday_entries(file, key):
        yield instant(datetime.combine(entry.holiday, datetime.min.time()), tz)
    if bank.rule_of(file, key) is not None:
        yield since + _YEAR


def _round(track: Track, since: datetime) -> datetime:
    """When everybody of the last line-up has had a turn."""
    last = track.stretches[-1]
    return max(last.start, since) + last.turn.length * (len(last.people) + 1)
