"""Accounts for the tests of the remote room."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.sandbox import Quirks
from tests.remote.harness import Account


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
