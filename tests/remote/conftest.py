"""Accounts for the tests of the remote room, and the order in which requests side by side are answered."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.remote import reader
from reconciler.sandbox import Quirks
from tests.remote.harness import Account
from tests.remote.order import LastFirst


@pytest.fixture(autouse=True)
def jobs_last_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ROTA_JOBS=last-first every test here must hold although the last request is answered first.

    Threads decide it anew in every run, and nearly always alike; `make test` runs this room both ways.
    """
    if os.environ.get("ROTA_JOBS") == "last-first":
        monkeypatch.setattr(reader, "ThreadPoolExecutor", LastFirst)


@pytest.fixture
def account_with() -> Iterator[Callable[..., Account]]:
    """Makes accounts with quirks of one's own; closes them afterwards."""
    with ExitStack() as stack:

        def make(**quirks: Any) -> Account:
            account = Account(Quirks(**quirks))
            stack.callback(account.close)
            return account

        yield make


@pytest.fixture
def account(account_with: Callable[..., Account]) -> Account:
    """An account that behaves as PagerDuty is known to."""
    return account_with()
