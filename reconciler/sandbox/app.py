"""The application: keys, headers and error bodies around the parts of the API, and faults around it all."""

import uuid
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug import Response as WerkzeugResponse
from werkzeug.exceptions import HTTPException

from reconciler.sandbox import (
    audit,
    audit_view,
    oncalls,
    overrides,
    people,
    policies,
    schedules,
    services,
    v3,
)
from reconciler.sandbox.canned import RATE_HEADERS
from reconciler.sandbox.context import EXTENSION, Clock, Context, Keys, here
from reconciler.sandbox.errors import ApiError, forbidden, invalid, not_found
from reconciler.sandbox.faults import Faults
from reconciler.sandbox.injection import PROGRESS, Injector, Sleep
from reconciler.sandbox.journal import Journal
from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Store

JOURNAL = "rota_journal"
"""Where in the extensions of the application its `Journal` lies."""
FAULTS = "rota_faults"
"""Where in them the `Injector` lies."""
USER_HEADER = "X-Sandbox-User"
"""Names the user who makes a change in the web editor. The real PagerDuty knows nothing of it."""


class _Sandbox(Flask):
    """Each request is one transaction: whatever is refused leaves no trace."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Lets the faults in; a lost connection or a crash is raised out of here."""
        injector: Injector = self.extensions[FAULTS]
        response = injector.answer(environ, self._run)
        return response(environ, start_response)

    def dispatch_request(self) -> ResponseReturnValue:
        """One transaction, with its traces in the audit trail."""
        context = here()
        with context.store.transaction() as changes:
            reply = super().dispatch_request()
            changed = list(changes)
            audit.write(context, changed, _origin())
        request.environ[PROGRESS].committed |= bool(changed)
        return reply

    def _run(self, environ: WSGIEnvironment) -> WerkzeugResponse:
        return WerkzeugResponse.from_app(super().wsgi_app, environ, buffered=True)


def _no_wait(seconds: float) -> None:
    """Seconds are counted as gone by."""


def create_app(
    store: Store,
    *,
    clock: Clock,
    quirks: Quirks = Quirks(),  # noqa: B008 - frozen, like the next ones
    keys: Keys = Keys(),  # noqa: B008
    faults: Faults = Faults(),  # noqa: B008
    journal: Journal | None = None,
    sleep: Sleep = _no_wait,
) -> Flask:
    """An embedded PagerDuty on a store; `clock` gives now as an aware datetime.

    `sleep` is given the seconds of slow answers. Every request is noted in the journal.
    """
    app = _Sandbox(__name__)
    context = Context(store, clock, quirks, keys)
    app.extensions[EXTENSION] = context
    app.extensions[JOURNAL] = journal if journal is not None else Journal()
    app.extensions[FAULTS] = Injector(context, sleep, app.extensions[JOURNAL], faults)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.before_request(_check_key)
    app.after_request(_add_headers)
    app.register_error_handler(ApiError, _refuse)
    app.register_error_handler(HTTPException, _refuse_by_routing)
    for blueprint in (
        schedules.blueprint,
        v3.blueprint,
        overrides.blueprint,
        policies.blueprint,
        services.blueprint,
        oncalls.blueprint,
        people.users,
        people.teams,
        people.abilities,
        audit_view.blueprint,
    ):
        app.register_blueprint(blueprint)
    return app


def set_faults(app: Flask, faults: Faults) -> None:
    """Other faults from the next request on, counted afresh."""
    injector: Injector = app.extensions[FAULTS]
    injector.use(faults)


def journal_of(app: Flask) -> Journal:
    """What came in so far."""
    journal: Journal = app.extensions[JOURNAL]
    return journal


def _origin() -> audit.Origin:
    user = request.headers.get(USER_HEADER)
    came = {"request_id": g.request_id, "address": request.remote_addr}
    if user is not None:
        return audit.Origin("browser", user=user, **came)
    return audit.Origin("oauth" if g.scheme == "bearer" else "api_token", token=g.token, **came)


def _check_key() -> None:
    g.request_id = uuid.uuid4().hex
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    key = rest.strip()
    if scheme.lower() == "token":
        name, _, key = key.partition("=")
        key = key.strip('"') if name == "token" else ""
    elif scheme.lower() != "bearer":
        key = ""
    context = here()
    keys = context.keys
    if key not in {keys.full, keys.read_only, *keys.others}:
        raise ApiError(401, 2006, "Unauthorized")
    g.token, g.scheme = key, scheme.lower()
    if request.method in {"GET", "HEAD"}:
        return
    if key == keys.read_only or context.locked:
        raise forbidden()
    if USER_HEADER in request.headers and context.user(request.headers[USER_HEADER]) is None:
        raise invalid(f"{USER_HEADER} must be the id of a user")


def _add_headers(response: Response) -> Response:
    response.headers["x-request-id"] = g.request_id
    response.headers.update(RATE_HEADERS)
    return response


def _refuse(refusal: ApiError) -> ResponseReturnValue:
    return jsonify(refusal.body()), refusal.status


def _refuse_by_routing(error: HTTPException) -> ResponseReturnValue:
    """Paths and methods that do not exist answer in JSON too."""
    status = error.code or 500
    refusal = not_found() if status == 404 else ApiError(status, 2000, error.name)  # noqa: PLR2004 - an HTTP status
    return jsonify(refusal.body()), status
