"""The exponent of time against size, and how often things are run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.timing import Times, beside, exponent, repeated, worked

POWERS = st.floats(0.2, 3)
SIZES = st.lists(st.integers(1, 100_000), min_size=2, max_size=6, unique=True)


@given(power=POWERS, factor=st.floats(1e-6, 1e3), sizes=SIZES)
def test_the_exponent_of_a_power_is_that_power(power: float, factor: float, sizes: list[int]) -> None:
    """Whatever one unit costs, and whatever the sizes."""
    points = [(size, factor * size**power) for size in sizes]
    assert exponent(points) == pytest.approx(power, abs=1e-6)


def test_a_fixed_part_makes_the_exponent_smaller_and_never_larger() -> None:
    """Starting takes as long for few as for many."""
    assert exponent([(n, 5 + 2 * n) for n in (10, 100, 1_000)]) < 1
    assert exponent([(10, 1.0), (100, 1.0)]) == 0


def test_the_exponent_is_that_of_the_line_with_the_smallest_squares() -> None:
    """Worked out by hand: logarithms 0, 1, 2 of the sizes and 0, 2, 2 of the times have a slope of 1."""
    assert exponent([(1, 1), (10, 100), (100, 100)]) == pytest.approx(1)


def test_one_size_has_no_exponent() -> None:
    """A line needs two points."""
    with pytest.raises(ValueError, match="at least two sizes"):
        exponent([(10, 1.0), (10, 2.0)])


def test_the_median_is_the_middle_of_the_runs() -> None:
    """One run that was held up does not count."""
    assert Times((1.0, 9.0, 2.0)).median == 2.0


def test_what_is_short_runs_as_often_as_asked_and_what_is_long_runs_once() -> None:
    """A run of minutes is not repeated."""
    assert repeated(lambda: 1.0, rounds=5, long=10).runs == 5
    assert repeated(lambda: 11.0, rounds=5, long=10).runs == 1


def test_works_are_run_in_turn() -> None:
    """So that noise falls on all of them alike."""
    order: list[str] = []
    names = ("a", "b", "slow")

    def work(name: str) -> float:
        order.append(name)
        return 99.0 if name == "slow" else 1.0

    found = beside([lambda: work(names[0]), lambda: work(names[1]), lambda: work(names[2])], 3, 10)
    assert order == ["a", "b", "slow", "a", "b", "a", "b"]
    assert [times.runs for times in found] == [3, 3, 1]


def test_time_without_work_does_not_count() -> None:
    """What the processor does for others, or for nobody, is not in it."""
    assert 0 <= worked(lambda: None) < worked(lambda: sum(range(1_000_000)))
