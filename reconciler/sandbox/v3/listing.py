"""Lists of what people put into a shift-based schedule: those that touch a window, clipped to it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.finding import find_schedule
from reconciler.sandbox.v3.reading import Window, page, reply_zone, window
from reconciler.sandbox.v3.spans import within
from reconciler.sandbox.wire import flag

Present = Callable[[Json, ZoneInfo, Window | None], Json]
"""Shows an object with its times in a zone, clipped to a window if one is given."""


def listed(
    context: Context, schedule_id: str, name: str, folder: str, present: Present
) -> ResponseReturnValue:
    """One page of a folder of a schedule; with overflow nothing is clipped."""
    find_schedule(context, schedule_id)
    between, zone = window(context, required=True), reply_zone(context)
    rows = within(context.store.all(folder, schedule_id), *between) if between else []
    clip = None if flag("overflow") else between
    return page(context, name, rows, lambda each: present(each, zone, clip))
