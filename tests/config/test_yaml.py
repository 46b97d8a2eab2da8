"""Claims about the YAML beneath: scalars stay text, nothing is lost in silence, nothing explodes."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from reconciler.config.nodes import MAX_NODES, Listing, Mapping, Scalar, locate, parse
from tests.config.helpers import BASE, HEAD, findings, lines, only, read


def texts(source: str) -> dict[str, str | None]:
    tree, faults = parse(source, "x.yaml")
    assert isinstance(tree, Mapping)
    assert not faults
    return {key: value.text for key, (_, value) in tree.items.items() if isinstance(value, Scalar)}


def test_times_stay_what_was_written() -> None:
    """No scalar becomes a number, an octal, a boolean or a date, quoted or not."""
    written = [
        "10:00",
        "17:30",
        "9:00",
        "22:00:00",
        "09:00",
        "0730",
        "0800",
        "1_000",
        "0x1f",
        "2026-01-05",
        ".inf",
        "1e3",
    ]
    source = "".join(f"k{number}: {text}\nq{number}: '{text}'\n" for number, text in enumerate(written))
    assert list(texts(source).values()) == [text for text in written for _ in range(2)]


def test_no_and_on_stay_words() -> None:
    """`NO`, `on`, `off`, `y` are words, as values and as keys."""
    assert texts("on: NO\noff: No\ny: yes\nNO: y\n") == {"on": "NO", "off": "No", "y": "yes", "NO": "y"}
    assert only(BASE + "bank_holidays: {calendar: NO, window: in-hours}\n") == (
        'bad-value: calendar of bank_holidays: "NO" is not one of england-and-wales, scotland, northern-ireland '
        "(write england-and-wales or scotland or northern-ireland)"
    )


def test_only_plain_empty_values_mean_nothing() -> None:
    """An empty value, `~` and `null` mean nothing; in quotes they are texts."""
    assert texts("a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"\n") == {
        "a": None, "b": None, "c": None, "d": "", "e": "~", "f": "null"
    }  # fmt: skip


def test_a_key_written_twice_is_an_error_with_both_lines() -> None:
    """Neither of two equal keys wins in silence, at whatever depth."""
    assert lines(BASE + "hours:\n  x: Mon 09:00-10:00\n") == [
        (
            "20:1 duplicate-key: hours is written twice: first in line 9, again in line 20 "
            "(keep one of them; the second would silently replace the first)"
        )
    ]
    assert [f.id for f in findings(BASE.replace("name: Web\n", "name: Web\n    name: Web\n"))] == [
        "duplicate-key"
    ]


def test_a_repeat_beside_a_merge_key_is_an_error_but_overriding_is_not() -> None:
    """A merged key may be overridden; a key that is written twice beside it may not."""
    tree, faults = parse("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", "x.yaml")
    assert not faults
    assert locate(tree, "b", "y").line == 2
    merged = tree.items["b"][1] if isinstance(tree, Mapping) else None
    assert isinstance(merged, Mapping)
    assert {key: value.text for key, (_, value) in merged.items.items() if isinstance(value, Scalar)} == {
        "y": "3",
        "x": "1",
    }
    assert [f.id for f in parse("a: &a {x: 1}\nb: {<<: *a, y: 3, y: 4}\n", "x")[1]] == ["duplicate-key"]
    assert [f.id for f in parse("a: &a {x: 1}\nb: {<<: *a, <<: *a}\n", "x")[1]] == ["duplicate-key"]
    assert [f.id for f in parse("a: &a {x: 1}\nb: {<<: [*a, *a]}\n", "x")[1]] == []
    assert [f.id for f in parse("b: {<<: word}\n", "x")[1]] == ["bad-merge"]
    assert texts("'<<': word\n") == {"<<": "word"}


def test_anchors_and_merge_keys_work_in_a_rota_file() -> None:
    """Two rotas may share what they have in common."""
    text = BASE.replace("  web:\n", "  web: &web\n") + "  api: {<<: *web, name: Api}\n"
    file = read(text).file
    assert file.rotas["api"].line_ups == file.rotas["web"].line_ups
    assert file.rotas["api"].name == "Api"
    assert file.rotas["api"].where.line == 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty-file: the file is empty (`rota init` writes a first one)"),
        ("# nothing\n", "empty-file: the file is empty (`rota init` writes a first one)"),
        ("word", "wrong-type: a rota file is a mapping (begin with `version: 1`, `people:` and so on)"),
        ("people:\n\tana: x\n", "tab: a tab stands where YAML wants blanks (indent with blanks)"),
        (
            HEAD + "---\na: 1\n",
            (
                "several-documents: a second YAML document begins here "
                "(one file holds one document: delete the ---, or use include:)"
            ),
        ),
        (b"source: caf\xe9\n", "not-utf8: byte 0xe9 is not UTF-8 text (save the file as UTF-8)"),
        (
            HEAD.encode("utf-16"),
            "not-utf8: byte 0xff is not UTF-8 text (this looks like UTF-16: save the file as UTF-8)",
        ),
        (
            "a: b\x07\n",
            "control-character: an invisible character (U+0007) stands here (delete it; it usually comes from pasting)",
        ),
        (
            'a: "b\\0where"\n',
            "control-character: the text holds an invisible character (U+0000) (delete it, or the escape that makes it)",
        ),
        (
            "a: !!python/object:os.system x\n",
            (
                "yaml-tag: YAML tags are not used here (tag:yaml.org,2002:python/object:os.system) "
                "(delete the tag; values are read as text)"
            ),
        ),
        ("a: &a {x: *a}\n", "recursive-anchor: *a stands inside its own anchor (write it out)"),
        ("a: *b\n", "unknown-anchor: no anchor &b stands above (write &b first)"),
        (
            "a: {b: c\nd: e\n",
            (
                "yaml-syntax: not YAML: did not find expected ',' or '}' (in what begins in line 1) "
                "(close the bracket, or put a comma between the entries)"
            ),
        ),
        (
            "a: b\n  c: d\n",
            (
                "yaml-syntax: not YAML: mapping values are not allowed in this context "
                '(put quotes round a value that holds ": ", or check the blanks before the key)'
            ),
        ),
        ("[" * 60, "too-deep: nested more than 50 levels deep (look for a bracket too many)"),
    ],
)
def test_text_that_is_no_rota_file_is_refused_in_plain_words(text: str | bytes, expected: str) -> None:
    """Each way in which a file can fail to be YAML has its own sentence."""
    assert only(text) == expected


QUOTE = "yaml-syntax: not YAML: this text needs quotes, because without them"
COMMENT, SEVERAL = f"{QUOTE} the # in it begins a comment", f"{QUOTE} it would be more than one value"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{reason: family #1}", f'2:14 {COMMENT} (write "family #1")'),
        ("{reason: family #1, by: ana}", f'2:14 {COMMENT} (write "family #1")'),
        ("[ana #1, ben]", f'2:6 {COMMENT} (write "ana #1")'),
        ("{reason: family: dinner}", f'2:14 {SEVERAL} (write "family: dinner")'),
        ("{reason: it's: so}", f'2:14 {SEVERAL} (write "it\'s: so")'),
        ('{reason: "a" b}', f"2:14 {SEVERAL} (write '\"a\" b')"),
        ("{reason: [x] y, by: ana}", f'2:14 {SEVERAL} (write "[x] y")'),
        ("reason: family: dinner", f'2:13 {SEVERAL} (write "family: dinner")'),
        (
            "{rota: web cover: ana}",
            f'2:12 {SEVERAL} (write "web cover: ana", or put a comma before cover)',
        ),
    ],
)
def test_a_text_that_needs_quotes_is_shown_with_them_where_it_stands(line: str, expected: str) -> None:
    """No bracket is open, though the parser says so on the next line; with the quotes the file is YAML."""
    text = f"o:\n  - {line}\n  - {{b: c}}\n"
    assert lines(text) == [expected]
    quoted = expected.partition("(write ")[2].removesuffix(")").partition(", or")[0]
    right = text.replace(quoted[1:-1], quoted, 1)
    assert right != text
    assert "yaml-syntax" not in {finding.id for finding in findings(right)}


def test_a_key_that_is_not_a_word_is_an_error() -> None:
    """Lists, mappings and nothing cannot be keys; what is beside them is still read."""
    assert [f.id for f in parse("? [a]\n: b\n", "x")[1]] == ["bad-key"]
    assert [f.id for f in parse("~: b\n", "x")[1]] == ["bad-key"]


def test_a_byte_order_mark_and_crlf_change_nothing() -> None:
    """Files from Windows mean the same, and places in them are the same."""
    loaded = read(("\ufeff" + BASE.replace("\n", "\r\n")).encode())
    assert loaded.file == read(BASE).file
    assert loaded.where("rotas", "web", "line_ups", 0, "from") == read(BASE).where(
        "rotas", "web", "line_ups", 0, "from"
    )
    assert loaded.sources == {"rota.yaml": BASE}


def test_a_byte_that_is_not_utf8_is_shown_with_its_line() -> None:
    """The column counts characters, not bytes."""
    (finding,) = findings("a: b\nä: c".encode() + b"\xff\n")
    assert finding.where is not None
    assert (finding.where.line, finding.where.column) == (2, 5)


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n"
    for name, below in zip("bcdefghi", "abcdefgh", strict=True)
)
NESTED = "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n} {{x: *a{n - 1}}}\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        (LAUGHS, "too-many-values"),
        (NESTED, "too-deep"),
        ("x" * 50_000_000, "file-too-big"),
        ("[" * 1_000_000, "yaml-syntax"),
        ("{a: " * 200_000, "too-deep"),
        ("- " * 500_000, "too-deep"),
        ("[" + "a," * 400_000 + "]", "too-many-values"),
        ("a: &a {x: 1}\n" + "".join(f"b{n}: {{<<: *a}}\n" for n in range(45_000)), "too-many-values"),
    ],
)
def test_a_hostile_file_ends_with_one_error(text: str, id_: str) -> None:
    """Size, depth and aliases are bounded before anything is expanded, so that this test ends at all."""
    assert [f.id for f in findings(text)] == [id_]


def test_ten_thousand_people_load() -> None:
    """A big honest file is no hostile one."""
    people = "".join(f"  p{n}: {{name: Person {n}, email: p{n}@example.org}}\n" for n in range(10_000))
    assert len(read(f"{HEAD}people:\n{people}").file.people) == 10_000


def test_ten_thousand_faults_are_cut_short() -> None:
    """The first two hundred faults are shown, and how many there are besides."""
    people = "".join(f"  p{n}: {{nam: Person, email: p{n}@example.org}}\n" for n in range(5_000))
    found = findings(f"{HEAD}people:\n{people}")
    assert len(found) == 201
    assert found[-1].message == "9,800 more faults are not shown"


def test_places_are_found_by_path() -> None:
    """Values and keys have line, column and length; what does not exist has the place of what is above it."""
    tree, _ = parse("a:\n  - {b: cd, e: [f]}\n  - |\n    x\n    y\nz:\n", "x.yaml")
    assert str(locate(tree, "a", 0, "b")) == "x.yaml:2:9"
    assert locate(tree, "a", 0, "b").length == 2
    assert str(locate(tree, "a", 0, "b", key=True)) == "x.yaml:2:6"
    assert str(locate(tree, "a", 0, "nothing")) == "x.yaml:2:5"
    assert str(locate(tree, "a", 0, "e")) == "x.yaml:2:13"
    assert str(locate(tree, "a", 0, "e", 0)) == "x.yaml:2:17"
    assert str(locate(tree, "a", 7)) == "x.yaml:1:1"
    assert str(locate(tree, "a", 1)) == "x.yaml:3:5"
    assert str(locate(tree, "z")) == "x.yaml:6:1"
    assert isinstance(tree, Mapping)
    assert isinstance(tree.items["a"][1], Listing)
    assert tree.size < MAX_NODES
