"""What was applied, run by run, and who was on call at a moment by which commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.history import Deed, Run
from reconciler.intervals import zone
from reconciler.render import contract
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, joined, paragraph
from reconciler.wording import count, moment

SHORT = 7
_SIGNS: Mapping[str, str] = {"create": "+", "delete": "-", "end": "-", "adopt": "=", "restore": "+"}
_FATES: Mapping[str, str] = {"done": "", "failed": "failed", "open": "what came of it is not on record"}
NONE = "Nothing is on record."


@dataclass(frozen=True, slots=True)
class Commit:
    """What git knows of a commit; `at` is when it was made, in UTC."""

    id: str
    subject: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Who was on call on a rota at a moment, by which line of which commit, applied by which run.

    `run` is None where no apply is on record by then; `line_commit` is the commit that wrote the line.
    """

    rota: str
    name: str
    person: str | None
    who: str
    why: str
    place: str | None
    commit: str | None
    line_commit: Commit | None
    run: Run | None


def text(
    runs: Sequence[Run],
    file: RotaFile,
    commits: Mapping[str, Commit],
    *,
    more: int,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The runs, newest first, action by action; times are the file's."""
    paint = Paint(color)
    lines: list[str] = []
    for run in runs:
        lines += [""] if lines else []
        lines += [
            paint.bold(line) for line in paragraph(clean(heading(run, file, commits)), width, hanging=2)
        ]
        for key in dict.fromkeys(deed.key for deed in run.deeds):
            lines += paragraph(clean(_name(file, key)), width, indent=2, hanging=2)
            for deed in (d for d in run.deeds if d.key == key):
                said = _deed(deed) + (f" [{deed.id}]" if verbose and deed.id else "")
                style = paint.red if deed.status == "failed" else str
                lines += [style(line) for line in paragraph(clean(said), width, indent=4, hanging=2)]
    if more:
        lines += ["", f"{count(more, 'older run')} not shown; --limit shows more."]
    return joined(lines or [NONE])


def heading(run: Run, file: RotaFile, commits: Mapping[str, Commit]) -> str:
    """`Wed 25 Nov 2026 11:32  0cf8611 Cover for Cal (Ana Ortiz)  by …`."""
    what = _commit(run.commit, commits.get(run.commit or ""))
    return f"{moment(run.at, zone(file.time_zone))}  {what}" + (f"  run by {run.by}" if run.by else "")


def _commit(id_: str | None, known: Commit | None) -> str:
    if id_ is None:
        return "a file that was not committed"
    if known is None:
        return f"{id_[:SHORT]} (this clone does not have it)"
    return f"{id_[:SHORT]} {known.subject} ({known.author})"


def _deed(deed: Deed) -> str:
    fate = _FATES[deed.status]
    said = f": {deed.said}" if deed.said and deed.status == "failed" else ""
    return f"{_SIGNS.get(deed.verb, '~')} {deed.summary}" + (f" – {fate}{said}" if fate else "")


def _name(file: RotaFile, key: str) -> str:
    if key in file.rotas:
        return file.rotas[key].name
    return file.policies[key].name if key in file.policies else key


def markdown(runs: Sequence[Run], file: RotaFile, commits: Mapping[str, Commit], *, more: int) -> str:
    """The same as nested lists."""
    lines: list[str] = []
    for run in runs:
        lines += [""] if lines else []
        lines += [f"### {escape(heading(run, file, commits))}", ""]
        for key in dict.fromkeys(deed.key for deed in run.deeds):
            lines.append(f"- **{escape(_name(file, key))}**")
            lines += [f"  - {escape(_deed(deed))}" for deed in run.deeds if deed.key == key]
    if more:
        lines += ["", f"{count(more, 'older run')} not shown."]
    return joined(lines or [NONE])


def json(runs: Sequence[Run], commits: Mapping[str, Commit]) -> str:
    """The contract of `history --format json`."""
    return contract.document(runs=[_fields(run, commits.get(run.commit or "")) for run in runs])


def _fields(run: Run, known: Commit | None) -> dict[str, object]:
    return {
        "run": run.id,
        "account": run.account,
        "at": contract.stamp(run.at),
        "by": run.by,
        **_committed(run.commit, known),
        "actions": [
            {
                "key": deed.key,
                "kind": deed.kind,
                "verb": deed.verb,
                "summary": deed.summary,
                "result": deed.status,
                "message": deed.said,
                "person": deed.person,
                "id": deed.id,
            }
            for deed in run.deeds
        ],
    }


def _committed(id_: str | None, known: Commit | None) -> dict[str, object]:
    return {
        "commit": id_,
        "subject": known.subject if known else None,
        "author": known.author if known else None,
    }


def held_text(
    rows: Sequence[Held], file: RotaFile, *, at: datetime, in_git: bool, width: int, color: bool
) -> str:
    """Who was on call at a moment, and what made it so. Not `in_git`: there is no repository to look in."""
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(held_heading(file, at, in_git=in_git), width, hanging=2)]
    for row in rows:
        lines += paragraph(
            clean(f"{row.name}: {row.who}{f' ({row.why})' if row.why else ''}"), width, indent=2
        )
        lines += [
            line for said in reasons(row, file) for line in paragraph(clean(said), width, indent=4, hanging=2)
        ]
    return joined(lines)


def held_heading(file: RotaFile, at: datetime, *, in_git: bool) -> str:
    """`On call Tue 8 Dec 2026 10:00 Europe/London, by the record in git`."""
    when = moment(at, zone(file.time_zone))
    record = "record in git" if in_git else "ledger alone"
    return f"On call {when} {file.time_zone}, by the {record} (overrides made by hand are not in it)"


def reasons(row: Held, file: RotaFile) -> list[str]:
    """Which line of which commit, and which run applied it."""
    said: list[str] = []
    if row.place is not None:
        by = _commit(row.line_commit.id, row.line_commit) if row.line_commit else "an unknown commit"
        said.append(f"{row.place}, written by {by}")
    if row.run is None:
        known = ": this is what the file in git said" if row.commit else ""
        said.append(f"no apply of this rota is on record by then{known}")
    else:
        told = f"applied {moment(row.run.at, zone(file.time_zone))}"
        told += f" from {row.run.commit[:SHORT]}" if row.run.commit else ""
        said.append(told + (f", run by {row.run.by}" if row.run.by else ""))
    return said


def held_markdown(rows: Sequence[Held], file: RotaFile, *, at: datetime, in_git: bool) -> str:
    """The same as nested lists."""
    lines = [f"### {escape(held_heading(file, at, in_git=in_git))}", ""]
    for row in rows:
        lines.append(
            f"- **{escape(row.name)}**: {escape(row.who)}{f' ({escape(row.why)})' if row.why else ''}"
        )
        lines += [f"  - {escape(said)}" for said in reasons(row, file)]
    return joined(lines)


def held_json(rows: Sequence[Held], *, at: datetime) -> str:
    """The contract of `history --at … --format json`."""
    return contract.document(
        at=contract.stamp(at),
        rotas=[
            {
                "rota": row.rota,
                "person": row.person,
                "reason": row.why or None,
                "place": row.place,
                **_committed(row.line_commit.id if row.line_commit else None, row.line_commit),
                "applied": contract.stamp_or_none(row.run.at if row.run else None),
                "applied_commit": row.commit,
                "run": row.run.id if row.run else None,
                "by": row.run.by if row.run else None,
            }
            for row in rows
        ],
    )
