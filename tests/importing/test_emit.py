"""What is written as YAML loads as what it was: by our loader, by YAML 1.1, and inside brackets."""

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconciler.config.nodes import Listing, Mapping, Scalar, parse
from reconciler.config.texts import forbidden
from reconciler.importing.emit import brackets, comment, flow, scalar

anything = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(string.printable, max_size=12),
    st.sampled_from(
        (
            "no",
            "Null",
            "~",
            "",
            "12:30",
            "1e3",
            "0o17",
            "0x1F",
            "2026-01-05",
            "- a",
            "a: b",
            "a #b",
            " a",
            "=",
        )
    ),
    st.text("0123456789:._+-eExoabcdefNnyY~", max_size=8),
)
ours = anything.filter(lambda text: forbidden(text) is None)


@given(anything)
def test_a_text_loads_as_itself(text: str) -> None:
    """As a value, as a key and in a list, by a loader that knows octal numbers and many ways to say yes."""
    written = f"{scalar(text)}: [{scalar(text)}, {{x: {scalar(text)}}}]"
    assert yaml.safe_load(written) == {text: [text, {"x": text}]}


@given(ours)
def test_our_loader_reads_the_same(text: str) -> None:
    """Whatever a rota file may hold."""
    node, findings = parse(f"- {scalar(text)}\n- {flow({'name': scalar(text)})}\n- {brackets([text])}\n", "f")
    assert not findings
    assert isinstance(node, Listing)
    plain, mapping, listing = node.items
    assert isinstance(plain, Scalar)
    assert isinstance(mapping, Mapping)
    assert isinstance(listing, Listing)
    (inner,) = listing.items
    value = mapping.items["name"][1]
    assert isinstance(value, Scalar)
    assert isinstance(inner, Scalar)
    assert [plain.text, value.text, inner.text] == [text, text, text]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ana Ortiz", "Ana Ortiz"),
        ("ana.ortiz@example.gov.uk", "ana.ortiz@example.gov.uk"),
        ("Monday 09:00", "Monday 09:00"),
        ("Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00"),
        ("24x7", "24x7"),
        ("https://github.com/example/rota", "https://github.com/example/rota"),
        ("22:00", '"22:00"'),
        ("Mon,Wed 09:00-17:00", '"Mon,Wed 09:00-17:00"'),
        ("NO", '"NO"'),
        ("say “hi”\n", '"say “hi”\\n"'),
    ],
)
def test_plain_is_what_a_person_would_leave_plain(text: str, written: str) -> None:
    """Quotes stand only where they are needed."""
    assert scalar(text) == written


@given(st.text())
def test_a_comment_stays_on_its_line(text: str) -> None:
    """Whatever people called their services."""
    assert yaml.safe_load(f"a: 1  # {comment(text)}\nb: 2\n") == {"a": 1, "b": 2}
