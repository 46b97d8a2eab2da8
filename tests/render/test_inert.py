"""What people wrote comes out inert: on terminals, in Markdown, in annotations, in logs of GitHub."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import Finding, Where
from reconciler.plan.model import ConflictNote, Flag, Plan, Refusal, RotaName, Unmanaged, Who
from reconciler.plan.outcome import Outcome, Result
from reconciler.render import findings, outcome, page, shifts, who
from reconciler.render import plan as render
from reconciler.render.clean import annotation, annotation_property, clean, code, markdown, prose
from reconciler.views import PageRow, PageView, ShiftRow, WhoRow
from tests.render import builders as b
from tests.render.builders import NOW, at

NASTY = (
    "\x1b]0;owned\x07\x1b[2J",
    "a\r\n::error title=x::forged",
    "x ::add-mask::secret",
    "##[error]forged",
    "\u202eevil\u2066",
    "<script>alert(1)</script>",
    "@ops-team see #12",
    "a | b `c` **d**",
    "[link](https://evil.example) www.evil.example",
    "=cmd|' /C calc'!A0",
    "$x$ ~~y~~ __z__",
    "\u2028line\u2029par\u0085next\x00",
)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Ana Ortiz", "Ana Ortiz"),
        ("Zoë 日本 \U0001f600", "Zoë 日本 \U0001f600"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\nb\tc\x7f", "a␊b␉c␡"),
        ("\u202egro", "<U+202E>gro"),
        ("\x9b1m", "<U+009B>1m"),
        ("\u00a0narrow", "\u00a0narrow"),
        ("a\u200db\u200cc", "a\u200db\u200cc"),
        ("\U000e0041", "<U+E0041>"),
        ("##[error]x", "##\u2772error]x"),
    ],
)
def test_terminals_see_what_is_there(raw: str, seen: str) -> None:
    """Control and turning characters are shown, not obeyed; letters of all scripts stay."""
    assert clean(raw) == seen


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("Ana Ortiz", "Ana Ortiz"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("a|b", "a\\|b"),
        ("`x` *y* _z_ ~w~ [l](u)", "\\`x\\` \\*y\\* \\_z\\_ \\~w\\~ \\[l\\](u)"),
        ("@ops see #12 at 5", "@&#8203;ops see #&#8203;12 at 5"),
        ("ana@example.org", "ana@&#8203;example.org"),
        ("https://evil www.evil GH-1", "https:&#8203;//evil www&#8203;.evil GH&#8203;-1"),
        ("- item", "\\- item"),
        ("=cmd()", "\\=cmd()"),
        ("1. first", "1&#8203;. first"),
        ("# title", "\\# title"),
        ("$x$", "<span>$</span>x<span>$</span>"),
        ("a\nb", "a␊b"),
        ("Fri 25 Dec 09:00 – 17:00", "Fri 25 Dec 09:00 – 17:00"),
    ],
)
def test_markdown_shows_the_text_itself(raw: str, escaped: str) -> None:
    """No formatting, HTML, mention, reference, link or list comes out of what people wrote."""
    assert markdown(raw) == escaped


def test_code_and_prose_in_markdown() -> None:
    """Commands of ours stay code; a backtick without its partner, or nothing between two, is only text."""
    assert code("a`b|c\n") == "`a\u02bcb¦c␊`"
    assert prose("run `rota plan` <now>") == "run `rota plan` &lt;now&gt;"
    assert prose("`rota show` puts it | there") == "`rota show` puts it \\| there"
    assert prose("one ` only") == "one \\` only"
    assert prose("two `` together") == "two \\`\\` together"


def test_annotations_cannot_be_ended_early() -> None:
    """Percent signs, line ends, colons and commas are escaped where they would mean something."""
    assert annotation("50%\r\nx::y") == "50%25␍%0Ax::y"
    assert annotation_property("a,b:c%\nd") == "a%2Cb%3Ac%25␊d"


def everything(text: str) -> tuple[Plan, Outcome]:
    """A plan and an outcome in which every text that comes from outside is the one given."""
    one = Who(None, text, text)
    names = (RotaName("in-hours", text, "Europe/London"), RotaName("out-of-hours", text, "Europe/London"))
    plan = b.plan(
        names=names,
        actions=b.actions(
            b.override("2026-12-25T09:00", "2026-12-25T17:00", one, summary=text), b.line_up(text), b.gone()
        ),
        shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00", one, None, text),),
        flags=(Flag("gap", "in-hours", text, text),),
        conflicts=(ConflictNote("in-hours", NOW, at("2026-12-25T17:00"), one, one, text),),
        unmanaged=(
            Unmanaged("override", "in-hours", text, text, NOW, at("2026-12-25T17:00"), one),
            Unmanaged("schedule", text, text, text),
        ),
        refused=(Refusal("out-of-hours", (text,)),),
        findings=(Finding("a", "warning", text, Where("rota.yaml", 1), text),),
    )
    results = tuple(Result(action, "failed", text) for action in plan.actions)
    return plan, Outcome(plan, results, plan.refused, plan.shifts, ("in-hours",), recorded=text)


def texts(text: str, width: int = 80) -> list[str]:
    """Everything that is printed on a terminal about such a plan, such findings and such rows."""
    plan, end = everything(text)
    one = Who(None, text, text)
    file = b.rota_file()
    found = (Finding("a", "error", text, Where("rota.yaml", 1, 1, 3), text),)
    shift = ShiftRow("in-hours", None, one, NOW, at("2026-11-25T17:00"), "cover", text, None, "rota.yaml", 3)
    held = WhoRow("in-hours", text, "Europe/London", one, at("2026-11-25T17:00"), one, None, known=True)
    chain = PageRow(1, 0, "in-hours", text, one, known=True, holiday=text)
    view = PageView("24x7", text, NOW, "Europe/London", (chain,), 1)
    look = {"width": width, "color": False}
    return [
        render.text(plan, width=width, color=False, verbose=True),
        outcome.text(end, width=width, color=False),
        findings.text(found, {"rota.yaml": text}, width=width, color=False),
        shifts.text((shift,), file, now=NOW, live=False, width=width, color=False),
        who.text((held,), file, at=NOW, now=NOW, live=False, width=width, color=False),
        page.text(view, now=NOW, page_within=b.NOW - b.NOW, width=look["width"], color=False),
    ]


def inert(out: str) -> bool:
    """Whether a log or terminal would only show it: no control, no turning, no command."""
    lines = out.split("\n")
    return (
        all(unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for line in lines for c in line)
        and not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", out)
        and not any(line.lstrip().startswith("::") for line in lines)
        and "##[" not in out
    )


@pytest.mark.parametrize("text", NASTY)
def test_terminal_output_is_inert(text: str) -> None:
    """In no place of no output does a text from outside reach the terminal or the log as it was."""
    for out in texts(text):
        assert inert(out)


@pytest.mark.parametrize("text", NASTY)
def test_markdown_output_is_inert(text: str) -> None:
    """No tag, mention, bare link or table row of its own, in the plan, the outcome and the findings."""
    plan, end = everything(text)
    found = (Finding("a", "error", text, Where("rota.yaml", 1), text),)
    for out in (render.markdown(plan), outcome.markdown(end), findings.markdown(found)):
        assert inert(out)
        bare = re.sub(r"`[^`\n]*`", "", re.sub(r"</?(details|summary|span)>|<br>", "", out))
        assert "<" not in bare
        assert not re.search(r"[@#][A-Za-z0-9]", bare.replace("&#8203;", "\u200b"))
        assert "://" not in bare
        assert not re.search(r"(?<!\\)\*\*d", bare)
        for line in out.split("\n"):
            if line.startswith("|"):
                # Header and rows of a table agree on the number of cells.
                assert len(re.findall(r"(?<!\\)\|", line)) in {4, 5}


@pytest.mark.parametrize("text", NASTY)
def test_annotations_are_one_line_each(text: str) -> None:
    """Whatever the message and the file are called, it stays one command."""
    out = findings.github((Finding("a", "error", text, Where(text, 1), text),))
    assert out.count("\n") == 1
    assert "\r" not in out
    assert out.startswith("::error file=")
    assert ",title=a::" in out


@given(text=st.text(max_size=60), width=st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    """Whatever is in it, wide and combining characters too, and always inert."""
    for out in texts(text, width):
        assert b.narrow(out, width), out
        assert inert(out), out
