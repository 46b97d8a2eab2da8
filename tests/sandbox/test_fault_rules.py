"""Which requests a rule strikes: by method, path, number, step and chance."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.sandbox import (
    Crash,
    Deleted,
    FaultError,
    Faults,
    RateLimited,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Slow,
    Stale,
)
from tests.sandbox.harness import Account


def struck(pd: Account, rule: Rule, requests: int = 10) -> list[int]:
    """The numbers, from 1, of the reads that a rule strikes."""
    pd.strike(rule)
    return [number for number in range(1, requests + 1) if pd.get("/abilities", outside=True).status == 429]


@pytest.mark.parametrize(
    ("when", "numbers"),
    [
        ({}, list(range(1, 11))),
        ({"count": 2}, [1, 2]),
        ({"nth": 4}, [4]),
        ({"nth": 4, "count": 3}, [4, 5, 6]),
        ({"every": 3}, [3, 6, 9]),
        ({"every": 3, "count": 2}, [3, 6]),
        ({"nth": 2, "every": 3}, [2, 5, 8]),
        ({"nth": 8, "probability": 1}, [8, 9, 10]),
        ({"probability": 1.0, "count": 1}, [1]),
    ],
)
def test_a_rule_strikes_by_number_and_step(pd: Account, when: dict[str, Any], numbers: list[int]) -> None:
    """The numbers count the requests that match."""
    assert struck(pd, Rule(RateLimited(), **when)) == numbers


@pytest.mark.parametrize(
    ("method", "path", "matched"),
    [
        ("any", "**", True),
        ("read", "**", False),
        ("write", "/schedules/**", True),
        ("POST", "/schedules/*/overrides", True),
        ("PUT", "/schedules/*/overrides", False),
        ("any", "/schedules/*", False),
        ("any", "/schedules", False),
        ("any", "/schedules/P1/overrides", True),
        ("any", "/schedules/P.*", False),
    ],
)
def test_a_rule_matches_by_method_and_path(method: str, path: str, *, matched: bool) -> None:
    """One star is one part of the path, two are any number of them, and nothing else is special."""
    rule = Rule(Reset(), method=method, path=path)
    assert rule.matches("POST", "/schedules/P1/overrides") == matched


def test_a_refusal_of_items_is_about_overrides_alone() -> None:
    """Other writes have no items."""
    assert not Rule(RefuseOverride()).matches("POST", "/schedules")
    assert not Rule(Stale(requests=1)).matches("GET", "/schedules")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.01, 1), st.integers(0, 3))
def test_chance_is_the_same_for_the_same_seed_whatever_else_is_ordered(
    seed: int, probability: float, more: int
) -> None:
    """A rule that is added behind changes nothing for those before it."""

    def lots(rules: tuple[Rule, ...]) -> list[bool]:
        pd = Account()
        pd.strike(*rules, seed=seed)
        for _ in range(5):
            pd.get("/abilities", outside=True)
        found = ["429" in each.faults for each in pd.exchanges]
        pd.store.close()
        return found

    first = Rule(RateLimited(), probability=probability)
    assert lots((first,)) == lots((first, *[Rule(Slow(), probability=0.5)] * more))


def test_sets_of_rules_add_up() -> None:
    """Rules follow each other, and the seed is that of the one who has one."""
    crash = Faults.crash(at=3)
    assert crash.rules == (Rule(Crash(), nth=3),)
    both = crash + Faults.noise(seed=5)
    assert (both.rules[0], both.seed) == (crash.rules[0], 5)
    assert len(both.rules) == len(Faults.noise(5).rules) + 1


def test_noise_loses_no_write_that_was_carried_out(pd: Account) -> None:
    """What was answered with a failure may be sent again, until it is answered well; it is there once."""
    noise = Faults.noise(seed=3, probability=0.2)
    pd.strike(*noise.rules, seed=noise.seed)
    for number in range(10):
        body = pd.schedule(pd.layer(1), name=f"S{number}")
        while pd.post("/schedules", body, outside=True).status != 201:
            pass
    pd.strike()
    assert len(pd.get("/schedules").json["schedules"]) == 10
    assert any(each.faults for each in pd.exchanges)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Rule(Reset(), nth=0), "nth must be a whole number, 1 or more"),
        (lambda: Rule(Reset(), every=True), "every must be a whole number, 1 or more"),
        (lambda: Rule(Reset(), method="PATCH"), "method must be any or read or write or GET or"),
        (lambda: Rule(Reset(), path="schedules"), "path must be a path such as /schedules/*"),
        (lambda: Rule(Reset(), probability=1.5), "probability must be a number above 0 and up to 1"),
        (lambda: Faults(seed=-1), "seed must be a whole number, 0 or more"),
        (lambda: RateLimited(-1), "reset must be a whole number, 0 or more"),
        (lambda: ServerFault(504), "status must be 500 or 502 or 503"),  # type: ignore[arg-type]
        (lambda: ServerFault(body="xml"), "body must be json or html or empty"),  # type: ignore[arg-type]
        (lambda: Slow(0), "seconds must be a number of seconds above 0"),
        (Stale, "requests or seconds must say how long"),
        (lambda: RefuseOverride((-1,)), "items must be a list of places"),
        (lambda: Deleted(7), "object must be text"),  # type: ignore[arg-type]
    ],
)
def test_a_fault_that_cannot_be_is_refused(make: Any, sentence: str) -> None:
    """When it is made, with the field and what it must be."""
    with pytest.raises(FaultError) as refusal:
        make()
    assert str(refusal.value).startswith(sentence)
