"""Claims about `include:`: lists join, maps unite, and nothing leads outside."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

from pathlib import Path

import pytest

from reconciler.config.loader import load, load_texts
from reconciler.errors import ConfigError
from tests.config.helpers import BASE, HEAD, HOURS, PEOPLE, ROTAS, findings, line_of, only, read

ONE = "overrides:\n  - {rota: web, cover: ana, by: ben, on: 2027-01-04}\n"
TWO = "overrides:\n  - {rota: web, cover: ben, by: ana, on: 2027-01-11}\nleave:\n  - {person: ana, on: 2027-01-04}\n"


def test_lists_join_and_maps_unite() -> None:
    """One file in many pieces is the same as in one piece."""
    together = read(BASE + ONE + TWO.removeprefix("overrides:\n")).file
    apart = read(
        f"{HEAD}include: ['parts/*.yaml', x.yaml]\n{ROTAS}", parts__a=PEOPLE, parts__b=HOURS + ONE, x=TWO
    ).file
    assert apart == together


def test_an_included_entry_knows_its_own_file() -> None:
    """Findings and entries point into the file in which they were written."""
    loaded = read(f"{BASE}include: ['more/*.yaml']\n", more__a=ONE)
    assert str(loaded.file.overrides[0].where) == "more/a.yaml:2:5"
    assert str(loaded.where("overrides", 0, "by")) == "more/a.yaml:2:33"
    assert str(loaded.spot(loaded.file.overrides[0], "by", key=True)) == "more/a.yaml:2:29"
    assert set(loaded.sources) == {"rota.yaml", "more/a.yaml"}


def test_a_name_defined_in_two_files_is_an_error_with_both_lines() -> None:
    """Neither file wins."""
    assert only(f"{BASE}include: [more.yaml]\n", more="people:\n  ana: {name: A, email: a@b.c}\n") == (
        "duplicate-key: person ana is defined twice: first in rota.yaml:5, again in more.yaml:2 "
        "(keep one of them, or rename one)"
    )


def test_faults_of_all_files_come_at_once_in_order_of_files() -> None:
    """The root file first, then the others, each by line."""
    found = findings(
        f"{BASE}include: ['*/*.yaml']\nnope: 1\n",
        b__x="leave:\n  - {person: zoe, on: 2026-01-05}\n",
        a__x="leave:\n  - {person: bne, on: 2026-01-05}\n  - {person: ana}\n",
    )
    assert [f"{f.where.file}:{f.where.line} {f.id}" for f in found if f.where] == [
        "rota.yaml:21 unknown-key",
        "a/x.yaml:2 unknown-person",
        "a/x.yaml:3 missing-key",
        "b/x.yaml:2 unknown-person",
    ]


def test_files_that_cannot_be_read_are_all_named() -> None:
    """Text that is no YAML in one file does not hide that in another."""
    found = findings(f"{BASE}include: ['*.yaml']\n", a="x: [", b=b"\xff")
    assert {(f.where.file, f.id) for f in found if f.where} == {
        ("a.yaml", "yaml-syntax"),
        ("b.yaml", "not-utf8"),
    }


@pytest.mark.parametrize(
    "key", ["version: 1", "time_zone: UTC", "horizon: 1 week", "checks: {}", "include: [y.yaml]"]
)
def test_what_holds_for_the_whole_stands_in_the_root_file_only(key: str) -> None:
    """An included file cannot change the zone, the horizon or what is included."""
    name = key.partition(":")[0]
    assert only(f"{BASE}include: [more.yaml]\n", more=key) == (
        f"root-only: {name} can only stand in the root file (move it to rota.yaml)"
    )


def test_an_unknown_key_of_an_included_file_gets_a_suggestion() -> None:
    """A slip in a section's name is not mistaken for a key of the root file."""
    assert only(f"{BASE}include: [more.yaml]\n", more="overides: []\n") == (
        'unknown-key: a rota file has no "overides" (did you mean overrides?)'
    )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("mroe.yaml", 'bad-include: there is no file "mroe.yaml" (did you mean more.yaml?)'),
        ("zzz/q.yaml", 'bad-include: there is no file "zzz/q.yaml"'),
        (
            "../more.yaml",
            'bad-include: "../more.yaml" leads out of the folder of this file (name files below the folder of this file, with /)',
        ),
        (
            "/etc/more.yaml",
            'bad-include: "/etc/more.yaml" leads out of the folder of this file (name files below the folder of this file, with /)',
        ),
        ("secrets", 'bad-include: "secrets" does not end in .yaml (write secrets.yaml)'),
        ("[a]", "bad-include: include takes file names (write `include: [overrides/*.yaml]`)"),
    ],
)
def test_an_include_that_names_no_file_is_an_error(pattern: str, expected: str) -> None:
    """A plain name must exist, and no name leads out of the folder."""
    assert only(f"{BASE}include: [{pattern}]\n", more=ONE) == expected


