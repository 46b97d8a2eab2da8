"""YAML for our own shapes: scalars that load as what they were by any version of YAML, and flow entries."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

# Plain where nothing about it can be taken for syntax, also inside brackets.
_PLAIN = re.compile(r"[^\W_](?:[\w .'()/&+@–’-]|:(?=[^\W_]|/))*(?<! )")
# Numbers by YAML 1.2, which loaders for 1.1 take for text.
_NUMBER = re.compile(r"[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|\.?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?)")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_RESOLVER: Any = yaml.SafeLoader("")
_LAST_BASIC = 0xFFFF


def scalar(text: str) -> str:
    """A text as a value, as a key or inside brackets: plain where that is safe, else in double quotes."""
    return text if _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or "  " in text or text.lower() in _WORDS or _NUMBER.fullmatch(text):
        return False
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")


def _quoted(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escaped(char) for char in written)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code <= _LAST_BASIC else f"\\U{code:08X}"


def flow(entry: Mapping[str, str]) -> str:
    """`{name: Ana Ortiz, left: 2026-10-30}`; the values are YAML already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"


def brackets(items: Iterable[str]) -> str:
    """`[ana, ben]` of texts."""
    return f"[{', '.join(map(scalar, items))}]"


def comment(text: str) -> str:
    """What people wrote, made fit to stand behind a `#`."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
