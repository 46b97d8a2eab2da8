"""Overrides: covers, swaps and holiday entries that contradict themselves or the rest of the file."""

from datetime import date, timedelta

from reconciler.config.model import Cover, HolidayEntry, Override, Rota, Swap
from reconciler.config.references.common import Report
from reconciler.errors import Where


def check(report: Report) -> None:
    """Examine every override."""
    holidays: dict[tuple[str, date], Where] = {}
    written: dict[Override, Where] = {}
    for entry in report.file.overrides:
        if entry in written:
            where = written[entry]
            message = f"this {entry.kind} stands in the file twice (first in {where.file}:{where.line})"
            report.fault("override-twice", message, report.spot(entry), "keep one of them")
            continue
        written[entry] = report.spot(entry)
        rota = report.managed(entry.rota, report.spot(entry, "rota"), f"a {entry.kind} entry")
        if isinstance(entry, Cover):
            _check_cover(report, entry, rota)
        elif isinstance(entry, Swap):
            _check_swap(report, entry)
        else:
            _check_holiday(report, entry, rota, holidays)


def _worker(report: Report, name: str, where: Where) -> None:
    """A person who can be on call."""
    person = report.file.people.get(name)
    if report.exists(name, where, "people") and person is not None and person.mailbox:
        hint = "name a person; a mailbox only gets bank-holiday windows and policy levels"
        report.fault("mailbox-on-call", f"{name} is a mailbox and cannot be on call", where, hint, name)


def _gone(report: Report, name: str, first: date, where: Where) -> None:
    """Nobody takes over anything that begins after they have left."""
    person = report.file.people.get(name)
    if person is not None and person.left is not None and person.left < first:
        message = f"{name} leaves on {person.left} and cannot work on {first}"
        report.fault("left", message, where, "name somebody else, or drop the entry", name)


def _check_cover(report: Report, entry: Cover, rota: Rota | None) -> None:
    _worker(report, entry.cover, report.spot(entry, "cover"))
    by = report.spot(entry, "by")
    _worker(report, entry.by, by)
    if entry.cover == entry.by:
        report.fault("self-cover", f"{entry.by} cannot cover themself", by, "name who takes over", entry.by)
    times = (entry.start is not None) + (entry.end is not None)
    if entry.on is not None:
        _gone(report, entry.by, entry.on.first, by)
        if times:
            name = "from" if entry.start is not None else "until"
            hint = "`on:` means whole days; keep either it or from and until"
            report.fault(
                "cover-when", f"a cover has both on and {name}", report.spot(entry, name, key=True), hint
            )
        elif rota is not None:
            _check_days(report, entry, report.spot(entry, "on"))
        return
    if entry.start is None or entry.end is None:
        lacks = "from" if entry.end is not None else "until" if entry.start is not None else "time"
        hint = f"add {_missing_time(entry)}"
        report.fault(
            "cover-when", f"a cover of {entry.cover} by {entry.by} has no {lacks}", report.spot(entry), hint
        )
        return
    _gone(report, entry.by, entry.start.date(), by)
    report.real_time(entry.start, entry.rota, report.spot(entry, "from"))
    report.real_time(entry.end, entry.rota, report.spot(entry, "until"))
    if entry.end <= entry.start:
        found = f"{entry.end:%Y-%m-%d %H:%M}"
        message = f"a cover ends at {found}, before it has begun ({entry.start:%Y-%m-%d %H:%M})"
        hint = f"give a later until, like {_missing_time(entry.model_copy(update={'end': None}))}"
        report.fault("cover-when", message, report.spot(entry, "until"), hint, found)


_DAY = timedelta(days=1)


def _missing_time(entry: Cover) -> str:
    """The time that a cover lacks, so that it ends after it begins."""
    if entry.start is not None:
        return f"`until: {entry.start.date() + _DAY} 09:00`"
    if entry.end is not None:
        return f"`from: {entry.end.date() - _DAY} 17:00`"
    return "`on: 2026-12-24`, or from and until with times"


def _check_days(report: Report, entry: Cover | HolidayEntry, where: Where) -> None:
    """Whole days run from the handover's time of day, so all layers must share one."""
    leader = report.leader(entry.rota)
    if leader is None or not leader.stack:
        return
    clocks: set[str] = set()
    for layer in leader.stack:
        hourly = layer.turn.unit == "hours"
        clocks.add("hours" if hourly or layer.handover is None else f"{layer.handover.time:%H:%M}")
    what = "`on:`" if isinstance(entry, Cover) else "`nights:`"
    hint = "drop nights, and add a cover with times for the night"
    if isinstance(entry, Cover) and entry.on is not None:
        clock = min(clocks - {"hours"}, default="09:00")
        after = entry.on.last + _DAY
        hint = f"instead of `on` give times: `from: {entry.on.first} {clock}, until: {after} {clock}`"
    if "hours" in clocks:
        message = f"{what} means handover to handover, but turns of {entry.rota} are counted in hours"
        report.fault("give-times", message, where, hint)
    elif len(clocks) > 1:
        times = " and ".join(sorted(clocks))
        message = f"{what} means handover to handover, but layers of {entry.rota} change at {times}"
        report.fault("give-times", message, where, hint)


def _check_swap(report: Report, entry: Swap) -> None:
    two = 2
    if len(entry.swap) != two:
        message = f"a swap has two people, not {len(entry.swap)}"
        hint = (
            "write `swap: {ana: 2027-01-27, ben: 2027-02-10}`: whose turns, by the date on which they begin"
        )
        report.fault("swap-people", message, report.spot(entry, "swap", key=True), hint)
    for name, begins in entry.swap.items():
        _worker(report, name, report.spot(entry, "swap", name, key=True))
        report.real_time(begins, entry.rota, report.spot(entry, "swap", name))
    if len(entry.swap) == two:
        (one, first), (other, second) = entry.swap.items()
        for taker, begins in ((one, second), (other, first)):
            _gone(report, taker, begins, report.spot(entry, "swap", taker, key=True))


def _check_holiday(
    report: Report, entry: HolidayEntry, rota: Rota | None, seen: dict[tuple[str, date], Where]
) -> None:
    where = report.spot(entry, "holiday")
    by = report.spot(entry, "by")
    _worker(report, entry.by, by)
    _gone(report, entry.by, entry.holiday, by)
    key = (entry.rota, entry.holiday)
    if key in seen:
        first = seen[key]
        message = f"{entry.rota} has two entries for {entry.holiday} (the other in {first.file}:{first.line})"
        report.fault("holiday-twice", message, where, "keep one of them", f"{entry.holiday}")
    seen.setdefault(key, where)
    if rota is None:
        return
    if entry.nights:
        _check_days(report, entry, report.spot(entry, "nights"))
    rules = report.file.bank_holidays.rules if report.file.bank_holidays is not None else {}
    rule = rules.get(entry.rota)
    if rule is None:
        hint = f"add `{entry.rota}: current` to the rules of bank_holidays"
        report.fault("no-rule", f"{entry.rota} has no bank-holiday rule", where, hint)
    elif rule == "nobody":
        hint = "name the rota that is called out on that day instead"
        report.fault("no-rule", f"on bank holidays {entry.rota} has nobody, on purpose", where, hint)
    elif rule != "current" and (person := report.file.people.get(rule)) is not None and person.mailbox:
        hint = "name the rota that is called out on that day instead"
        report.fault("no-rule", f"on bank holidays {entry.rota} goes to {rule}, a mailbox", where, hint)
