"""Answers that are given without asking the application: too many requests, and a server in trouble."""

import json
import uuid

from werkzeug import Response

from reconciler.sandbox.faults import ServerFault

RATE_HEADERS = {"ratelimit-limit": "960", "ratelimit-remaining": "959", "ratelimit-reset": "60"}
_JSON = "application/json"
_PHRASES = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


def too_many(reset: int | None) -> Response:
    """429, code 2020; `reset` is the number of seconds to wait, which the header leaves out if None."""
    response = _json(429, "Rate Limit Exceeded", 2020, "ratelimit-limit")
    response.headers["ratelimit-remaining"] = "0"
    if reset is not None:
        response.headers["ratelimit-reset"] = str(reset)
    return response


def server_fault(fault: ServerFault) -> Response:
    """PagerDuty's own 5xx, or that of a gateway in front of it, which knows neither JSON nor request ids."""
    phrase = _PHRASES[fault.status]
    if fault.body == "json":
        return _json(fault.status, phrase, 2000, *RATE_HEADERS)
    if fault.body == "empty":
        return Response(status=fault.status)
    title = f"{fault.status} {phrase}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    return Response(page, fault.status, content_type="text/html")


def _json(status: int, message: str, code: int, *rate_headers: str) -> Response:
    headers = {name: RATE_HEADERS[name] for name in rate_headers} | {"x-request-id": uuid.uuid4().hex}
    body = json.dumps({"error": {"message": message, "code": code}})
    return Response(body, status, headers, content_type=_JSON)
