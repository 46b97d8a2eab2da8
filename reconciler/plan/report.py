"""What a plan says about one rota beside its writes: shifts that move, conflicts, what is left alone."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from reconciler.config.model import RotaFile
from reconciler.desired.schedules import WantedSchedule
from reconciler.intervals import Interval, Segment, at, merge, subtract, union, zone
from reconciler.ownership import Claims, Owned
from reconciler.plan import overrides as override_diff
from reconciler.plan import words
from reconciler.plan.model import ConflictNote, OnCallNow, ShiftChange, Unmanaged, Who
from reconciler.safety import Moves
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Shift
from reconciler.shifts.pauses import pauses
from reconciler.state import NOBODY, OverrideState
from reconciler.wording import stretch

_WITHDRAWN = "override withdrawn"


@dataclass(frozen=True)
class Setting:
    """What every rota of one plan shares: `ids` maps people to PagerDuty's users, `whos` users to people."""

    file: RotaFile
    now: datetime
    claims: Claims
    ids: Mapping[str, str]
    names: Mapping[str, str]
    whos: Mapping[str, Who]
    team: str | None

    @cached_property
    def alive(self) -> frozenset[str]:
        """The users who are known to exist."""
        return frozenset(self.ids.values())

    def who(self, user: str | None) -> Who | None:
        """The person behind a user id."""
        return None if user is None else self.whos.get(user, Who(None, self.names.get(user, user)))


def excused(setting: Setting, wanted: WantedSchedule, owned: Owned) -> tuple[Interval, ...]:
    """Where nobody may follow somebody without a flag.

    That is declared pauses, windows that the file gives to nobody, and our own overrides outside the rota's
    hours (a bank holiday was withdrawn).
    """
    span = Interval(setting.now, wanted.last)
    paused = (
        *pauses(setting.file, wanted.key, span),
        *(window.interval for window in bank.nobody(setting.file, wanted.key, span)),
    )
    ours = union(o.interval for o in owned.ours)
    around = Interval(ours[0].start, ours[-1].end).clip(span) if ours else None
    if around is not None:
        ours = subtract(ours, union(s.interval for s in engine.base(setting.file, wanted.key, around)))
    return union((*paused, *ours))


def moved(
    setting: Setting,
    wanted: WantedSchedule,
    moves: Moves,
    diff: override_diff.OverrideDiff,
    *,
    new: bool,
) -> Iterable[ShiftChange]:
    """Every stretch that changes hands, with the reason; `new`: the rota is not in PagerDuty yet."""
    changed = tuple(moves.changed())
    if not changed:
        return
    by_time = tuple(Segment(s.start, s.end, s) for s in wanted.shifts)
    withdrawn = union(o.interval for o in diff.delete)
    kept = moves.kept()
    last = moves.after[-1].end if moves.after else moves.span.start
    before: Interval | None = None
    for part, old, fresh in changed:
        found = at(by_time, part.start) if fresh is not None else None
        shift = found.value if found else None
        if fresh is not None:
            why = _somebody(setting, shift, part, withdrawn, new=new)
        else:
            why = _nobody(setting, wanted.key, part, withdrawn, after=last > part.end)
        where = shift.where if shift else None
        yield ShiftChange(
            rota=wanted.key,
            start=part.start,
            end=part.end,
            before=setting.who(old),
            after=setting.who(fresh),
            reason=why,
            file=where.file if where else None,
            line=where.line if where else None,
            joins=before is not None and not _touched(kept, before.start, part.end),
        )
        before = part


def _somebody(
    setting: Setting, shift: Shift | None, part: Interval, withdrawn: tuple[Interval, ...], *, new: bool
) -> str:
    """Why somebody is on call in a stretch; whoever simply has the turn got it by what changed around it."""
    if shift is not None and shift.source == "rotation" and shift.holiday is None:
        if any(part.overlaps(o) for o in withdrawn):
            return _WITHDRAWN
        if new:
            return "new rota"
    return words.reason(setting.file, shift, setting.now)


def _nobody(
    setting: Setting, key: str, part: Interval, withdrawn: tuple[Interval, ...], *, after: bool
) -> str:
    """Why nobody is on call in a stretch any more; `after`: somebody is once it is over."""
    if closed := bank.nobody(setting.file, key, part):
        return closed[0].name
    if any(part.overlaps(o) for o in withdrawn):
        return _WITHDRAWN
    if pauses(setting.file, key, part):
        return "pause"
    return "the file has no shift then" if after else words.reason(setting.file, None, setting.now)


def _touched(kept: tuple[Interval, ...], start: datetime, end: datetime) -> bool:
    """Whether one of them (sorted, disjoint) lies in a stretch or touches it."""
    first = bisect_left(kept, start, key=lambda interval: interval.end)
    return first < len(kept) and kept[first].start <= end


def now(setting: Setting, key: str, moves: Moves) -> OnCallNow:
    """Who is on call, and who would be. What is sent begins a minute later, so that minute decides.

    Where nobody is replaced in that minute but somebody hands over in it, nothing changes now.
    """
    soon = setting.now + override_diff.CLAMP
    held, still, then = at(moves.before, setting.now), at(moves.before, soon), at(moves.after, soon)
    before, later, after = (None if s is None else s.value for s in (held, still, then))
    return OnCallNow(key, setting.who(before), setting.who(before if after == later else after))


def conflicts(
    setting: Setting, wanted: WantedSchedule, diff: override_diff.OverrideDiff
) -> Iterable[ConflictNote]:
    """Where PagerDuty and the file name different people, and who is paged."""
    for c in diff.conflicts:
        them = setting.who(c.foreign.user) or Who(None, c.foreign.user)
        us = setting.who(c.wanted.user) or Who(None, c.wanted.user)
        when = stretch(c.interval, zone(wanted.time_zone), year=setting.now.year)
        paged = us if c.displaced else them
        text = f"{when}: PagerDuty says {them.name} (made by hand), the file says {us.name}; "
        text += f"{paged.name} is paged"
        yield ConflictNote(wanted.key, c.interval.start, c.interval.end, them, us, text)


def left_alone(setting: Setting, wanted: WantedSchedule, owned: Owned) -> Iterable[Unmanaged]:
    """The overrides that somebody made by hand."""
    for o in owned.foreign:
        if o.end <= setting.now:
            continue
        who = setting.who(o.user)
        start = max(o.start, setting.now)
        yield Unmanaged("override", wanted.key, wanted.name, "made by hand", start, o.end, who, o.id)


def strays(setting: Setting, wanted: WantedSchedule, owned: Owned) -> Iterable[str]:
    """Mailbox overrides in no record on stretches where the file has none: nobody would be paged."""
    mail = tuple(
        merge(Segment(o.interval.start, o.interval.end, o.user) for o in wanted.overrides if o.mailbox)
    )
    for o in owned.foreign:
        who = setting.who(o.user)
        if who is None or not who.mailbox or o.end <= setting.now + timedelta(minutes=1):
            continue
        if subtract((_rest(o, setting.now),), union(s.interval for s in mail)):
            when = stretch(o.interval, zone(wanted.time_zone), year=setting.now.year)
            name = "nobody" if o.user == NOBODY else f"{who.name} (a mailbox)"
            yield (
                f"{name} is on {wanted.name} {when}, where the file has no bank holiday, "
                f"and no record says that we made it; if it may go, run `rota adopt --ours {o.id}`, and the "
                "next apply deletes it; if it is meant, give the date under bank_holidays: extra"
            )


def _rest(o: OverrideState, now: datetime) -> Interval:
    return Interval(max(o.start, now), o.end)
