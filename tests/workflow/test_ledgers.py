"""A ledger that is lost, damaged, or of other hands: nothing foreign goes; with it back all is finished."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.errors import StalePlanError
from reconciler.ledger.codec import decode, encode
from reconciler.workflow.applying import apply
from reconciler.workflow.stale import require_fresh
from tests.plan.files import done
from tests.world import World

Harm = Callable[[bytes], bytes | None]


def _other_account(data: bytes) -> bytes:
    records = [record for line in data.decode().splitlines() if (record := decode(line)) is not None]
    return "".join(encode(replace(record, account="another")) + "\n" for record in records).encode()


LOST: dict[str, Harm] = {
    "deleted": lambda _: None,
    "emptied": lambda _: b"",
    "of another account": _other_account,
    "damaged throughout": lambda data: data.replace(b'"account"', b'"acc'),
    "no text at all": lambda data: bytes(255 - byte for byte in data),
}


@pytest.mark.parametrize("harm", LOST)
def test_without_its_ledger_nothing_is_deleted_and_with_it_back_all_is_finished(
    covered: World, harm: str
) -> None:
    """What was ours counts as somebody else's; the withdrawn cover stays until the ledger is there again."""
    path = covered.folder / "ledger.jsonl"
    whole = path.read_bytes()
    theirs = covered.override_by_hand("web", "dee", "2026-12-05 12:00", "2026-12-05 13:00")
    covered.change(lambda d: d["overrides"].clear())
    left = LOST[harm](whole)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    before = covered.overrides("web")
    assert covered.apply().exit_code == 0
    assert covered.overrides("web") == before
    assert [method for method, _ in covered.writes if method == "DELETE"] == []
    path.write_bytes(whole)
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Dee"]
    assert theirs


def test_a_ledger_cut_off_at_any_byte_of_its_last_line_costs_nothing(covered: World) -> None:
    """The intent is in an earlier line, so that what it left is recognised; later lines can be read."""
    path = covered.folder / "ledger.jsonl"
    whole = path.read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    covered.change(lambda d: d["overrides"].clear())
    for cut in range(last, len(whole), 29):
        path.write_bytes(whole[:cut])
        (action,) = covered.plan().actions
        assert action.tag == "delete_override", cut
    done(covered)
    assert covered.overrides("web") == []
    assert covered.ledger.load()[-1].phase == "done"


def test_lines_written_twice_and_out_of_order_mean_the_same(covered: World) -> None:
    """Two branches of a ledger that were joined: every record twice, results before intents."""
    path = covered.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*reversed(lines), b"{half a li\n", *lines]))
    assert covered.plan().actions == ()
    covered.change(lambda d: d["overrides"].clear())
    assert len(covered.plan().actions) == 1
    done(covered)
    assert covered.overrides("web") == []


def test_an_intent_alone_does_not_make_somebody_elses_ours(covered: World) -> None:
    """Ours was refused, and somebody makes another for the same person at other times."""
    covered.change(lambda d: d["overrides"][0].update(by="dee"))
    covered.transport.fault = lambda method, *_: 400 if method == "POST" else None
    covered.apply()
    covered.transport.fault = lambda *_: None
    covered.override_by_hand("web", "dee", "2026-12-03 11:00", "2026-12-03 18:00")
    covered.change(lambda d: d["overrides"].clear())
    covered.apply()
    assert [row[2] for row in covered.overrides("web")] == ["Dee"]


