"""What a history is lived in: a world that reads its file once, and the troubles of one apply."""

from datetime import datetime
from functools import lru_cache

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.desired.rotations import InexpressibleError
from reconciler.desired.schedules import layers
from reconciler.errors import ConfigError
from reconciler.sandbox import Crash, Duplicate, Faults, Half, RateLimited, Reset, Rule, ServerFault, Stale
from reconciler.shifts.engine import managed
from reconciler.shifts.faults import faults
from tests.world import World


class Remembering(World):
    """A world that reads its file only once as long as it stays the same."""

    @property
    def file(self) -> RotaFile:
        """The rota file as it stands."""
        return read(self.text)


@lru_cache(maxsize=64)
def read(text: str) -> RotaFile:
    """A rota file. Raises ConfigError."""
    return load_texts("rota.yaml", {"rota.yaml": text}).file


def sound(text: str, now: datetime) -> bool:
    """Whether `plan` accepts a file, for rotas of its kind."""
    try:
        file = read(text)
    except ConfigError:
        return False
    if any(finding.severity == "error" for finding in faults(file, now)):
        return False
    try:
        for key in managed(file) if file.kind == "shifts" else ():
            layers(file, key, now, {person: person for person in file.people}, "shifts")
    except InexpressibleError:
        return False
    return True


def trouble(number: int, nth: int) -> Faults:
    """One of the things that can happen to an apply; 0 is none."""
    rules = (
        None,
        Rule(RateLimited(), method="write", nth=nth),
        Rule(ServerFault(503, "html", "before"), method="write", nth=nth),
        Rule(ServerFault(502, "empty", "after"), method="write", nth=nth),
        Rule(Reset("before"), method="write", nth=nth),
        Rule(Reset("after"), method="write", nth=nth),
        Rule(Crash("before"), method="write", nth=nth),
        Rule(Crash("after"), method="write", nth=nth),
        Rule(Crash("before"), method="any", nth=nth * 5),
        Rule(ServerFault(500, "json", "before"), method="read", nth=nth * 4, count=6),
        Rule(Half(), method="write", nth=nth),
        Rule(Duplicate("first"), method="write", nth=nth),
        Rule(Duplicate("second"), method="write", nth=nth),
        Rule(Stale(requests=3), method="write", nth=nth),
    )
    rule = rules[number % len(rules)]
    return Faults() if rule is None else Faults((rule,))


TROUBLES = 14
