"""One rota compared with its schedule: the writes, the shifts that move, and everything worth saying."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reconciler.desired.effective import acting, beside, effective
from reconciler.desired.overrides import WantedOverride
from reconciler.desired.schedules import WantedSchedule
from reconciler.intervals import Interval, Segment, Timeline, clip, interval_or_none, subtract, union, zone
from reconciler.ownership import Owned, split
from reconciler.plan import digest, report, words
from reconciler.plan import layers as layer_diff
from reconciler.plan import overrides as override_diff
from reconciler.plan.actions import (
    Change,
    CreateOverride,
    CreateSchedule,
    DeleteOverride,
    UpdateSchedule,
    Verb,
)
from reconciler.plan.model import ConflictNote, OnCallNow, ShiftChange, Unmanaged
from reconciler.plan.policies import with_marker
from reconciler.plan.report import Setting
from reconciler.plan.standing import alone, coming, require_room, standing
from reconciler.plan.zones import same_zone
from reconciler.safety import Moves
from reconciler.shifts import engine
from reconciler.shifts.holding import Shift
from reconciler.state import NOBODY, OverrideState, ScheduleState
from reconciler.wording import stretch


@dataclass(frozen=True, slots=True)
class RotaPlan:
    """What one rota contributes to the plan."""

    key: str
    schedule: CreateSchedule | UpdateSchedule | None
    creates: tuple[CreateOverride, ...]
    deletes: tuple[DeleteOverride, ...]
    moves: Moves
    until: datetime
    excused: tuple[Interval, ...]
    edits_running: bool
    unmarked: bool
    shifts: tuple[ShiftChange, ...] = ()
    on_call_now: OnCallNow | None = None
    conflicts: tuple[ConflictNote, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    strays: tuple[str, ...] = ()


def compare_rota(setting: Setting, wanted: WantedSchedule, live: ScheduleState | None) -> RotaPlan:
    """Compare one managed rota from now on.

    Raises NoRoomError where a shift-based schedule has no room for its events.
    """
    exact = {(o.user, o.interval.start, o.interval.end) for o in wanted.overrides}
    owned = split(wanted.key, live.id, live.overrides, setting.claims, exact) if live else Owned((), ())
    rendered = live.rendered if live else ()
    schedule, running = _schedule(setting, wanted, live)
    there = owned
    if isinstance(schedule, CreateSchedule):
        require_room(schedule, setting.now)
    if live is not None and live.kind == "shifts":
        change = schedule if isinstance(schedule, UpdateSchedule) else None
        events = coming(live, change, setting.now)
        owned = standing(owned, wanted, events, setting.now)
        acts = acting(owned.foreign, wanted.base, live, events, wanted.time_zone)
        there = replace(owned, foreign=acts)
    diff = override_diff.diff(wanted.overrides, there, setting.now, rendered)
    users = _users(setting, wanted.shifts)
    after = effective(
        users, alone(there.foreign, diff.keep), over_foreign=diff.over_foreign, rendered=rendered
    )
    span = Interval(setting.now, wanted.last)
    after = beside(after, owned.foreign, span)
    # What is sent begins in a minute: until then PagerDuty goes on as it is.
    late = diff.late
    if live is not None and live.kind == "shifts":
        late = union((*late, Interval(setting.now, min(setting.now + override_diff.CLAMP, span.end))))
    kept = clip(after, subtract((span,), late))
    after = tuple(sorted((*kept, *clip(rendered, late)), key=lambda s: s.start))
    moves = Moves(span, clip(rendered, (span,)), clip(after, (span,)))
    return RotaPlan(
        key=wanted.key,
        schedule=schedule,
        creates=tuple(_creates(setting, wanted, live, diff)),
        deletes=tuple(_deletes(setting, wanted, live, diff)),
        moves=moves,
        until=wanted.until,
        excused=report.excused(setting, wanted, owned),
        edits_running=running,
        unmarked=live is not None and not _marked(live, wanted),
        shifts=tuple(report.moved(setting, wanted, moves, diff, new=live is None)),
        on_call_now=report.now(setting, wanted.key, moves),
        conflicts=tuple(report.conflicts(setting, wanted, diff)),
        unmanaged=tuple(report.left_alone(setting, wanted, owned)),
        strays=tuple(report.strays(setting, wanted, owned)),
    )


def _marked(live: ScheduleState, wanted: WantedSchedule) -> bool:
    return any(line.startswith(f"Managed as code: {wanted.key}") for line in live.description.splitlines())


def _users(setting: Setting, shifts: Iterable[Shift]) -> Timeline[str]:
    return tuple(Segment(s.start, s.end, setting.ids[s.person]) for s in shifts)


def _schedule(
    setting: Setting, wanted: WantedSchedule, live: ScheduleState | None
) -> tuple[CreateSchedule | UpdateSchedule | None, bool]:
    key, now, tz, names = wanted.key, setting.now, zone(wanted.time_zone), setting.names
    if live is None:
        changes = [Change("create", "schedule", key, f"new schedule, {wanted.time_zone}")]
        changes += [
            Change("create", "layer", key, words.layer_change(c, names, tz, now))
            for c in layer_diff.diff(wanted.layers, (), now, wanted.time_zone).changes
        ]
        text = with_marker("", wanted.marker)
        action = CreateSchedule(
            key, wanted.name, wanted.time_zone, text, setting.team, wanted.layers, tuple(changes), wanted.kind
        )
        return action, False
    found = _field_changes(wanted, live)
    diff = layer_diff.diff(
        wanted.layers,
        live.layers,
        now,
        wanted.time_zone,
        alive=setting.alive,
        stacked=live.kind == "layers",
    )
    for change in diff.changes:
        verb = "update" if change.verb == "order" else change.verb
        text = words.layer_change(change, names, tz, now)
        found.append(Change(_VERBS[verb], "layer", key, text))
    if not found:
        return None, False
    return UpdateSchedule(
        key=key,
        id=live.id,
        base=digest.of_layers(live),
        name=wanted.name,
        time_zone=live.time_zone if same_zone(live.time_zone, wanted.time_zone) else wanted.time_zone,
        description=with_marker(live.description, wanted.marker),
        teams=live.teams,
        layers=diff.writes,
        changes=tuple(found),
        kind=live.kind,
    ), diff.edits_running


_VERBS: Mapping[str, Verb] = {"create": "create", "update": "update", "end": "end"}


def _field_changes(wanted: WantedSchedule, live: ScheduleState) -> list[Change]:
    found: list[Change] = []
    if wanted.name != " ".join(live.name.split()):
        found.append(Change("rename", "schedule", wanted.key, f"{live.name} → {wanted.name}"))
    if not same_zone(live.time_zone, wanted.time_zone):
        text = f"time zone {live.time_zone} → {wanted.time_zone}"
        found.append(Change("update", "schedule", wanted.key, text))
    return found


def _creates(
    setting: Setting, wanted: WantedSchedule, live: ScheduleState | None, diff: override_diff.OverrideDiff
) -> Iterable[CreateOverride]:
    for want, part in diff.create:
        name = "nobody" if want.user == NOBODY else setting.file.display_name(want.person)
        why = want.holiday or (words.HOLIDAY_NIGHT if want.source == "bank_holiday" else want.source)
        why = f"{why}: {want.reason}" if want.reason else why
        if part.start == setting.now + override_diff.CLAMP and (missed := _missed(want, part, diff)):
            why += f"; {stretch(missed, zone(wanted.time_zone), year=setting.now.year)} is missed"
        text = words.override_summary(name, part.start, part.end, wanted.time_zone, why, setting.now)
        yield CreateOverride(
            key=want.key,
            schedule=live.id if live else None,
            user=want.user,
            person=want.person,
            start=part.start,
            end=part.end,
            changes=(Change("create", "override", want.key, text),),
            mailbox=want.mailbox,
            on=want.on,
            over=want.over,
        )


def _missed(want: WantedOverride, part: Interval, diff: override_diff.OverrideDiff) -> Interval | None:
    """What has passed of a wanted override that begins only now; it is said, and never sent."""
    before = interval_or_none(want.interval.start, part.start)
    theirs = union(o.interval for o in diff.keep if o.user == want.user)
    left = subtract((before,), theirs) if before is not None else ()
    return left[0] if left else None


def _deletes(
    setting: Setting, wanted: WantedSchedule, live: ScheduleState | None, diff: override_diff.OverrideDiff
) -> Iterable[DeleteOverride]:
    for o in diff.delete:
        who = setting.who(o.user)
        name = who.name if who else o.user
        cut = "cut at now" if o.start <= setting.now else "not wanted any more"
        text = words.override_summary(name, o.start, o.end, wanted.time_zone, cut, setting.now)
        stranger = who is not None and who.person is None
        yield DeleteOverride(
            key=wanted.key,
            schedule=live.id if live else "",
            id=o.id,
            user=o.user,
            start=o.start,
            end=o.end,
            changes=(Change("end" if o.start <= setting.now else "delete", "override", wanted.key, text),),
            mailbox=(who is not None and who.mailbox) or (stranger and _within(setting, wanted.key, o)),
            followed=o.of_shifts,
        )


def _within(setting: Setting, key: str, o: OverrideState) -> bool:
    """Whether somebody has the turn throughout an override. So its end leaves nobody without a person.

    One who is not in the file any more may have been its mailbox.
    """
    return not subtract((o.interval,), union(s.interval for s in engine.base(setting.file, key, o.interval)))
