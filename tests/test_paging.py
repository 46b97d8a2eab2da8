"""Who is paged at +0, +5, +20 … minutes, whoever holds the rotas."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler import paging
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.paging import UNKNOWN, Step, chain, first_person
from tests.plan.files import document, rota

NOON = datetime(2026, 12, 25, 12, tzinfo=UTC)


def load(*levels: tuple[Any, str]) -> RotaFile:
    """A file with a policy of these levels: whom each notifies, and how long it waits."""
    data = document({"web": rota(("2026-01-05", "ana")), "db": rota(("2026-01-05", "ben"))})
    data["rotas"]["leads"] = {"name": "Leads", "managed": False}
    listed = [{"notify": notify, "escalate_after": delay} for notify, delay in levels]
    data["policies"] = {"p": {"name": "P", "levels": listed}}
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file


def pages(file: RotaFile, held: dict[str, Any]) -> list[tuple[int, int, str | None]]:
    """Level, minutes and person of every page."""
    steps = chain(file, "p", NOON, lambda name, _: held.get(name))
    return [(step.level, int(step.after.total_seconds() // 60), step.person) for step in steps]


def test_each_level_waits_for_those_before_it() -> None:
    """Five minutes, then fifteen more."""
    file = load(("web", "5 minutes"), ("db", "15 minutes"), ("team", "30 minutes"))
    assert pages(file, {"web": "ana", "db": "ben"}) == [(1, 0, "ana"), (2, 5, "ben"), (3, 20, "team")]


def test_a_level_with_nobody_falls_through_at_once() -> None:
    """PagerDuty does not wait where there is nobody to wait for; a policy of nobody pages nobody."""
    file = load(("web", "5 minutes"), ("db", "15 minutes"), ("cal", "30 minutes"))
    assert pages(file, {"db": "ben"}) == [(2, 0, "ben"), (3, 15, "cal")]
    assert pages(load(("web", "5 minutes")), {}) == []


def test_a_level_may_page_two_at_once() -> None:
    """One of them is enough to make it wait."""
    file = load((["web", "db"], "5 minutes"), ("cal", "30 minutes"))
    assert pages(file, {"web": "ana", "db": "ben"}) == [(1, 0, "ana"), (1, 0, "ben"), (2, 5, "cal")]
    assert pages(file, {"db": "ben"}) == [(1, 0, "ben"), (2, 5, "cal")]


def test_whoever_holds_the_rota_at_the_time_of_the_step_is_asked() -> None:
    """A handover may come between the alert and the second level."""
    asked: list[tuple[str, datetime]] = []

    def holder(name: str, at: datetime) -> str:
        asked.append((name, at))
        return "ana"

    chain(load(("web", "5 minutes"), ("db", "15 minutes")), "p", NOON, holder)
    assert asked == [("web", NOON), ("db", NOON + timedelta(minutes=5))]


def test_a_rota_that_was_not_read_counts_as_somebody_unknown() -> None:
    """It is not taken for empty."""
    steps = chain(load(("leads", "5 minutes"), ("cal", "5 minutes")), "p", NOON, lambda *_: UNKNOWN)
    assert steps[0] == Step(1, timedelta(), "leads", None, mailbox=False, known=False)
    assert steps[1].after == timedelta(minutes=5)
    assert first_person(steps) == steps[0]


def test_a_mailbox_is_paged_and_waited_for_but_is_no_person() -> None:
    """On a bank holiday it holds the rota in hours; a person is reached a level later."""
    file = load(("web", "5 minutes"), ("team", "10 minutes"), ("db", "5 minutes"))
    steps = chain(file, "p", NOON, lambda name, _: {"web": "team", "db": "ben"}[name])
    assert [(s.mailbox, s.known) for s in steps] == [(True, True), (True, True), (False, True)]
    first = first_person(steps)
    assert first is not None
    assert (first.person, first.after) == ("ben", timedelta(minutes=15))
    assert first_person(steps[:2]) is None


def test_somebody_whom_the_file_does_not_know_is_a_person() -> None:
    """A live overlay may name strangers."""
    (step,) = chain(load(("leads", "5 minutes")), "p", NOON, lambda *_: "a stranger")
    assert (step.person, step.mailbox) == ("a stranger", False)


def test_pagerduty_begins_again_after_the_last_delay_unless_nobody_was_found() -> None:
    """The second pass comes when the first has waited; one that finds nobody ends it all."""
    file = load(("web", "5 minutes"), ("db", "15 minutes"))
    twice = paging.pages(file, "p", NOON, lambda name, _: {"web": "ana", "db": "ben"}[name], passes=2)
    assert [(step.person, step.after // timedelta(minutes=1)) for step in twice] == [
        ("ana", 0),
        ("ben", 5),
        ("ana", 20),
        ("ben", 25),
    ]
    asked: list[str] = []
    assert list(paging.pages(file, "p", NOON, lambda name, _: asked.append(name), passes=9)) == []
    assert asked == ["web", "db"]


def test_nobody_is_asked_for_later_than_the_wait() -> None:
    """A page at the very end of the wait still counts."""
    file = load(("web", "5 minutes"), ("db", "15 minutes"), ("web", "5 minutes"))
    asked: list[datetime] = []

    def holder(_: str, at: datetime) -> str:
        asked.append(at)
        return "ana"

    found = list(paging.pages(file, "p", NOON, holder, within=timedelta(minutes=5)))
    assert [step.level for step in found] == [1, 2]
    assert asked == [NOON, NOON + timedelta(minutes=5)]
