"""What going back to an earlier file cannot undo: shifts that are over, worked as a later file said."""

from collections.abc import Iterator

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, compare, merge, zone
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import count, stretch

MOST = 3
"""So many shifts of each rota are named; the rest is counted."""


def over(earlier: RotaFile, today: RotaFile, span: Interval, name: str) -> Iterator[Finding]:
    """One note for each rota whose shifts in `span` (UTC, past) differ between the files.

    `name` is how people call the earlier file, such as the start of its commit.
    """
    for key in engine.managed(today):
        if key not in earlier.rotas or not earlier.rotas[key].managed:
            continue
        parts = [
            Segment(part.start, part.end, (by, now))
            for part, by, now in compare(_line(earlier, key, span), _line(today, key, span), span)
            if by != now
        ]
        if not parts:
            continue
        rows, tz = merge(parts), zone(zone_name(today, key))
        told = [
            f"{stretch(row.interval, tz, year=span.end.year)} {_who(row.value[1])}, not {_who(row.value[0])}"
            for row in rows[:MOST]
        ]
        more = f"; and {len(rows) - MOST} more" if len(rows) > MOST else ""
        what = count(len(rows), "stretch is", "stretches are")
        yield Finding(
            id="over",
            severity="info",
            message=f"{today.rotas[key].name}: {what} over and cannot be given back as {name} says: "
            f"{'; '.join(told)}{more}",
        )


def _line(file: RotaFile, key: str, span: Interval) -> tuple[Segment[str], ...]:
    shifts = engine.shifts(file, key, span)
    return merge(Segment(s.start, s.end, file.display_name(s.person)) for s in shifts)


def _who(name: str | None) -> str:
    return name or "nobody"
