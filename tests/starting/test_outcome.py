"""Which files are written and which are left, given those that are there already."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.starting import Asked, Left, parts, settle

WANTED = parts(Asked("Support", "Europe/London", date(2026, 11, 25)))
PATHS = [path for part in WANTED for path in (part.path, *part.elsewhere)]
SHARED = {".github/CODEOWNERS", ".gitignore", ".pre-commit-config.yaml", "CODEOWNERS", "docs/CODEOWNERS"}
TEXTS = {part.path: part.text for part in WANTED}


def test_in_an_empty_folder_everything_is_written() -> None:
    """And nothing is written over."""
    outcome = settle(WANTED, {}, force=False)
    assert (outcome.written, outcome.anew, outcome.left) == (WANTED, frozenset(), ())


@given(st.dictionaries(st.sampled_from(PATHS), st.text(max_size=20)), st.booleans())
def test_nothing_of_others_is_ever_written_over(there: dict[str, str], force: bool) -> None:  # noqa: FBT001
    """Without force nothing at all, with it only what is rota's alone; every file is accounted for once."""
    outcome = settle(WANTED, there, force=force)
    over = {part.path for part in outcome.written if part.path in there}
    assert over == outcome.anew
    assert not over & SHARED
    assert force or not over
    assert len(outcome.written) + len(outcome.left) == len(WANTED)
    assert {left.path for left in outcome.left} <= there.keys()


def test_a_second_time_nothing_is_written_even_by_force() -> None:
    """What is there already says all of it."""
    outcome = settle(WANTED, TEXTS, force=True)
    assert outcome.written == ()
    assert all(left.whole for left in outcome.left)


@pytest.mark.parametrize(
    "text", [".rota/", ".rota", "/.rota/", "**/.rota/\n", "a\r\n.rota/\r\nb", ".venv\n.rota/  \n"]
)
def test_a_gitignore_that_names_the_folder_has_all_that_it_needs(text: str) -> None:
    """In any of the ways in which git takes it."""
    assert Left(".gitignore", whole=True) in settle(WANTED, {".gitignore": text}, force=False).left


@pytest.mark.parametrize("text", ["", "# .rota/", "a.rota/", ".rota/sandbox.db", "!.rota/"])
def test_a_gitignore_that_does_not_is_told_the_line(text: str) -> None:
    """It is somebody else's file, so it is not changed."""
    assert settle(WANTED, {".gitignore": text}, force=True).left == (
        Left(".gitignore", whole=False, lines=(".rota/",)),
    )


@pytest.mark.parametrize("path", ["CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS"])
def test_code_owners_are_found_where_github_looks_for_them(path: str) -> None:
    """A second file would silently win over the first, or lose to it."""
    outcome = settle(WANTED, {path: "* @example/all\n"}, force=True)
    assert outcome.left == (Left(path, whole=False, lines=("/rota.yaml  @OWNER/TEAM",)),)
    assert not outcome.writes("CODEOWNERS")


def test_what_is_rotas_alone_is_left_until_force_is_given() -> None:
    """The rota that somebody has is worth more than the one that is invented."""
    there = {"rota.yaml": "version: 1\n"}
    careful, forced = settle(WANTED, there, force=False), settle(WANTED, there, force=True)
    assert careful.left == (Left("rota.yaml", whole=False),)
    assert careful.left[0].other
    assert not careful.writes("rota.yaml")
    assert (forced.left, forced.anew) == ((), frozenset({"rota.yaml"}))
