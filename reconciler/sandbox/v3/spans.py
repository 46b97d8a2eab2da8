"""The two ends of custom shifts and overrides: what is over, what runs, and which of them may change."""

from datetime import datetime

from reconciler.sandbox.context import Context
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.problems import Problems
from reconciler.sandbox.v3.reading import read_instant, written
from reconciler.sandbox.v3.views import spans

_NAMES = ("start_time", "end_time")


def new_span(context: Context, problems: Problems, path: str, sent: Json) -> Json:
    """The ends of something new; a start in the past becomes now, as the quirks have it."""
    start, end = (read_instant(problems, f"{path}.{name}", sent.get(name)) for name in _NAMES)
    if start is None or end is None:
        return {}
    now, quirks = context.now(), context.quirks
    if end <= start:
        problems.add(f"{path}.end_time", "must be after the start time")
    elif end <= now and quirks.past_override == "refuse":
        problems.add(f"{path}.end_time", "must be in the future")
    elif start < now < end and quirks.started_override == "refuse":
        problems.add(f"{path}.start_time", "must be in the future")
    return {"start_time": written(max(start, now)), "end_time": written(max(end, now))}


def changed_span(context: Context, problems: Problems, path: str, before: Json, body: Json) -> Json:
    """The ends of something that is not over; once it has begun, its start is no longer to be sent."""
    now = context.now()
    start, end = spans(before)
    if start <= now and "start_time" in body:
        problems.add(f"{path}.start_time", "can't be changed after the start")
        return {}
    if "start_time" in body:
        start = read_instant(problems, f"{path}.start_time", body["start_time"]) or start
        start = max(start, now)
    if "end_time" in body:
        end = read_instant(problems, f"{path}.end_time", body["end_time"]) or end
    if end <= start or end < now:
        problems.add(f"{path}.end_time", "must be after the start time and not in the past")
    return {"start_time": written(start), "end_time": written(end)}


def has_begun(context: Context, document: Json) -> bool:
    """Whether it runs or is over."""
    return spans(document)[0] <= context.now()


def is_over(context: Context, document: Json) -> bool:
    """Whether it has ended."""
    return spans(document)[1] <= context.now()


def within(documents: list[Json], since: datetime, until: datetime) -> list[Json]:
    """Those that touch a window, in order of their start."""
    found = [each for each in documents if spans(each)[0] < until and spans(each)[1] > since]
    return sorted(found, key=lambda each: spans(each)[0])
