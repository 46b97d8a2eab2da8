"""The laws of planning and applying for shift-based schedules: random files, moments and hands."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.desired.rotations import InexpressibleError
from reconciler.desired.schedules import layers
from reconciler.errors import ConfigError
from reconciler.shifts.engine import managed
from tests.plan.test_laws import ALL, MOMENTS, Hands, few, made, put, settle, sound, support_data
from tests.strategies import documents
from tests.world import Data, World


def expressible(data: Data, now: datetime) -> None:
    """Only files whose shift-based rotas can be such: the others are refused, which is no news."""
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
        for key in managed(file):
            if file.kind_of(key) == "shifts":
                layers(file, key, now, {person: person for person in file.people}, "shifts")
    except (ConfigError, InexpressibleError):
        assume(condition=False)


FILES = st.one_of(documents().map(lambda data: data | {"kind": "shifts"}), documents(kinds=True))


@few
@given(FILES, MOMENTS, st.integers(0, 60))
def test_after_an_apply_a_plan_is_empty(data: Data, now: datetime, later: int) -> None:
    """Law 1, for any file at any moment, and again some days later."""
    for moment in (now, now + timedelta(days=later)):
        sound(data, moment)
        expressible(data, moment)
    with made(data, now) as found:
        settle(found)
        found.now += timedelta(days=later, minutes=later)
        settle(found)


@few
@given(documents(), documents(), MOMENTS)
def test_any_file_can_follow_any_other(before: Data, after: Data, now: datetime) -> None:
    """Events that run are ended and succeeded; what stands in for somebody follows them."""
    before, after = before | {"kind": "shifts"}, after | {"kind": "shifts"}
    for data in (before, after):
        sound(data, now)
        expressible(data, now)
        expressible(data, now + timedelta(hours=5))
    with made(before, now) as found:
        settle(found)
        found.now += timedelta(hours=5)
        found.text = json.dumps(after)
        settle(found)


def held(found: World, ids: set[str]) -> dict[str, Any]:
    """Overrides and custom shifts that people made, as they are."""
    out = {}
    for key in ("in", "out"):
        path = f"/v3/schedules/{found.schedule_id(key)}"
        query = {"since": "2026-12-20T00:00:00Z", "until": "2027-02-01T00:00:00Z", "overflow": "true"}
        for name in ("overrides", "custom_shifts"):
            for row in found.get(f"{path}/{name}", query)[name]:
                if f"{name}/{row['id']}" in ids:
                    out[row["id"]] = row
    return out


@few
@given(Hands, Hands, st.booleans())
def test_what_was_made_by_hand_stays_as_it_is(before: Any, after: Any, lost: bool) -> None:  # noqa: FBT001
    """Laws 3 and 9: it stays through any applies, and PagerDuty renders what we say that it renders."""
    data = support_data() | {"kind": "shifts"}
    with made(data, datetime(2026, 12, 21, 12, tzinfo=UTC)) as found:
        empty = json.loads(found.text)
        del empty["overrides"], empty["bank_holidays"]
        full, found.text = found.text, json.dumps(empty)
        settle(found)
        ids = put(found, before)
        theirs = held(found, ids)
        found.text = full
        settle(found)
        more = put(found, after)
        theirs |= held(found, more)
        settle(found)
        if lost:
            (found.folder / "ledger.jsonl").unlink()
        settle(found)
        found.text = json.dumps(empty)
        outcome = found.apply(ALL)
        assert lost or outcome.exit_code == 0
        found.now += timedelta(minutes=3)
        assert held(found, ids | more) == theirs
