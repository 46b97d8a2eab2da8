"""Moved: see reconciler.plan.outcome."""

from reconciler.plan.outcome import Outcome, Result, Status

__all__ = ["Outcome", "Result", "Status"]
