"""What a role does: its Markdown as HTML that can do no harm, whatever stands in the file."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from reconciler.render.clean import clean

_OUT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LOWEST = 6
_BELOW = 2
"""The page has a heading of the first order, and what the role does one of the second."""


def html(text: str, name: str) -> Markup:
    """The text of a role, under headings of the third order and lower; a title that is `name` is left out.

    Raw HTML is shown as text, pictures are links, and a link does not tell where it was followed from. A link
    to anything but the web or an address, such as another file, is its text.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    lines = "\n".join(clean(line) for line in text.replace("\r\n", "\n").replace("\t", "    ").split("\n"))
    tokens = _untitled(reader.parse(lines), name)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_LOWEST, int(token.tag[1:]) + _BELOW)}"
        if token.children is not None:
            token.children = list(_linked(token.children))
    # The renderer escapes every text and attribute itself.
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a line, of its links only those that lead out of the site."""
    kept: list[bool] = []
    for child in children:
        if child.type == "link_open":
            kept.append(_OUT.match(str(child.attrGet("href"))) is not None)
            child.attrSet("rel", "noopener noreferrer")
        if child.type not in {"link_open", "link_close"} or kept[-1]:
            yield child
        if child.type == "link_close":
            kept.pop()


def _untitled(tokens: Sequence[Token], name: str) -> list[Token]:
    """The tokens without a first heading that only repeats the name of the rota."""
    if len(tokens) > 1 and tokens[0].type == "heading_open":
        title = tokens[1].content.strip().casefold()
        if title == name.casefold():
            return list(tokens[3:])
    return list(tokens)
