"""Short ways to a file for the tests of loading: a base file, and its findings as lines."""

from collections.abc import Mapping

from reconciler.config.loader import Loaded, load_texts
from reconciler.errors import ConfigError, Finding

HEAD = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
"""
PEOPLE = """\
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  post: {name: Post, email: post@example.org, mailbox: true}
"""
HOURS = """\
hours:
  in-hours: Mon-Fri 09:00-17:00
"""
WEB = """\
  web:
    name: Web
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-01-05, people: [ana, ben]}
"""
OWNED = """\
  scs: {name: SCS, managed: false}
"""
ROTAS = f"rotas:\n{WEB}{OWNED}"
BASE = HEAD + PEOPLE + HOURS + ROTAS


def read(text: str | bytes, **others: str | bytes) -> Loaded:
    """Load a text as rota.yaml; further files by name, `__` for `/`."""
    return load_texts("rota.yaml", {"rota.yaml": text, **_files(others)})


def findings(text: str | bytes, **others: str | bytes) -> tuple[Finding, ...]:
    """The findings of a text; none where it is right."""
    try:
        read(text, **others)
    except ConfigError as error:
        return error.findings
    return ()


def lines(text: str | bytes, **others: str | bytes) -> list[str]:
    """The findings as `line:column id: message (hint)`."""
    return [line_of(finding) for finding in findings(text, **others)]


def only(text: str | bytes, **others: str | bytes) -> str:
    """The one finding of a text, without its place."""
    (finding,) = findings(text, **others)
    return f"{finding.id}: {finding.message}" + (f" ({finding.hint})" if finding.hint else "")


def line_of(finding: Finding) -> str:
    """A finding as `line:column id: message (hint)`."""
    place = f"{finding.where.line}:{finding.where.column} " if finding.where else ""
    return f"{place}{finding.id}: {finding.message}" + (f" ({finding.hint})" if finding.hint else "")


def _files(others: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {f"{name.replace('__', '/')}.yaml": text for name, text in others.items()}
