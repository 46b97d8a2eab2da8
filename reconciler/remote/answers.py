"""What PagerDuty's refusals and faults mean, as one sentence each, with what to do about it."""

import json as jsonlib
import re
from collections.abc import Iterator
from typing import Any

import httpx2
from pydantic_core import from_json

from reconciler.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    OtherKindError,
    PlanLimitError,
    RateLimitError,
    RemoteError,
    TooManyError,
    TooWideError,
    UnauthorisedError,
    UnclearError,
)

_LONGEST_REASON = 300
_SERVER_FAULT = 500

_MEANINGS: dict[int, tuple[type[RemoteError], str, str]] = {
    400: (
        InvalidRequestError,
        "refused the request as invalid",
        "Nothing was changed. Correct what it names, in the file or in PagerDuty, and run again.",
    ),
    401: (
        UnauthorisedError,
        "did not accept the token",
        "Check PAGERDUTY_TOKEN: it may be mistyped or revoked, or of the other service region (us, eu).",
    ),
    402: (
        PlanLimitError,
        "says that the account's plan lacks this feature",
        "Leave the feature out of the file, or have the account's plan changed.",
    ),
    403: (
        ForbiddenError,
        "does not let this token do that",
        "Use a token that may write, of somebody who may edit this object; read-only tokens can only plan.",
    ),
    404: (
        NotFoundError,
        "has no such object, or does not show it to this token",
        "It may have been deleted meanwhile: run plan again, and check any `id:` in the file.",
    ),
    409: (
        ConflictError,
        "says that somebody else is changing the same object",
        "Run plan again to see what it has become.",
    ),
    429: (
        RateLimitError,
        "says that too many requests were made with this token, for longer than we wait",
        "Nothing was done by this request. Run again in a few minutes.",
    ),
}

_OTHER_KIND = ("shift-based schedule", "layer-based schedule")

# Texts of PagerDuty's own for which there is something better to say.
_KNOWN = (
    (
        "escalation policy snapshot with open incidents",
        "open incidents still run on a policy that used this schedule",
        "Resolve or reassign those incidents in PagerDuty, then run apply again.",
    ),
    (
        "being used by escalation policies",
        "an escalation policy still uses this schedule",
        "Take the schedule out of that policy first, then run apply again.",
    ),
    (
        "being used by services",
        "a service still uses this escalation policy",
        "Give those services another policy in PagerDuty, then run apply again.",
    ),
    (
        _OTHER_KIND[0],
        "this is a shift-based schedule, which the layer-based API cannot handle",
        "Run plan again: it finds out of which kind each schedule is.",
    ),
    (
        _OTHER_KIND[1],
        "this is a layer-based schedule, which the shift-based API cannot handle",
        "Run plan again: it finds out of which kind each schedule is.",
    ),
)

# Their wording is not known, so it is told by what it has to say: that something goes beyond a bound.
_BEYOND = (
    r"\b(exceed\w*|at most|max(imum)?|limit\w*|(more|longer|larger|greater) than|"
    r"too (many|long|large|wide))\b"
)
_RANGE = r"\b(range|window|period|span|interval|since|until)\b"
_BATCHES = ("/overrides", "/custom_shifts")
_NUMBER = r"\b(overrides|items|entries|batch|array)\b"


def called(method: str, path: str) -> str:
    """How a request is named in messages: its method and path, never its query or headers."""
    return f"{method} {path}"


def request_id(response: httpx2.Response) -> str | None:
    """PagerDuty's own number for the exchange, which its support asks for."""
    return response.headers.get("x-request-id")


def refusal(call: str, response: httpx2.Response) -> RemoteError:
    """The error for an answer outside 2xx whose body has been read; the token never gets into its text."""
    status = response.status_code
    said = _without_token("; ".join(reasons(response)), response.request)[:_LONGEST_REASON]
    for text, meaning, hint in _KNOWN:
        other = text in _OTHER_KIND
        if text in said and (not other or _of_the_other_kind(text, call, status)):
            refused = OtherKindError if other else InvalidRequestError
            return refused(
                f"PagerDuty refused {call} ({status}): {meaning}.", hint=hint, request_id=request_id(response)
            )
    kind, meaning, hint = _MEANINGS.get(status) or _other(call, status)
    if kind is NotFoundError and call.startswith(("POST ", "PUT ")):
        # PagerDuty does not say whether it missed the object itself or something that it refers to.
        hint = "Either it or a person, schedule or team that it names has gone: run plan again."
    if kind is InvalidRequestError:
        kind = _bounded(call, said, response.request)
    # Their text may end in a full stop of its own.
    detail = f": {said.rstrip('.')}" if said else ""
    return kind(
        f"PagerDuty {meaning} ({status} on {call}){detail}.", hint=hint, request_id=request_id(response)
    )


