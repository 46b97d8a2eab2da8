"""What it means that output is inert: for a terminal or a log, as Markdown, as JSON, as annotations.

The Markdown is read by markdown-it, the parser that rich brings along: what it finds is what a forge finds.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SGR = re.compile("\x1b\\[[0-9;]*m")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
_OURS = re.compile(r"::(error|warning|notice) [^:]+::")
_LIVE = re.compile(r"[@#](?=\w)|://|\bwww\.|\bGH-\d", re.IGNORECASE)
_TAGS = {"<br>", "<span>", "</span>", "<summary>", "</summary>", "<details>", "</details>"}
_BLOCKS = re.compile(r"<details><summary>[^<>&]*</summary>\n?|</details>\n?")
_PLAIN = {
    "inline",
    "text",
    "softbreak",
    "text_special",
    "code_inline",
    *(
        f"{kind}_{end}"
        for kind in ("heading", "paragraph", "bullet_list", "list_item", "strong")
        for end in ("open", "close")
    ),
    *(f"{kind}_{end}" for kind in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")),
}


def faults_of_log(out: str, *, color: bool = False) -> list[str]:
    """Whatever a terminal, or the log of a CI job, would obey instead of showing it."""
    out = _SGR.sub("", out) if color else out
    found = [f"U+{ord(c):04X}" for c in out if c != "\n" and _hidden(c)]
    found += [line for line in re.split("[\n\r\x85\u2028\u2029]", out) if line.strip().startswith("::")]
    return found + ["##["] * out.count("##[")


def _hidden(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in _INVISIBLE


def faults_of_annotations(out: str) -> list[str]:
    """What is no annotation of ours, one a line. `%0A` in one ends a line of its message only."""
    found = [line for line in out.splitlines() if _OURS.match(line) is None]
    return found + [f"U+{ord(c):04X}" for c in out if c != "\n" and _hidden(c)] + ["##["] * out.count("##[")


def faults_of_markdown(out: str) -> list[str]:
    """Links, images, HTML, code blocks, quotes, mentions: whatever is not of ours, as it would be shown."""
    found = faults_of_log(out)
    tables: list[list[int]] = []
    for token in _tokens(out):
        kind = token.type
        if kind == "html_block":
            found += [] if _BLOCKS.fullmatch(token.content) else [token.content]
        elif kind == "html_inline":
            found += [] if token.content in _TAGS else [token.content]
        elif kind not in _PLAIN or (kind == "heading_open" and (token.tag, token.markup) != ("h3", "###")):
            found.append(f"{kind} {token.tag} {token.content}")
        elif kind == "text":
            found += [f"live: {match}" for match in _LIVE.findall(token.content)]
        elif kind == "table_open":
            tables.append([])
        elif kind == "tr_open":
            tables[-1].append(0)
        elif kind in {"td_open", "th_open"}:
            tables[-1][-1] += 1
    return found + [f"cells: {table}" for table in tables if len(set(table)) != 1]


def headings(out: str) -> int:
    """How many headings there are."""
    return sum(token.type == "heading_open" for token in _tokens(out))


def shown(out: str) -> str:
    """The text of Markdown as a reader sees it."""
    return "".join(t.content for t in _tokens(out) if t.type in {"text", "code_inline", "text_special"})


def _tokens(out: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(out):
        yield token
        yield from token.children or ()


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def json_texts(out: str) -> str:
    """The texts of JSON output as they were before; it must be plain ASCII, one document, and inert."""
    assert out.isascii()
    assert not faults_of_log(out)
    return "\n".join(texts_of(json.loads(out)))
