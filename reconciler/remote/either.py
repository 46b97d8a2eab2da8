"""One schedule of whichever kind it is: its id does not tell, and each kind has an API of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import ForbiddenError, NotFoundError, OtherKindError, PlanLimitError
from reconciler.intervals import Interval
from reconciler.remote.client import fetch
from reconciler.remote.made import Made
from reconciler.remote.objects import ScheduleRead, read_overrides, read_schedule
from reconciler.remote.reach import Reach
from reconciler.remote.shifts.reading import head, read_shifts
from reconciler.state import Kind, OverrideState

T = TypeVar("T")


def read_either(
    client: RestApiV2Client,
    made: Made,
    reach: Reach,
    id_: str,
    span: tuple[datetime, datetime, datetime | None],
) -> ScheduleRead:
    """A schedule with what stands in, as `read_schedule` gives it. Raises RemoteError.

    `span` is since, until, and until when overrides are listed.
    """
    return tried(
        made,
        id_,
        lambda: read_schedule(client, reach, id_, *span),
        lambda: read_shifts(client, reach, id_, *span),
    )


def overrides_of_either(
    client: RestApiV2Client, made: Made, reach: Reach, id_: str, span: Interval
) -> tuple[OverrideState, ...]:
    """The overrides of a schedule that touch a span (UTC). Raises RemoteError."""

    def of_layers() -> tuple[OverrideState, ...]:
        return read_overrides(client, reach, id_, [span])[0]

    def of_shifts() -> tuple[OverrideState, ...]:
        # What stands in for whom is only known beside the events.
        return read_shifts(client, reach, id_, span.start, span.start, span.end).state.overrides

    return tried(made, id_, of_layers, of_shifts)


def kind_of(client: RestApiV2Client, made: Made, id_: str) -> Kind:
    """Of which kind a schedule is; where that was not seen yet it is read, since a write is no way to ask."""
    if (known := made.kind(id_)) is not None:
        return known
    tried(made, id_, lambda: fetch(client, f"/schedules/{id_}"), lambda: head(client, id_))
    return made.kind(id_) or "layers"


def tried(made: Made, id_: str, layers: Callable[[], T], shifts: Callable[[], T]) -> T:
    """What a schedule's own API gives; where the kind is not known, both are asked, and it is remembered.

    Raises RemoteError; NotFoundError where neither has it.
    """
    kind = made.kind(id_)
    if kind == "shifts":
        return shifts()
    try:
        found = layers()
    except OtherKindError:
        found, kind = shifts(), "shifts"
    except NotFoundError as missing:
        if kind == "layers":
            raise
        try:
            found, kind = shifts(), "shifts"
        except (NotFoundError, OtherKindError, PlanLimitError, ForbiddenError):
            raise missing from None
    made.learn(id_, kind or "layers")
    return found
