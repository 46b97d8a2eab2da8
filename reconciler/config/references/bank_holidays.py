"""The bank-holiday rules: rotas that they name, who holds the window, and days that are listed twice."""

from datetime import date

from reconciler.config.model import ExtraDay, IgnoredDay
from reconciler.config.references.common import Report
from reconciler.config.scalars import close
from reconciler.errors import Where

_NO_NOBODY = (
    "a schedule made of layers has no override for nobody: name a mailbox (a people entry with "
    "`mailbox: true`), write `kind: shifts` at the rota, or leave the rota out of the rules"
)


def check(report: Report) -> None:
    """Examine `bank_holidays:`."""
    entry = report.file.bank_holidays
    if entry is None:
        return
    report.exists(entry.window, report.spot(entry, "window"), "hours")
    for rota, holder in entry.rules.items():
        named = report.spot(entry, "rules", rota, key=True)
        report.managed(rota, named, "a bank-holiday rule")
        _check_holder(report, rota, holder, report.spot(entry, "rules", rota))
    extra = _once(report, entry.extra, "extra")
    ignored = _once(report, entry.ignore, "ignore")
    for day in sorted(extra.keys() & ignored.keys()):
        first, second = sorted((extra[day], ignored[day]))
        report.fault(
            "day-twice",
            f"{day} is both an extra day and an ignored one (see line {first.line})",
            second,
            "keep one of them",
            f"{day}",
        )


def _check_holder(report: Report, rota: str, holder: str, where: Where) -> None:
    if holder == "current":
        return
    if holder == "nobody":
        if rota in report.file.rotas and report.file.kind_of(rota) != "shifts":
            message = f"{rota} cannot have nobody in its window"
            report.fault("no-nobody", message, where, _NO_NOBODY, holder)
    elif holder in {"incoming", "outgoing"}:
        hint = f"write `current` here, and `holder: {holder}` beside `window:`"
        report.fault("bad-rule", f"{holder} is no rule for {rota}", where, hint, holder)
    elif holder not in report.known.people and close(holder, ("current",)):
        report.fault(
            "unknown-person", f'there is no "{holder}" in people', where, "did you mean current?", holder
        )
    else:
        report.exists(holder, where, "people")


def _once(report: Report, days: tuple[ExtraDay, ...] | tuple[IgnoredDay, ...], key: str) -> dict[date, Where]:
    seen: dict[date, Where] = {}
    for day in days:
        where = report.spot(day, "date")
        if day.date in seen:
            message = f"{day.date} stands twice under {key} (first in line {seen[day.date].line})"
            report.fault("day-twice", message, where, "keep one of them", f"{day.date}")
        seen.setdefault(day.date, where)
    return seen
