"""What people wrote made inert for where it is shown: terminals, Markdown on a forge, GitHub's annotations.

Names, reasons and messages come from a file that anybody may propose to change, and from PagerDuty. They
must not move the cursor, forge a line, notify anybody or change the look of what surrounds them.
"""

import re
import unicodedata

# Joiners are invisible but mean something inside emoji and in some scripts; they can do no harm.
_JOINERS = "\u200c\u200d"
# GitHub's runner obeys this wherever it stands in a line of a log.
OLD_COMMAND = ("##[", "##\u2772")
_PICTURES = 0x2400
_DELETE, _LAST_CONTROL = 0x7F, 0x1F

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "$": "<span>$</span>"}
_ESCAPED = re.compile(r"([\\`*_{}\[\]|~])")
_AT_THE_START = re.compile(r"^(\s*)([-+=:#]|\d+(?=[.)]))")
# A zero-width space keeps a forge from seeing a mention, a reference or an address, and from notifying.
_BROKEN = "&#8203;"
_LIVE = re.compile(r"[@#](?=\S)|:(?=//)|(?i:www|GH)(?=[.-])")


def clean(text: str) -> str:
    """Text for a terminal: control characters, line ends and invisible or turning characters made visible."""
    text = text.replace(*OLD_COMMAND)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _visible(char) for char in text)


def _visible(char: str) -> str:
    code = ord(char)
    if char in _JOINERS or unicodedata.category(char) == "Zs":
        return char
    if code <= _LAST_CONTROL:
        return chr(_PICTURES + code)
    return "\u2421" if code == _DELETE else f"<U+{code:04X}>"


def markdown(text: str) -> str:
    """Text inside Markdown: no formatting, no HTML, no mentions, no links, no table cells of its own."""
    out = _ESCAPED.sub(r"\\\1", clean(text))
    out = "".join(_ENTITIES.get(char, char) for char in out)
    # `#` and `&#8203;` meet here: the entities put in above hold no `#`, so that none of them is broken up.
    out = _LIVE.sub(lambda match: match.group() + _BROKEN, out)
    return _AT_THE_START.sub(_escape_start, out)


def _escape_start(match: re.Match[str]) -> str:
    # A digit cannot be escaped; what follows it can.
    mark = match.group(2)
    return f"{match.group(1)}{mark}{_BROKEN}" if mark.isdigit() else f"{match.group(1)}\\{mark}"


def code(text: str) -> str:
    """Text as code inside Markdown, also in a table."""
    return f"`{clean(text).replace('`', chr(0x2BC)).replace('|', chr(0xA6))}`"


def prose(text: str) -> str:
    """A sentence inside Markdown in which what stands between backticks stays code; all else is inert."""
    parts = text.split("`")
    if len(parts) % 2 == 0 or "" in parts[1::2]:
        return markdown(text)
    return "".join(code(part) if i % 2 else (markdown(part) if part else "") for i, part in enumerate(parts))


def annotation(text: str) -> str:
    """The message of a GitHub annotation, which may hold line ends of ours."""
    lines = (clean(line) for line in text.split("\n"))
    return "\n".join(lines).replace("%", "%25").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """The value of a property of a GitHub annotation."""
    return clean(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
