"""`rota migrate`: what it says before, while and after a rota becomes shift-based, and how it ends."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rota

KEY = "out-of-hours-engineering"
OLD = (
    "Out of hours engineering (layers) is still there, and nothing uses it: once no\n"
    "  incident runs on it any more, `rota migrate out-of-hours-engineering --to\n"
    "  shifts --remove-old` deletes it.\n"
)


def test_a_move_is_told_before_it_is_made(applied: Rota) -> None:
    """The steps in order, with what each writes; nothing is written, and there is something to do."""
    answer = applied("migrate", KEY, "--to", "shifts", sandbox=True)
    assert (answer.code, answer.err) == (2, "")
    lines = answer.out.splitlines()
    assert lines[0] == "Out of hours engineering becomes a shift-based schedule"
    assert [line for line in lines if line[:4].strip().rstrip(".").isdigit()] == [
        "  1. The new schedule is made; nothing uses it yet",
        "  2. Both have to page the same people for a year, by PagerDuty's rendering, or",
        "  3. The policies notify the new schedule",
        "  4. The old one is renamed and left: incidents that are open may still run on",
    ]
    assert lines[-2:] == [
        "Nothing has been changed: run `rota migrate out-of-hours-engineering --to shifts",
        "--apply`.",
    ]
    assert applied("migrate", KEY, "--to", "shifts", sandbox=True).out == answer.out


def test_it_is_made_once_and_the_old_schedule_is_tidied_away(applied: Rota) -> None:
    """Afterwards a plan is empty, whether or not the file says of which kind the rota is."""
    done = applied("migrate", KEY, "--to", "shifts", "--apply", sandbox=True)
    assert (done.code, done.err) == (0, "")
    assert "Both schedules page the same people until Tue 23 Nov 2027 12:00" in done.out
    assert done.out.endswith(f"Out of hours engineering is a shift-based schedule now.\n{OLD}")
    assert applied("plan", sandbox=True).code == 0
    file = Path("rota.yaml")
    text = file.read_text(encoding="utf-8").replace(f"  {KEY}:\n", f"  {KEY}:\n    kind: shifts\n", 1)
    file.write_text(text, encoding="utf-8")
    assert applied("plan", sandbox=True).code == 0
    again = applied("migrate", KEY, "--to", "shifts", "--apply", sandbox=True)
    assert (again.code, again.out) == (0, f"Out of hours engineering is shift-based. Nothing to do.\n{OLD}")
    gone = applied("migrate", KEY, "--to", "shifts", "--remove-old", sandbox=True)
    assert gone.code == 0
    assert "schedule Out of hours engineering (layers) is deleted" in " ".join(gone.out.split())
    none = applied("migrate", KEY, "--to", "shifts", "--remove-old", sandbox=True)
    assert (none.code, none.err) == (
        1,
        "rota: no schedule is left that a shift-based one of Out of hours engineering has replaced\n",
    )


def test_every_step_of_a_move_is_in_the_history(applied: Rota) -> None:
    """The numbers of a run go on from step to step, so that none of its records hides another."""
    applied("migrate", KEY, "--to", "shifts", "--apply", now="2026-11-25T13:00", sandbox=True)
    lines = Path(".rota/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    last = [record for record in records if record["run"] == records[-1]["run"]]
    numbers = [record["sequence"] for record in last if record["phase"] == "intent"]
    assert numbers == list(range(1, len(numbers) + 1))
    told = applied("history", "--limit", "1", sandbox=True).out
    assert "  24x7\n    ~ level 2: " in told
    assert "Out of hours engineering → Out of hours engineering (layers)" in " ".join(told.split())
    of_policy = applied("history", "--rota", "24x7", "--limit", "1", sandbox=True).out
    assert "  24x7\n    ~ level 2: " in of_policy


def test_what_is_in_the_way_is_told_with_what_to_do(applied: Rota) -> None:
    """The file has changed since it was applied."""
    file = Path("rota.yaml")
    cover = f"  - {{rota: {KEY}, cover: cal, by: eve, from: 2026-11-26 17:00, until: 2026-11-27 09:00}}\n"
    file.write_text(
        file.read_text(encoding="utf-8").replace("overrides:\n", f"overrides:\n{cover}", 1), encoding="utf-8"
    )
    for more in ((), ("--apply",)):
        answer = applied("migrate", KEY, "--to", "shifts", *more, sandbox=True)
        assert answer.code == 3
        assert " ".join(answer.out.split()) == (
            "Out of hours engineering cannot move yet PagerDuty differs from the file (1 change, such as "
            "Out of hours engineering: Thu 26 Nov 17:00 – Fri 27 Nov 09:00 Eve Lin, cover): run `rota apply` "
            "first"
        )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((KEY, "--to", "shifts", "--apply", "--remove-old"), "give one of them"),
        (("gaap-scs-escalation", "--to", "shifts"), "is not managed here, so it is not moved from here"),
        (("gaap-scs-escalation", "--to", "shifts", "--apply"), "is not managed here"),
        (("gaap-scs-escalation", "--to", "shifts", "--remove-old"), "is not managed here"),
        (("nobody-knows", "--to", "shifts"), "nobody-knows"),
        ((KEY,), "Missing option '--to'"),
    ],
)
def test_what_cannot_be_meant_is_refused(rota: Rota, args: tuple[str, ...], said: str) -> None:
    """With the sentence that says it, and nothing read."""
    answer = rota("migrate", *args, sandbox=True)
    assert answer.code == 1
    assert said in answer.err
