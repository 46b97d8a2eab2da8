"""Faults of meaning that need nothing but the file: names that do not exist, contradictions, things said twice."""

from reconciler.config.references.common import Known, Spot, SpotOfPath
from reconciler.config.model import RotaFile
from reconciler.errors import Finding

__all__ = ["Known", "check"]


def check(file: RotaFile, known: Known, spot: Spot, where: SpotOfPath) -> list[Finding]:
    """Every fault of meaning in a file."""
    return []
