"""Policies and whatever else names people or rotas: expectations and leave."""

from reconciler.config.model import Expectation
from reconciler.config.references.common import Report


def check(report: Report) -> None:
    """Examine policies, expectations and leave."""
    for key, policy in report.file.policies.items():
        for number, level in enumerate(policy.levels, start=1):
            if not level.notify:
                place = report.spot(level, "notify", key=True)
                hint = "name a rota or a person, or drop the level"
                report.fault("empty-level", f"level {number} of {key} notifies nobody", place, hint)
            seen: set[str] = set()
            for index, name in enumerate(level.notify):
                where = report.spot(level, "notify", index)
                report.exists(name, where, "rotas", "people")
                if name in seen:
                    message = f"level {number} of {key} names {name} twice"
                    report.fault("name-used-twice", message, where, "once is enough", name)
                seen.add(name)
    for expectation in report.file.expect:
        _check_expectation(report, expectation)
    for leave in report.file.leave:
        where = report.spot(leave, "person")
        person = report.file.people.get(leave.person)
        if report.exists(leave.person, where, "people") and person is not None and person.mailbox:
            hint = "name the person who is away"
            report.fault("mailbox-on-call", f"{leave.person} is a mailbox and takes no leave", where, hint)


def _check_expectation(report: Report, entry: Expectation) -> None:
    report.exists(entry.policy, report.spot(entry, "policy"), "policies")
    if entry.pages != "anyone":
        report.exists(entry.pages, report.spot(entry, "pages"), "rotas", "people")
    where = report.spot(entry, "at")
    moment = entry.moment is not None
    if entry.every is None and not moment:
        hint = f"add `every: day`, or give `at` a date too: `at: 2026-12-25 {entry.at or '11:00'}`"
        report.fault(
            "expect-when", "an expectation says neither how often nor on which date it holds", where, hint
        )
    elif entry.every is not None and moment:
        hint = f"drop `every`, or write `at: {(entry.at or '')[-5:]}`"
        report.fault("expect-when", f"an expectation has both `every: {entry.every}` and a date", where, hint)
    elif entry.every == "minute" and entry.at is not None:
        hint = "drop `at`, or write `every: day`"
        report.fault("expect-when", f"every minute has no time of its own ({entry.at})", where, hint)
    elif entry.every not in {None, "minute"} and entry.at is None:
        hint = "add `at: 11:00`"
        report.fault(
            "expect-when", f"every {entry.every}, but at which time?", report.spot(entry, "every"), hint
        )
