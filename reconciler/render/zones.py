"""The zone that a heading names once, and when another has to be named beside a time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, zone
from reconciler.plan.model import Plan
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import moment, stretch


@dataclass(frozen=True, slots=True)
class Clocks:
    """How times are written: each rota's in its own zone, which is named where it is not `main`.

    The year is written where it is not `year`.
    """

    main: str
    zones: Mapping[str, str]
    year: int

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the heading."""
        return zone(self.main)

    def moment(self, instant: datetime) -> str:
        """An instant in the zone of the heading, with its year if it is another."""
        return moment(instant, self.tz, year=self.year)

    def day(self, instant: datetime) -> str:
        """The day of an instant in the zone of the heading, always with its year if it is another."""
        return self.moment(instant).rsplit(" ", 1)[0]

    def stretch(self, rota: str, start: datetime, end: datetime) -> str:
        """A stretch of one rota."""
        name = self.zones.get(rota, self.main)
        text = stretch(Interval(start, end), zone(name), year=self.year)
        return text if name == self.main else f"{text} ({name})"


def of_plan(plan: Plan) -> Clocks:
    """The zone that most of a plan's rotas are read in, and where the others are."""
    zones = {name.key: name.zone for name in plan.names}
    main = _most(zones.values())
    return Clocks(main, zones, plan.now.astimezone(zone(main)).year)


def of_file(file: RotaFile, now: datetime) -> Clocks:
    """The file's zone, and that of each rota."""
    zones = {key: zone_name(file, key) for key in file.rotas}
    return Clocks(file.time_zone, zones, now.astimezone(zone(file.time_zone)).year)


def _most(names: Iterable[str]) -> str:
    common = Counter(names).most_common(1)
    return common[0][0] if common else "UTC"
