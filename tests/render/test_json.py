"""The JSON output is a contract: every document holds to its schema in docs/json."""

from datetime import date

from reconciler.errors import Finding, Where
from reconciler.holiday_views import DayRow, HolderRow
from reconciler.plan.model import ConflictNote, Flag, OnCallNow, Refusal, Unmanaged, Who
from reconciler.plan.outcome import Outcome, Result
from reconciler.render import findings, holidays, outcome, page, shifts, who
from reconciler.render import plan as render
from reconciler.views import PageRow, PageView, ShiftRow, WhoRow
from tests.render import builders as b
from tests.render.builders import ANA, BEN, EVE, IN, KIT, NOW, OUT, TEAM, at


def test_an_empty_plan() -> None:
    """All fields are there even where nothing is to be done."""
    assert b.valid("plan", render.json(b.plan(on_call_now=()), fingerprint="f1")) == {
        "version": 1,
        "fingerprint": "f1",
        "now": "2026-11-25T12:00:00Z",
        "account": "us",
        "commit": None,
        "changes": [],
        "shifts": [],
        "on_call_now": [],
        "flags": [],
        "conflicts": [],
        "unmanaged": [],
        "refused": [],
        "findings": [],
    }


def test_a_full_plan() -> None:
    """People are objects with the file's key; strangers have none; nobody is null."""
    hand = Unmanaged(
        "override", OUT, "Out of hours engineering", "made by hand", at("2026-11-28T10:00"), NOW, KIT, "Q1"
    )
    plan = b.plan(
        commit="abc",
        actions=b.actions(b.override("2026-12-25T09:00", "2026-12-25T17:00")),
        shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00", None, TEAM),),
        on_call_now=(OnCallNow(IN, BEN, EVE),),
        flags=(Flag("gap", IN, "m", "h"),),
        conflicts=(ConflictNote(OUT, NOW, at("2026-12-25T12:00"), KIT, BEN, "two say"),),
        unmanaged=(hand,),
        refused=(Refusal(OUT, ("one", "two")),),
        findings=(Finding("a", "info", "said", Where("rota.yaml", 3)),),
    )
    found = b.valid("plan", render.json(plan, fingerprint="f1"))
    ana = {"person": "ana", "name": "Ana Ortiz", "email": "ana@example.org"}
    kit = {"person": None, "name": "Kit Moss", "email": "kit@example.org"}
    ben = {**ana, "person": "ben", "name": "Ben Ode", "email": "ben@example.org"}
    assert found["changes"] == [
        {"action": "create", "kind": "override", "key": IN, "summary": "12-25 PaaS team (Christmas Day)"}
    ]
    (moved,) = found["shifts"]
    assert moved["start"] == "2026-12-25T09:00:00Z"
    assert (moved["before"], moved["after"]["person"]) == (None, "paas-team")
    assert (moved["file"], moved["line"], moved["reason"]) == ("rota.yaml", 70, "Christmas Day")
    assert found["on_call_now"][0]["before"] == ben
    assert found["flags"] == [{"flag": "gap", "rota": IN, "message": "m", "hint": "h"}]
    assert (found["conflicts"][0]["pagerduty"], found["conflicts"][0]["file"]) == (kit, ben)
    assert (found["unmanaged"][0]["who"], found["unmanaged"][0]["id"]) == (kit, "Q1")
    assert found["refused"] == [{"key": OUT, "reasons": ["one", "two"]}]
    assert found["findings"][0] == {
        "id": "a", "severity": "info", "file": "rota.yaml", "line": 3, "message": "said", "hint": None,
    }  # fmt: skip


def test_an_apply_tells_what_came_of_each_change() -> None:
    """Every change has its result; what was not tried is refused."""
    one, two = b.overrides(2)
    plan = b.plan(actions=(one, two, b.policy("x")))
    end = Outcome(
        plan,
        (Result(one, "done"), Result(two, "failed", "no")),
        (Refusal("24x7", ("gap",)),),
        differences=(b.shift("2026-12-25T09:00", "2026-12-25T17:00"),),
        verified=(IN,),
        verified_until=at("2027-02-24T12:00"),
        recorded="notes",
    )
    found = b.valid("apply", outcome.json(end, fingerprint="f1"))
    assert [(c["result"], c["message"]) for c in found["changes"]] == [
        ("done", None), ("failed", "no"), ("refused", None),
    ]  # fmt: skip
    assert found["verified"] is False
    assert found["verified_until"] == "2027-02-24T12:00:00Z"
    assert found["refused"] == [{"key": "24x7", "reasons": ["gap"]}]
    assert found["recorded"] == "notes"
    assert len(found["differences"]) == 1


def test_verified_is_null_where_nothing_was_compared() -> None:
    """True is a proof; null is neither yes nor no."""
    for end, proof in (
        (Outcome(b.plan(), verified=(IN,)), True),
        (Outcome(b.plan()), None),
        (Outcome(b.plan(), verified=(IN,), verify_error="timeout"), None),
    ):
        assert b.valid("apply", outcome.json(end, fingerprint="f"))["verified"] is proof


