"""Carries out actions, one request each where it can be, and tells what came of them.

Nothing is repeated here: a request whose fate is unclear raises UnclearError, and only a new reading can
tell. Instants are aware UTC datetimes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError
from reconciler.plan.actions import CreatePolicy, CreateSchedule, LayerWrite, UpdatePolicy, UpdateSchedule
from reconciler.remote import answers
from reconciler.remote.client import send, written
from reconciler.remote.codec import encode_override, encode_schedule
from reconciler.remote.either import kind_of
from reconciler.remote.fields import Json
from reconciler.remote.made import Made
from reconciler.remote.outcomes import Wish, outcomes
from reconciler.remote.policy_codec import encode_policy
from reconciler.remote.shifts import standing_in
from reconciler.remote.shifts import writing as shifts
from reconciler.requests import OverrideResult

__all__ = ["BATCH", "OverrideResult", "Writer"]

BATCH = 50
"""How many overrides travel in one request; PagerDuty's own limit is not known."""

_OK, _NO_CONTENT = 200, 204


@dataclass(frozen=True)
class Writer:
    """Writes through one client, one request at a time. Every method raises RemoteError.

    UnclearError means that the request may have been carried out; any other error that it was not. New
    objects are noted in `made`, which the clients know too, so that a 404 on them is asked again.
    """

    client: RestApiV2Client
    made: Made = field(default_factory=Made)

    def create_schedule(self, action: CreateSchedule, now: datetime) -> str:
        """Create it, sent at `now`; returns the id."""
        if action.kind == "shifts":
            return shifts.create(self.client, self.made, action, now)
        body = encode_schedule(
            name=action.name,
            time_zone=action.time_zone,
            description=action.description,
            # Nothing to clear, and an account without teams may refuse the field.
            teams=None if action.team is None else (action.team,),
            layers=[LayerWrite(layer) for layer in action.layers],
            now=now,
        )
        id_ = self._created("/schedules", "schedule", body)
        self.made.learn(id_, "layers")
        return id_

    def update_schedule(self, action: UpdateSchedule, now: datetime) -> None:
        """Replace the whole of it, sent at `now`: all layers, those that have ended too.

        A shift-based one is written event by event.
        """
        if action.kind == "shifts":
            shifts.update(self.client, self.made, action, now)
            return
        body = encode_schedule(
            name=action.name,
            time_zone=action.time_zone,
            description=action.description,
            teams=action.teams,
            layers=action.layers,
            now=now,
        )
        self._replaced(f"/schedules/{action.id}", "schedule", body)

    def create_overrides(self, schedule_id: str, items: Sequence[Wish]) -> list[OverrideResult]:
        """Create up to 50, given as (user id, start, end), in one request; one result each, in their order.

        The request as a whole succeeds even where single overrides were refused. On a shift-based schedule
        each stands in for whoever is on by its events, and the user may be NOBODY.
        """
        if not 1 <= len(items) <= BATCH:
            raise ValueError(f"a batch has 1 to {BATCH} overrides, not {len(items)}")
        if kind_of(self.client, self.made, schedule_id) == "shifts":
            return standing_in.create(self.client, schedule_id, items)
        return self._overrides(schedule_id, items)

    def _overrides(self, schedule_id: str, items: Sequence[Wish]) -> list[OverrideResult]:
        path = f"/schedules/{schedule_id}/overrides"
        answer = written(self.client, "POST", path, {"overrides": [encode_override(*item) for item in items]})
        if not isinstance(answer, list):
            raise answers.broken(answers.called("POST", path), "an answer that is not a list")
        return outcomes(items, answer)

    def delete_override(
        self, schedule_id: str, override_id: str, until: datetime | None = None
    ) -> Literal["deleted", "cut", "gone"]:
        """Delete a future one, or end a running one at this moment (`cut`); `gone`: it was not there.

        One of a shift-based schedule that is known to run ends at `until` (UTC) if that is given.
        """
        if "/" in override_id:
            return shifts.delete_stand_in(self.client, schedule_id, override_id, until)
        path = f"/schedules/{schedule_id}/overrides/{override_id}"
        try:
            status = send(self.client, "DELETE", path).status_code
        except NotFoundError:
            return "gone"
        if status not in {_OK, _NO_CONTENT}:
            raise answers.broken(answers.called("DELETE", path), f"an unexpected status ({status})")
        return "cut" if status == _OK else "deleted"

    def create_policy(self, action: CreatePolicy, resolve: Mapping[str, str]) -> str:
        """Create it; `resolve` maps rota keys to schedule ids. Returns the id."""
        body = encode_policy(
            name=action.name,
            description=action.description,
            repeat=action.repeat,
            rules=action.rules,
            teams=None if action.team is None else (action.team,),
            handoff=None,
            resolve=resolve,
        )
        return self._created("/escalation_policies", "escalation_policy", body)

    def update_policy(self, action: UpdatePolicy, resolve: Mapping[str, str]) -> None:
        """Replace the whole of it; `resolve` maps rota keys to schedule ids."""
        body = encode_policy(
            name=action.name,
            description=action.description,
            repeat=action.repeat,
            rules=action.rules,
            teams=action.teams,
            handoff=action.handoff,
            resolve=resolve,
        )
        self._replaced(f"/escalation_policies/{action.id}", "escalation_policy", body)

    def delete_schedule(self, schedule_id: str) -> Literal["deleted", "gone"]:
        """Delete it; an InvalidRequestError says so where a policy or an open incident still uses it."""
        try:
            shifts_ = kind_of(self.client, self.made, schedule_id) == "shifts"
            return self._deleted(f"{'/v3' if shifts_ else ''}/schedules/{schedule_id}")
        except NotFoundError:
            return "gone"

    def delete_policy(self, policy_id: str) -> Literal["deleted", "gone"]:
        """Delete it; an InvalidRequestError says so where a service still uses it."""
        try:
            return self._deleted(f"/escalation_policies/{policy_id}")
        except NotFoundError:
            return "gone"

    def _created(self, path: str, name: str, body: Json) -> str:
        # 201 by the specification, 200 as reported of schedules: any 2xx will do.
        id_ = _inner(written(self.client, "POST", path, body), name).get("id")
        if not isinstance(id_, str):
            raise answers.broken(answers.called("POST", path), "an answer without an id")
        self.made.note(f"{path}/{id_}")
        return id_

    def _replaced(self, path: str, name: str, body: Json) -> None:
        if not _inner(written(self.client, "PUT", path, body), name):
            raise answers.broken(answers.called("PUT", path), f"an answer without the {name}")

    def _deleted(self, path: str) -> Literal["deleted", "gone"]:
        try:
            send(self.client, "DELETE", path)
        finally:
            self.made.forget(path)
        return "deleted"


def _inner(answer: Any, name: str) -> Json:
    inner = answer.get(name) if isinstance(answer, dict) else None
    return inner if isinstance(inner, dict) else {}
