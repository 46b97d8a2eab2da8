"""The application: keys, headers and error bodies around the parts of the API."""

import uuid

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from reconciler.sandbox import oncalls, overrides, people, policies, schedules, services
from reconciler.sandbox.context import EXTENSION, Clock, Context, Keys, here
from reconciler.sandbox.errors import ApiError, forbidden, not_found
from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Store

_RATE_HEADERS = {"ratelimit-limit": "960", "ratelimit-remaining": "959", "ratelimit-reset": "60"}


class _Sandbox(Flask):
    """Each request is one transaction: whatever is refused leaves no trace."""

    def dispatch_request(self) -> ResponseReturnValue:
        context: Context = self.extensions[EXTENSION]
        with context.store.transaction():
            return super().dispatch_request()


def create_app(store: Store, *, clock: Clock, quirks: Quirks = Quirks(), keys: Keys = Keys()) -> Flask:  # noqa: B008 - both are frozen
    """An embedded PagerDuty on a store; `clock` gives now as an aware datetime."""
    app = _Sandbox(__name__)
    app.extensions[EXTENSION] = Context(store, clock, quirks, keys)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.before_request(_check_key)
    app.after_request(_add_headers)
    app.register_error_handler(ApiError, _refuse)
    app.register_error_handler(HTTPException, _refuse_by_routing)
    for blueprint in (
        schedules.blueprint,
        overrides.blueprint,
        policies.blueprint,
        services.blueprint,
        oncalls.blueprint,
        people.users,
        people.teams,
        people.abilities,
    ):
        app.register_blueprint(blueprint)
    return app


def _check_key() -> None:
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    key = rest.strip()
    if scheme.lower() == "token":
        name, _, key = key.partition("=")
        key = key.strip('"') if name == "token" else ""
    elif scheme.lower() != "bearer":
        key = ""
    keys = here().keys
    if key not in {keys.full, keys.read_only}:
        raise ApiError(401, 2006, "Unauthorized")
    if key == keys.read_only and request.method not in {"GET", "HEAD"}:
        raise forbidden()


def _add_headers(response: Response) -> Response:
    response.headers["x-request-id"] = uuid.uuid4().hex
    response.headers.update(_RATE_HEADERS)
    return response


def _refuse(refusal: ApiError) -> ResponseReturnValue:
    return jsonify(refusal.body()), refusal.status


def _refuse_by_routing(error: HTTPException) -> ResponseReturnValue:
    """Paths and methods that do not exist answer in JSON too."""
    status = error.code or 500
    refusal = not_found() if status == 404 else ApiError(status, 2000, error.name)  # noqa: PLR2004 - an HTTP status
    return jsonify(refusal.body()), status
