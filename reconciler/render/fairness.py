"""How the shifts are spread: who is owed first, then each rota's figures beside an equal share."""

from collections.abc import Collection, Iterator, Sequence

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import Balance, together
from reconciler.insight.report import Report
from reconciler.render import fairness_words as words
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.fairness_table import Row, right, table
from reconciler.render.layout import Paint, columns, joined, paragraph, plain


def text(
    report: Report,
    file: RotaFile,
    *,
    only: Collection[str],
    usual: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The sentence about all, then a block for each rota; `usual` says that the interval is the usual one.

    `only` keeps some people in the figures; the sentences stay about everybody.
    """
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(_heading(report, file), width, hanging=2)]
    if usual:
        lines += paragraph(words.HALF_AND_HALF, width, indent=2)
    several = _several(report)
    if several:
        lines += ["", *paragraph(clean(words.sentence(report.balances, file)), width)]
    for key in report.rotas:
        name = clean(file.rotas[key].name) + (f" ({clean(key)})" if verbose else "")
        lines += ["", *(paint.bold(line) for line in paragraph(name, width))]
        lines += _block(report, report.of(key), key, file, only, width, paint)
    if several:
        lines += ["", paint.bold(words.TOGETHER)]
        lines += _figures(report.balances, file, only, width, paint)
    return joined([*lines, "", *paragraph(words.LEGEND, width)])


def _heading(report: Report, file: RotaFile) -> str:
    return clean(words.heading("Fairness", report.span, file))


def _several(report: Report) -> bool:
    """Whether more than one rota has anything to tell."""
    return len({one.rota for one in report.balances}) > 1


def _block(
    report: Report,
    balances: Sequence[Balance],
    key: str,
    file: RotaFile,
    only: Collection[str],
    width: int,
    paint: Paint,
) -> list[str]:
    lines = paragraph(clean(words.sentence(balances, file)), width, indent=2)
    lines += _figures(balances, file, only, width, paint)
    people = [p for p in file.people if not only or p in only]
    told = [(name, clean(said)) for name, said in words.seasons(report, key, people, file)]
    return lines + columns(told, width=width, styles=(paint.dim, plain))


def _figures(
    balances: Sequence[Balance], file: RotaFile, only: Collection[str], width: int, paint: Paint
) -> list[str]:
    """A row for each person, each figure with how much more or less it is than the share."""
    kept = _kept(balances, only)
    if not kept:
        return []
    shown = words.columns(balances)
    bodies = []
    for column in shown:
        done, more = zip(*words.figures(kept, column), strict=True)
        bodies.append([f"{a} {b}" for a, b in zip(right(done), right(more), strict=True)])
    rows = [
        Row(clean(words.named(one.person, file)), [body[i] for body in bodies]) for i, one in enumerate(kept)
    ]
    return table([column.title for column in shown], rows, width=width, paint=paint)


def _kept(balances: Sequence[Balance], only: Collection[str]) -> list[Balance]:
    return [one for one in together(balances) if not only or one.person in only]


def markdown(report: Report, file: RotaFile, *, only: Collection[str], usual: bool) -> str:
    """The same; a table for each rota."""
    lines = [f"### {escape(_heading(report, file))}"]
    if usual:
        lines += ["", words.HALF_AND_HALF]
    several = _several(report)
    if several:
        lines += ["", escape(words.sentence(report.balances, file))]
    for key in report.rotas:
        balances = report.of(key)
        lines += ["", f"#### {escape(file.rotas[key].name)}", "", escape(words.sentence(balances, file))]
        lines += _table(report, balances, key, file, only)
    if several:
        lines += ["", f"#### {words.TOGETHER}", *_table(report, report.balances, None, file, only)]
    return joined([*lines, "", words.LEGEND])


def _table(
    report: Report, balances: Sequence[Balance], key: str | None, file: RotaFile, only: Collection[str]
) -> Iterator[str]:
    kept = _kept(balances, only)
    if not kept:
        return
    shown = words.columns(balances)
    seasons = [f"{name} since {report.since}" for name in words.SEASONS.values()]
    yield from ("", f"| {' | '.join(('Who', *(c.title for c in shown), *seasons))} |")
    yield f"| --- |{' ---: |' * len(shown)}{' --- |' * len(seasons)}"
    figures = [words.figures(kept, column) for column in shown]
    for i, one in enumerate(kept):
        told = [f"{done} ({more})" for done, more in (column[i] for column in figures)]
        years = [", ".join(map(str, report.years(key, one.person, season))) for season in words.SEASONS]
        yield f"| {' | '.join((escape(words.named(one.person, file)), *told, *years))} |"
