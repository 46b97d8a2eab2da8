"""Whether the package that we plan with and what GOV.UK has published agree, and how far GOV.UK has got.

Neither side is always first: the package had Scotland's World Cup day of 2026 before GOV.UK's own source
did, and was wrong about May 2020 for months. So they are compared, and a difference where shifts are
being planned stops the plan until a line in the file says which of the two is right.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from reconciler.bank_holidays.calendar import NOTHING_IGNORED, Extra, Ignore, acting
from reconciler.bank_holidays.published import Known
from reconciler.config.values import Region
from reconciler.errors import Finding, Severity
from reconciler.wording import day as in_words

STALE_AFTER = timedelta(days=90)

NAMES: Mapping[Region, str] = MappingProxyType(
    {
        "england-and-wales": "England and Wales",
        "scotland": "Scotland",
        "northern-ireland": "Northern Ireland",
    }
)


def compare(
    first: date,
    last: date,
    known: Known,
    *,
    today: date,
    extra: Extra = (),
    ignore: Ignore = NOTHING_IGNORED,
) -> tuple[Finding, ...]:
    """What is wrong or unknown about the bank holidays of `known.region` when planning `first` to `last`.

    Where a live feed could be had, it stands in for the table: it is the newer of the two.

    - `holiday-missing`: GOV.UK lists a day that the package does not have.
    - `holiday-extra`: the package has a day (Monday to Friday) that GOV.UK does not list.
      Either is an error inside `first` to `last` and a warning elsewhere, until the date stands under
      `extra` or `ignore` in the file.
    - `holidays-unknown`: the range goes beyond what GOV.UK has published (a warning) or begins before (info).
    - `holidays-stale`: `known` was last seen to be true more than 90 days ago.
    """
    settled = {day for day, _ in extra} | ignore.keys()
    return (
        *_differences(first, last, known, settled),
        *_unknown(first, last, known),
        *_stale(known, today),
    )


def _differences(first: date, last: date, known: Known, settled: set[date]) -> Iterator[Finding]:
    where = NAMES[known.region]
    ours = {day.date: day.name for day in acting(known.region, known.first, known.last)}
    for day in sorted((ours.keys() ^ known.titles.keys()) - settled):
        severity: Severity = "error" if first <= day <= last else "warning"
        name = ours.get(day) or known.titles[day]
        keep = f"extra: [{{date: {day}, name: {_quoted(name)}}}]"
        drop = f"ignore: [{{date: {day}, reason: …}}]"
        what = f"{in_words(day)} ({name}) is a bank holiday in {where} according to"
        hint = f"write under bank_holidays {keep}, or {drop} if the office is open"
        if day in ours:
            message = f"{what} the holidays package, but not according to {known.source}"
            yield Finding("holiday-extra", severity, message, hint=hint)
        else:
            message = f"{what} {known.source}, but not according to the holidays package"
            yield Finding("holiday-missing", severity, message, hint=hint)


def _quoted(name: str) -> str:
    # A JSON string is a YAML string; without quotes a comma would end it.
    return json.dumps(name, ensure_ascii=False)


def _unknown(first: date, last: date, known: Known) -> Iterator[Finding]:
    where = NAMES[known.region]
    if last > known.last:
        since = max(first, known.last + timedelta(days=1))
        yield Finding(
            "holidays-unknown",
            "warning",
            f"bank holidays in {where} from {in_words(since)} to {in_words(last)} are worked out from rules: "
            f"{known.source} ends with {in_words(known.last)}, so one-off days after it are unknown",
        )
    if first < known.first:
        until = min(last, known.first - timedelta(days=1))
        yield Finding(
            "holidays-unknown",
            "info",
            f"bank holidays in {where} from {in_words(first)} to {in_words(until)} rest on the holidays "
            f"package alone: {known.source} begins with {in_words(known.first)}",
        )


def _stale(known: Known, today: date) -> Iterator[Finding]:
    age = today - known.as_of
    if age > STALE_AFTER:
        yield Finding(
            "holidays-stale",
            "warning",
            f"{known.source} is {age.days} days old (from {in_words(known.as_of)}), so a bank holiday "
            "announced since may be missing",
            hint="update rota, or compare with GOV.UK's live feed",
        )
