"""The year of Ana, Ben and Cal for the renderers: its report, a week of its pay sheet, and other names."""

from reconciler.config.model import RotaFile
from reconciler.insight.pay import PayLine, lines
from reconciler.insight.report import Report, report
from tests.insight.support import YEAR, year
from tests.shifts.support import span

FILE = year()
WEEK = span("2026-12-28 09:00", "2027-01-04 09:00")


def told() -> Report:
    return report(FILE, ["web"], YEAR)


def sheet(file: RotaFile = FILE) -> tuple[PayLine, ...]:
    return lines(file, list(file.rotas), WEEK, commits={("rota.yaml", 1): "3f2c1ab9d0e1"})


def renamed(name: str) -> RotaFile:
    """The same file with one name for everything that has one, and for the reason of its cover."""
    people = {key: person.model_copy(update={"name": name}) for key, person in FILE.people.items()}
    rotas = {key: rota.model_copy(update={"name": name}) for key, rota in FILE.rotas.items()}
    overrides = tuple(entry.model_copy(update={"reason": name}) for entry in FILE.overrides)
    return FILE.model_copy(update={"people": people, "rotas": rotas, "overrides": overrides})
