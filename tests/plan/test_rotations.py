"""What a layer means, and the order of layers, by themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from reconciler.plan.layers import diff, rotation
from reconciler.state import LayerState, Restriction

LONDON = ZoneInfo("Europe/London")


def layer(**changes: Any) -> LayerState:
    """A weekly layer of two users from a Monday in January."""
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": None,
        "name": "main from 2026-01-05",
        "start": at,
        "end": None,
        "anchor": at,
        "turn_seconds": 604800,
        "users": ("U1", "U2"),
        "restrictions": (),
    }
    return LayerState(**(fields | changes))


def test_a_rotation_is_the_same_from_any_anchor_of_it() -> None:
    """Also across a clock change, and where the list is written out twice."""
    summer = datetime(2026, 7, 6, 8, tzinfo=UTC)
    one = rotation(layer(), LONDON)
    assert one == rotation(layer(anchor=summer), LONDON)
    assert one == rotation(layer(users=("U1", "U2", "U1", "U2")), LONDON)
    assert one != rotation(layer(anchor=summer + timedelta(days=7)), LONDON)
    assert one == rotation(layer(anchor=summer + timedelta(days=7), users=("U2", "U1")), LONDON)
    assert one != rotation(layer(anchor=summer + timedelta(hours=1)), LONDON)
    assert one != rotation(layer(restrictions=(Restriction(None, 0, 3600),)), LONDON)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), st.integers(1, 4), st.integers(0, 23))
def test_turns_in_a_row_are_longer_turns(users: list[str], times: int, on: int) -> None:
    """A list in which everybody stands several times, from any place in it, is one of longer turns."""
    each = layer().turn_seconds
    rows = [user for user in users for _ in range(times)]
    place = on % len(rows)
    short = layer(
        anchor=layer().anchor + timedelta(seconds=place * each), users=(*rows[place:], *rows[:place])
    )
    whole = layer(turn_seconds=times * each, users=tuple(users))
    plain = ZoneInfo("UTC")
    assert rotation(short, plain) == rotation(whole, plain)


def test_layers_in_another_order_matter_only_where_they_meet() -> None:
    """Two that follow one another may come in any order; two at one time may not."""
    now = datetime(2026, 11, 25, tzinfo=UTC)
    later = datetime(2026, 12, 7, 9, tzinfo=UTC)
    first, second = layer(end=later), layer(name="main from 2026-12-07", start=later, users=("U3",))
    live = [layer(id="L2", name="b", start=later, users=("U3",)), layer(id="L1", end=later)]
    assert diff([first, second], live, now, "Europe/London").changes == ()
    both = [layer(), layer(name="top from 2026-01-05", users=("U3",))]
    live = [layer(id="L2", users=("U3",)), layer(id="L1")]
    (change,) = diff(both, live, now, "Europe/London").changes
    assert (change.verb, change.running) == ("order", True)


def test_a_dropped_layer_of_people_who_are_all_gone_names_somebody_else() -> None:
    """A layer has to name somebody even where it ends at once."""
    now = datetime(2026, 11, 25, tzinfo=UTC)
    live = [layer(id="L1", users=("U8", "U9"))]
    found = diff([layer(users=("U1",))], live, now, "Europe/London", alive={"U1", "U2"})
    assert [write.layer.users for write in found.writes] == [("U1",), ("U1",)]
    assert found.writes[0].ends_now
