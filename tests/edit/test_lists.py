"""Where in a list a new item goes, and in which form."""

from datetime import date, datetime

import pytest

from reconciler.config.values import DateRange
from reconciler.edit.insert import insert
from reconciler.errors import Where
from tests.edit.support import HEAD, LINE_UPS, NEW, WEB, after, changed, lines_for, loaded, with_line_ups


def test_a_new_item_follows_the_last_one_before_it_by_date() -> None:
    """And stands before the later ones, below the trailing comment of the one that it follows."""
    written = """\
    line_ups:
      - {from: 2026-01-05, people: [ana, ben]}   # first
      - {from: 2026-12-07, people: [ben, ana]}
"""
    text = with_line_ups(written)
    edit = insert(loaded(text), LINE_UPS, {"from": "2026-06-01", "people": ["cal"]})
    assert after(edit).splitlines()[13:16] == [
        "      - {from: 2026-01-05, people: [ana, ben]}   # first",
        "      - {from: 2026-06-01, people: [cal]}",
        "      - {from: 2026-12-07, people: [ben, ana]}",
    ]
    assert str(edit.where) == "rota.yaml:15:9"


def test_a_comment_above_an_item_stays_with_it() -> None:
    """A line above an item at its indent speaks of it; a deeper one below an item speaks of that one."""
    written = """\
    line_ups:
      # how it began
      - from: 2026-01-05
        people: [ana, ben]
        # ben is new
      # the winter
      - from: 2026-12-07
        people: [ben, ana]
"""
    text = with_line_ups(written)
    new = after(insert(loaded(text), LINE_UPS, {"from": "2026-06-01", "people": ["cal"]}))
    assert new.splitlines()[16:20] == [
        "        # ben is new",
        "      - from: 2026-06-01",
        "        people: [cal]",
        "      # the winter",
    ]
    first = after(insert(loaded(text), LINE_UPS, {"from": "2025-12-29", "people": ["cal"]}))
    assert first.splitlines()[12:16] == [
        "    line_ups:",
        "      - from: 2025-12-29",
        "        people: [cal]",
        "      # how it began",
    ]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        # no indent, deep indent, wide dashes
        (
            "    line_ups:\n    - {from: 2026-01-05, people: [ana]}\n",
            ["+     - {from: 2026-06-01, people: [ana, ben, cal]}\n"],
        ),
        (
            "    line_ups:\n          -   {from: 2026-01-05, people: [ana]}\n",
            ["+           -   {from: 2026-06-01, people: [ana, ben, cal]}\n"],
        ),
        # blanks inside braces, quotes
        (
            "    line_ups:\n      - { from: '2026-01-05', people: [\"ana\"] }\n",
            ['+       - { from: \'2026-06-01\', people: ["ana", "ben", "cal"] }\n'],
        ),
        # a line for each key, with lists of each kind
        (
            "    line_ups:\n      -   from: 2026-01-05\n          people: [ana]\n",
            ["+       -   from: 2026-06-01\n", "+           people: [ana, ben, cal]\n"],
        ),
        (
            "    line_ups:\n      - from: 2026-01-05\n        people:\n          - ana\n",
            [
                "+       - from: 2026-06-01\n",
                "+         people:\n",
                "+           - ana\n",
                "+           - ben\n",
                "+           - cal\n",
            ],
        ),
        # the dash alone on its line
        (
            "    line_ups:\n      -\n        from: 2026-01-05\n        people: [ana]\n",
            ["+       - from: 2026-06-01\n", "+         people: [ana, ben, cal]\n"],
        ),
    ],
)
def test_a_block_list_gets_an_item_in_the_form_of_its_neighbour(written: str, lines: list[str]) -> None:
    """Indent, dash, braces, quotes and lists look as in the item that it follows."""
    assert lines_for(written) == lines


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        # on one line
        (
            "    line_ups: [{from: 2026-01-05, people: [ana]}]   # c\n",
            [
                "-     line_ups: [{from: 2026-01-05, people: [ana]}]   # c\n",
                (
                    "+     line_ups: [{from: 2026-01-05, people: [ana]}, "
                    "{from: 2026-06-01, people: [ana, ben, cal]}]   # c\n"
                ),
            ],
        ),
        # over several lines, with and without a comma behind the last
        (
            "    line_ups: [\n      {from: 2026-01-05, people: [ana]},   # c\n    ]\n",
            ["+       {from: 2026-06-01, people: [ana, ben, cal]},\n"],
        ),
        (
            "    line_ups: [\n      {from: 2026-01-05, people: [ana]}   # c\n    ]\n",
            [
                "-       {from: 2026-01-05, people: [ana]}   # c\n",
                "+       {from: 2026-01-05, people: [ana]},   # c\n",
                "+       {from: 2026-06-01, people: [ana, ben, cal]}\n",
            ],
        ),
        # in the middle
        (
            (
                "    line_ups: [{from: 2026-01-05, people: [ana]},\n"
                "               {from: 2026-12-07, people: [ana]}]\n"
            ),
            ["+                {from: 2026-06-01, people: [ana, ben, cal]},\n"],
        ),
        # before the first
        (
            "    line_ups: [\n      {from: 2026-12-07, people: [ana]},\n    ]\n",
            ["+       {from: 2026-06-01, people: [ana, ben, cal]},\n"],
        ),
    ],
)
def test_a_list_in_brackets_gets_an_item_where_its_items_stand(written: str, lines: list[str]) -> None:
    """On the line or on a line of its own; at most the comma behind its neighbour is new."""
    assert lines_for(written) == lines


