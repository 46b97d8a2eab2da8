"""What came of each override of a batch: PagerDuty answers 201 as a whole, with refusals inside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reconciler.remote.answers import texts
from reconciler.remote.fields import Json, instant
from reconciler.requests import OverrideResult

Wish = tuple[str, datetime, datetime]
"""A user id, and start and end in UTC."""

UNMENTIONED = "PagerDuty's answer does not mention it, so it may or may not exist"
_CREATED = range(200, 300)


def outcomes(items: Sequence[Wish], answer: Sequence[Any]) -> list[OverrideResult]:
    """One result per item, in their order, found by user, start and end wherever it stands in the answer."""
    rest = [(place, row) for place, row in enumerate(answer) if isinstance(row, dict)]
    chosen: dict[int, Json] = {}
    for exact in (True, False):
        for index, item in enumerate(items):
            if index in chosen:
                continue
            fit = next((pair for pair in rest if _fits(pair, index, item, exact=exact)), None)
            if fit is not None:
                chosen[index] = fit[1]
                rest.remove(fit)
    return [_result(item, chosen.get(index)) for index, item in enumerate(items)]


def _fits(pair: tuple[int, Json], index: int, item: Wish, *, exact: bool) -> bool:
    """Whether an answered row is about an item.

    A start that has passed meanwhile comes back as the moment of creation; then user and end, in the same
    place of the answer, have to do.
    """
    place, row = pair
    user, start, end = _key(row)
    same = user == item[0] and end == item[2].replace(microsecond=0)
    return same and (start == item[1].replace(microsecond=0) if exact else place == index)


def _key(row: Json) -> tuple[str | None, datetime | None, datetime | None]:
    sent = row.get("override")
    if not isinstance(sent, dict):
        return None, None, None
    user = sent.get("user")
    start, end = (
        instant(sent[name]) if isinstance(sent.get(name), str) else None for name in ("start", "end")
    )
    return user.get("id") if isinstance(user, dict) else None, start, end


def _result(item: Wish, row: Json | None) -> OverrideResult:
    user, start, end = item
    if row is None:
        return OverrideResult(start, end, user, None, UNMENTIONED)
    id_ = row["override"].get("id")
    if row.get("status") in _CREATED and isinstance(id_, str):
        return OverrideResult(start, end, user, id_, None)
    said = "; ".join(texts(row.get("errors"))) or f"PagerDuty gave no reason (status {row.get('status')})"
    return OverrideResult(start, end, user, None, said)
