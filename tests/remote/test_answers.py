"""Refusals and broken answers as sentences: which call, what it means, what to do."""

from typing import Any

import httpx2
import pytest

from reconciler.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    OtherKindError,
    PlanLimitError,
    RateLimitError,
    RemoteError,
    UnauthorisedError,
    UnclearError,
)
from reconciler.remote import answers
from tests.remote.harness import answer, error


def refused(status: int, body: Any, call: str = "PUT /schedules/P1") -> RemoteError:
    response = answer(status, body, {"x-request-id": "r-9"})
    response.request = httpx2.Request("PUT", "https://api.pagerduty.com/schedules/P1")
    response.read()
    return answers.refusal(call, response)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError),
        (401, UnauthorisedError),
        (402, PlanLimitError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (409, ConflictError),
        (429, RateLimitError),
        (500, UnclearError),
        (503, UnclearError),
        (418, RemoteError),
    ],
)
def test_every_refusal_says_which_call_and_what_to_do(status: int, kind: type[RemoteError]) -> None:
    """One sentence, with a hint and PagerDuty's number of the exchange."""
    fault = refused(status, error())
    assert type(fault) is kind
    assert f"({status} on PUT /schedules/P1): Invalid Input Provided." in fault.message
    assert fault.message.count(". ") == 0
    assert fault.hint
    assert fault.request_id == "r-9"


def test_a_servers_fault_on_a_read_is_not_unclear() -> None:
    """Reading changes nothing."""
    assert type(refused(500, b"", "GET /schedules")) is RemoteError


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            error(errors=["Name is taken", "Time zone is invalid"]),
            "Provided; Name is taken; Time zone is inv",
        ),
        (error(errors={"layers.start": ["is late"]}), "Provided; layers.start: is late"),
        (error(errors="Name is taken"), "Provided; Name is taken"),
        (error(errors=None), "Invalid Input Provided."),
        (error(errors=[7, {"a": 1}]), "Invalid Input Provided."),
        ({"error": "Nothing here."}, ": Nothing here."),
        ({"error": {"errors": ["bare"]}}, ": bare."),
        ({"error": ["odd"]}, "P1)."),
        (["odd"], "P1)."),
        (b"", "P1)."),
        (b"<html>no</html>", "P1)."),
        (b'{"error": {', "P1)."),
        (b"\xff\xfe\x00", "P1)."),
        (b"[" * 100_000, "P1)."),
    ],
)
def test_the_reasons_are_told_whatever_their_shape(body: Any, said: str) -> None:
    """`errors` may be a list, a map, a text or missing, `error` a text, and the body no JSON at all."""
    fault = refused(403, body)
    assert isinstance(fault, ForbiddenError)
    assert said in fault.message


def test_a_long_reason_is_cut() -> None:
    """A page of text does not bury the sentence."""
    assert len(refused(400, error(message="x" * 9000)).message) < 500


@pytest.mark.parametrize(
    ("text", "do"),
    [
        ("Schedule can't be deleted if it's being used by escalation policies", "out of that policy"),
        (
            "can't be deleted if it's being used by an escalation policy snapshot with open incidents",
            "Resolve or reassign",
        ),
        ("The escalation policy can't be deleted as it's being used by services", "another policy"),
        ("This is a shift-based schedule. Use the v3 Schedules API.", "of which kind"),
        ("This is a layer-based schedule. Use the v2 Schedules API", "of which kind"),
    ],
)
def test_known_refusals_say_what_to_do(text: str, do: str) -> None:
    """PagerDuty's own texts that need another step first."""
    fault = refused(400, error(errors=[text]))
    assert isinstance(fault, InvalidRequestError)
    assert do in (fault.hint or "")


def test_a_404_on_a_write_may_be_about_what_it_names() -> None:
    """PagerDuty does not say whether the object or one of its targets is missing."""
    assert "person, schedule or team" in (refused(404, error(), "POST /escalation_policies").hint or "")
    assert "person, schedule or team" not in (refused(404, error(), "GET /schedules/P1").hint or "")


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        (b"", "application/json", "an empty answer"),
        (b"  \n", "application/json", "an empty answer"),
        (b"{", "application/json", "not JSON"),
        (b"\xff\xfe\x00", "application/json", "not JSON"),
        (b"[" * 100_000, "application/json", "not JSON"),
        (b"<html>hello</html>", "text/html; charset=utf-8", "a web page"),
    ],
)
def test_a_good_status_with_a_broken_body_is_an_error(body: bytes, kind: str, what: str) -> None:
    """Read: nothing was decided on it. Written: nobody knows."""
    response = answer(200, body, {"content-type": kind})
    response.read()
    with pytest.raises(RemoteError, match=what) as caught:
        answers.body("GET /schedules", response)
    assert not isinstance(caught.value, UnclearError)
    with pytest.raises(UnclearError, match=what):
        answers.body("POST /schedules", response)


@pytest.mark.parametrize(
    ("call", "status", "text", "kind"),
    [
        (
            "GET /schedules/P1",
            400,
            "This is a shift-based schedule. Use the v3 Schedules API.",
            OtherKindError,
        ),
        ("GET /v3/schedules/P1", 400, "This is a layer-based schedule.", OtherKindError),
        (
            "POST /v3/schedules/P1/overrides",
            400,
            "A shift-based schedule takes no more.",
            InvalidRequestError,
        ),
        ("PUT /schedules/P1", 500, "The shift-based schedule could not be loaded.", UnclearError),
    ],
)
def test_a_schedule_is_of_the_other_kind_by_the_word_of_the_api_that_was_asked(
    call: str, status: int, text: str, kind: type[RemoteError]
) -> None:
    """Both kinds are spoken of in other refusals, too, and a fault says nothing of what was asked for."""
    assert type(refused(status, {"error": {"message": text}}, call)) is kind
