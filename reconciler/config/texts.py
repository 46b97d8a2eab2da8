"""From the bytes of a file to text that is safe to read as YAML: size, encoding, line ends, characters."""

import re

from reconciler.errors import Finding, Where

MAX_BYTES = 1024 * 1024

# Line separators other than \n are among them: editors and YAML disagree about whether they end a line.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Unreadable(Exception):  # noqa: N818 - it says what the file is; it never leaves this package
    """The file cannot be read any further; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def forbidden(text: str) -> re.Match[str] | None:
    """The first control character or other character that has no business in a rota file."""
    return None if text.isprintable() else _FORBIDDEN.search(text)


def decode(raw: str | bytes, file: str) -> str:
    """The text of a file with plain line ends and without a byte order mark."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(
            Finding(
                "file-too-big",
                "error",
                f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read",
                Where(file, 1),
                "split it with include:, or look for what was pasted into it by mistake",
            )
        )
    text = raw if isinstance(raw, str) else _utf8(raw, file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := forbidden(text):
        before = text[: match.start()]
        raise Unreadable(
            Finding(
                "control-character",
                "error",
                f"an invisible character (U+{ord(match.group()):04X}) stands here",
                Where(file, before.count("\n") + 1, match.start() - before.rfind("\n")),
                "delete it; it usually comes from pasting",
                found=f"U+{ord(match.group()):04X}",
            )
        )
    return text


def _utf8(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        wide = raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise Unreadable(
            Finding(
                "not-utf8",
                "error",
                f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
                Where(file, before.count(b"\n") + 1, column),
                "this looks like UTF-16: save the file as UTF-8" if wide else "save the file as UTF-8",
            )
        ) from None