def test_two_records_of_one_override_are_one_override(covered: World) -> None:
    """Made by one run and claimed in another: it is deleted once."""
    (made,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    covered.ledger.record(replace(made, run="another", sequence=7))
    covered.ledger.record(replace(made, run="a third", sequence=1, verb="adopt"))
    assert covered.plan().actions == ()
    covered.change(lambda d: d["overrides"].clear())
    done(covered)
    assert [method for method, _ in covered.writes].count("DELETE") == 1
    assert covered.overrides("web") == []


def test_a_later_failure_does_not_make_ours_somebody_elses(covered: World) -> None:
    """A deletion that was refused, in whatever order the records come, leaves it ours."""
    (made,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    again = replace(made, run="another")
    covered.ledger.record(replace(again, phase="failed", verb="delete"))
    covered.ledger.record(replace(again, phase="intent", verb="delete"))
    covered.ledger.record(replace(again, phase="failed"))
    covered.change(lambda d: d["overrides"].clear())
    (action,) = covered.plan().actions
    assert action.tag == "delete_override"


def test_records_of_another_branch_tell_what_it_made(covered: World) -> None:
    """There a cover by Dee was applied; here the file does not have it, so it goes. Eve's is by hand."""
    theirs = covered.override_by_hand("web", "dee", "2026-12-05 12:00", "2026-12-05 13:00")
    covered.override_by_hand("web", "eve", "2026-12-06 12:00", "2026-12-06 13:00")
    (made,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    there = replace(
        made,
        run="theirs",
        commit="0" * 40,
        id=theirs,
        user=covered.user_id("dee"),
        start=covered.local("2026-12-05 12:00"),
        end=covered.local("2026-12-05 13:00"),
    )
    covered.ledger.record(there)
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Cal", "Eve"]


def test_records_of_what_is_not_there_any_more_ask_for_nothing(covered: World) -> None:
    """Another branch made them, and somebody deleted them since, with their schedules or alone."""
    (made,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    for number, schedule in enumerate(["PGONE", made.schedule], start=1):
        gone = replace(made, run="theirs", sequence=number, commit="0" * 40, id=f"QGONE{number}")
        covered.ledger.record(replace(gone, schedule=schedule, key="left-the-file"))
    before = covered.overrides("web")
    done(covered)
    covered.change(lambda d: d["overrides"].clear())
    done(covered)
    assert [path for method, path in covered.writes if method == "DELETE" and "QGONE" in path] == []
    assert (len(before), covered.overrides("web")) == (1, [])


def test_intents_of_another_branch_do_not_claim_what_they_do_not_fit(covered: World) -> None:
    """Its apply died before it sent them; what somebody made by hand at other times stays theirs."""
    (made,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    for hours, person in ((1, "dee"), (2, "eve")):
        start = covered.local(f"2026-12-0{hours + 4} 12:00")
        end = covered.local(f"2026-12-0{hours + 4} 18:00")
        user = covered.user_id(person)
        open_ = replace(made, run="theirs", sequence=hours, phase="intent", id=None, user=user)
        covered.ledger.record(replace(open_, start=start, end=end))
    covered.override_by_hand("web", "dee", "2026-12-05 12:00", "2026-12-05 17:00")
    covered.override_by_hand("web", "eve", "2026-12-06 11:00", "2026-12-06 18:00")
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Cal", "Dee", "Eve"]


def test_a_saved_plan_outlives_the_ledger_that_it_was_made_with(covered: World) -> None:
    """What was ours when it was made is deleted by it; what is made by hand meanwhile stays."""
    covered.change(lambda d: d["overrides"][0].update(by="dee"))
    plan = covered.plan()
    (covered.folder / "ledger.jsonl").unlink()
    require_fresh(plan, covered.file, "digest", covered.reader(), covered.ledger.load(), covered.now)
    theirs = covered.override_by_hand("web", "eve", "2026-12-06 12:00", "2026-12-06 13:00")
    with pytest.raises(StalePlanError):
        require_fresh(plan, covered.file, "digest", covered.reader(), covered.ledger.load(), covered.now)
    outcome = apply(plan, covered.file, covered.tools())
    assert [(r.action.tag, r.status) for r in outcome.results] == [
        ("create_override", "done"),
        ("delete_override", "done"),
    ]
    assert [row[2] for row in covered.overrides("web")] == ["Dee", "Eve"]
    assert theirs in [o.id for o in covered.live().schedules["web"].overrides]
    covered.change(lambda d: d["overrides"].clear())
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Eve"]


def test_a_plan_of_a_lost_ledger_deletes_nothing_even_once_it_is_back(covered: World) -> None:
    """It was made without knowing what is ours; the next plan knows."""
    path = covered.folder / "ledger.jsonl"
    whole = path.read_bytes()
    path.unlink()
    covered.change(lambda d: d["overrides"].clear())
    plan = covered.plan()
    path.write_bytes(whole)
    before = covered.overrides("web")
    assert apply(plan, covered.file, covered.tools()).results == ()
    assert covered.overrides("web") == before
    done(covered)
    assert covered.overrides("web") == []
