"""The contract itself: every other test here holds its exchanges to PagerDuty's OpenAPI document."""

import pytest

from tests.openapi import OTHER_REFUSALS, OTHER_SUCCESS, SPEC_FILE, ContractError, Spec, load_spec


@pytest.fixture
def spec() -> Spec:
    """The document, or a reason to skip."""
    loaded = load_spec()
    if loaded is None:
        pytest.skip(f"PagerDuty's OpenAPI document is not at {SPEC_FILE}")
    return loaded


def test_the_document_knows_every_path_served(spec: Spec) -> None:
    """Whatever the look-alike serves, PagerDuty documents."""
    from reconciler.sandbox import Store, create_app  # noqa: PLC0415
    from tests.sandbox.harness import START  # noqa: PLC0415

    store = Store()
    app = create_app(store, clock=lambda: START)
    served = {
        (method.lower(), rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    shapes = {
        (method, "/".join("<>" if part.startswith("{") else part for part in path.split("/")))
        for path, operations in spec.paths.items()
        for method in operations
    }
    # The one for the whole account is described elsewhere, in the prose of PagerDuty's own pages.
    for method, rule in served - {("get", "/audit/records")}:
        shape = "/".join("<>" if part.startswith("<") else part for part in rule.split("/"))
        assert (method, shape) in shapes
    store.close()


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("GET", "/schedules/P1", [("sinc", "2026-03-02T12:00:00Z")], None),
        ("GET", "/schedules/P1", [("since", "noon")], None),
        ("GET", "/schedules", [("limit", "many")], None),
        ("GET", "/schedules/P1/overrides", [("since", "2026-03-02T12:00:00Z")], None),
        ("POST", "/schedules", [], None),
        ("POST", "/schedules", [], {"schedule": {"name": "x"}}),
        ("GET", "/nothing", [], None),
        ("GET", "/v3/schedules", [("limit", "1001")], None),
        ("GET", "/v3/schedules/P1", [("include[]", "final")], None),
        ("GET", "/v3/schedules/P1/overrides", [("since", "2026-03-02T12:00:00Z")], None),
        ("POST", "/v3/schedules", [], {"schedule": {"name": "x"}}),
        ("POST", "/v3/schedules/P1/rotations/R1/events", [], {"event": {"name": "x"}}),
        ("POST", "/v3/schedules/P1/custom_shifts", [], {"custom_shifts": []}),
        ("PUT", "/v3/schedules/P1/rotations/R1", [], {}),
    ],
)
def test_a_request_outside_the_document_is_noticed(
    spec: Spec, method: str, path: str, query: list[tuple[str, str]], body: object
) -> None:
    """Misspelt values, missing ones, and bodies of another shape."""
    with pytest.raises(ContractError):
        spec.check_request(method, path, query, body)


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        ("GET", "/schedules/P1", 418, None),
        ("GET", "/schedules/P1", 200, {"schedules": []}),
        ("GET", "/schedules/P1", 200, {"schedule": {"type": "schedule", "time_zone": 1}}),
        ("DELETE", "/schedules/P1", 204, {"schedule": {}}),
        ("GET", "/v3/schedules/P1", 200, {"schedule": {"id": "P1", "type": "schedule"}}),
        ("GET", "/v3/schedules", 200, {"schedules": [{"id": "P1", "type": "schedule_v3", "summary": 1}]}),
        ("POST", "/v3/schedules/P1/overrides", 201, {"override": {}}),
        ("POST", "/v3/schedules", 400, {"error": {"code": 2001, "message": "x", "errors": {"name": "x"}}}),
    ],
)
def test_a_reply_outside_the_document_is_noticed(
    spec: Spec, method: str, path: str, status: int, body: object
) -> None:
    """Statuses that are not documented, and bodies of another shape."""
    with pytest.raises(ContractError):
        spec.check_response(method, path, status, body)


def test_each_listed_deviation_is_one(spec: Spec) -> None:
    """What is listed as undocumented is indeed not in the document."""
    for method, template, status in [*OTHER_SUCCESS, *OTHER_REFUSALS]:
        assert str(status) not in spec.paths[template][method.lower()]["responses"]
