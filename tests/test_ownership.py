"""What the ledger's records say about whose an override is, in whatever order they come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reconciler.ownership import claims, split
from reconciler.records import Record, Verb
from reconciler.state import OverrideState

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
MADE = Record(
    "eu",
    "r1",
    1,
    None,
    "done",
    NOON,
    "create",
    "override",
    "web",
    id="Q1",
    schedule="PS1",
    user="PU1",
    start=NOON + timedelta(days=1),
    end=NOON + timedelta(days=2),
)
RECORDS = st.builds(
    replace,
    st.just(MADE),
    sequence=st.integers(1, 3),
    phase=st.sampled_from(["intent", "done", "failed"]),
    verb=st.sampled_from(["create", "update", "end", "delete", "rename", "adopt", "restore"]),
    kind=st.sampled_from(["schedule", "override", "policy"]),
    id=st.sampled_from(["Q1", "Q2", "Q3", None]),
)
THERE = tuple(
    OverrideState(f"Q{n}", NOON + timedelta(days=n), NOON + timedelta(days=9), "PU9") for n in (1, 2)
)


def ours(records: Sequence[Record]) -> list[str]:
    """The ids of those that are ours."""
    return [o.id for o in split("web", "PS1", THERE, claims(records, "eu"), ()).ours]


def test_what_was_claimed_is_ours_and_what_was_made_again_for_others_is_theirs() -> None:
    """Both are overrides in the ledger; the verb tells."""
    verbs: tuple[Verb, ...] = ("create", "adopt", "restore", "delete")
    assert [ours([replace(MADE, verb=verb)]) for verb in verbs] == [["Q1"], ["Q1"], [], []]


def test_what_was_made_again_for_others_and_claimed_later_is_ours() -> None:
    """Somebody says so by name."""
    assert ours([replace(MADE, verb="restore"), replace(MADE, run="r2", verb="adopt")]) == ["Q1"]


def test_an_intent_to_make_theirs_again_claims_nothing() -> None:
    """The process died before the answer: what it left is somebody else's."""
    meant = replace(MADE, phase="intent", verb="restore", id=None)
    assert claims([meant], "eu").intents == ()
    assert len(claims([replace(meant, verb="create")], "eu").intents) == 1


@given(st.lists(RECORDS, max_size=8))
def test_only_overrides_made_or_claimed_are_ours(records: list[Record]) -> None:
    """By id, whatever else is on record; nothing of another account counts."""
    expected = {
        r.id
        for r in records
        if (r.kind, r.phase) == ("override", "done") and r.verb in {"create", "adopt"} and r.id is not None
    }
    assert claims(records, "eu").ids == expected
    assert claims(records, "us").ids == frozenset()
    assert ours(records) == [o.id for o in THERE if o.id in expected]


@given(st.lists(RECORDS, max_size=8), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(records: list[Record], chance: Random) -> None:
    """Two ledgers that were joined hold each line twice, in any order."""
    shuffled = [*records, *records]
    chance.shuffle(shuffled)
    once, often = claims(records, "eu"), claims(shuffled, "eu")
    assert (often.ids, set(often.intents)) == (once.ids, set(once.intents))
