"""Small rota files and the sites that are made of them, for the tests of the calendar."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.render.pages.build import Around, site
from reconciler.render.pages.gathered import Gathered, gather
from reconciler.render.pages.model import Site
from reconciler.views import Live

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 23)

SMALL = """
version: 1
time_zone: Europe/London
horizon: 13 weeks
source: https://github.com/example/rota
people:
  ana: {name: Ana Ortiz, email: ana.ortiz@example.gov.uk}
  ben: {name: Ben Ode, email: ben.ode@example.gov.uk}
  cal: {name: Cal Roe, email: cal.roe@example.gov.uk, left: 2026-06-30}
  post: {name: Post, email: post@example.gov.uk, mailbox: true}
hours:
  in-hours: Mon-Fri 09:00-17:00
  nights: outside in-hours
rotas:
  days:
    name: Days
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ana, ben]}]
  nights:
    name: Nights
    hours: nights
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ben, ana]}]
"""


def loaded(text: str) -> RotaFile:
    """A rota file from its text."""
    return load_texts("rota.yaml", {"rota.yaml": text}).file


def shipped() -> RotaFile:
    """The shipped example."""
    return loaded((ROOT / "rota.yaml").read_text(encoding="utf-8"))


def gathered(
    file: RotaFile,
    first: date = MONDAY,
    weeks: int = 1,
    *,
    with_reasons: bool = False,
    live: Live | None = None,
) -> Gathered:
    """Some weeks of all rotas."""
    last = first + timedelta(weeks=weeks) - timedelta(days=1)
    return gather(file, list(file.rotas), first, last, live=live, with_reasons=with_reasons)


def made(
    file: RotaFile,
    first: date = MONDAY,
    weeks: int = 1,
    *,
    now: datetime = NOW,
    findings: Sequence[Finding] = (),
    roles: dict[str, str] | None = None,
    with_reasons: bool = False,
) -> Site:
    """The model of the site of some weeks."""
    found = gathered(file, first, weeks, with_reasons=with_reasons)
    return site(found, Around(now, findings, roles or {}))
