"""How much is said about a file that is wrong all over: so many findings, and none of them without end."""

from collections.abc import Sequence
from dataclasses import replace

from reconciler.errors import Finding

MAX_FINDINGS = 200
_LONGEST = 600
"""Characters of one text of a finding; a value that a message quotes may be as long as the file."""


def readable(ordered: Sequence[Finding], more: int = 0) -> tuple[Finding, ...]:
    """The first findings of many, each of a length that can be read, and how many there are besides.

    `more` are those that were counted only.
    """
    shown = tuple(_cut(finding) for finding in ordered[:MAX_FINDINGS])
    left = len(ordered) - len(shown) + more
    if not left:
        return shown
    # The worst come first where they differ, so what is left out weighs no more than its first.
    severity = ordered[MAX_FINDINGS].severity if ordered[MAX_FINDINGS:] else ordered[-1].severity
    message = f"{left:,} more {'faults' if severity == 'error' else 'findings'} are not shown"
    return (*shown, Finding("too-many-faults", severity, message, None, "begin with the first ones"))


def _cut(finding: Finding) -> Finding:
    texts = (finding.message, finding.hint, finding.found)
    if all(text is None or len(text) <= _LONGEST for text in texts):
        return finding
    message, hint, found = (text and _short(text) for text in texts)
    return replace(finding, message=message or "", hint=hint, found=found)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
