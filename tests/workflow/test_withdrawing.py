"""Bank-holiday rules are withdrawn: whatever fails, is refused or is cut off, no daytime is left empty."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.plan.files import document, done, given, rota, settled
from tests.world import Data, World

NOW = "2026-11-25 12:00"
CHRISTMAS = ("2026-12-25T09:00", "2026-12-25T17:00")
BANK: Data = {"calendar": "england-and-wales", "window": "day"}


def two(*, first: str = "in", kind: str = "layers", rule: str = "team", out: str = "current") -> Data:
    """In hours the rule, out of hours whoever is on; the file names one of them first."""
    rotas = {
        "in": rota(("2026-01-05", "ana", "ben")),
        "out": rota(("2026-01-05", "cal", "dee"), hours="night"),
    }
    ordered = {key: rotas[key] for key in sorted(rotas, reverse=first == "out")}
    return document(ordered, bank_holidays={**BANK, "rules": {"in": rule, "out": out}}, **given(kind))


def person(made: World) -> bool:
    """Whether one of flesh and blood is on all through the daytime of Christmas, on either rota."""
    rows = [row for key in ("in", "out") for row in made.rendered(key, *CHRISTMAS)]
    return any(row[:2] == ("2026-12-25 09:00Z", "2026-12-25 17:00Z") and row[2] != "Team" for row in rows)


def watched(made: World) -> list[bool]:
    """Whether there was, before each request of what comes."""
    seen: list[bool] = []
    made.transport.fault = lambda *_: seen.append(person(made))
    return seen


def no_rules(data: Data) -> None:
    """The rotas have no rules any more."""
    data["bank_holidays"]["rules"] = {}


def in_hours_alone(data: Data) -> None:
    """Whoever has the turn in hours goes on through bank holidays, and nobody else."""
    data["bank_holidays"]["rules"] = {"in": "current"}


def no_bank_holidays(data: Data) -> None:
    """Nor bank holidays at all, nor a mailbox."""
    del data["bank_holidays"], data["people"]["team"]


EDITS = [no_rules, in_hours_alone, no_bank_holidays]
KINDS = ["layers", "shifts"]
RULES = [("layers", "team"), ("shifts", "team"), ("shifts", "nobody")]
"""Only a shift-based schedule can have nobody on."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", ["in", "out"])
@pytest.mark.parametrize("edit", EDITS)
def test_at_no_request_is_the_daytime_empty(
    tmp_path: Path, edit: Callable[[Data], None], first: str, kind: str
) -> None:
    """In whatever order the file names the rotas, and though it knows the mailbox no more."""
    made = settled(two(first=first, kind=kind), NOW, tmp_path)
    made.change(edit)
    seen = watched(made)
    done(made)
    assert len(seen) > 4
    assert all(seen)


@pytest.mark.parametrize(("kind", "rule"), RULES)
@pytest.mark.parametrize("edit", EDITS)
def test_whoever_stands_in_stays_where_the_mailbox_could_not_go(
    tmp_path: Path, edit: Callable[[Data], None], rule: str, kind: str
) -> None:
    """PagerDuty refuses that one deletion; the next apply finishes."""
    made = settled(two(kind=kind, rule=rule), NOW, tmp_path)
    path = f"/schedules/{made.schedule_id('in')}/"
    made.change(edit)
    made.transport.fault = lambda method, at, _: 400 if method == "DELETE" and path in at else None
    outcome = made.apply()
    assert outcome.exit_code in {1, 4}, outcome
    assert person(made)
    made.transport.fault = lambda *_: None
    made.now += timedelta(minutes=5)
    done(made)
    assert person(made)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("edit", EDITS)
def test_whoever_stands_in_stays_where_the_other_rota_is_refused(
    tmp_path: Path, edit: Callable[[Data], None], kind: str
) -> None:
    """The same commit moves turns in hours, which nobody has accepted yet."""
    made = settled(two(kind=kind), NOW, tmp_path)
    made.change(edit)
    made.change(lambda d: d["rotas"]["in"]["line_ups"][0].update(people=["ben", "ana"]))
    assert made.apply().refused
    assert person(made)
    made.now += timedelta(minutes=5)
    done(made, "changes-now", "history", "mass")
    assert person(made)


@pytest.mark.parametrize(("kind", "rule"), RULES)
def test_a_rota_may_give_its_windows_to_the_mailbox_later(tmp_path: Path, rule: str, kind: str) -> None:
    """Its own mailbox holds nothing up."""
    data = document(
        {"out": rota(("2026-01-05", "cal", "dee"), hours="night")},
        bank_holidays={**BANK, "rules": {"out": "current"}},
        **given(kind),
    )
    made = settled(data, NOW, tmp_path)
    made.change(lambda d: d["bank_holidays"].update(rules={"out": rule}))
    done(made, "gap", "mass")
