"""With whom somebody could exchange a turn: both are judged in what they get, even exchanges first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from reconciler.config.loader import Loaded
from reconciler.config.model import RotaFile
from reconciler.config.values import When
from reconciler.edit.insert import Edit, insert
from reconciler.errors import Finding, UsageError
from reconciler.intervals import Interval
from reconciler.shifts.line_ups import tracks
from reconciler.suggest import line
from reconciler.suggest.after import new_findings
from reconciler.suggest.exchange import Exchange, Turn, entry_of, exchange
from reconciler.suggest.roster import Roster, around
from reconciler.suggest.turns import begins_on, meant, others

_MOST_EACH = 2
MOST = 6
"""So many exchanges are proposed, of one person at most two."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose turn on a rota, by the date or wall time at which it begins or that lies in it.

    `partner` is the one person to judge, and `theirs` which turn of theirs; with `anyway` whatever speaks
    against it. `file` is where the line is to go.
    """

    rota: str
    person: str
    turn: When
    partner: str | None = None
    theirs: When | None = None
    anyway: bool = False
    reason: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The turn that is meant, exchanges that can be made, the best first, and why others cannot.

    `snapped` are the turns that do not begin on the date that was given. `chosen` and `edit` are None where
    nobody can.
    """

    asked: Asked
    before: RotaFile
    now: datetime
    turn: Turn
    snapped: tuple[Turn, ...]
    possible: tuple[Exchange, ...]
    refused: tuple[Exchange, ...]
    alone: tuple[str, ...]
    chosen: Exchange | None
    edit: Edit | None
    notes: tuple[Finding, ...]


def propose(loaded: Loaded, asked: Asked, now: datetime) -> Proposal:
    """The swap for what is asked. Raises UsageError, ConfigError or EditError where that cannot be."""
    file = loaded.file
    if asked.partner == asked.person:
        raise UsageError("a swap has two people", hint="name somebody else after --with")
    mine = meant(file, asked.rota, asked.person, asked.turn, now)
    snapped = [mine] if not begins_on(mine, asked.turn) else []
    if asked.partner is not None and asked.theirs is not None:
        theirs = [meant(file, asked.rota, asked.partner, asked.theirs, now)]
        snapped += theirs if not begins_on(theirs[0], asked.theirs) else []
    else:
        theirs = others(file, asked.rota, mine, asked.partner, now)
    whole = Interval(
        min(turn.interval.start for turn in (mine, *theirs)),
        max(turn.interval.end for turn in (mine, *theirs)),
    )
    roster = Roster(file, now, around(file, whole))
    tried = sorted(
        (exchange(roster, asked.rota, mine, turn) for turn in theirs),
        key=lambda e: (not e.can, e.uneven, e.apart, e.theirs.interval),
    )
    chosen = next((e for e in tried if e.can or (asked.anyway and asked.partner is not None)), None)
    if chosen is None and asked.theirs is not None:
        raise _cannot(file, tried[0])
    edit = None
    if chosen is not None:
        entry = entry_of(asked.rota, mine, chosen.theirs, asked.reason)
        placed = line.insertion(loaded, entry, asked.file)
        edit = insert(loaded, placed.path, placed.item, file=placed.file)
    return Proposal(
        asked=asked,
        before=file,
        now=now,
        turn=mine,
        snapped=tuple(snapped),
        possible=_few([e for e in tried if e.can]),
        refused=_one_each(tried),
        alone=_alone(file, asked, mine, [e.theirs.person for e in tried]),
        chosen=chosen,
        edit=edit,
        notes=new_findings(edit, now) if edit is not None else (),
    )


def _few(possible: Sequence[Exchange]) -> tuple[Exchange, ...]:
    seen: dict[str, int] = {}
    out: list[Exchange] = []
    for one in possible:
        seen[one.theirs.person] = seen.get(one.theirs.person, 0) + 1
        if seen[one.theirs.person] <= _MOST_EACH:
            out.append(one)
    return tuple(islice(out, MOST))


def _one_each(tried: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Of everybody with whom no exchange can be made the nearest one."""
    can = {one.theirs.person for one in tried if one.can}
    refused: dict[str, Exchange] = {}
    for one in sorted(tried, key=lambda e: e.apart):
        if one.theirs.person not in can:
            refused.setdefault(one.theirs.person, one)
    return tuple(refused.values())


def _alone(file: RotaFile, asked: Asked, mine: Turn, tried: Sequence[str]) -> tuple[str, ...]:
    """The people of the line-up without any turn to exchange."""
    there: set[str] = set()
    for track in tracks(file, asked.rota):
        for s in track.stretches:
            if track.name == mine.layer and s.interval(mine.interval):
                there.update(s.people)
    if asked.partner is not None:
        return ()
    return tuple(p for p in file.people if p in there and p not in tried and p != asked.person)


def _cannot(file: RotaFile, one: Exchange) -> UsageError:
    """The refusal where the one exchange that was asked for cannot be made."""
    reasons = [
        f"{file.display_name(turn.person)} cannot: {', '.join(o.text for o in against)}"
        for turn, against in ((one.mine, one.against_me), (one.theirs, one.against_them))
        if against
    ]
    return UsageError(
        "; ".join(reasons), hint="--anyway proposes it all the same; leave out --for for others"
    )
