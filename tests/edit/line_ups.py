"""A rota to propose line-ups for, and short ways to ask for them, for the tests of line-ups."""

from datetime import UTC, date, datetime
from typing import Any

from reconciler.config.loader import Loaded
from reconciler.config.values import When
from reconciler.edit.line_up import Asked, Proposal, propose
from reconciler.edit.order import Change
from tests.edit.support import loaded

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HEAD = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  dee: {name: Dee Marr, email: dee@example.org}
  eve: {name: Eve Lin, email: eve@example.org}
  team: {name: The team, email: team@example.org, mailbox: true}
rotas:
  web:
    name: Web
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-11-02, people: [ana, ben, cal, dee]}
"""
# On Mon 7 Dec, five turns later, ben is next.


def rota(*more: str) -> Loaded:
    """The file with further line-ups of web."""
    return loaded(HEAD + "".join(f"      - {{{line}}}\n" for line in more))


def asked(since: When, until: When | None = None, layer: str | None = None, **change: Any) -> Asked:
    return Asked("web", since, Change(**change), until, layer)


def lines(proposal: Proposal) -> list[str]:
    """The lines that are put in, each with its place."""
    return [f"{where.line}: {line.strip()}" for where, line in proposal.edit.added()]


def proposed(file: Loaded, since: When, until: When | None = None, **change: Any) -> list[str]:
    """The lines for what is asked."""
    return lines(propose(file, asked(since, until, **change), NOW))


MONDAY = date(2026, 12, 7)


LAYERS = """\
  two:
    name: Two
    follows: web
    offset: 1
  many:
    name: Many
    layers:
      - {name: day, turn: 12 hours, line_ups: [{from: 2026-11-02 08:00, people: [ana, ben]}]}
      - name: night
        turn: 1 day
        handover: "21:00"
        line_ups:
          - {from: 2026-11-02, people: [cal, dee]}
  far: {name: Far, managed: false}
"""
