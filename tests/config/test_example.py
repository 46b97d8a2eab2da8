"""Claims about the example at the root: it is right, it shows what it should, and it loads at once."""

from datetime import date, timedelta
from pathlib import Path

from reconciler.config.loader import load
from reconciler.config.model import Cover, HolidayEntry, Swap
from reconciler.config.values import Handover
from reconciler.intervals import zone

ROOT = Path(__file__).resolve().parents[2]
LOADED = load(ROOT / "rota.yaml")
FILE = LOADED.file


def holder(rota: str, day: date) -> str:
    """Whose week it is at noon of a day, by counting weeks."""
    line_up = max(
        (entry for entry in FILE.rotas[rota].line_ups if entry.start <= day), key=lambda entry: entry.start
    )
    return line_up.people[(day - line_up.start).days // 7 % len(line_up.people)]


def test_the_example_has_the_four_rotas_and_the_escalation_rota() -> None:
    """Engineering and comms, in hours and out of hours; the escalation rota is only read."""
    managed = {key: rota.name for key, rota in FILE.rotas.items() if rota.managed}
    assert managed == {
        "in-hours-engineering": "In hours engineering",
        "out-of-hours-engineering": "Out of hours engineering",
        "in-hours-comms": "In hours comms",
        "out-of-hours-comms": "Out of hours comms",
    }
    assert not FILE.rotas["gaap-scs-escalation"].managed
    assert FILE.rotas["gaap-scs-escalation"].name == "GaaP SCS Escalation"
    assert zone(FILE.time_zone).key == "Europe/London"


def test_the_policies_escalate_as_the_manual_says() -> None:
    """In hours, then out of hours, then the escalation rota, then the team's mailbox."""
    steps = [(level.notify, level.escalate_after) for level in FILE.policies["24x7"].levels]
    assert steps == [
        (("in-hours-engineering",), timedelta(minutes=5)),
        (("out-of-hours-engineering",), timedelta(minutes=15)),
        (("gaap-scs-escalation",), timedelta(minutes=30)),
        (("paas-team",), timedelta(minutes=30)),
    ]
    assert [level.notify for level in FILE.policies["in-hours-only"].levels] == [
        ("in-hours-engineering",),
        ("paas-team",),
    ]


def test_on_bank_holidays_in_hours_goes_to_the_mailbox() -> None:
    """And the out-of-hours rotas to whoever has the turn, for both teams."""
    rules = FILE.bank_holidays.rules if FILE.bank_holidays else {}
    for team in ("engineering", "comms"):
        assert rules[f"in-hours-{team}"] == "paas-team"
        assert rules[f"out-of-hours-{team}"] == "current"
    assert FILE.people["paas-team"].mailbox


def test_every_role_text_is_there() -> None:
    """Each rota says what its people do."""
    for rota in FILE.rotas.values():
        assert rota.role is not None
        assert (ROOT / rota.role).read_text(encoding="utf-8").startswith(f"# {rota.name}\n")


def test_every_line_up_begins_on_a_monday() -> None:
    """That is when turns change hands."""
    for rota in FILE.rotas.values():
        for line_up in rota.line_ups:
            assert line_up.start.weekday() == 0
        assert rota.handover is None or isinstance(rota.handover, Handover)


def test_nobody_has_two_rotas_in_one_week_nor_one_after_a_week_of_nights() -> None:
    """For two years, also over the changes of line-up: rest is kept and nobody is asked twice."""
    monday = date(2026, 1, 5)
    while monday < date(2028, 1, 3):
        for team in ("engineering", "comms"):
            night = holder(f"out-of-hours-{team}", monday)
            assert night != holder(f"in-hours-{team}", monday)
            assert night != holder(f"in-hours-{team}", monday + timedelta(days=7))
        monday += timedelta(days=7)


def test_nobody_works_after_they_have_left() -> None:
    """Fay's last turn ends before her last day."""
    gone = FILE.people["fay"].left
    assert gone == date(2026, 10, 30)
    for week in range(60):
        day = date(2026, 10, 26) + timedelta(weeks=week)
        assert "fay" not in {
            holder(rota, day) for rota in ("in-hours-engineering", "out-of-hours-engineering")
        }


def test_the_overrides_name_who_is_really_on() -> None:
    """One cover by dates, one by times, a volunteer on Christmas Day, and a swap."""
    days, evening, christmas, swap = FILE.overrides
    assert isinstance(days, Cover)
    assert days.on is not None
    assert holder(days.rota, days.on.first) == holder(days.rota, days.on.last) == days.cover
    assert isinstance(evening, Cover)
    assert evening.start is not None
    assert holder(evening.rota, evening.start.date()) == evening.cover
    assert isinstance(christmas, HolidayEntry)
    assert christmas.holiday == date(2026, 12, 25)
    assert isinstance(swap, Swap)
    for person, begins in swap.swap.items():
        assert begins.weekday() == 0
        assert holder(swap.rota, begins) == person
