"""What the workflow needs of the outside: something that reads PagerDuty and something that writes it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from reconciler.plan.actions import (
    CreatePolicy,
    CreateSchedule,
    UpdatePolicy,
    UpdateSchedule,
)
from reconciler.requests import AuditNote, OverrideResult, ReadRequest
from reconciler.state import LiveState, OverrideState, PolicyState, ScheduleState


class Reader(Protocol):
    """Reads PagerDuty; never writes. Raises RemoteError."""

    def read(self, request: ReadRequest, meanwhile: Callable[[], object] = ...) -> LiveState:
        """Everything that a plan needs. `meanwhile` is done once while PagerDuty is waited for."""

    def schedule(
        self,
        schedule_id: str,
        since: datetime,
        until: datetime,
        overrides_until: datetime | None = None,
    ) -> ScheduleState | None:
        """One schedule afresh; None where it is gone."""

    def overrides(
        self, schedule_id: str, since: datetime, until: datetime
    ) -> tuple[OverrideState, ...] | None:
        """The overrides of one schedule afresh, over a stretch that is not empty; None where it is gone."""

    def policy(self, policy_id: str) -> PolicyState | None:
        """One policy afresh; None where it is gone."""

    def changes(
        self, kind: Literal["schedule", "policy"], object_id: str, since: datetime, until: datetime
    ) -> tuple[AuditNote, ...]:
        """Who changed it between two instants, newest first; empty where that cannot be told."""


class Writer(Protocol):
    """Writes PagerDuty, one request at a time. Raises RemoteError; UnclearError where no answer came."""

    def create_schedule(self, action: CreateSchedule, now: datetime) -> str:
        """Make a schedule; its id."""

    def update_schedule(self, action: UpdateSchedule, now: datetime) -> None:
        """Replace a schedule."""

    def create_overrides(
        self, schedule_id: str, items: Sequence[tuple[str, datetime, datetime]]
    ) -> list[OverrideResult]:
        """Make overrides (user, start, end); an answer for each."""

    def delete_override(
        self, schedule_id: str, override_id: str, until: datetime | None = None
    ) -> Literal["deleted", "cut", "gone"]:
        """Delete an override; a running one is cut. A running shift ends `until`, if that is given."""

    def create_policy(self, action: CreatePolicy, resolve: Mapping[str, str]) -> str:
        """Make a policy; its id. `resolve` gives the ids of rotas made meanwhile."""

    def update_policy(self, action: UpdatePolicy, resolve: Mapping[str, str]) -> None:
        """Replace a policy."""

    def delete_schedule(self, schedule_id: str) -> Literal["deleted", "gone"]:
        """Delete a schedule."""

    def delete_policy(self, policy_id: str) -> Literal["deleted", "gone"]:
        """Delete a policy."""