def test_json_stays_json() -> None:
    """A file written as JSON is YAML too, and keeps its quotes."""
    text = (
        '{"version": 1, "time_zone": "UTC", "horizon": "13 weeks", "people": '
        '{"ana": {"name": "Ana", "email": "ana@example.org"}}, "rotas": {"web": {"name": "Web", '
        '"turn": "1 week", "handover": "Monday 09:00", "line_ups": '
        '[{"from": "2026-01-05", "people": ["ana"]}]}}}'
    )
    edit = insert(loaded(text), LINE_UPS, {"from": "2026-06-01", "people": ["ana"]})
    assert '"people": ["ana"]}, {"from": "2026-06-01", "people": ["ana"]}]}}}' in after(edit)
    edit = insert(loaded(text), ("leave",), {"person": "ana", "on": "2026-06-01"})
    assert after(edit).endswith(', "leave": [{"person": "ana", "on": "2026-06-01"}]}')


def test_a_comment_stands_below_the_comments_of_its_neighbours() -> None:
    """Aligned where the line is short enough, two blanks behind it otherwise."""
    written = "    line_ups:\n      - {from: 2026-01-05, people: [ana]}{gap}# first\n"
    far = lines_for(written.replace("{gap}", " " * 20), comment="Mon 1 Jun")
    assert far == ["+       - {from: 2026-06-01, people: [ana, ben, cal]}          # Mon 1 Jun\n"]
    near = lines_for(written.replace("{gap}", " "), comment="Mon\n1 Jun")
    assert near == ["+       - {from: 2026-06-01, people: [ana, ben, cal]}  # Mon 1 Jun\n"]


def test_a_layer_of_several_is_edited_where_it_stands() -> None:
    """The path names the layer by its place in the list."""
    text = f"""{HEAD}rotas:
  web:
    name: Web
    layers:
      - name: day
        turn: 1 day
        handover: "09:00"
        line_ups:
          - {{from: 2026-01-05, people: [ana]}}
      - {{name: week, turn: 1 week, handover: Mon 09:00, line_ups: [{{from: 2026-01-05, people: [ben]}}]}}
"""
    path = ("rotas", "web", "layers", 0, "line_ups")
    edit = insert(loaded(text), path, {"from": "2026-06-01", "people": ["cal"]})
    assert changed(text, after(edit)) == ["+           - {from: 2026-06-01, people: [cal]}\n"]
    path = ("rotas", "web", "layers", 1, "line_ups")
    edit = insert(loaded(text), path, {"from": "2026-06-01", "people": ["cal"]})
    assert "[{from: 2026-01-05, people: [ben]}, {from: 2026-06-01, people: [cal]}]}" in after(edit)


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("family dinner", "family dinner"),
        ("Ana's & Ben's: tea", "\"Ana's & Ben's: tea\""),
        ("a, b", '"a, b"'),
        ("no", '"no"'),
        ("17", '"17"'),
        ("- x", '"- x"'),
        ('say "hi" \\ bye', 'say "hi" \\ bye'),
        ('"quoted"', '"\\"quoted\\""'),
        ("#1", '"#1"'),
        ("no. #1", '"no. #1"'),
        ("17:00", "17:00"),
        ("Zoë 🎉", "Zoë 🎉"),
        ("", '""'),
        (" x ", '" x "'),
    ],
)
def test_only_what_needs_quotes_gets_them(reason: str, written: str) -> None:
    """A text that YAML, or another reader of YAML, would take for something else is quoted."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana]}\n")
    item = {"rota": "web", "cover": "ana", "by": "ben", "on": "2026-06-02", "reason": reason}
    edit = insert(loaded(text), ("overrides",), item)
    line = f"  - {{rota: web, cover: ana, by: ben, on: 2026-06-02, reason: {written}}}"
    assert after(edit).splitlines()[-2:] == ["overrides:", line]
    assert edit.loaded.file.overrides[0].reason == reason


def test_the_file_ends_as_it_ended() -> None:
    """Without an end of its last line, with a byte order mark, with the line ends of Windows."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana]}  #\ttab")
    raw = ("\ufeff" + text.replace("\n", "\r\n")).encode()
    new = after(insert(loaded(raw), LINE_UPS, {"from": "2026-06-01", "people": ["cal"]})).encode()
    assert new == raw + b"\r\n      - {from: 2026-06-01, people: [cal]}"


