"""The brief before a long weekend: who has what until ordinary hours begin, and how long alerts wait."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.handover.model import Stretch
from reconciler.render import zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.handover import Section, leave, listed
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.shifts import why
from reconciler.render.words import NOBODY, origin, reached
from reconciler.render.zones import Clocks
from reconciler.views import PageRow, PageView
from reconciler.wording import day, duration, listing


def text(
    stretches: Sequence[Stretch],
    file: RotaFile,
    *,
    now: datetime,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """One long weekend after the other; `verbose` names the mailboxes' levels too."""
    del verbose
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    lines: list[str] = []
    for stretch in stretches:
        lines += [""] if lines else []
        head = paragraph(clean(heading(stretch, file, clocks)), width, hanging=2)
        lines += [paint.bold(line) for line in head]
        for section in sections(stretch, file, clocks):
            lines += ["", paint.bold(clean(section.title))]
            table = [tuple(map(clean, row)) for row in section.rows]
            lines += columns(table, width=width, styles=(plain, paint.bold))
            lines += paragraph(section.none, width, indent=2) if section.none and not table else ()
    return joined(lines)


def markdown(stretches: Sequence[Stretch], file: RotaFile, *, now: datetime) -> str:
    """The same with headings and lists."""
    clocks = zones.of_file(file, now)
    lines: list[str] = []
    for stretch in stretches:
        lines += [""] if lines else []
        lines += [f"### {escape(heading(stretch, file, clocks))}"]
        for section in sections(stretch, file, clocks):
            lines += ["", f"**{escape(section.title)}**", "", *listed(section)]
    return joined(lines)


def nothing(now: datetime, within: timedelta, file: RotaFile) -> str:
    """What is said where no bank holiday acts."""
    clocks = zones.of_file(file, now)
    return f"no bank holiday acts before {clocks.moment(now + within)}: nothing to brief"


def heading(stretch: Stretch, file: RotaFile, clocks: Clocks) -> str:
    """`Fri 25 Dec Christmas Day: from Thu 24 Dec 17:00 to Mon 28 Dec 09:00 Europe/London`."""
    named = listing([f"{day(row.date, year=clocks.year)} {row.name}" for row in stretch.days])
    start, end = clocks.moment(stretch.interval.start), clocks.moment(stretch.interval.end)
    return f"{named}: from {start} to {end} {clocks.main} ({origin(file)})"


def sections(stretch: Stretch, file: RotaFile, clocks: Clocks) -> Iterator[Section]:
    """A section for each rota, then how long alerts wait, then who is away."""
    for key, rota in file.rotas.items():
        told = [(s.start, s.end, reached(s.who), why(s)) for s in stretch.shifts if s.rota == key]
        told += [
            (held.start, held.end, NOBODY, row.name)
            for row in stretch.days
            for held in row.holders
            if held.rota == key and held.who is None
        ]
        if told:
            rows = [(clocks.stretch(key, start, end), *said) for start, end, *said in sorted(told)]
            yield Section(rota.name, rows)
    yield Section("How long an alert waits for a person", list(_waits(stretch.chains, clocks)))
    yield Section("On leave", list(leave(stretch.away, clocks)), "nobody")


def _waits(chains: Sequence[PageView], clocks: Clocks) -> Iterator[tuple[str, str, str]]:
    for chain in chains:
        yield clocks.moment(chain.at), chain.name, wait(chain)


def wait(chain: PageView) -> str:
    """`level 1: PaaS team (mailbox); Ben Ode is paged after 5 minutes`, or `level 1: nobody; …`."""
    first = next((row for row in chain.rows if not _mailbox(row)), None)
    before = chain.rows if first is None else chain.rows[: chain.rows.index(first)]
    said: list[str] = []
    for name in dict.fromkeys(reached(row.who) for row in before):
        levels = list(dict.fromkeys(str(row.level) for row in before if reached(row.who) == name))
        said.append(f"{'levels' if len(levels) > 1 else 'level'} {listing(levels)}: {name}")
    if first is None:
        return "; ".join([*said, "no person is ever paged"])
    name = f"whoever holds {first.rota_name}" if not first.known else reached(first.who)
    after = timedelta(seconds=first.after_seconds)
    said.append(f"{name} is paged " + (f"after {duration(after)}" if after else "at once"))
    return "; ".join(said)


def _mailbox(row: PageRow) -> bool:
    return row.known and (row.who is None or row.who.mailbox)
