"""How a history begins: a small file, a season of the year, and the moment at which it is applied first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from reconciler.state import Kind
from tests.plan.files import document, given, rota
from tests.world import Data

SEASONS = {
    "spring": (datetime(2026, 3, 16, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC)),
    "autumn": (datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 10, 28, tzinfo=UTC)),
    "christmas": (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)),
}
"""Easter and the clocks going forward; the clocks going back; three bank holidays in a row."""

HANDOVERS = {
    "Monday 09:00": "2026-01-05",
    "Wednesday 09:00": "2026-01-07",
    "Friday 17:00": "2026-01-09",
    "Saturday 00:30": "2026-01-10",
}
NIGHT_TURNS = {
    "1 week": None,
    "3 days": ("09:00", "2026-01-05"),
    "12 hours": (None, "2026-01-05 09:00"),
}
THIRDS = (None, "follows", "around the clock", "outside")


@dataclass(frozen=True)
class Beginning:
    """What a history begins with."""

    now: datetime
    handover: str
    turn: str
    holder: str
    third: str | None
    kind: Kind = "layers"
    nobody: bool = False

    def document(self) -> Data:
        """A rota for the working day, one for the rest, perhaps a third, and a policy over them."""
        first = HANDOVERS[self.handover]
        clock = NIGHT_TURNS[self.turn]
        night = rota((first, "dee", "eve", "ana"), hours="night", handover=self.handover)
        if clock is not None:
            night = rota(
                (clock[1], "dee", "eve", "ana"), hours="night", turn=self.turn, handover=clock[0] or ""
            )
            if clock[0] is None:
                del night["handover"]
        found = {"in": rota((first, "ana", "ben", "cal"), handover=self.handover), "out": night}
        rules = {"in": "nobody" if self.nobody else "team", "out": "current"}
        if self.third == "follows":
            found["third"] = {"follows": "in", "offset": 1}
            rules["third"] = "team"
        elif self.third is not None:
            hours = None if self.third == "around the clock" else "night"
            found["third"] = rota((first, "kit", "lou"), hours=hours, handover=self.handover)
            rules["third"] = "current"
        levels = [
            {"notify": "in", "escalate_after": "5 minutes"},
            {"notify": "out", "escalate_after": "15 minutes"},
        ]
        return document(
            found,
            horizon="3 weeks",
            bank_holidays={
                "calendar": "england-and-wales",
                "window": "day",
                "holder": self.holder,
                "rules": rules,
                "extra": [],
                "ignore": [],
            },
            policies={"24x7": {"name": "24x7", "repeat": 1, "levels": levels}},
            overrides=[],
            **given(self.kind),
        )


def beginnings(season: str, kind: Kind = "layers") -> st.SearchStrategy[Beginning]:
    """A moment in a season, on the minute, and a file whose rotas are all of one kind."""
    first, last = SEASONS[season]
    minutes = int((last - first) / timedelta(minutes=1))
    return st.builds(
        Beginning,
        now=st.integers(0, minutes).map(lambda passed: first + timedelta(minutes=passed)),
        handover=st.sampled_from(tuple(HANDOVERS)),
        turn=st.sampled_from(tuple(NIGHT_TURNS)),
        holder=st.sampled_from(("incoming", "outgoing")),
        third=st.sampled_from(THIRDS),
        kind=st.just(kind),
        nobody=st.just(value=False) if kind == "layers" else st.booleans(),
    )
