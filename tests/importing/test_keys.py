"""Keys: short, ASCII, unique, and the same for the same people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.importing.keys import KEY, LONGEST, Keys, person_keys, slug


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("In hours engineering", "in-hours-engineering"),
        ("  24x7 / Ärzte & Co.  ", "24x7-arzte-and-co"),
        ("O’Brien's Team", "obriens-team"),
        ("Ødegård ß Łukasz", "odegard-ss-lukasz"),
        ("当番", ""),
        ("a" * 60, "a" * LONGEST),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
    ],
)
def test_a_name_as_a_key(name: str, key: str) -> None:
    """Letters and digits of ASCII, cut between words."""
    assert slug(name) == key


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(("a@b.c", "ana.ortiz@x.y", "当@x.y")))))
def test_people_have_keys_of_their_own(found: list[tuple[str, str]]) -> None:
    """Whatever they are called, and in whatever order they come."""
    people = [(f"P{number}", name, email) for number, (name, email) in enumerate(found)]
    keys = person_keys(people, Keys(), whole=())
    assert len(set(keys.values())) == len(people)
    assert all(KEY.fullmatch(key) for key in keys.values())
    assert person_keys(people[::-1], Keys(), whole=()) == keys


def test_first_names_where_they_tell_people_apart() -> None:
    """Else whole names; a team its whole name always; and never a word that means something else."""
    people = [
        ("1", "Ana Ortiz", "ana@example.org"),
        ("2", "Ruiz, Ana", "ruiz@example.org"),
        ("3", "Ben Ode", "ben@example.org"),
        ("4", "PaaS team", "paas@example.org"),
        ("5", "nobody", "nobody@example.org"),
        ("6", "ops@example.org", "ops@example.org"),
        ("7", "当番", "touban@example.org"),
        ("8", "Web", "web@example.org"),
    ]
    assert person_keys(people, Keys(["web"]), whole=["4"]) == {
        "1": "ana-ortiz", "2": "ana-ruiz", "3": "ben", "4": "paas-team", "5": "nobody-2", "6": "ops",
        "7": "touban", "8": "web-2",
    }  # fmt: skip
