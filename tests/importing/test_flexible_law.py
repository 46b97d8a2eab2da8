"""The law of an import, for shift-based schedules: a plan after it has nothing to do, and nobody moves."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reconciler.intervals import Interval
from reconciler.remote.recorded import as_live
from reconciler.workflow.importing import bring_in
from tests.importing.accounts import Account, by_file, by_pagerduty, clipped, untouched, write
from tests.importing.random_flexible import accounts

pytestmark = pytest.mark.proof


# An account is made by dozens of requests: to look for a smaller one that fails takes minutes.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(accounts())
def test_import_then_plan_is_empty_for_shift_based_schedules(account: Account) -> None:
    """Each rota is managed, and the same people are on, or it is left alone with a reason."""
    read = account.read()
    found = bring_in(read, account.now, write, as_live)
    plan = account.plan(found)
    assert untouched(plan), [change.summary for change in plan.changes] + list(plan.refused)
    assert {rota.id for rota in found.draft.rotas} == {schedule.id for schedule in read.schedules}
    span = Interval(account.now, read.until)
    for rota in found.draft.managed:
        theirs = by_pagerduty(read, rota.id, span)
        assert clipped(by_file(found, rota.key, span), read, rota.id) == theirs, rota.name
    shuffled = replace(read, schedules=read.schedules[::-1])
    assert bring_in(shuffled, account.now, write, as_live).texts == found.texts
