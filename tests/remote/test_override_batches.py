"""Overrides are created in batches whose items succeed and fail one by one."""

from datetime import timedelta
from typing import Any

import pytest

from reconciler.errors import InvalidRequestError, TooManyError, UnclearError
from reconciler.remote.made import Made
from reconciler.remote.writer import BATCH, Writer
from reconciler.state import ScheduleState
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on, error


def read(account: Account, id_: str, days: int = 3) -> ScheduleState:
    state = account.reader.schedule(id_, account.now, account.now + days * DAY)
    assert state is not None
    return state


def scripted(*steps: Any) -> Writer:
    """A writer that knows the schedule P1 to be one of layers."""
    made = Made()
    made.learn("P1", "layers")
    return Writer(client_on(Scripted(*steps)), made)


def test_overrides_succeed_and_fail_one_by_one(account: Account) -> None:
    """The request as a whole says 201 even where single ones were refused."""
    id_ = account.create()
    ana, ben = account.people[:2]
    results = account.writer.create_overrides(
        id_,
        [
            (ana, NOON + DAY, NOON + 2 * DAY),
            (ben, NOON - 2 * DAY, NOON - DAY),
            ("PNOSUCH", NOON + DAY, NOON + 2 * DAY),
        ],
    )
    assert [result.user for result in results] == [ana, ben, "PNOSUCH"]
    assert results[0].id == read(account, id_).overrides[0].id
    assert [result.error for result in results] == [
        None,
        "Override must end in the future",
        "User not found",
    ]
    assert [result.id is None for result in results] == [False, True, True]


def test_an_override_that_has_begun_is_matched_by_its_place(account: Account) -> None:
    """Its start comes back as the moment of creation."""
    id_ = account.create()
    item = (account.people[0], NOON - timedelta(seconds=30), NOON + DAY)
    (result,) = account.writer.create_overrides(id_, [item])
    assert result.id == read(account, id_).overrides[0].id
    assert (result.start, result.error) == (item[1], None)


def row(user: str, day: int, status: int = 201, **more: Any) -> dict[str, Any]:
    start, end = NOON + day * DAY, NOON + (day + 1) * DAY
    return {
        "status": status,
        "override": {
            "id": f"Q{user}{day}",
            "start": start.isoformat(),
            "end": end.isoformat(),
            "user": {"id": user},
        },
    } | more


def wishes(*pairs: tuple[str, int]) -> list[Any]:
    return [(user, NOON + day * DAY, NOON + (day + 1) * DAY) for user, day in pairs]


def test_overrides_are_matched_whatever_their_order() -> None:
    """By user, start and end, not by position."""
    writer = scripted(answer(201, [row("B", 2), row("A", 1), row("A", 2)]))
    results = writer.create_overrides("P1", wishes(("A", 1), ("A", 2), ("B", 2)))
    assert [result.id for result in results] == ["QA1", "QA2", "QB2"]


def test_two_equal_overrides_have_two_results() -> None:
    """One answer is not counted twice."""
    writer = scripted(answer(201, [row("A", 1), row("A", 1, override={}, status=400)]))
    results = writer.create_overrides("P1", wishes(("A", 1), ("A", 1)))
    assert [result.id for result in results] == ["QA1", None]


@pytest.mark.parametrize(
    "body",
    [
        [],
        [7],
        [{"status": 201}],
        [row("B", 1)],
        [row("A", 3)],
        [{"status": 201, "override": {"start": 7, "end": "soon", "user": "A"}}],
    ],
)
def test_an_override_that_the_answer_lacks_is_an_error(body: Any) -> None:
    """It may exist; only reading tells."""
    (result,) = scripted(answer(201, body)).create_overrides("P1", wishes(("A", 1)))
    assert result.id is None
    assert "may or may not exist" in (result.error or "")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (row("A", 1, status=400), "PagerDuty gave no reason (status 400)"),
        (row("A", 1, status=400, errors={"end": ["is early"]}), "end: is early"),
        (row("A", 1, status=201, override=row("A", 1)["override"] | {"id": None}), "no reason (status 201)"),
    ],
)
def test_a_refused_override_says_why(item: Any, said: str) -> None:
    """As far as PagerDuty does."""
    (result,) = scripted(answer(201, [item])).create_overrides("P1", wishes(("A", 1)))
    assert result.id is None
    assert said in (result.error or "")


def test_a_batch_has_bounds() -> None:
    """PagerDuty's own limit is not known, so ours is small."""
    for count in (0, BATCH + 1):
        with pytest.raises(ValueError, match="1 to 50"):
            scripted().create_overrides("P1", wishes(("A", 1)) * count)


def test_deleting_an_override_tells_what_became_of_it(account: Account) -> None:
    """A future one goes, a running one is cut short, an unknown one is gone, a past one is refused."""
    id_ = account.create()
    future, running = account.writer.create_overrides(
        id_, [(account.people[0], NOON + 2 * DAY, NOON + 3 * DAY), (account.people[1], NOON, NOON + DAY)]
    )
    account.now += timedelta(hours=1)
    delete = account.writer.delete_override
    assert delete(id_, str(future.id)) == "deleted"
    assert delete(id_, str(future.id)) == "gone"
    assert delete(id_, str(running.id)) == "cut"
    account.now += timedelta(hours=1)
    with pytest.raises(InvalidRequestError, match="already ended"):
        delete(id_, str(running.id))


def test_a_deletion_answered_by_anything_else_is_unclear() -> None:
    """202 promises something for later."""
    with pytest.raises(UnclearError, match="unexpected status"):
        scripted(answer(202)).delete_override("P1", "Q1")


def test_overrides_in_an_envelope_are_unclear() -> None:
    """The answer is a bare list."""
    with pytest.raises(UnclearError, match="not a list"):
        scripted(answer(201, {"overrides": []})).create_overrides("P1", wishes(("A", 1)))


def test_a_refused_batch_is_refused_whole() -> None:
    """A 400 for the request, not for an item."""
    with pytest.raises(InvalidRequestError):
        scripted(answer(400, error())).create_overrides("P1", wishes(("A", 1)))


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("At most 20 overrides can be created at once", TooManyError),
        ("Too many items", TooManyError),
        ("Overrides: batch exceeds the maximum", TooManyError),
        ("Override must end after its start", InvalidRequestError),
        ("Name is too long (maximum is 100 characters)", InvalidRequestError),
        ("The range must not exceed 7 days", InvalidRequestError),
    ],
)
def test_only_a_refusal_of_the_number_is_one(reason: str, kind: type[Exception]) -> None:
    """Half of what is refused for anything else would be refused too."""
    with pytest.raises(InvalidRequestError) as caught:
        scripted(answer(400, error(errors=[reason]))).create_overrides("P1", wishes(("A", 1)))
    assert type(caught.value) is kind
    assert reason in caught.value.message
