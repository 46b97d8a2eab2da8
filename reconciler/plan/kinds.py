"""Which kind of schedule a rota is, and what the file asks for that this kind cannot be."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.desired.rotations import AHEAD
from reconciler.intervals import wall, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import zone_name
from reconciler.state import Kind, ScheduleState


def kind_of(file: RotaFile, key: str, live: ScheduleState | None) -> Kind:
    """What the rota says; else what the schedule is; else what the file says of new ones; else layers."""
    own = file.rotas[key].kind
    if own is not None:
        return own
    return live.kind if live is not None else file.kind or "layers"


def refusal(file: RotaFile, key: str, live: ScheduleState | None) -> str | None:
    """Why a rota cannot be written as what it is to be, or None."""
    rota, kind = file.rotas[key], kind_of(file, key, live)
    if live is not None and live.kind != kind:
        if kind == "shifts":
            return (
                f"{rota.name} is layer-based in PagerDuty and `kind: shifts` in the file; "
                f"`rota migrate {key} --to shifts` makes the new schedule beside the old one"
            )
        return (
            f"{rota.name} is shift-based in PagerDuty and `kind: layers` in the file; PagerDuty turns none "
            "back: take that line out, or have the new schedule called otherwise"
        )
    if kind == "layers" and bank.rule_of(file, key) == "nobody":
        return (
            f"{rota.name} is layer-based in PagerDuty, where nobody cannot be on: name the team's mailbox "
            f"under bank_holidays until it has moved, by `rota migrate {key} --to shifts`"
        )
    return None


def last_date(file: RotaFile, live: Mapping[str, ScheduleState], now: datetime) -> date | None:
    """The last bank holiday that may be written, where one of the rotas is shift-based; None for any.

    Such a schedule holds nothing that is a year ahead, and what it cannot hold yet no other rota may leave
    to it. A date counts once the whole of it is near enough, in the zone of each rota.
    """
    ruled = [key for key in engine.managed(file) if bank.rule_of(file, key) is not None]
    if all(kind_of(file, key, live.get(key)) == "layers" for key in ruled):
        return None
    return min(wall(now + AHEAD, zone(zone_name(file, key))).date() for key in ruled) - timedelta(days=1)
