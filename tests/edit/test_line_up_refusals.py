"""Line-ups that cannot be proposed: what is said, and what to do instead."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reconciler.edit.line_up import Asked, propose
from reconciler.edit.order import Change, Joiner
from reconciler.errors import UsageError
from tests.edit.line_ups import HEAD, LAYERS, MONDAY, NOW, asked, lines, rota
from tests.edit.support import loaded


@pytest.mark.parametrize(
    ("since", "change", "message", "hint"),
    [
        (
            date(2026, 11, 24),
            {"remove": ("ana",)},
            "Tue 24 Nov is over",
            "the next handover is on Mon 30 Nov 09:00: --from 2026-11-30",
        ),
        (
            date(2026, 11, 2),
            {"remove": ("ana",)},
            "Mon 2 Nov is over",
            "the next handover is on Mon 30 Nov 09:00: --from 2026-11-30",
        ),
        (
            MONDAY,
            {"add": (Joiner("zoe"),)},
            "there is nobody called 'zoe' in people",
            "add under people: zoe: {name: First Last, email: address}",
        ),
        (
            MONDAY,
            {"add": (Joiner("evee"),)},
            "there is nobody called 'evee' in people",
            "did you mean eve? Otherwise add under people: evee: {name: First Last, email: address}",
        ),
        (MONDAY, {"add": (Joiner("team"),)}, "The team is a mailbox and cannot take turns", None),
        (
            MONDAY,
            {"add": (Joiner("ana"),)},
            "Ana Ortiz is in the line-up already",
            "in it then, in order: ben (Ben Ode), cal (Cal Roe), dee (Dee Marr) and ana (Ana Ortiz)",
        ),
        (
            MONDAY,
            {"remove": ("eve",)},
            "Eve Lin is not in the line-up",
            "in it then, in order: ben (Ben Ode), cal (Cal Roe), dee (Dee Marr) and ana (Ana Ortiz)",
        ),
        (
            MONDAY,
            {"remove": ("ana", "ben", "cal", "dee")},
            "nobody would be left",
            "--pause REASON says that nobody is on call on purpose",
        ),
        (
            MONDAY,
            {"order": ("cal", "dee", "ana", "ben")},
            "that would change nothing",
            "the order from then on is Ben Ode, Cal Roe, Dee Marr, Ana Ortiz anyway",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    since: date, change: dict[str, Any], message: str, hint: str | None
) -> None:
    """With what to do instead."""
    with pytest.raises(UsageError) as refusal:
        propose(rota(), asked(since, **change), NOW)
    assert (refusal.value.message, refusal.value.hint) == (message, hint)


def test_a_handover_of_today_that_is_over_is_refused() -> None:
    """At its very minute as well: the turn has begun."""
    with pytest.raises(UsageError, match="Mon 7 Dec 09:00 is over"):
        propose(rota(), asked(MONDAY, remove=("ana",)), datetime(2026, 12, 7, 9, tzinfo=UTC))
    early = datetime(2026, 12, 7, 8, 59, tzinfo=UTC)
    assert len(lines(propose(rota(), asked(MONDAY, remove=("ana",)), early))) == 1


def test_within_a_pause_that_ends_a_line_up_would_end_it_early() -> None:
    """So it is refused, and the line-up behind the pause is named."""
    file = rota("from: 2026-12-21, pause: shutdown", "from: 2027-01-04, people: [ana, ben]")
    with pytest.raises(UsageError) as refusal:
        propose(file, asked(date(2026, 12, 28), add=(Joiner("eve"),)), NOW)
    assert refusal.value.message == (
        "Web pauses then (shutdown, rota.yaml:18), and a line-up would end the pause"
    )
    assert refusal.value.hint == (
        "begin after the line-up that ends it, on Mon 4 Jan 2027 09:00, or change that one"
    )


def test_a_leave_cannot_end_in_a_pause_that_nothing_ends() -> None:
    """The line-up that ends the pause is for whoever began it."""
    file = rota("from: 2026-12-21, pause: shutdown")
    with pytest.raises(UsageError) as refusal:
        propose(file, asked(MONDAY, date(2027, 1, 4), remove=("dee",)), NOW)
    assert refusal.value.message == (
        "Web pauses then (shutdown, rota.yaml:18), and a line-up would end the pause"
    )
    assert refusal.value.hint == "write the line-up that ends the pause first"


@pytest.mark.parametrize(
    ("key", "layer", "message", "hint"),
    [
        (
            "two",
            None,
            "Two follows Web and has no line-ups of its own",
            "change its leader, and it moves too: rota line-up web …",
        ),
        ("far", None, "Far is not managed here, so it has no line-ups in the file", None),
        ("many", None, "Many has 2 layers", "name one: --layer day | night"),
        ("many", "dawn", "Many has no layer called 'dawn'", "it has day and night"),
        ("web", "day", "Web has one layer only", "leave out --layer"),
    ],
)
def test_only_line_ups_of_this_file_can_be_added_to(
    key: str, layer: str | None, message: str, hint: str | None
) -> None:
    """A follower moves with its leader; a layer must be named where there are several."""
    question = Asked(key, MONDAY, Change(add=(Joiner("eve"),)), layer=layer)
    with pytest.raises(UsageError) as refusal:
        propose(loaded(HEAD + LAYERS), question, NOW)
    assert (refusal.value.message, refusal.value.hint) == (message, hint)


def test_the_end_lies_behind_the_beginning() -> None:
    """A leave that ends before its first handover is no leave."""
    with pytest.raises(UsageError, match="--until 2026-12-05 does not lie after the handover"):
        propose(rota(), asked(date(2026, 12, 1), date(2026, 12, 5), remove=("dee",)), NOW)
