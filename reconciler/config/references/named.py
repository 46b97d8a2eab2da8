"""Names and keys: their form, the reserved ones, those used twice, and hours that refer to hours."""

import re
from collections.abc import Iterable
from datetime import date

from reconciler.config.references import chains
from reconciler.config.references.common import RESERVED, Kind, Report
from reconciler.config.values import Outside
from reconciler.errors import Where

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
_KINDS: tuple[Kind, ...] = ("people", "hours", "rotas", "policies")


def check(report: Report) -> None:
    """Examine every name that the file defines."""
    for kind in _KINDS:
        for name in sorted(report.known.of(kind)):
            _check_key(report, kind, name)
    _apart(report, "people", "rotas", "rename one of them: policies and expectations name both")
    _apart(report, "rotas", "policies", "rename one of them: plans and refusals name both by their keys")
    people, rotas, policies = report.file.people, report.file.rotas, report.file.policies
    _unique(
        report,
        "e-mail address",
        ((p.email, p.email.casefold(), report.spot(p, "email")) for p in people.values()),
    )
    # What has an id is found by it, so that two schedules of one name can both be meant.
    named = [(r.name, _plain(r.name), report.spot(r, "name")) for r in rotas.values() if r.id is None]
    _unique(report, "rota name", named)
    named = [(p.name, _plain(p.name), report.spot(p, "name")) for p in policies.values() if p.id is None]
    _unique(report, "policy name", named)
    _unique(report, "id", ((r.id, r.id, report.spot(r, "id")) for r in rotas.values() if r.id))
    _unique(report, "id", ((p.id, p.id, report.spot(p, "id")) for p in policies.values() if p.id))
    _check_hours(report)


_SINGULAR: dict[Kind, str] = {"people": "person", "rotas": "rota", "policies": "policy"}


def _apart(report: Report, one: Kind, other: Kind, hint: str) -> None:
    """No name may stand under both."""
    for name in sorted(report.known.of(one) & report.known.of(other)):
        first, second = sorted(report.where(kind, name, key=True) for kind in (one, other))
        report.fault(
            "name-used-twice",
            f"{name} is both a {_SINGULAR[one]} and a {_SINGULAR[other]} (see {first.file}:{first.line})",
            second,
            hint,
            name,
        )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _check_key(report: Report, kind: Kind, name: str) -> None:
    where = report.where(kind, name, key=True)
    if name in RESERVED and kind in {"people", "rotas"}:
        hint = f"choose another key: {', '.join(RESERVED)} have a meaning of their own"
        report.fault("reserved-name", f"{name} is a reserved word", where, hint, name)
    elif _KEY.fullmatch(name) is None:
        clean = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"write {clean}" if clean else "write a short word like ana or in-hours"
        report.fault("bad-key", f'the key "{name}" is not made of a-z, 0-9 and -', where, hint, name)


def _unique(report: Report, what: str, entries: Iterable[tuple[str, str, Where]]) -> None:
    """No two entries may share a text; `entries` are (as written, as compared, place)."""
    seen: dict[str, tuple[str, Where]] = {}
    for written, compared, where in sorted(entries, key=lambda entry: entry[2]):
        if compared not in seen:
            seen[compared] = (written, where)
            continue
        other, first = seen[compared]
        same = "" if written == other else f', there written "{other}"'
        report.fault(
            "name-used-twice",
            f'the {what} "{written}" is already used in {first.file}:{first.line}{same}',
            where,
            f"every {what} can stand once; letter case and blanks make no difference",
            written,
        )


def _check_hours(report: Report) -> None:
    graph: dict[str, list[str]] = {}
    for name, periods in report.file.hours.items():
        where = report.where("hours", name)
        dates: set[date | None] = set()
        for period in periods:
            if period.start in dates:
                since = f"from {period.start}" if period.start else "without a date"
                report.fault(
                    "hours-twice",
                    f"{name} has two entries {since}",
                    where,
                    "keep one of them, or change its date",
                )
            dates.add(period.start)
        parts = (part for period in periods for part in period.parts if isinstance(part, Outside))
        graph[name] = list(dict.fromkeys(other for part in parts for other in part.names))
        for other in graph[name]:
            report.exists(other, where, "hours")
    circles, length = chains.examine(graph)
    for circle in circles:
        loop = " → ".join([*circle, circle[0]])
        where = report.where("hours", circle[0])
        report.fault(
            "circular-hours", f"hours refer to themselves: {loop}", where, "write one of them as windows"
        )
    if not circles and (deepest := chains.too_long(length)) is not None:
        report.fault(
            "circular-hours",
            f"{deepest} is outside of hours that are outside of hours, {length[deepest]} deep",
            report.where("hours", deepest),
            f"at most {chains.MAX_CHAIN} are followed: write it as windows",
        )
