"""What a starting repository is made from: the Monday, the address, and values that are refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.config.scalars import ScalarFault
from reconciler.starting import Asked, source_of


@given(st.dates(date(2000, 1, 10), date(2100, 1, 1)))
def test_the_line_ups_begin_on_the_last_monday_before_today(today: date) -> None:
    """On a Monday it is the one a week ago, so that every turn has begun, whatever the time of day."""
    monday = Asked("Support", "Europe/London", today).monday
    assert monday.weekday() == 0
    assert timedelta(days=1) <= today - monday <= timedelta(days=7)


@pytest.mark.parametrize(
    ("remote", "source"),
    [
        ("git@github.com:example/rota.git", "https://github.com/example/rota"),
        ("https://github.com/example/rota", "https://github.com/example/rota"),
        ("https://ana:s3cret@github.com/example/rota.git", "https://github.com/example/rota"),
        ("ssh://git@git.example.org:2222/team/on-call/rota.git", "https://git.example.org/team/on-call/rota"),
        ("git@github.com:example/rota.github", "https://github.com/example/rota.github"),
        ("/srv/git/rota.git", None),
        ("../rota.git", None),
        ("https://github.com/example/rota\n# x", None),
        ("", None),
    ],
)
def test_the_source_is_where_people_find_the_repository(remote: str, source: str | None) -> None:
    """Neither a user nor a password gets into the file."""
    assert source_of(remote) == source


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"team": ""}, "the name is empty"),
        (
            {"team": "On  call"},
            '"On call" holds blanks or invisible characters that PagerDuty drops or refuses',
        ),
        ({"team": "On\x07call"}, "the name holds what cannot be printed"),
        ({"team": "x" * 243}, "the name has 243 characters"),
        ({"time_zone": "+01:00"}, '"+01:00" is an offset, not a time zone'),
        ({"folder": "on call"}, "the folder 'on call' cannot stand in a workflow"),
        ({"folder": "${{ github }}"}, "the folder '${{ github }}' cannot stand in a workflow"),
        ({"folder": "../x"}, "the folder '../x' cannot stand in a workflow"),
        ({"branch": "a'b"}, 'the branch "a\'b" cannot stand in a workflow'),
        ({"branch": "$(id)"}, "the branch '$(id)' cannot stand in a workflow"),
    ],
)
def test_what_cannot_stand_where_it_is_to_stand_is_refused(values: dict[str, str], says: str) -> None:
    """Names go into YAML, folders and branches into scripts."""
    with pytest.raises(ScalarFault) as refused:
        Asked(**{"team": "Support", "time_zone": "Europe/London", "today": date(2026, 11, 25), **values})  # type: ignore[arg-type]
    assert refused.value.message == says