def test_check() -> None:
    """A finding without a place has null for it."""
    found = (
        Finding("a", "error", "m", Where("rota.yaml", 3, 4), "h"),
        Finding("b", "warning", "##[error]"),
    )
    document = b.valid("check", findings.json(found))
    assert document["findings"][0]["line"] == 3
    assert document["findings"][1] == {
        "id": "b", "severity": "warning", "file": None, "line": None, "message": "##[error]", "hint": None,
    }  # fmt: skip
    assert b.valid("check", findings.json(())) == {"version": 1, "findings": []}


def test_show() -> None:
    """The file's key, and for strangers what PagerDuty knows of them."""
    rows = (
        ShiftRow(IN, "main", ANA, NOW, at("2026-11-25T17:00"), "cover", "course", None, "rota.yaml", 3),
        ShiftRow(IN, None, KIT, NOW, at("2026-11-25T17:00"), "foreign"),
    )
    one, two = b.valid("show", shifts.json(rows))["shifts"]
    assert one == {
        "rota": IN, "layer": "main", "person": "ana", "start": "2026-11-25T12:00:00Z",
        "end": "2026-11-25T17:00:00Z", "source": "cover", "reason": "course", "holiday": None,
        "file": "rota.yaml", "line": 3,
    }  # fmt: skip
    assert (two["person"], two["name"], two["email"]) == (None, "Kit Moss", "kit@example.org")


def test_who() -> None:
    """Nobody and not known are both null; `known` tells them apart."""
    end = at("2026-11-25T17:00")
    rows = (
        WhoRow(IN, "In", "UTC", ANA, end, KIT, end, known=True),
        WhoRow(OUT, "Out", "UTC", None, end, BEN, end, known=True, holiday="Christmas Day"),
        WhoRow("gaap", "GaaP", "UTC", None, None, None, None, known=False),
    )
    document = b.valid("who", who.json(rows, at=NOW))
    assert document["at"] == "2026-11-25T12:00:00Z"
    assert document["rotas"] == [
        {
            "rota": IN, "person": "ana", "until": "2026-11-25T17:00:00Z", "next": None,
            "next_at": "2026-11-25T17:00:00Z", "next_name": "Kit Moss", "next_email": "kit@example.org",
            "known": True, "holiday": None, "pause": None,
        },
        {
            "rota": OUT, "person": None, "until": "2026-11-25T17:00:00Z", "next": "ben",
            "next_at": "2026-11-25T17:00:00Z", "known": True, "holiday": "Christmas Day", "pause": None,
        },
        {
            "rota": "gaap", "person": None, "until": None, "next": None, "next_at": None, "known": False,
            "holiday": None, "pause": None,
        },
    ]  # fmt: skip


def test_page() -> None:
    """One entry for each page, with the seconds after the alert."""
    rows = (
        PageRow(1, 0, IN, "In", TEAM, known=True, holiday="Christmas Day"),
        PageRow(2, 300, "gaap", "GaaP", None, known=False),
        PageRow(3, 600, None, None, Who(None, "Stranger"), known=True),
        PageRow(4, 900, OUT, "Out", None, known=True, holiday="Christmas Day"),
        PageRow(5, 900, OUT, "Out", None, known=True, pause="Moving house"),
    )
    document = b.valid("page", page.json(PageView("24x7", "24x7", NOW, "UTC", rows, 1)))
    assert [
        (s["level"], s["after_seconds"], s["person"], s["mailbox"], s["known"]) for s in document["chain"]
    ] == [
        (1, 0, "paas-team", True, True),
        (2, 300, None, False, False),
        (3, 600, None, False, True),
    ]
    assert document["passed_over"] == [
        {"level": 4, "after_seconds": 900, "rota": OUT, "holiday": "Christmas Day"}
    ]
    assert document["paused"] == [{"level": 5, "after_seconds": 900, "rota": OUT, "reason": "Moving house"}]
    assert (document["policy"], document["repeat"]) == ("24x7", 1)


def test_holidays() -> None:
    """Dates are local dates; who holds a window is beside its date."""
    rows = (
        DayRow(
            date(2026, 12, 25), "Christmas Day", "england-and-wales", acts=True, reason=None,
            holders=(HolderRow(OUT, "Out", BEN, at("2026-12-25T09:00"), at("2026-12-25T17:00")),),
        ),
        DayRow(date(2026, 12, 26), "Boxing Day", "england-and-wales", acts=False, reason="weekend"),
    )  # fmt: skip
    one, two = b.valid("holidays", holidays.json(rows))["days"]
    assert one["date"] == "2026-12-25"
    assert one["holders"] == [
        {"rota": OUT, "person": "ben", "start": "2026-12-25T09:00:00Z", "end": "2026-12-25T17:00:00Z"}
    ]
    assert (two["acts"], two["reason"]) == (False, "weekend")
