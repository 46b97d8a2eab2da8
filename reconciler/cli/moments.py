"""Dates and times on the command line: what they stand for, and why some are refused."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from reconciler.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from reconciler.config.model import RotaFile
    from reconciler.config.values import When
    from reconciler.intervals import Interval


def when(text: str) -> "When":
    """A date or a naive wall time. Raises UsageError with how to write it."""
    from reconciler.config.dates import parse_when  # noqa: PLC0415
    from reconciler.config.scalars import ScalarFault  # noqa: PLC0415

    try:
        return parse_when(text)
    except ScalarFault as fault:
        raise UsageError(fault.message, hint=fault.hint or f"write {fault.expected}") from None


def stretch(file: "RotaFile", rota: str, since: str, until: str | None) -> "Interval":
    """From one date or time until another, in the zone of a rota. A date is one from handover to handover.

    The last date is counted in; without one it is the date of `since`. Raises UsageError.
    """
    from reconciler.intervals import Interval  # noqa: PLC0415

    start = _edge(file, rota, since, last=False)
    if until is None and len(since.strip()) > len("2026-12-25"):
        raise UsageError("--from has a time, so --until is needed", hint=f"write {_until(file, rota, start)}")
    end = _edge(file, rota, since if until is None else until, last=True)
    if end <= start:
        timed = len(since.strip()) > len("2026-12-25")
        hint = f"write {_until(file, rota, start)}" if timed else "--until is the last date, counted in"
        raise UsageError(f"{until} does not lie after {since}", hint=hint)
    return Interval(start, end)


def _edge(file: "RotaFile", rota: str, text: str, *, last: bool) -> datetime:
    from reconciler.intervals import instant, wall_time_fault, zone  # noqa: PLC0415
    from reconciler.shifts.line_ups import zone_name  # noqa: PLC0415

    tz = zone(zone_name(file, rota))
    if (exact := _with_offset(text)) is not None:
        return exact
    given = when(text)
    if not isinstance(given, datetime):
        return _handover(file, rota, given, last=last)
    if fault := wall_time_fault(given, tz):
        raise unreal(text, fault, given, tz)
    return instant(given, tz)


def backwards(begin: date, end: date, *, both: bool) -> UsageError:
    """The refusal of a last date that lies before the first; `both`: neither was filled in for the user."""
    return UsageError(
        f"the interval would begin on {begin} and end before that, on {end}",
        hint="swap them: --until is the last date, counted in" if both else "give both --from and --until",
    )


def unreal(text: str, fault: str, given: datetime, tz: "ZoneInfo") -> UsageError:
    """The refusal of a wall time that the clocks skip or repeat, with the times that may be meant."""
    from reconciler.intervals import instant, wall  # noqa: PLC0415

    if fault == "occurs twice":
        first, second = (f"{given.replace(tzinfo=tz, fold=fold):%Y-%m-%dT%H:%M%z}" for fold in (0, 1))
        hint = f"the clocks go back: write {_colon(first)}, or {_colon(second)} for the second time"
    else:
        hint = f"the clocks go forward: write {wall(instant(given, tz), tz):%Y-%m-%dT%H:%M}"
    return UsageError(f"{text} {fault} in {tz.key}", hint=hint)


def _colon(text: str) -> str:
    return f"{text[:-2]}:{text[-2:]}"


def _until(file: "RotaFile", rota: str, start: datetime) -> str:
    """The option that ends a stretch on the morning after it began."""
    from reconciler.intervals import wall, zone  # noqa: PLC0415
    from reconciler.shifts.line_ups import zone_name  # noqa: PLC0415

    return f"--until {wall(start, zone(zone_name(file, rota))).date() + timedelta(days=1)}T09:00"


def _with_offset(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return None
    return found.astimezone(UTC).replace(second=0, microsecond=0) if found.tzinfo is not None else None


def _handover(file: "RotaFile", rota: str, day: date, *, last: bool) -> datetime:
    from reconciler.shifts.line_ups import handover_day, tracks  # noqa: PLC0415

    duty = handover_day(tracks(file, rota), day, day)
    if duty is None:
        raise UsageError(
            f"{file.rotas[rota].name} has no one time of day for its handovers, so a date says too little",
            hint=f"give times: --from {day}T17:00 --until {day + timedelta(days=1)}T09:00",
        )
    return duty.end if last else duty.start
