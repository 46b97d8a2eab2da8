"""What was read just now and not written since, so that only the rest of a file need be read again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from reconciler.requests import ReadRequest
from reconciler.state import LiveState

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Held:
    """What was read, and the keys of what was written since: schedules and policies."""

    before: LiveState
    written: frozenset[str]

    def cut(self, request: ReadRequest) -> ReadRequest:
        """A request for what was written alone; lists and people are asked for as ever."""
        return replace(request, only=self.written)

    def joined(self, fresh: LiveState) -> LiveState:
        """What was written, as it was read again, with all else as it was."""
        return replace(
            fresh,
            schedules=self._with(self.before.schedules, fresh.schedules),
            policies=self._with(self.before.policies, fresh.policies),
            names={**self.before.names, **fresh.names},
            twins=self._with(self.before.twins, fresh.twins),
            policy_twins=self._with(self.before.policy_twins, fresh.policy_twins),
        )

    def _with(self, before: Mapping[str, V], fresh: Mapping[str, V]) -> dict[str, V]:
        return {key: held for key, held in before.items() if key not in self.written} | dict(fresh)
