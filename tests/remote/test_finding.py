"""Which object is meant: by id, by our marker, by name, and never by guessing."""

from typing import Any

import pytest

from reconciler.errors import RotaError
from reconciler.remote.fields import Part
from reconciler.remote.finding import find, marks_among
from reconciler.requests import Wanted


def rows(*objects: tuple[str, str, str]) -> list[Part]:
    return [
        Part({"id": i, "name": n, "description": d, "html_url": f"https://x.pagerduty.com/{i}"}, "a row")
        for i, n, d in objects
    ]


def found(wanted: dict[str, Wanted], *objects: tuple[str, str, str]) -> Any:
    return find(wanted, rows(*objects), "schedule")


A = Wanted("Alpha", marker="Managed as code: a")
B = Wanted("Beta", marker="Managed as code: b")
USED = {"escalation_policies": [{"id": "PE1"}]}


def test_the_marker_wins_over_the_name() -> None:
    """An object that was renamed by hand is still found, and the one that has its old name is another."""
    result = found({"a": A}, ("P1", "Alpha", ""), ("P2", "Renamed", "x\nManaged as code: a in acme/rota"))
    assert result.ids == {"a": "P2"}
    assert [other.id for other in result.others] == ["P1"]


def test_the_id_wins_over_everything() -> None:
    """Whatever is called or marked alike."""
    want = Wanted("Alpha", id="P9", marker="Managed as code: a")
    result = found({"a": want}, ("P1", "Alpha", "Managed as code: a"), ("P9", "Other", ""))
    assert result.ids == {"a": "P9"}


def test_names_are_compared_with_their_blanks_squeezed() -> None:
    """PagerDuty stores them so; letter case counts."""
    assert found({"a": Wanted("In  hours ")}, ("P1", " In hours", "")).ids == {"a": "P1"}
    assert found({"a": Wanted("in hours")}, ("P1", "In hours", "")).ids == {}


def test_what_is_marked_for_one_key_is_not_anothers_by_name() -> None:
    """Two rotas that exchange their names stay themselves."""
    result = found(
        {"a": A, "b": B}, ("P1", "Beta", "Managed as code: a"), ("P2", "Alpha", "Managed as code: b")
    )
    assert result.ids == {"a": "P1", "b": "P2"}
    only = found({"b": B, "a": A}, ("P1", "Beta", "Managed as code: a"))
    assert only.ids == {"a": "P1"}


def test_a_read_only_rota_is_found_by_name_alone() -> None:
    """It belongs to somebody else, who may have marked it."""
    want = Wanted("Alpha")
    result = found({"a": want}, ("P1", "Alpha", "Managed as code: z"), ("P2", "Beta", "Managed as code: a"))
    assert result.ids == {"a": "P1"}


@pytest.mark.parametrize("description", ["", "Managed as code: a"])
def test_two_that_fit_are_an_error_that_names_both(description: str) -> None:
    """By name or by marker: the file has to say which."""
    with pytest.raises(RotaError, match=r"com/P1 and https://x\.pagerduty\.com/P2") as caught:
        found({"a": A}, ("P2", "Alpha", description), ("P1", "Alpha", description))
    assert "Give `id:` in the file" in (caught.value.hint or "")


def test_of_two_of_one_name_none_is_taken_and_only_that_key_is_in_doubt() -> None:
    """Where that is asked for: the other rotas go ahead, and the file has to say which of the two it is."""
    listed = rows(("P2", "Alpha", ""), ("P1", "Alpha", ""), ("P3", "Beta", ""))
    both = find({"a": A, "b": Wanted("Beta", None, None)}, listed, "schedule", twins=True)
    assert both.ids == {"b": "P3"}
    assert both.doubles["a"].ids == ("P1", "P2")
    assert both.doubles["a"].said == (
        "Which schedule is a? 2 are called “Alpha”: https://x.pagerduty.com/P1 and "
        "https://x.pagerduty.com/P2. Give `id:` in the file, under a."
    )


def test_of_two_that_are_marked_alike_the_one_in_use_is_it() -> None:
    """Where that is asked for: the other is told beside it, with both addresses."""
    marked = rows(("P1", "Alpha", "Managed as code: a"), ("P2", "Alpha", "Managed as code: a"))
    plain = find({"a": A}, marked, "schedule", twins=True)
    used = find({"a": A}, [marked[0], Part(marked[1].json | USED, "a row")], "schedule", twins=True)
    assert (plain.ids, used.ids) == ({"a": "P1"}, {"a": "P2"})
    assert (plain.doubles["a"].ids, used.doubles["a"].ids) == (("P2",), ("P1",))
    assert not plain.doubles["a"].used
    assert not used.doubles["a"].used
    assert [other.id for other in used.others] == ["P1"]
    both = "2 are marked `Managed as code: a`: https://x.pagerduty.com/P1 and https://x.pagerduty.com/P2."
    assert plain.doubles["a"].said == (
        f"Which schedule is a? {both} Delete the one that is not used, then plan again"
    )


def test_two_that_are_both_in_use_are_told_so() -> None:
    """Then neither may go."""
    marked = rows(("P1", "Alpha", "Managed as code: a"), ("P2", "Alpha", "Managed as code: a"))
    both = [Part(row.json | USED, "a row") for row in marked]
    assert find({"a": A}, both, "schedule", twins=True).doubles["a"].used


def test_one_object_is_not_two_things() -> None:
    """Two keys that lead to one object are a mistake of the file."""
    with pytest.raises(RotaError, match="P1 is both a and b"):
        found({"a": Wanted("Alpha", id="P1"), "b": Wanted("Beta", id="P1")}, ("P1", "Alpha", ""))
    with pytest.raises(RotaError, match="is both"):
        found({"a": Wanted("Alpha"), "b": Wanted(" Alpha")}, ("P1", "Alpha", ""))


def test_the_others_are_listed_in_order_of_name() -> None:
    """Whatever order PagerDuty gave."""
    result = found({}, ("P2", "B", ""), ("P1", "B", ""), ("P3", "A", ""))
    assert [other.id for other in result.others] == ["P3", "P1", "P2"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Managed as code: a", True),
        ("Hello.\r\nManaged as code: a in acme/rota\r\nBye.", True),
        ("Managed as code: a ", True),
        ("Managed as code: ab", False),
        ("Managed as code: a-b in acme/rota", False),
        ("Managed as code: a.b", False),
        ("managed as code: a", False),
        ("Not Managed as code: a", False),
        (" Managed as code: a", False),
        ("Managed as code: a inside", False),
        ("", False),
    ],
)
def test_a_marker_is_a_whole_line(description: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    """A key is never taken for one that it begins."""
    assert bool(marks_among(description, {"Managed as code: a"})) is expected
