"""What was read just now and not written since, so that only the rest of a file need be read again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from reconciler.requests import ReadRequest
from reconciler.state import LiveState, NamedObject, PolicyState, ScheduleState

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Held:
    """What was read, and the keys of what was written since: schedules and policies."""

    before: LiveState
    written: frozenset[str]

    def cut(self, request: ReadRequest) -> ReadRequest:
        """A request for what was written alone; lists and people are asked for as ever."""
        return replace(
            request,
            schedules={key: want for key, want in request.schedules.items() if key in self.written},
            policies={key: want for key, want in request.policies.items() if key in self.written},
        )

    def joined(self, fresh: LiveState) -> LiveState:
        """What was written, as it was read again, with all else as it was."""
        schedules = self._with(self.before.schedules, fresh.schedules)
        policies = self._with(self.before.policies, fresh.policies)
        return replace(
            fresh,
            schedules=schedules,
            policies=policies,
            names={**self.before.names, **fresh.names},
            others=_but(fresh.others, schedules),
            other_policies=_but(fresh.other_policies, policies),
            twins=self._with(self.before.twins, fresh.twins),
            policy_twins=self._with(self.before.policy_twins, fresh.policy_twins),
        )

    def _with(self, before: Mapping[str, V], fresh: Mapping[str, V]) -> dict[str, V]:
        return {key: held for key, held in before.items() if key not in self.written} | dict(fresh)


def _but(
    others: tuple[NamedObject, ...], known: Mapping[str, ScheduleState] | Mapping[str, PolicyState]
) -> tuple[NamedObject, ...]:
    """Objects that the file does not name, where those were listed of which only some were asked for."""
    ids = {held.id for held in known.values()}
    return tuple(other for other in others if other.id not in ids)
