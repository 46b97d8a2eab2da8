"""Faults of meaning that need nothing but the file: unknown names, contradictions, things said twice."""

from reconciler.config.model import RotaFile
from reconciler.config.references import (
    announcements,
    bank_holidays,
    line_ups,
    named,
    overrides,
    policies,
    rotas,
)
from reconciler.config.references.common import Known, Report, Spot, SpotOfPath
from reconciler.errors import Finding

__all__ = ["Known", "check"]


def check(file: RotaFile, known: Known, spot: Spot, where: SpotOfPath) -> list[Finding]:
    """Every fault of meaning in a file."""
    report = Report(file, known, spot, where, [])
    for part in (named, rotas, line_ups, policies, bank_holidays, overrides, announcements):
        part.check(report)
    return report.findings
