"""Lists that a file does not have yet, and files that do not exist yet."""

import pytest

from reconciler.edit.insert import insert
from reconciler.errors import ConfigError, EditError
from tests.edit.support import HEAD, after, changed, loaded, with_line_ups

COVER = {"rota": "web", "cover": "ana", "by": "ben", "on": "2026-06-02", "reason": "course"}
LEAVE = {"person": "ana", "on": "2026-06-02..2026-06-05"}
BASE = with_line_ups("    line_ups:\n      - {from: 2026-01-05, people: [ana]}\n")
WRITTEN = "- {rota: web, cover: ana, by: ben, on: 2026-06-02, reason: course}"


def test_a_list_that_is_missing_goes_to_the_end() -> None:
    """The key and its one item, indented as the mappings of this file are."""
    assert changed(BASE, after(insert(loaded(BASE), ("overrides",), COVER))) == [
        "+ overrides:\n",
        f"+   {WRITTEN}\n",
    ]


def test_a_list_that_is_missing_goes_behind_its_neighbours() -> None:
    """Leave stands behind overrides, set apart by a blank line as elsewhere in the file; lists look alike."""
    text = f"{BASE}\noverrides:\n- {{rota: web, cover: ana, by: ben, on: 2026-06-02}}\n  # so it is\n\n"
    text += "expect: []\n# the end\n"
    edit = insert(loaded(text), ("leave",), LEAVE, comment="Tue 2 Jun")
    assert after(edit).splitlines()[-8:] == [
        "- {rota: web, cover: ana, by: ben, on: 2026-06-02}",
        "  # so it is",
        "",
        "leave:",
        "- {person: ana, on: 2026-06-02..2026-06-05}  # Tue 2 Jun",
        "",
        "expect: []",
        "# the end",
    ]


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("overrides:\n", f"overrides:\n  {WRITTEN}\n"),
        ("overrides:   # none\n# end\n", f"overrides:   # none\n  {WRITTEN}\n# end\n"),
        ("overrides: []\n", f"overrides: [{WRITTEN[2:]}]\n"),
        ("overrides: [  # none\n  ]\n", f"overrides: [{WRITTEN[2:]}  # none\n  ]\n"),
    ],
)
def test_a_list_with_nothing_in_it_gets_its_first_item(written: str, new: str) -> None:
    """A key without a value, and empty brackets."""
    assert after(insert(loaded(BASE + written), ("overrides",), COVER)) == BASE + new


def test_a_file_that_does_not_exist_is_begun() -> None:
    """Named by the caller, and included by the root file."""
    text = f"include: [overrides/*.yaml]\n{BASE}"
    edit = insert(loaded(text), ("overrides",), COVER, file="overrides/2026-06.yaml")
    assert edit.texts == {"overrides/2026-06.yaml": f"overrides:\n  {WRITTEN}\n"}
    assert edit.created == ("overrides/2026-06.yaml",)
    assert edit.diff().startswith(
        "--- /dev/null\n+++ b/overrides/2026-06.yaml\n@@ -0,0 +1,2 @@\n+overrides:\n"
    )
    assert edit.loaded.file.overrides[0].where.file == "overrides/2026-06.yaml"


@pytest.mark.parametrize("others", ["", "# June\n", "# June"])
def test_a_file_of_comments_alone_keeps_them(others: str) -> None:
    """The list begins below them."""
    text = f"include: overrides/*.yaml\n{BASE}"
    edit = insert(loaded(text, overrides__june=others), ("overrides",), COVER, file="overrides/june.yaml")
    gap = "\n" if others and not others.endswith("\n") else ""
    end = "" if gap else "\n"
    assert after(edit, "overrides/june.yaml") == f"{others}{gap}overrides:\n  {WRITTEN}{end}"


def test_a_file_that_nothing_includes_is_refused() -> None:
    """It would be written and never read."""
    with pytest.raises(EditError) as refusal:
        insert(loaded(BASE), ("overrides",), COVER, file="overrides/2026-06.yaml")
    assert refusal.value.message == "overrides/2026-06.yaml is not part of the rota: nothing includes it"
    assert refusal.value.hint == "put `include: [overrides/*.yaml]` into rota.yaml"


INCLUDE = "include: [overrides/*.yaml]\n"


