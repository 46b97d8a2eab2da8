"""The pay sheet for people: hours by kind of time, and with `-v` every stretch with its source."""

from collections.abc import Sequence

from reconciler.config.model import RotaFile
from reconciler.insight.pay import CATEGORIES, PayLine, PaySum, sums
from reconciler.intervals import Interval, zone
from reconciler.render import fairness_words as words
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.fairness_table import Row, table
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.words import place
from reconciler.wording import stretch

_TITLES = ("Weeknight", "Weekend", "Bank hol", "In hours", "Hours")
_EVERY = "Every stretch with its source and commit: rota fairness --pay --format csv"
_SHORT = 10


def text(
    lines_: Sequence[PayLine],
    file: RotaFile,
    span: Interval,
    *,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """A row for each person and rota."""
    paint = Paint(color)
    head = paragraph(clean(words.heading("Pay sheet", span, file)), width, hanging=2)
    lines = [paint.bold(line) for line in head]
    if not lines_:
        return joined([*lines, f"  {words.NO_SHIFTS}"])
    rows = [
        Row(clean(file.rotas[one.rota].name), _hours(one), clean(words.named(one.person, file)))
        for one in sums(lines_, file)
    ]
    lines += ["", *table(_TITLES, rows, width=width, paint=paint)]
    if not verbose:
        return joined([*lines, "", *paragraph(_EVERY, width)])
    for person in dict.fromkeys(line.person for line in lines_):
        lines += ["", *(paint.bold(line) for line in paragraph(clean(words.named(person, file)), width))]
        mine = [_stretch(line, file) for line in lines_ if line.person == person]
        lines += columns(mine, width=width, styles=(plain, plain, paint.dim))
    return joined(lines)


def _hours(one: PaySum) -> list[str]:
    return [words.hours(one.hours[category]) for category in CATEGORIES] + [words.hours(one.total)]


def _stretch(line: PayLine, file: RotaFile) -> tuple[str, str, str]:
    when = stretch(Interval(line.start, line.end), zone(line.zone))
    if line.zone != file.time_zone:
        when = f"{when} ({line.zone})"
    kind = f"{words.hours(line.hours)} h {words.CATEGORIES[line.category]}"
    return when, kind, clean(f"{file.rotas[line.rota].name}, {why(line)}")


def why(line: PayLine) -> str:
    """`cover: concert (rota.yaml:113, 3f2c1ab9d0)`."""
    said = line.source.replace("_", " ") + (f" ({line.holiday})" if line.holiday else "")
    said += f": {line.reason}" if line.reason else ""
    at = place(line.file, line.line)
    return said + (f"{at[:-1]}, {line.commit[:_SHORT]})" if line.commit else at)


def markdown(lines_: Sequence[PayLine], file: RotaFile, span: Interval) -> str:
    """One table."""
    lines = [f"### {escape(words.heading('Pay sheet', span, file))}", ""]
    if not lines_:
        return joined([*lines, words.NO_SHIFTS])
    lines += [f"| Who | Rota | {' | '.join(_TITLES)} |", f"| --- | --- |{' ---: |' * len(_TITLES)}"]
    for one in sums(lines_, file):
        named = (escape(words.named(one.person, file)), escape(file.rotas[one.rota].name))
        lines.append(f"| {' | '.join((*named, *_hours(one)))} |")
    return joined(lines)