def test_rota_and_people_are_read_from_another_file_where_they_stand_there() -> None:
    """The line goes where the rota is written, not into the root file."""
    root = f"{HEAD}include: more/*.yaml\n"
    more = f"{WEB}    line_ups:\n      - {{from: 2026-01-05, people: [ana]}}\n"
    edit = insert(loaded(root, more__web=more), LINE_UPS, {"from": "2026-06-01", "people": ["cal"]})
    assert list(edit.texts) == ["more/web.yaml"]
    assert str(edit.where) == "more/web.yaml:8:9"
    assert edit.diff() == (
        "--- a/more/web.yaml\n+++ b/more/web.yaml\n@@ -5,3 +5,4 @@\n"
        "     handover: Monday 09:00\n     line_ups:\n       - {from: 2026-01-05, people: [ana]}\n"
        "+      - {from: 2026-06-01, people: [cal]}\n"
    )


def test_swaps_nights_and_ranges_are_written_as_the_loader_reads_them() -> None:
    """Mappings, truth values, dates, wall times and ranges of dates."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana, ben]}\n")
    swap = {"rota": "web", "swap": {"ana": date(2026, 6, 1), "ben": date(2026, 6, 8)}, "reason": "it's\tso"}
    edit = insert(loaded(text), ("overrides",), swap)
    cover = {
        "rota": "web",
        "cover": "ana",
        "by": "ben",
        "from": datetime(2026, 5, 18, 17),  # noqa: DTZ001 - wall time
        "until": datetime(2026, 5, 19, 9),  # noqa: DTZ001 - wall time
    }
    edit = insert(edit.loaded, ("overrides",), cover)
    edit = insert(
        edit.loaded, ("leave",), {"person": "ana", "on": DateRange(date(2026, 6, 1), date(2026, 6, 2))}
    )
    assert after(edit).splitlines()[-5:] == [
        "overrides:",
        "  - {rota: web, cover: ana, by: ben, from: 2026-05-18 17:00, until: 2026-05-19 09:00}",
        '  - {rota: web, swap: {ana: 2026-06-01, ben: 2026-06-08}, reason: "it\'s\\tso"}',
        "leave:",
        "  - {person: ana, on: 2026-06-01..2026-06-02}",
    ]


def test_an_alias_among_the_items_has_the_date_of_what_it_names() -> None:
    """A new item finds its place behind it."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana, ben]}\n")
    text += "leave:\n  - &away {person: ana, on: 2026-03-02}\n  - *away\n  - {person: ben, on: 2026-12-07}\n"
    edit = insert(loaded(text), ("leave",), {"person": "cal", "on": date(2026, 6, 1)})
    assert after(edit).splitlines()[-3:] == [
        "  - *away",
        "  - {person: cal, on: 2026-06-01}",
        "  - {person: ben, on: 2026-12-07}",
    ]


def test_quotes_of_a_neighbour_hold_a_text_that_has_quotes() -> None:
    """A single quote inside single quotes is doubled; what cannot be shown is escaped in double ones."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana, ben]}\n")
    text += "overrides:\n  - {rota: web, cover: ana, by: ben, on: 2026-03-02, reason: 'so'}\n"
    item = {"rota": "web", "cover": "ana", "by": "ben", "on": date(2026, 6, 2), "reason": "ana's"}
    edit = insert(loaded(text), ("overrides",), item)
    assert after(edit).splitlines()[-1].endswith("reason: 'ana''s'}")
    edit = insert(edit.loaded, ("overrides",), {**item, "on": date(2026, 6, 9), "reason": "a\u200bb"})
    assert after(edit).splitlines()[-1].endswith('reason: "a\\u200bb"}')
    assert edit.loaded.file.overrides[-1].reason == "a\u200bb"


def test_lines_are_counted_as_they_are_before_and_after() -> None:
    """What stands behind a new line has moved by it."""
    text = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana, ben]}\n")
    text += "leave:\n  - {person: ana, on: 2026-03-02}\n"
    edit = insert(loaded(text), LINE_UPS, NEW)
    (leave,) = edit.loaded.file.leave
    assert (edit.was(leave.where).line, leave.where.line) == (16, 17)
    assert edit.was(Where("other.yaml", 3)) == Where("other.yaml", 3)
    assert edit.created == ()
    assert edit.added() == ((Where("rota.yaml", 15), "      - {from: 2026-06-01, people: [ana, ben, cal]}"),)
