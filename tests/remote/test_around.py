"""Which stretches of time are asked about, so that everything shown lies in one of them."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reconciler.intervals import Interval, subtract, union
from reconciler.remote.objects import around
from reconciler.remote.reach import WINDOW, Window
from tests.remote.harness import DAY, NOON

_SHOWN = st.lists(
    st.builds(
        lambda start, length: Interval(NOON + start, NOON + start + length),
        st.timedeltas(timedelta(0), 400 * DAY),
        st.timedeltas(timedelta(microseconds=1), 200 * DAY),
    ),
    max_size=8,
)


@given(_SHOWN)
def test_every_instant_that_is_shown_is_asked_about(shown: list[Interval]) -> None:
    """In order, in whole seconds, and never more than 90 days at once."""
    asked = around(shown)
    assert subtract(union(shown), union(asked)) == ()
    assert all(one.end <= other.start for one, other in pairwise(asked))
    assert all(stretch.end - stretch.start <= WINDOW for stretch in asked)
    assert all(edge.microsecond == 0 for stretch in asked for edge in (stretch.start, stretch.end))


@given(_SHOWN)
def test_no_more_is_asked_than_there_are_stretches_of_90_days(shown: list[Interval]) -> None:
    """Each begins where something is shown, and two of them are further than 90 days apart."""
    asked = around(shown)
    assert all(other.start >= one.start + WINDOW for one, other in pairwise(asked))
    second = timedelta(seconds=1)
    assert all(any(s.start < a.start + second and a.start < s.end for s in shown) for a in asked)


def test_pieces_are_those_that_are_asked_for() -> None:
    """Before and after one was refused for its length."""
    window, span = Window(), Interval(NOON, NOON + 200 * DAY)
    assert window.pieces(span) == [piece for piece, _ in window.over(span, lambda piece: piece)]
    assert window.narrowed(Interval(NOON, NOON + WINDOW))
    assert [(piece.end - piece.start).days for piece in window.pieces(span)] == [45, 45, 45, 45, 20]
    assert not window.narrowed(Interval(NOON, NOON + DAY))
    assert window.pieces(None) == []