@pytest.mark.parametrize(
    ("head", "file", "message", "hint"),
    [
        (
            "",
            "june.yaml",
            "june.yaml is not part of the rota: nothing includes it",
            "make an empty june.yaml first, and put `include: [june.yaml]` into rota.yaml",
        ),
        (
            "",
            "../june.yaml",
            "../june.yaml is not part of the rota: it lies outside the folder of rota.yaml",
            "leave out --file, and it goes into rota.yaml",
        ),
        (
            "",
            "more/june.txt",
            "more/june.txt is not part of the rota: it does not end in .yaml",
            "write --file more/june.yaml",
        ),
        (
            INCLUDE,
            "june.yaml",
            "june.yaml is not part of the rota: nothing includes it",
            "write --file overrides/june.yaml: overrides/*.yaml is included",
        ),
        (
            INCLUDE,
            "../june.yaml",
            "../june.yaml is not part of the rota: it lies outside the folder of rota.yaml",
            "write --file overrides/june.yaml: overrides/*.yaml is included",
        ),
        (
            "include: people.yaml\n",
            "overrides/june.yaml",
            "overrides/june.yaml is not part of the rota: nothing includes it",
            "put `include: [people.yaml, overrides/*.yaml]` into rota.yaml",
        ),
    ],
)
def test_what_to_do_for_a_file_that_is_not_read_can_be_done(
    head: str, file: str, message: str, hint: str
) -> None:
    """The line or the option of the hint is taken."""
    others = {"people": ""} if "people" in head else {}
    with pytest.raises(EditError) as refusal:
        insert(loaded(head + BASE, **others), ("overrides",), COVER, file=file)
    assert (refusal.value.message, refusal.value.hint) == (message, hint)
    if "include: [" in hint:
        line = hint.partition("`")[2].partition("`")[0]
        made = {"june": ""} if "empty" in hint else {}
        right = insert(loaded(f"{line}\n{BASE}", **others, **made), ("overrides",), COVER, file=file)
        assert right.loaded.file.overrides[0].where.file == file
    elif head == INCLUDE:
        name = hint.split()[2].rstrip(":")
        right = insert(loaded(head + BASE), ("overrides",), COVER, file=name)
        assert right.created == (name,)


def test_overrides_in_a_folder_of_their_own_go_there_unless_told_otherwise() -> None:
    """Where the root file has no such list, the first file that has one gets the new item."""
    text = f"include: overrides/*.yaml\n{BASE}"
    june = "overrides:\n  - {rota: web, cover: ana, by: cal, on: 2026-06-09}\n"
    edit = insert(loaded(text, overrides__june=june), ("overrides",), COVER)
    assert after(edit, "overrides/june.yaml") == june.replace("\n", f"\n  {WRITTEN}\n", 1)
    edit = insert(loaded(text, overrides__june=june), ("overrides",), COVER, file="rota.yaml")
    assert after(edit).endswith(f"overrides:\n  {WRITTEN}\n")


def test_an_item_that_makes_the_file_wrong_is_told_as_any_fault_of_the_file() -> None:
    """With the place that it would have; nothing is given back."""
    with pytest.raises(ConfigError) as refusal:
        insert(loaded(BASE), ("overrides",), {**COVER, "by": "zed"})
    (finding,) = refusal.value.findings
    assert finding.message == 'there is no "zed" in people'
    assert finding.where is not None
    assert finding.where.line == 16


TIMES = "turn: 1 week, handover: Mon 09:00"
OLD = "[{from: 2026-01-05, people: [ana]}]"
NEW = {"from": "2026-06-01", "people": ["ben"]}


@pytest.mark.parametrize(
    ("rotas", "why"),
    [
        (
            f"  web: {{name: Web, {TIMES}, line_ups: &lu {OLD}}}\n  b: {{name: B, {TIMES}, line_ups: *lu}}\n",
            "stands inside &lu (line 9), which is used elsewhere too",
        ),
        (
            f"  b: {{name: B, {TIMES}, line_ups: &lu {OLD}}}\n  web: {{name: Web, {TIMES}, line_ups: *lu}}\n",
            "is *lu, which is written out in line 9 for several places",
        ),
        (
            f"  b: &b {{name: B, {TIMES}, line_ups: {OLD}}}\n  web: {{<<: *b, name: Web}}\n",
            "is not written out in one place: an anchor brings it in",
        ),
    ],
)
def test_a_list_that_other_places_use_too_is_refused(rotas: str, why: str) -> None:
    """A line there would change more than what was asked for; the line to write is told."""
    with pytest.raises(EditError) as refusal:
        insert(loaded(f"{HEAD}rotas:\n{rotas}"), ("rotas", "web", "line_ups"), NEW)
    assert refusal.value.message == f"rota.yaml was not changed: line_ups of web {why}"
    assert refusal.value.hint == "put this in by hand: - {from: 2026-06-01, people: [ben]}"


def test_an_anchor_that_nobody_uses_is_no_hindrance() -> None:
    """Neither round the list nor round the rota."""
    text = f"{HEAD}rotas:\n  web: &web {{name: Web, {TIMES}, line_ups: &lu {OLD}}}\n"
    edit = insert(loaded(text), ("rotas", "web", "line_ups"), NEW)
    assert "&lu [{from: 2026-01-05, people: [ana]}, {from: 2026-06-01, people: [ben]}]}" in after(edit)


def test_a_list_that_is_null_in_so_many_words_is_refused() -> None:
    """Nothing can be put in without taking the word away."""
    with pytest.raises(EditError, match="overrides is not a list"):
        insert(loaded(f"{BASE}overrides: null\n"), ("overrides",), COVER)
