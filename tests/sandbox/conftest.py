"""Accounts for the tests of the look-alike."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.sandbox import Quirks
from tests.sandbox.harness import Account


@pytest.fixture
def account_with() -> Iterator[Callable[..., Account]]:
    """Makes accounts with quirks of one's own; closes their stores afterwards."""
    with ExitStack() as stack:

        def make(**quirks: Any) -> Account:
            account = Account(Quirks(**quirks))
            stack.callback(account.store.close)
            return account

        yield make


@pytest.fixture
def pd(account_with: Callable[..., Account]) -> Account:
    """An account that behaves as PagerDuty is known to."""
    return account_with()
