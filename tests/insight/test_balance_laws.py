"""Laws of the balance that hold for every rota file, over both clock changes and in any zone."""

import random
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.insight.days import hours
from reconciler.insight.fairness import Amounts, Balance, balance, together, total
from reconciler.intervals import Interval
from reconciler.shifts import engine
from tests.insight.support import summed
from tests.shifts.support import load
from tests.strategies import PEOPLE, documents

# Shortly before the clocks change in one of the zones, before bank holidays, and any other time.
BEFORE = ("2026-03-07", "2026-03-28", "2026-04-01", "2026-10-03", "2026-10-24", "2026-10-31", "2026-12-23")
STARTS = st.one_of(
    st.sampled_from(BEFORE).map(lambda day: datetime.fromisoformat(day).replace(tzinfo=UTC)),
    st.integers(0, 340 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)),
)
SPANS = st.builds(
    lambda start, n: Interval(start, start + timedelta(hours=n)), STARTS, st.integers(1, 24 * 24)
)
moderate = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Data = dict[str, Any]


def by_person(balances: tuple[Balance, ...]) -> dict[tuple[str | None, str], tuple[Amounts, Amounts]]:
    """Done and share; who has neither is left out."""
    kept = [b for b in balances if b.done != b.share or any(astuple(b.done))]
    return {(b.rota, b.person): (b.done, b.share) for b in kept}


@moderate
@given(documents(), SPANS)
def test_people_together_do_what_the_rota_covers(data: Data, span: Interval) -> None:
    """Every hour that pages a person is somebody's, once; those of a mailbox are nobody's."""
    file = load(data)
    for key in file.rotas:
        covered = summed(hours(s.interval) for s in engine.shifts(file, key, span) if s.person != "team")
        assert total(balance(file, [key], span)).hours == covered


@moderate
@given(documents(), SPANS)
def test_what_is_shared_is_what_is_done(data: Data, span: Interval) -> None:
    """For every kind of amount, on each rota and over all of them."""
    file = load(data)
    found = balance(file, list(file.rotas), span)
    for balances in (*([b for b in found if b.rota == key] for key in file.rotas), found, together(found)):
        assert sum((b.more for b in balances), Amounts()) == Amounts()
    assert all(share >= 0 for b in found for share in astuple(b.share))


@moderate
@given(documents(), SPANS, st.floats(0.05, 0.95))
def test_two_intervals_that_touch_add_up_to_the_whole(data: Data, span: Interval, at: float) -> None:
    """Nights, weekends, bank holidays and turns are counted in parts, so that it does not matter where."""
    file = load(data)
    seconds = round((span.end - span.start).total_seconds() * at)
    middle = span.start + timedelta(seconds=seconds)
    parts: dict[tuple[str | None, str], tuple[Amounts, Amounts]] = {}
    for one in (Interval(span.start, middle), Interval(middle, span.end)):
        for who, (done, share) in by_person(balance(file, list(file.rotas), one)).items():
            before = parts.get(who, (Amounts(), Amounts()))
            parts[who] = (before[0] + done, before[1] + share)
    assert parts == by_person(balance(file, list(file.rotas), span))


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The same file with other keys for its people."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


@moderate
@given(documents(), SPANS, st.sampled_from(list(permutations(PEOPLE))[1:]), st.randoms(use_true_random=False))
def test_the_keys_of_people_and_their_order_mean_nothing(
    data: Data, span: Interval, order: tuple[str, ...], dice: random.Random
) -> None:
    """Whoever has the place of another in the line-ups has the balance of the other."""
    names = dict(zip(PEOPLE, order, strict=True))
    other = renamed(data, names)
    listed = list(other["people"].items())
    dice.shuffle(listed)
    other["people"] = dict(listed)
    one = by_person(balance(load(data), list(data["rotas"]), span))
    assert {(rota, names[who]): found for (rota, who), found in one.items()} == by_person(
        balance(load(other), list(data["rotas"]), span)
    )


@moderate
@given(documents(), SPANS)
def test_the_parts_never_exceed_the_whole(data: Data, span: Interval) -> None:
    """Hours out of hours are hours, and no rota has more nights or weekends than there are."""
    file = load(data)
    days = Fraction((span.end - span.start) // timedelta(hours=1), 24) + 2
    for key in file.rotas:
        found = total(balance(file, [key], span))
        assert 0 <= found.out_of_hours <= found.hours
        assert found.nights <= days
        assert found.weekends <= days / 7 + 1
        assert all(getattr(found, field.name) >= 0 for field in fields(found))
