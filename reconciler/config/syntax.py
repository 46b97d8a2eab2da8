"""What the YAML parser complains about, said with its place and with what to write instead."""

import yaml

from reconciler.config.unquoted import unquoted
from reconciler.errors import Finding, Where

_HINTS = (
    (
        "mapping values are not allowed",
        'put quotes round a value that holds ": ", or check the blanks before the key',
    ),
    ("could not find expected ':'", "write `key: value`, with a blank after the colon"),
    ("did not find expected ',' or", "close the bracket, or put a comma between the entries"),
    ("did not find expected '-' indicator", "start every entry of the list with `- `, in one column"),
    ("did not find expected key", "keys of one entry must begin in one column"),
    ("expected <document start>", "a quote or a bracket is too many, or an anchor stands without a value"),
    ("nesting depth", "look for a bracket too many"),
    ("incompatible YAML document", "drop the line with %YAML"),
    ("unexpected end of stream", "a quote or a bracket is not closed"),
    ("found character that cannot start any token", "put the value in quotes"),
)


def syntax_fault(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    """The finding for text that is not YAML."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    here = lines[line]
    where = Where(file, line + 1, column + 1)
    blank = here[: len(here) - len(here.lstrip())]
    if "\t" in blank or here[column : column + 1] == "\t":
        return Finding(
            "tab",
            "error",
            "a tab stands where YAML wants blanks",
            Where(file, line + 1, here.find("\t") + 1),
            "indent with blanks",
        )
    if (bare := unquoted(error, text)) is not None:
        why = "the # in it begins a comment" if bare.comment else "it would be more than one value"
        place = Where(file, bare.line + 1, bare.column + 1, len(bare.text))
        message = f"not YAML: this text needs quotes, because without them {why}"
        return Finding("yaml-syntax", "error", message, place, bare.advice)
    problem = error.problem or "not YAML"
    hint = next((advice for start, advice in _HINTS if start in problem), None)
    began = error.context_mark.line + 1 if error.context_mark else None
    message = f"not YAML: {problem}" + (
        f" (in what begins in line {began})" if began and began != line + 1 else ""
    )
    return Finding("yaml-syntax", "error", message, where, hint)
