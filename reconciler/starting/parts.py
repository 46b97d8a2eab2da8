"""The files of a starting repository: templates with their blanks filled in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from reconciler.config.schema import schema_text
from reconciler.edit.written import Form, in_lines
from reconciler.starting.asked import ACTION, COMMIT, SUFFIXES, Asked

WORKFLOWS = ".github/workflows"

_BLOCK = re.compile(r"^@@if (no )?(\w+)\n(.*?)^@@end\n", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"@@([A-Z_]+)@@")


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its path from the root, its text, and in a few words what it is for.

    `mark` is set for a file that may hold other things too: one that matches it has all that it needs, and
    to one that does not, `lines` are to be added by hand. `elsewhere` are other places where it may be.
    """

    path: str
    text: str
    what: str
    mark: re.Pattern[str] | None = None
    lines: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def parts(asked: Asked) -> tuple[Part, ...]:
    """Every file of a starting repository, in the order in which they are looked at."""
    fill = _filler(asked)
    ignored, hook = fill("gitignore"), fill("pre-commit-config.yaml")
    return (
        Part(f"{asked.prefix}rota.yaml", fill("rota.yaml"), "the rota, with invented people"),
        Part(f"{asked.prefix}rota.schema.json", schema_text(), "what editors complete its keys from"),
        Part(f"{WORKFLOWS}/rota-plan.yml", fill("rota-plan.yml"), "checks and plans pull requests"),
        Part(f"{WORKFLOWS}/rota-apply.yml", fill("rota-apply.yml"), "applies what is merged"),
        Part(f"{WORKFLOWS}/rota-timer.yml", fill("rota-timer.yml"), "the nightly timer"),
        Part(f"{WORKFLOWS}/rota-announce.yml", fill("rota-announce.yml"), "tells Slack, once it is on"),
        Part(
            ".github/CODEOWNERS",
            fill("CODEOWNERS"),
            "who must approve a change: nobody yet",
            mark=re.compile(r"rota\.yaml"),
            lines=(f"/{asked.prefix}rota.yaml  @OWNER/TEAM",),
            elsewhere=("CODEOWNERS", "docs/CODEOWNERS"),
        ),
        Part(
            f"{asked.prefix}.gitignore",
            ignored,
            "keeps the embedded PagerDuty out of git",
            mark=re.compile(r"^(\*\*)?/?\.rota/?\s*$", re.MULTILINE),
            lines=tuple(ignored.splitlines()),
        ),
        Part(
            ".pre-commit-config.yaml",
            hook,
            "`rota check` before a commit",
            mark=re.compile(r"\brota-check\b"),
            lines=tuple(hook[hook.index("  - repo:") :].splitlines()),
        ),
    )


def _filler(asked: Asked) -> Callable[[str], str]:
    said = {
        "ACTION": ACTION,
        "COMMIT": COMMIT,
        "TEAM": asked.team,
        "ZONE": asked.time_zone,
        "MONDAY": asked.monday.isoformat(),
        "SOURCE": asked.source or "",
        "CALENDAR": asked.calendar or "",
        "IN_HOURS": _name(asked.team + SUFFIXES[0]),
        "OUT_OF_HOURS": _name(asked.team + SUFFIXES[1]),
        "POLICY": _name(asked.team),
        "BRANCH": asked.branch,
        "CONFIG": f"{asked.prefix}rota.yaml",
        "PREFIX": asked.prefix,
        "PREFIX_PATTERN": re.escape(asked.prefix),
    }
    given = {"calendar": asked.calendar, "source": asked.source, "folder": asked.folder}
    return lambda name: _filled(_template(name), said, given)


def _filled(template: str, said: Mapping[str, str], given: Mapping[str, object]) -> str:
    def block(match: re.Match[str]) -> str:
        return match[3] if bool(given[match[2]]) is not bool(match[1]) else ""

    return _BLANK.sub(lambda match: said[match[1]], _BLOCK.sub(block, template))


def _name(text: str) -> str:
    (line,) = in_lines({"name": text}, Form())
    return line


def _template(name: str) -> str:
    return (files("reconciler.starting") / "templates" / name).read_text(encoding="utf-8")
