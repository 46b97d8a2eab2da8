"""The keyed comparison of two collections."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.diff import keyed

maps = st.dictionaries(st.integers(0, 5), st.integers(0, 2))


def test_each_key_is_in_exactly_one_group() -> None:
    """Removed, added, changed or the same, in the order of the inputs."""
    found = keyed({"a": 1, "b": 2, "c": 3}, {"c": 4, "b": 2, "d": 5}, lambda one, other: one == other)
    assert found.removed == {"a": 1}
    assert found.added == {"d": 5}
    assert found.changed == {"c": (3, 4)}
    assert found.same == {"b": (2, 2)}


@given(maps, maps)
def test_the_groups_add_up_to_both_sides(left: dict[int, int], right: dict[int, int]) -> None:
    """Nothing is lost and nothing is there twice."""
    found = keyed(left, right, lambda one, other: one == other)
    both = {**found.changed, **found.same}
    assert {**found.removed, **{key: pair[0] for key, pair in both.items()}} == left
    assert {**found.added, **{key: pair[1] for key, pair in both.items()}} == right
    assert not set(found.changed) & set(found.same)
