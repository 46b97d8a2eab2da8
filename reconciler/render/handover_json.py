"""The note for a turn and the brief before a long weekend, for programs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from reconciler.handover.model import Away, Change, Note, Stretch, Turn
from reconciler.holiday_views import DayRow
from reconciler.render import contract
from reconciler.render.shifts import fields as shift_fields
from reconciler.views import PageView


def note(found: Note, *, now: datetime) -> str:
    """The contract of `handover ROTA --format json`."""
    return contract.document(
        at=contract.stamp(now),
        rota=found.rota,
        layer=found.layer,
        role=found.role,
        gives=contract.someone(found.giver),
        takes=contract.someone(found.taker),
        turn=_turn(found.turn),
        before=_turn(found.before) if found.before else None,
        after=_turn(found.after) if found.after else None,
        shifts=[shift_fields(s) for s in found.shifts],
        covers=[_cover(c) for c in found.covers],
        bank_holidays=[_day(d) for d in found.days],
        leave=[_away(a) for a in found.away],
        policies=[_chain(c) for c in found.chains],
        findings=[contract.finding(f) for f in found.findings],
    )


def brief(found: Sequence[Stretch], *, now: datetime, within: timedelta) -> str:
    """The contract of `handover --brief --format json`."""
    return contract.document(
        at=contract.stamp(now),
        until=contract.stamp(now + within),
        weekends=[
            {
                "start": contract.stamp(s.interval.start),
                "end": contract.stamp(s.interval.end),
                "bank_holidays": [_day(d) for d in s.days],
                "shifts": [shift_fields(row) for row in s.shifts],
                "policies": [_chain(c) for c in s.chains],
                "leave": [_away(a) for a in s.away],
            }
            for s in found
        ],
    )


def _turn(turn: Turn) -> dict[str, object]:
    instead = turn.instead_of
    return {
        "person": turn.who.person,
        "start": contract.stamp(turn.start),
        "end": contract.stamp(turn.end),
        "swapped_with": instead.person if instead else None,
        "reason": turn.reason,
    }


def _cover(change: Change) -> dict[str, object]:
    return {
        "person": change.who.person,
        "instead_of": change.instead_of.person,
        "start": contract.stamp(change.start),
        "end": contract.stamp(change.end),
        "reason": change.reason,
    }


def _day(row: DayRow) -> dict[str, object]:
    holders = [
        {
            "rota": held.rota,
            "person": held.who.person if held.who else None,
            "start": contract.stamp(held.start),
            "end": contract.stamp(held.end),
        }
        for held in row.holders
    ]
    return {"date": row.date.isoformat(), "name": row.name, "holders": holders}


def _away(away: Away) -> dict[str, object]:
    return {"person": away.who.person, "from": away.first.isoformat(), "until": away.last.isoformat()}


def _chain(chain: PageView) -> dict[str, object]:
    return {
        "policy": chain.policy,
        "at": contract.stamp(chain.at),
        "repeat": chain.repeat,
        "chain": [
            {
                "level": row.level,
                "after_seconds": row.after_seconds,
                "rota": row.rota,
                "person": row.who.person if row.who else None,
                "mailbox": row.who is not None and row.who.mailbox,
                "known": row.known,
            }
            for row in chain.rows
            if row.pages
        ],
    }
