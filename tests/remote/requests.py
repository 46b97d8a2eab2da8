"""What the tests of reading ask for."""

from typing import Any

from reconciler.plan.actions import CreatePolicy, RuleWrite
from reconciler.requests import ReadRequest, Wanted
from reconciler.state import TargetWrite
from tests.remote.harness import DAY, NOON, Account

MARKED = Wanted("In hours", marker="Managed as code: in-hours")


def request(**changes: Any) -> ReadRequest:
    fields: dict[str, Any] = {
        "account": "acme",
        "since": NOON,
        "until": NOON + 100 * DAY,
        "schedules": {"in-hours": MARKED},
    }
    return ReadRequest(**(fields | changes))


def policy(account: Account, *targets: TargetWrite, **changes: Any) -> str:
    fields: dict[str, Any] = {
        "key": "24x7",
        "name": "24x7",
        "description": "",
        "repeat": 1,
        "rules": (RuleWrite(None, 5, targets),),
        "team": None,
        "changes": (),
    }
    return account.writer.create_policy(CreatePolicy(**(fields | changes)), {})
