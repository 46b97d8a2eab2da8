"""The flags of a plan: what it does that nobody should do by accident, with what to write instead."""

from collections.abc import Iterable
from datetime import timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, at, zone
from reconciler.plan.actions import CreateSchedule, UpdateSchedule
from reconciler.plan.model import Flag
from reconciler.plan.report import Setting
from reconciler.plan.rota import RotaPlan
from reconciler.safety import Moves, gaps, moved_share, replaced_now
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import count, stretch

_SOON = timedelta(minutes=5)


def of_rota(file: RotaFile, rota: RotaPlan, setting: Setting) -> Iterable[Flag]:
    """Every flag that the writes of one rota raise; without writes none, whatever PagerDuty renders."""
    if rota.schedule is None and not rota.creates and not rota.deletes:
        return
    key, name, now = rota.key, file.rotas[rota.key].name, setting.now
    tz = zone(zone_name(file, key))
    if (pair := replaced_now(rota.moves, now)) and not _declared(file, key, setting):
        old, new = (setting.who(user) for user in pair)
        if old is not None and new is not None and not old.mailbox:
            yield Flag(
                "changes-now",
                key,
                f"{old.name} is on call now, {new.name} would be",
                "start the line-up at the next handover, or write a cover that names who is relieved",
            )
    if rota.edits_running and isinstance(rota.schedule, UpdateSchedule):
        text = f"a line-up of {name} that has already begun is changed"
        yield Flag("history", key, text, "leave it as it was and add a line-up from a date to come")
    lost = gaps(rota.moves, rota.excused)
    if lost:
        first = stretch(lost[0], tz, year=now.year)
        more = f" and {count(len(lost) - 1, 'more time')}" if len(lost) > 1 else ""
        text = f"nobody would be on {name} {first}{more}, where somebody is now"
        yield Flag("gap", key, text, "if that is meant, write a pause as a line-up")
    share = _share(rota, setting)
    if share > file.safety.mass:
        text = f"{share} % of the hours of {name} until the horizon move to somebody else"
        hint = f"check that the line-up is the one you meant (the limit is {file.safety.mass} %)"
        yield Flag("mass", key, text, hint)
    if rota.unmarked and isinstance(rota.schedule, UpdateSchedule):
        yield takeover(key, name, "schedule")


def takeover(key: str, name: str, kind: str) -> Flag:
    """An object that nobody has marked as ours is changed."""
    return Flag(
        "takeover",
        key,
        f"the {kind} {name} was not made from this file; once accepted, its description says who manages it",
        "leave it out of the file",
    )


def delete(key: str, name: str) -> Flag:
    """An object that left the file is deleted."""
    return Flag("delete", key, f"{name} is deleted in PagerDuty", "leave out --delete to keep it")


def _share(rota: RotaPlan, setting: Setting) -> int:
    if rota.until <= rota.moves.span.start or isinstance(rota.schedule, CreateSchedule):
        return 0
    span = Interval(rota.moves.span.start, rota.until)
    before = tuple(part for s in rota.moves.before if (part := s.clip(span.start, span.end)))
    after = tuple(part for s in rota.moves.after if (part := s.clip(span.start, span.end)))
    mailboxes = {user for user, who in setting.whos.items() if who.mailbox}
    return moved_share(Moves(span, before, after), mailboxes)


def _declared(file: RotaFile, key: str, setting: Setting) -> bool:
    """Whether a dated entry of the file says who is on at this moment: a cover, a swap, a bank holiday."""
    soon = Interval(setting.now, setting.now + _SOON)
    shifts = engine.shifts(file, key, soon)
    held = at(tuple(Segment(s.start, s.end, s) for s in shifts), setting.now)
    return held is not None and (held.value.source != "rotation")
