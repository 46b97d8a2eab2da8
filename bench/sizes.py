"""How much is measured: in full, or as little as tries the harness out."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes and repeats of every part.

    From `sampled` schedules on, for applies from `applied_sampled`, the sequential client is measured on
    `sample` of them. `patience` is for how many seconds a single run of ours may be expected to take; what
    would take longer is left out.
    """

    planned: tuple[int, ...] = (10, 100, 1_000, 5_000)
    bare: int = 1_000
    sampled: int = 1_000
    applied_sampled: int = 5_000
    sample: int = 100
    applied: tuple[int, ...] = (10, 100, 1_000)
    created: tuple[int, ...] = (10, 100, 1_000)
    rotas: int = 200
    years: tuple[int, ...] = (1, 2, 5)
    rival_rotas: int = 10
    checked: tuple[int, ...] = (5, 10, 20)
    imported: tuple[int, ...] = (30, 100, 300)
    singly: int = 100
    rounds: int = 5
    starts: int = 10
    patience: float = 400.0
    files: int | None = None


FULL = Sizes()
LARGE = replace(FULL, applied=(*FULL.applied, 5_000), created=(*FULL.created, 5_000), patience=1_500.0)
"""An hour: the limit of requests decides how long the largest applies take."""
QUICK = Sizes(
    planned=(5, 10),
    bare=5,
    sampled=10,
    applied_sampled=10,
    sample=5,
    applied=(5, 10),
    created=(5,),
    rotas=4,
    years=(1, 2),
    rival_rotas=2,
    checked=(2, 4),
    imported=(10, 20),
    singly=10,
    rounds=1,
    starts=1,
    files=1,
)
