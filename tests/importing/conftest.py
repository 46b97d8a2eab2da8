"""An account made by clicking in June, imported in November, and the two questions that tests ask of it."""

from datetime import UTC, datetime

import pytest

from tests.importing.accounts import Account


@pytest.fixture
def account() -> Account:
    """An account that was made in June; tests come in November."""
    return Account(now=datetime(2026, 6, 1, 8, tzinfo=UTC))