def test_a_glob_may_match_nothing_and_a_file_may_be_empty() -> None:
    """The folder of overrides may be empty, and so may a file in it; the root never includes itself."""
    assert read(f"{BASE}include: 'overrides/*.yaml'\n").file == read(BASE).file
    assert (
        read(f"{BASE}include: ['**/*.yaml', ~]\n", a__b__c="# nothing\n", d="~\n", e="people:\n").file
        == read(BASE).file
    )


def test_an_included_file_must_be_a_mapping() -> None:
    """A list of overrides without its heading is an error."""
    assert only(f"{BASE}include: [more.yaml]\n", more="- x\n") == (
        "wrong-type: a rota file is a mapping (begin with `version: 1`, `people:` and so on)"
    )


def test_too_many_files_are_refused() -> None:
    """A glob that takes in a thousand files is a mistake."""
    more = {f"m{number}": "# nothing\n" for number in range(1001)}
    assert only(f"{BASE}include: ['*.yaml']\n", **more) == (
        "bad-include: include names 1,001 files; at most 1,000 are read"
    )


def test_files_on_disk_are_read_as_texts_are(tmp_path: Path) -> None:
    """The folder of the root file is where globs begin, and names are shown as the root was given."""
    (tmp_path / "overrides").mkdir()
    (tmp_path / "rota.yaml").write_text(f"{BASE}include: [overrides/*.yaml]\n", encoding="utf-8")
    (tmp_path / "overrides" / "a.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "overrides" / "a.txt").write_text("no", encoding="utf-8")
    loaded = load(tmp_path / "rota.yaml")
    assert loaded.file == read(BASE + ONE).file
    assert str(loaded.file.overrides[0].where) == f"{tmp_path}/overrides/a.yaml:2:5"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A link to a file elsewhere is as if it were not there."""
    outside = tmp_path / "outside.yaml"
    outside.write_text(ONE, encoding="utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(outside)
    (inside / "rota.yaml").write_text(f"{BASE}include: ['*.yaml']\n", encoding="utf-8")
    assert load(inside / "rota.yaml").file.overrides == ()


def test_a_root_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The path is named as it was given, with what to do."""
    for path in (tmp_path / "rota.yaml", tmp_path):
        with pytest.raises(ConfigError) as refusal:
            load(path)
        (finding,) = refusal.value.findings
        assert finding.id == "no-file"
        assert str(path) in line_of(finding)
    with pytest.raises(ConfigError):
        load_texts("rota.yaml", {})
    with pytest.raises(ConfigError):
        load(Path("\0"))


def test_a_root_file_in_a_folder_includes_beside_itself() -> None:
    """Names are relative to the root file; other texts are out of reach."""
    texts = {"sub/rota.yaml": f"{BASE}include: ['*.yaml']\n", "sub/a.yaml": ONE, "b.yaml": TWO}
    loaded = load_texts("sub/rota.yaml", texts)
    assert [str(entry.where) for entry in loaded.file.overrides] == ["sub/a.yaml:2:5"]
