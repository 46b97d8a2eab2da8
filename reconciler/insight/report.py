"""What `rota fairness` tells about an interval, as one frozen value."""

from collections.abc import Iterable
from dataclasses import dataclass

from reconciler.config.model import RotaFile
from reconciler.insight import seasons
from reconciler.insight.fairness import Balance, balance
from reconciler.insight.seasons import Season, Worked
from reconciler.intervals import Interval


@dataclass(frozen=True, slots=True)
class Report:
    """The balances of some rotas over `span`; who works at Christmas and Easter from the year `since` on."""

    span: Interval
    rotas: tuple[str, ...]
    balances: tuple[Balance, ...]
    worked: tuple[Worked, ...]
    since: int

    def of(self, rota: str) -> tuple[Balance, ...]:
        """The balances of one rota."""
        return tuple(one for one in self.balances if one.rota == rota)

    def years(self, rota: str | None, person: str, season: Season) -> tuple[int, ...]:
        """The years in which somebody works a season on one rota (None: on any), in order."""
        found = {
            one.year
            for one in self.worked
            if one.person == person and one.season == season and rota in (None, one.rota)
        }
        return tuple(sorted(found))


def report(file: RotaFile, rotas: Iterable[str], span: Interval) -> Report:
    """Everything about some rotas over an interval (UTC)."""
    keys = tuple(rotas)
    return Report(
        span=span,
        rotas=keys,
        balances=balance(file, keys, span),
        worked=seasons.worked(file, keys, span),
        since=seasons.first_year(file, span),
    )
