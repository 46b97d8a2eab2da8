"""What bank-holiday windows lay over the turn line: outgoing holders, named people, labels, mailboxes."""

from dataclasses import replace
from datetime import timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, Timeline, at, clip, intersect, paint, subtract, union
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held
from reconciler.shifts.line_ups import handover_day, tracks
from reconciler.shifts.windows import Window


def outgoing(file: RotaFile, key: str, line: Timeline[Held], windows: tuple[Window, ...]) -> Timeline[Held]:
    """With `holder: outgoing`, whoever had the turn just before a handover in the window keeps the window."""
    rules = file.bank_holidays
    if rules is None or rules.holder != "outgoing" or bank.rule_of(file, key) != "current":
        return line
    kept: list[Segment[Held]] = []
    for window in windows:
        start, end = window.interval.start, window.interval.end
        change = next((s for s in line if s.value.turn_start == s.start and start <= s.start < end), None)
        before = at(line, change.start - timedelta(seconds=1)) if change is not None else None
        if change is not None and before is not None:
            kept.append(Segment(change.start, end, before.value))
    return paint(line, kept)


def named_holders(
    file: RotaFile, key: str, line: Timeline[Held], windows: tuple[Window, ...]
) -> Timeline[Held]:
    """`holiday:` entries, and a rule that names a person, replace the holder."""
    rule = bank.rule_of(file, key)
    rules = file.bank_holidays
    over: Timeline[Held] = ()
    if rule is not None and rules is not None and rule in file.people and not file.people[rule].mailbox:
        pieces = clip(line, tuple(w.interval for w in windows))
        over = tuple(
            Segment(s.start, s.end, replace(s.value, person=rule, source="bank_holiday", where=rules.where))
            for s in pieces
        )
    for entry in bank.holiday_entries(file, key):
        on_date = [w for w in windows if w.date == entry.holiday]
        if not on_date:
            continue
        spans = [w.interval for w in on_date]
        if entry.nights and (night := handover_day(file, key, entry.holiday, entry.holiday)) is not None:
            spans.append(night)
        for part in union(spans):
            held = at(line, part.start)
            layer = held.value.layer if held else tracks(file, key)[-1].name
            named = Held(
                entry.by, layer, part.start, entry.where, "bank_holiday", entry.reason, on_date[0].name
            )
            over = paint(over, (Segment(part.start, part.end, named),))
    return paint(line, over)


def label(line: Timeline[Held], windows: tuple[Window, ...], on_duty: tuple[Interval, ...]) -> Timeline[Held]:
    """Name the bank holiday on what lies in a window; what only the window makes a shift comes from it."""
    labelled: list[Segment[Held]] = []
    for window in windows:
        inside = clip(line, (window.interval,))
        for extra_hours, part in (
            *((True, p) for p in clip(inside, subtract((window.interval,), on_duty))),
            *((False, p) for p in clip(inside, intersect((window.interval,), on_duty))),
        ):
            value = replace(part.value, holiday=window.name)
            if extra_hours:
                value = replace(value, source="bank_holiday")
            labelled.append(Segment(part.start, part.end, value))
    return paint(line, sorted(labelled, key=lambda s: s.start))


def mailboxes(file: RotaFile, key: str, line: Timeline[Held], windows: tuple[Window, ...]) -> Timeline[Held]:
    """A mailbox takes its windows whatever else is said; a pause stays a pause."""
    rule, rules = bank.rule_of(file, key), file.bank_holidays
    if rule is None or rules is None or rule not in file.people or not file.people[rule].mailbox:
        return line
    names = {w.interval.start: w.name for w in windows}
    over: list[Segment[Held]] = []
    for window in windows:
        for part in union(s.interval for s in clip(line, (window.interval,))):
            layer = next(s.value.layer for s in line if s.start <= part.start < s.end)
            held = Held(
                rule, layer, part.start, rules.where, "bank_holiday", None, names[window.interval.start]
            )
            over.append(Segment(part.start, part.end, held))
    return paint(line, over)
