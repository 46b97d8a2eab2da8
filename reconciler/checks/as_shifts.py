"""Whether a rota that is to be a shift-based schedule can be one: its turns as plain repetitions."""

from collections.abc import Iterator

from reconciler.checks.ground import Ground
from reconciler.desired.rotations import InexpressibleError
from reconciler.desired.schedules import layers
from reconciler.errors import Finding


def check(ground: Ground) -> Iterator[Finding]:
    """One finding for each rota of kind `shifts` that PagerDuty's events cannot express."""
    people = {key: key for key in ground.file.people}
    for key in ground.rotas:
        if ground.file.kind_of(key) != "shifts":
            continue
        try:
            layers(ground.file, key, ground.now, people, "shifts")
        except InexpressibleError as fault:
            name = ground.file.rotas[key].name
            yield Finding(
                id="not-as-shifts",
                severity="error",
                message=f"{name} cannot be a shift-based schedule: {fault.message}",
                where=ground.file.rotas[key].where,
                hint=f"{fault.hint}; or write `kind: layers`",
            )
