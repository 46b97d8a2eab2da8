"""Claims about rotas and line-ups as a file writes them."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from tests.config.helpers import BASE, HEAD, HOURS, PEOPLE, findings, lines, only, read

LINE_UPS = "line_ups: [{from: 2026-01-05, people: [ana, ben]}]"


def rota(*keys: str, more: str = "") -> str:
    """A file with one rota `x` made of these keys, beside an unmanaged one."""
    body = "".join(f"    {key}\n" for key in ("name: X", *keys))
    return f"{HEAD}{PEOPLE}{HOURS}rotas:\n  scs: {{name: SCS, managed: false}}\n  x:\n{body}{more}"


def turn(length: str, handover: str | None, start: str = "2026-01-05") -> str:
    """A file with one rota of these turns."""
    keys = [f"turn: {length}", f"line_ups: [{{from: {start}, people: [ana, ben]}}]"]
    return rota(*keys, *([f"handover: {handover}"] if handover else []))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            [],
            (
                "no-line-ups: x says nothing about who is on call "
                "(add turn, handover and line_ups; or layers; or follows; or `managed: false`)"
            ),
        ),
        (["handover: Monday 09:00", LINE_UPS], "missing-key: rota x has no turn (add `turn: 1 week`)"),
        (
            ["turn: 1 week", "handover: Monday 09:00"],
            "no-line-ups: rota x has no line_ups (add `line_ups: [{from: 2026-12-07, people: [ana, ben]}]`)",
        ),
        (
            ["managed: false", "turn: 1 week"],
            "too-many-ways: x is not managed here but has turn (drop it, or drop `managed: false`)",
        ),
        (
            ["follows: y", "hours: in-hours"],
            (
                "too-many-ways: x has both follows and hours "
                "(a rota with follows has none of hours, turn, handover, line_ups; keep one way)"
            ),
        ),
        (["layers: []"], "no-line-ups: x has no layer (add a layer)"),
        (
            ["layers: [{name: a, turn: 1 week, handover: Monday 09:00, line_ups: []}]"],
            "no-line-ups: layer a of x has no line_ups (add `line_ups: [{from: 2026-12-07, people: [ana, ben]}]`)",
        ),
        (
            ["follows: scs"],
            "unmanaged-rota: x follows scs, which is not managed here (follow a rota whose line-ups stand in this file)",
        ),
        (["follows: z"], 'unknown-rota: there is no "z" in rotas (write one of scs, x, y)'),
        (["follows: x"], "circular-follows: rotas follow each other: x → x (give one of them line_ups)"),
        (
            ["follows: y", "offset: 0"],
            "bad-offset: x follows y with offset 0 (an offset of 0 would put one person on both rotas: write 1)",
        ),
        (
            ["turn: 1 week", "handover: Monday 09:00", LINE_UPS, "offset: 2"],
            "needless-key: x has an offset but follows no rota (add `follows:`)",
        ),
    ],
)
def test_a_rota_is_written_in_exactly_one_way(keys: list[str], expected: str) -> None:
    """Own line-ups, layers, follows or unmanaged: never two of them, never none."""
    other = f"  y: {{name: Y, turn: 1 week, handover: Monday 09:00, {LINE_UPS}}}\n"
    assert only(rota(*keys, more=other)) == expected


def test_layers_have_names_of_their_own() -> None:
    """Two layers without a name are both called main."""
    layer = f"{{turn: 1 week, handover: Monday 09:00, {LINE_UPS}}}"
    assert only(rota(f"layers: [{layer}, {layer}]")) == (
        "name-used-twice: x has two layers called main (the other in line 15) (give every layer its own `name:`)"
    )


def test_the_layers_of_a_rota_are_its_stack() -> None:
    """One way or the other, the engine sees layers; following and unmanaged rotas have none."""
    layer = f"turn: 1 week, handover: Monday 09:00, {LINE_UPS}"
    written = read(rota(f"layers: [{{{layer}}}, {{name: b, {layer}}}]")).file.rotas["x"].stack
    assert [layer.name for layer in written] == ["main", "b"]
    plain = read(rota("turn: 1 week", "handover: Monday 09:00", LINE_UPS)).file.rotas
    assert plain["x"].stack == written[:1]
    assert plain["scs"].stack == ()


def test_a_rota_may_follow_a_rota_that_follows() -> None:
    """Chains are followed to their end, circles are not."""
    y = f"  y: {{name: Y, turn: 1 week, handover: Monday 09:00, {LINE_UPS}}}\n  z: {{name: Z, follows: x, offset: 2}}\n"
    assert not findings(rota("follows: y", more=y))
    circle = "  y: {name: Y, follows: z}\n  z: {name: Z, follows: x}\n"
    assert only(rota("follows: y", more=circle)).startswith(
        "circular-follows: rotas follow each other: x → y → z → x"
    )
    chain = "".join(f"  c{n}: {{name: C{n}, follows: c{n + 1}}}\n" for n in range(30)) + y.replace(
        "  y:", "  c30:"
    )
    assert only(rota("follows: c0", more=chain.replace("follows: x", "follows: c30"))).startswith(
        "circular-follows: x follows rotas that follow rotas, 31 deep"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            turn("1 week", None),
            "handover: x: a turn of 1 week needs a handover (write `handover: Monday 09:00`)",
        ),
        (
            turn("2 weeks", "13:00"),
            "handover: x: a turn of 2 weeks needs a day (write `handover: Monday 13:00`)",
        ),
        (turn("1 day", None), "handover: x: a turn of 1 day needs a handover (write `handover: 09:00`)"),
        (
            turn("2 days", "Tuesday 08:00"),
            (
                "handover: x: a turn of 2 days cannot always begin on a Tuesday "
                "(write `handover: 08:00`; the line-up's `from` says on which date it begins)"
            ),
        ),
        (
            turn("12 hours", "08:00", "2026-01-05 08:00"),
            (
                "handover: x: a turn of 12 hours has no handover "
                "(drop it and give the line-ups a time, like `from: 2026-12-07 08:00`)"
            ),
        ),
        (
            turn("12 hours", None),
            (
                "line-up-time: a line-up of x begins on 2026-01-05 without a time "
                "(write 2026-01-05 09:00: the time from which the turns of 12 hours are counted)"
            ),
        ),
        (
            turn("1 week", "Monday 09:00", "2026-01-05 10:00"),
            "line-up-time: a line-up of x begins at 10:00, but the handover is at 09:00 (write 2026-01-05)",
        ),
        (
            turn("1 day", "01:30", "2026-03-29"),
            (
                "wall-time: 2026-03-29 01:30 does not exist in Europe/London "
                "(the clocks go forward: write 2026-03-29 02:00)"
            ),
        ),
        (
            turn("6 hours", None, "2026-10-25 01:30"),
            (
                "wall-time: 2026-10-25 01:30 occurs twice in Europe/London "
                "(the clocks go back: write a time before or after the repeated hour)"
            ),
        ),
    ],
)
def test_turn_handover_and_start_fit_each_other(text: str, expected: str) -> None:
    """Weeks have a day and a time, days a time, hours the time of the line-up; and the clock must show it."""
    assert only(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        turn("1 week", "Monday 09:00"),
        turn("1 week", "Monday 09:00", "2026-01-05 09:00"),
        turn("2 days", "09:00"),
        turn("12 hours", None, "2026-01-05 08:00"),
    ],
)
def test_right_turns_are_left_alone(text: str) -> None:
    """A line-up may repeat the time of the handover."""
    assert not findings(text)


def with_line_ups(*entries: str) -> str:
    listed = "".join(f"\n      - {{{entry}}}" for entry in entries)
    return rota("turn: 1 week", "handover: Monday 09:00", f"line_ups:{listed}")


FIRST = "from: 2026-01-05, people: [ana, ben]"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "from: 2026-02-02",
            (
                "19:9 line-up-people: the line-up of x from 2026-02-02 has no people "
                "(name people, or write `pause: reason` if nobody shall be on call)"
            ),
        ),
        (
            "from: 2026-02-02, people: [ana], pause: fair",
            (
                "19:43 line-up-people: the line-up of x from 2026-02-02 has people and a pause "
                "(a pause means nobody: drop one of the two)"
            ),
        ),
        (
            "from: 2026-02-02, people: [ana, post]",
            (
                "19:42 mailbox-on-call: post is a mailbox and cannot take turns in x "
                "(a mailbox cannot answer a page: name it in a policy or in bank_holidays)"
            ),
        ),
        (
            "from: 2026-01-05, people: [ana]",
            (
                "19:16 line-up-twice: x has two line-ups from 2026-01-05 (the other in rota.yaml:18) "
                "(keep one of them, or change its date)"
            ),
        ),
        (
            "from: 2026-02-02, people: [ana], hours: out",
            '19:50 unknown-hours: there is no "out" in hours (write one of in-hours)',
        ),
        (
            "from: 2026-02-02, people: [ana], turn: 1 day",
            (
                "19:49 handover: x, line-up from 2026-02-02: a turn of 1 day cannot always begin on a Monday "
                "(write `handover: 09:00`; the line-up's `from` says on which date it begins)"
            ),
        ),
        (
            "from: 2026-02-02, people: [ana], handover: 09:00",
            (
                "19:53 handover: x, line-up from 2026-02-02: a turn of 1 week needs a day "
                "(write `handover: Monday 09:00`)"
            ),
        ),
    ],
)
def test_a_line_up_that_contradicts_itself_is_refused(entry: str, expected: str) -> None:
    """Each fault of a line-up points at the value in question."""
    assert lines(with_line_ups(FIRST, entry)) == [expected]


@pytest.mark.parametrize(
    "entry",
    [
        "from: 2026-02-02, pause: Christmas",
        "from: 2026-02-03, handover: Tuesday 10:00, people: [ana]",
        "from: 2026-02-02, turn: 1 day, handover: 09:00, people: [ana]",
        "from: 2026-02-02 08:00, turn: 12 hours, people: [ana, ben]",
        "from: 2026-02-02, people: [ana, ana, ben]",
    ],
)
def test_a_line_up_may_pause_or_change_the_turn(entry: str) -> None:
    """Pauses, other turns, handovers and people listed twice are no faults."""
    assert not findings(with_line_ups(FIRST, entry))


def test_line_ups_of_hours_may_begin_on_one_date_at_two_times() -> None:
    """With times, a date can hold two beginnings."""
    entries = "[{from: 2026-01-05 08:00, people: [ana]}, {from: 2026-01-05 20:00, people: [ben]}]"
    assert not findings(rota("turn: 12 hours", f"line_ups: {entries}"))
    again = entries.replace("20:00", "08:00")
    assert [f.id for f in findings(rota("turn: 12 hours", f"line_ups: {again}"))] == ["line-up-twice"]


def left(*entries: str) -> list[str]:
    text = with_line_ups(*entries)
    return lines(text.replace("email: ben@example.org", "email: ben@example.org, left: 2026-02-06"))


def test_somebody_who_has_left_may_stand_in_an_old_line_up() -> None:
    """What counts is whether a turn of theirs begins after their last day."""
    assert left(FIRST, "from: 2026-02-09, people: [ana, cal]") == []
    assert left(FIRST, "from: 2026-02-16, people: [ana, cal]") == [
        (
            "18:42 left: ben leaves on 2026-02-06, but a turn of theirs in x begins on 2026-02-09 "
            "(add a line-up without ben that begins by then: `rota line-up x --from 2026-02-09 --remove ben`)"
        )
    ]
    assert left("from: 2026-01-05, people: [ben, ana]", "from: 2026-02-16, people: [ana, cal]") == []
    assert len(left(FIRST)) == 1
    assert len(left(FIRST, "from: 2026-03-02, people: [ana, ben]")) == 2


def test_a_far_turn_of_somebody_who_has_left_needs_no_date() -> None:
    """Dates beyond the calendar are not computed."""
    people = ", ".join(["ana"] * 2000 + ["ben"])
    text = rota(
        "turn: 52 weeks", "handover: Monday 09:00", f"line_ups: [{{from: 2026-01-05, people: [{people}]}}]"
    )
    found = lines(text.replace("email: ben@example.org", "email: ben@example.org, left: 2026-02-06"))
    assert len(found) == 1
    assert "a turn of theirs in x begins (add" in found[0]


def test_a_rota_has_its_own_zone_that_of_its_leader_or_the_files() -> None:
    """The zone decides which wall times exist."""
    file = read(BASE).file
    assert file.rotas["web"].time_zone is None
    assert file.display_name("ana") == "Ana Ortiz"
    text = turn("1 day", "02:30", "2026-03-29").replace("name: X", "name: X\n    time_zone: Europe/Paris")
    assert "2026-03-29 03:00" in only(text)
