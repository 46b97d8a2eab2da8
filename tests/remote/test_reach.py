"""Accounts that render less at a time than we ask for: asked for in halves, and only where they say so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from reconciler.errors import InvalidRequestError, TooWideError
from reconciler.intervals import Interval
from reconciler.remote.client import fetch
from reconciler.remote.reach import LOWEST, WINDOW, Window
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on, error
from tests.remote.requests import request

SPAN = Interval(NOON, NOON + 200 * DAY)


def asked(account: Account) -> list[tuple[str, timedelta]]:
    """Which path was asked for how long a time, in order."""
    return [
        (path, datetime.fromisoformat(query["until"]) - datetime.fromisoformat(query["since"]))
        for path, query in account.wire.queries
        if "since" in query
    ]


def up_to(longest: timedelta) -> Callable[[Interval], Interval]:
    """Answers with what was asked for, unless it is too long."""

    def ask(piece: Interval) -> Interval:
        if piece.end - piece.start > longest:
            raise TooWideError("too long")
        return piece

    return ask


@pytest.mark.parametrize("longest", [WINDOW, 45 * DAY, 30 * DAY, 7 * DAY, LOWEST])
def test_pieces_cover_a_stretch_exactly(longest: timedelta) -> None:
    """They follow one another without a gap, none too long; each has its own answer."""
    answers = Window().over(SPAN, up_to(longest))
    pieces = [piece for piece, _ in answers]
    assert all(piece == said for piece, said in answers)
    assert (pieces[0].start, pieces[-1].end) == (SPAN.start, SPAN.end)
    assert all(one.end == after.start for one, after in pairwise(pieces))
    assert max(piece.end - piece.start for piece in pieces) <= longest


def test_no_stretch_is_no_question() -> None:
    """Nothing is asked for nothing."""
    assert Window().over(None, up_to(timedelta(0))) == []


def test_the_length_that_works_is_found_once() -> None:
    """90 days, 45, 22 and 11 are refused, once each; five days it is from then on."""
    window, refused = Window(), []

    def ask(piece: Interval) -> None:
        try:
            up_to(7 * DAY)(piece)
        except TooWideError:
            refused.append((piece.end - piece.start).days)
            raise

    first = window.over(SPAN, ask)
    assert refused == [90, 45, 22, 11]
    assert len(window.over(SPAN, ask)) == len(first) == 40
    assert refused == [90, 45, 22, 11]


def test_a_short_stretch_is_halved_from_its_own_length() -> None:
    """What is left at the end of a stretch says nothing about 90 days."""
    pieces = Window().over(Interval(NOON, NOON + 10 * DAY), up_to(7 * DAY))
    assert [(piece.end - piece.start).days for piece, _ in pieces] == [5, 5]


def test_two_threads_that_are_refused_the_same_halve_it_once() -> None:
    """While one waits for its answer, another has been told already."""
    window = Window()

    def ask(piece: Interval) -> None:
        if piece.end - piece.start == WINDOW:
            window.over(Interval(NOON, NOON + WINDOW), up_to(45 * DAY))
            raise TooWideError("too long")

    assert [(piece.end - piece.start).days for piece, _ in window.over(SPAN, ask)] == [45, 45, 45, 45, 20]


def test_less_than_a_day_is_not_tried() -> None:
    """The refusal itself is the error."""
    tried: list[timedelta] = []

    def ask(piece: Interval) -> None:
        tried.append(piece.end - piece.start)
        raise TooWideError("too long")

    with pytest.raises(TooWideError):
        Window().over(SPAN, ask)
    assert tried[-1] == LOWEST
    assert len(tried) == 7


def test_an_account_that_renders_a_week_at_a_time_is_read(account_with: Callable[..., Account]) -> None:
    """The same state, in more requests; overrides, which have no such limit, are listed as ever."""
    states = []
    for account in (account_with(), account_with(max_render_days=7)):
        id_ = account.create(account.layer(0, 1, 2, turn_seconds=7 * 86400))
        account.writer.create_overrides(id_, [(account.people[3], NOON + 9 * DAY, NOON + 12 * DAY)])
        account.wire.queries.clear()
        states.append(account.reader.read(request()).schedules["in-hours"])
    assert states[0] == states[1]
    assert states[0].rendered
    rendered = [length.days for path, length in asked(account) if not path.endswith("/overrides")]
    listed = [length.days for path, length in asked(account) if path.endswith("/overrides")]
    assert rendered == [90, 45, 22, 11, *[5] * 20]
    assert listed == [90, 10]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("The range must not exceed 7 days", TooWideError),
        ("Time between since and until is limited to 30 days", TooWideError),
        ("Until must not be before since", InvalidRequestError),
        ("since and until are required", InvalidRequestError),
        ("At most 10 users", InvalidRequestError),
    ],
)
def test_only_a_refusal_of_the_length_is_one(reason: str, kind: type[Exception]) -> None:
    """Any other 400 would be refused for half of it too."""
    wire = Scripted(answer(400, error(errors=[reason])))
    with pytest.raises(InvalidRequestError) as caught:
        fetch(client_on(wire), "/schedules/P1", {"since": "2026-12-01", "until": "2026-12-31"})
    assert type(caught.value) is kind
    assert reason in caught.value.message
