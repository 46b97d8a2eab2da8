"""Names in little room: as long as there is room for, and never two people by one name."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.plan.model import Who
from reconciler.render.layout import cells
from reconciler.render.short_names import short_names


def who(name: str, number: int = 0) -> Who:
    return Who(f"p{number}", name, f"p{number}@example.org")


def short(room: int, *names: str) -> list[str]:
    return list(short_names({who(name, i): room for i, name in enumerate(names)}).values())


def test_whole_names_where_all_of_them_fit() -> None:
    """One that does not makes all of them short, so that they look alike."""
    assert short(9, "Ana Ortiz", "Ben Ode") == ["Ana Ortiz", "Ben Ode"]
    assert short(8, "Ana Ortiz", "Ben Ode") == ["Ana", "Ben"]


def test_who_shares_a_first_name_gets_an_initial_on_both_sides() -> None:
    """Ana beside Ana P. would leave open who Ana is."""
    assert short(8, "Ana Ortiz", "Ana Pell", "Ben Odenthal") == ["Ana O.", "Ana P.", "Ben"]


def test_numbers_tell_apart_whom_nothing_else_does() -> None:
    """Two of one name, and names too long for the room."""
    assert short(5, "Ana Ortiz", "Ana Ortiz", "Maximilian Holm", "Maximilia Holt") == [
        "Ana…",
        "Ana2",
        "Maxi…",
        "Maxi2",
    ]


names = st.text(st.sampled_from("Aaé 日本x\u0301."), min_size=1, max_size=12)


@given(st.lists(st.tuples(names, st.integers(3, 12)), max_size=12))
def test_short_names_fit_their_room_and_are_all_different(rows: list[tuple[str, int]]) -> None:
    """Wide and combining characters too."""
    rooms = {who(name, i): room for i, (name, room) in enumerate(rows)}
    found = short_names(rooms)
    assert list(found) == list(rooms)
    assert len(set(found.values())) == len(rooms)
    assert all(cells(found[person]) <= room for person, room in rooms.items())
