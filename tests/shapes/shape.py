"""A shape of on-call as a file of its own, asked who is on at a local time, and for how many hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, instant, zone
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name

FOLDER = Path(__file__).parent / "files"
SHAPES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
_HOUR = timedelta(hours=1)


def text(name: str) -> str:
    """The rota file of a shape."""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Shape:
    """The shifts of one file, in the local time of each rota."""

    file: RotaFile

    def between(self, key: str, start: str, end: str) -> Interval:
        """From one local time of a rota to another."""
        tz = zone(zone_name(self.file, key))
        return Interval(instant(datetime.fromisoformat(start), tz), instant(datetime.fromisoformat(end), tz))

    def on(self, key: str, *times: str) -> list[str | None]:
        """Who is on call for a rota at some local times; None where nobody is."""
        found: list[str | None] = []
        for time in times:
            at = self.between(key, time, "2100-01-01 00:00").start
            shifts = engine.shifts(self.file, key, Interval(at, at + timedelta(minutes=1)))
            found.append(shifts[0].person if shifts else None)
        return found

    def hours(self, key: str, start: str, end: str) -> dict[str, float]:
        """How many hours that really pass everybody is on call for a rota between two local times."""
        hours: dict[str, float] = {}
        for shift in engine.shifts(self.file, key, self.between(key, start, end)):
            hours[shift.person] = hours.get(shift.person, 0.0) + (shift.end - shift.start) / _HOUR
        return hours

    def people(self, key: str, start: str, end: str) -> list[str]:
        """Whose shifts follow one another between two local times, nobody twice in a row."""
        names = [s.person for s in engine.shifts(self.file, key, self.between(key, start, end))]
        return [name for place, name in enumerate(names) if names[place - 1 : place] != [name]]


def shape(name: str, *edits: tuple[str, str]) -> Shape:
    """The shape of that name; each edit replaces one text of its file by another."""
    written = text(name)
    for old, new in edits:
        assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in {name}"
        written = written.replace(old, new)
    return Shape(load_texts("rota.yaml", {"rota.yaml": written}).file)
