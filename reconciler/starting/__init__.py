"""A starting repository as texts: a small rota that works, its workflows, and what goes with them."""

from reconciler.starting.asked import ACTION, Asked, source_of
from reconciler.starting.outcome import Left, Outcome, settle
from reconciler.starting.parts import Part, parts

__all__ = ["ACTION", "Asked", "Left", "Outcome", "Part", "parts", "settle", "source_of"]
