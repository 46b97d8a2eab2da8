"""Real shapes of on-call, applied from a file and imported back: the law holds, and so do the shifts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.config.loader import load_texts
from reconciler.errors import RotaError
from reconciler.importing.draft import Draft
from reconciler.importing.write import folder
from reconciler.intervals import Interval
from reconciler.remote.recorded import as_live
from reconciler.workflow.importing import bring_in
from tests.importing.accounts import Account, by_file, by_pagerduty, clipped, untouched, write
from tests.shapes.shape import SHAPES, text
from tests.world import World

APPLIED = datetime(2026, 11, 4, 12, tzinfo=UTC)
LATER = timedelta(days=18)
"""Long enough for the two weeks before the import to be those of the layers that were applied."""


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_comes_back(name: str, tmp_path: Path) -> None:
    """Every rota and policy is managed, a plan is empty, two weeks back and half a year on are the same."""
    world = World(text(name), APPLIED, tmp_path)
    world.apply(accept=("gap", "mass", "changes-now"))
    account = Account(now=APPLIED + LATER, store=world.store)
    read = account.read()
    found = bring_in(read, account.now, write, as_live)
    assert untouched(account.plan(found))
    file = world.file
    assert {r.key for r in found.draft.managed} == {key for key, rota in file.rotas.items() if rota.managed}
    assert {policy.key for policy in found.draft.policies} == set(file.policies)
    assert not [policy.reason for policy in found.draft.policies if policy.reason]
    several = folder(found.draft, name="rota.yaml", region="us")
    assert len(several) > len(found.draft.rotas)
    assert load_texts("rota.yaml", several).file == found.loaded.file
    span = Interval(read.since, read.until)
    for rota in found.draft.managed:
        theirs = by_pagerduty(read, rota.id, span)
        assert theirs, rota.name
        assert clipped(by_file(found, rota.key, span), read, rota.id) == theirs, rota.name


def test_line_ups_to_come_and_hours_that_change_come_back(tmp_path: Path) -> None:
    """What was one layer of a file is one again: line-ups, a pause, a new handover, hours from a date on."""
    line_ups = """\
      - {from: 2026-10-05, people: [ana, ben]}  # Mon
      - {from: 2026-12-07, people: [ana, ben, ana]}  # Mon
      - {from: 2026-12-21, pause: "nobody, as in PagerDuty"}  # Mon
      - {from: 2027-01-06, handover: Wednesday 09:00, people: [ben, ana]}  # Wed
"""
    written = f"""\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {{name: Ana Ortiz, email: ana@example.org}}
  ben: {{name: Ben Ode, email: ben@example.org}}
hours:
  in-hours:
    - {{windows: Mon-Fri 09:00-17:00}}
    - {{from: 2027-02-01, windows: [Mon-Thu 08:30-17:30, Fri 08:30-16:00]}}
rotas:
  web:
    name: Web
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
{line_ups}"""
    world = World(written, datetime(2026, 10, 4, 12, tzinfo=UTC), tmp_path)
    world.apply(accept=("gap",))
    account = Account(now=APPLIED, store=world.store)
    found = account.imported()
    assert untouched(account.plan(found))
    text_ = found.texts["rota.yaml"]
    assert line_ups in text_
    assert "    - {windows: Mon-Fri 09:00-17:00}\n    - {from: 2027-02-01, windows: [" in text_


def test_a_file_that_is_too_big_is_not_written() -> None:
    """It says how the account can be had in pieces."""
    account = Account(now=APPLIED)

    def padded(draft: Draft) -> dict[str, str]:
        return {name: text + "#" * 1024 * 1024 for name, text in write(draft).items()}

    with pytest.raises(RotaError, match="cannot be written") as refused:
        bring_in(account.read(), account.now, padded, as_live)
    assert refused.value.hint == (
        "nothing was written; write several files with --folder, or import one --team at a time"
    )