def _of_the_other_kind(text: str, call: str, status: int) -> bool:
    """Whether an API says that it was asked about a schedule that the other one handles.

    The one for shift-based schedules may name them in any refusal, and a fault says nothing of a request.
    """
    own = text == _OTHER_KIND[0] and "/v3/" in call
    return status < _SERVER_FAULT and not own


def _bounded(call: str, said: str, request: httpx2.Request) -> type[InvalidRequestError]:
    """Whether a refusal (400) is about how long a time or how many things were asked for, or neither."""
    if not re.search(_BEYOND, said, re.IGNORECASE):
        return InvalidRequestError
    if request.method == "GET" and "since" in request.url.params and re.search(_RANGE, said, re.IGNORECASE):
        return TooWideError
    if call.startswith("POST ") and call.endswith(_BATCHES) and re.search(_NUMBER, said, re.IGNORECASE):
        return TooManyError
    return InvalidRequestError


def _without_token(text: str, request: httpx2.Request) -> str:
    words = request.headers.get("authorization", "").replace("=", " ").split()
    return text.replace(words[-1], "…") if words else text


def _other(call: str, status: int) -> tuple[type[RemoteError], str, str]:
    writing = not call.startswith("GET ")
    if status >= _SERVER_FAULT and writing:
        return (
            UnclearError,
            "had a fault of its own, so the request may or may not have been carried out",
            "Run plan to see what is there before anything else.",
        )
    if status >= _SERVER_FAULT:
        return RemoteError, "had a fault of its own", "Nothing was changed. Try again in a few minutes."
    return RemoteError, "gave an answer that was not expected", "Check the address of the API."


def reasons(response: httpx2.Response) -> Iterator[str]:
    """What an error body says, whatever its shape; nothing where it is no JSON."""
    try:
        body = loads(response.content)
    except (ValueError, RecursionError):
        return
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, str):
        yield error
    elif isinstance(error, dict):
        if isinstance(error.get("message"), str):
            yield error["message"]
        yield from texts(error.get("errors"))


def texts(value: Any) -> Iterator[str]:
    """`errors` is a list of texts, a map from field to texts, one text, or absent."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for field, items in value.items():
            yield from (f"{field}: {text}" for text in texts(items))


def loads(content: bytes) -> Any:
    """JSON in which every text can be written down again: half a surrogate pair becomes `?`.

    Raises ValueError or RecursionError where it is none.
    """
    try:
        return from_json(content)
    except ValueError:
        # It takes half of the time, and refuses halves of pairs, deep nesting and other encodings than UTF-8.
        value = jsonlib.loads(content)
    return jsonlib.loads(jsonlib.dumps(value, ensure_ascii=False).encode(errors="replace"))


def body(call: str, response: httpx2.Response) -> Any:
    """The JSON of a 2xx answer. Raises RemoteError, or UnclearError after a write, where it is none."""
    try:
        return loads(response.content)
    except (ValueError, RecursionError):
        pass
    what = "an empty answer" if not response.content.strip() else "an answer that is not JSON"
    if "html" in response.headers.get("content-type", ""):
        what = "a web page instead of an answer"
    raise broken(call, what, request_id(response))


def broken(call: str, what: str, number: str | None = None) -> RemoteError:
    """The error for a 2xx answer that cannot be used: after a write it leaves open what happened."""
    if call.startswith("GET "):
        return RemoteError(
            f"PagerDuty gave {what} to {call}.",
            hint="Check the address of the API and any proxy on the way, and try again.",
            request_id=number,
        )
    return UnclearError(
        f"PagerDuty gave {what} to {call}, so it may or may not have been carried out.",
        hint="Run plan to see what is there before anything else.",
        request_id=number,
    )
