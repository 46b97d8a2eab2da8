"""Users, teams and abilities of the account."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import DEFAULT_ABILITIES, Context, here
from reconciler.sandbox.errors import ApiError, invalid, lacks_ability, not_found
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import body_of, includes, links, matches, page, text_of
from reconciler.sandbox.zones import find_zone

users = Blueprint("users", __name__, url_prefix="/users")
teams = Blueprint("teams", __name__, url_prefix="/teams")
abilities = Blueprint("abilities", __name__, url_prefix="/abilities")

KNOWN_ABILITIES = {
    "teams",
    "audit",
    "read_only_users",
    "escalation_rule_assignment_strategy",
    "event_rules",
    "sso",
}
_LONGEST = 100
_SHORTEST_EMAIL = 6
_USER_ROLES = (
    "admin",
    "limited_user",
    "observer",
    "owner",
    "read_only_user",
    "restricted_access",
    "read_only_limited_user",
    "user",
)
_USER_FIELDS = ("name", "email", "role", "time_zone", "description", "job_title")
_TEAM_FIELDS = ("name", "description", "default_role")
_TEAM_ROLES = ("manager", "none")


def present_user(user: Json) -> Json:
    """A user as replies show it; whoever was only invited, and a mailbox, can be reached by e-mail alone."""
    wanted = includes()
    usual = ["email"] if user["mailbox"] else ["email", "phone"]
    methods = [
        _contact_method(
            user, kind, user["email"] if kind == "email" else "5550100", whole="contact_methods" in wanted
        )
        for kind in user.get("ways", usual)
    ]
    rules = [
        _notification_rule(user, method, whole="notification_rules" in wanted)
        for method in methods
        if not user.get("quiet")
    ]
    return {
        **links("user", user["id"], user["name"]),
        "name": user["name"],
        "email": user["email"],
        "time_zone": user["time_zone"],
        "color": "purple",
        "role": user["role"],
        "description": user["description"],
        "job_title": user["job_title"],
        "invitation_sent": False,
        "teams": [],
        "contact_methods": methods,
        "notification_rules": rules,
    }


def _contact_method(user: Json, kind: str, address: str, *, whole: bool) -> Json:
    key = f"{user['id']}{kind[0].upper()}"
    shown = {"id": key, "type": f"{kind}_contact_method", "summary": "Work", "self": None, "html_url": None}
    if whole:
        return {**shown, "label": "Work", "address": address}
    return {**shown, "type": f"{kind}_contact_method_reference"}


def _notification_rule(user: Json, method: Json, *, whole: bool) -> Json:
    key = f"{method['id']}R"
    shown = {
        "id": key,
        "type": "assignment_notification_rule",
        "summary": "0 minutes",
        "self": None,
        "html_url": None,
    }
    if whole:
        contact = {"id": method["id"], "type": method["type"]}
        return {**shown, "start_delay_in_minutes": 0, "urgency": "high", "contact_method": contact}
    return {
        **shown,
        "type": "assignment_notification_rule_reference",
        "summary": f"{user['name']}: 0 minutes",
    }


@users.get("")
def list_users() -> ResponseReturnValue:
    """Users who have not been deleted, by part of name or e-mail."""
    present = [user for user in here().store.all("users") if not user.get("deleted_at")]
    return page("users", [user for user in present if matches(user, "name", "email")], present_user)


@users.post("")
def post_user() -> ResponseReturnValue:
    """Creates a user; an account's key must say on whose behalf."""
    context = here()
    if "@" not in request.headers.get("From", ""):
        raise invalid("You must provide the From header with the email of a valid user")
    user = create_user(context, body_of("user"))
    return {"user": present_user(user)}, 201


def create_user(context: Context, body: Json) -> Json:
    """Stores a new user from the object inside a POST body."""
    blank = {
        "name": None,
        "email": None,
        "role": "user",
        "time_zone": "Etc/UTC",
        "description": None,
        "job_title": None,
    }
    user = {
        "id": context.store.new_id(),
        "mailbox": False,
        "ways": ["email"],
        **_written_user(context, body, {**blank, "id": None}),
    }
    context.store.save("users", user)
    return user


@users.get("/me")
def get_me() -> ResponseReturnValue:
    """Always refused: the keys here belong to the account, not to a person."""
    raise ApiError(400, 2001, "Invalid Input Provided", ["Account API keys have no current user"])


@users.get("/<key>")
def get_user(key: str) -> ResponseReturnValue:
    """One user."""
    return {"user": present_user(_find_user(key))}


@users.put("/<key>")
def put_user(key: str) -> ResponseReturnValue:
    """Changes what is sent."""
    context = here()
    before = _find_user(key)
    user = {**before, **_written_user(context, body_of("user"), before)}
    context.store.save("users", user)
    return {"user": present_user(user)}


@users.delete("/<key>")
def delete_user(key: str) -> ResponseReturnValue:
    """The user leaves every list, but stays in the layers that name them."""
    context = here()
    context.store.save("users", {**_find_user(key), "deleted_at": context.now().isoformat()})
    return "", 204


def _find_user(key: str) -> Json:
    user = here().user(key)
    if user is None:
        raise not_found()
    return user


def _written_user(context: Context, body: Json, before: Json) -> Json:
    user = {field: text_of(body, field, before[field]) for field in _USER_FIELDS}
    if not isinstance(user["name"], str) or not 1 <= len(user["name"].strip()) <= _LONGEST:
        raise invalid("Name is required")
    email = user["email"]
    if not isinstance(email, str) or "@" not in email or not _SHORTEST_EMAIL <= len(email) <= _LONGEST:
        raise invalid("Email is invalid")
    taken = (
        each
        for each in context.store.all("users")
        if not each.get("deleted_at") and each["id"] != before["id"]
    )
    if any(each["email"].casefold() == email.casefold() for each in taken):
        raise invalid("Email has already been taken")
    if user["role"] not in _USER_ROLES:
        raise invalid("Role is invalid")
    if find_zone(user["time_zone"]) is None:
        raise invalid("Time zone is invalid")
    return user


def present_team(team: Json) -> Json:
    """A team as replies show it."""
    shown = {field: team[field] for field in _TEAM_FIELDS}
    return {**links("team", team["id"], team["name"]), **shown}


@teams.before_request
def need_teams() -> None:
    """Everything about teams is paid for."""
    if not here().has_ability("teams"):
        raise lacks_ability("teams")


@teams.get("")
def list_teams() -> ResponseReturnValue:
    """Teams by part of their name."""
    return page("teams", [team for team in here().store.all("teams") if matches(team, "name")], present_team)


@teams.post("")
def post_team() -> ResponseReturnValue:
    """Creates a team."""
    return {"team": present_team(create_team(here(), body_of("team")))}, 201


def create_team(context: Context, body: Json) -> Json:
    """Stores a new team from the object inside a POST body."""
    blank = {"name": None, "description": None, "default_role": "manager"}
    team = {"id": context.store.new_id(), **_written_team(body, blank)}
    context.store.save("teams", team)
    return team


@teams.get("/<key>")
def get_team(key: str) -> ResponseReturnValue:
    """One team."""
    return {"team": present_team(_find_team(key))}


@teams.put("/<key>")
def put_team(key: str) -> ResponseReturnValue:
    """Changes what is sent."""
    before = _find_team(key)
    team = {**before, **_written_team(body_of("team"), before)}
    here().store.save("teams", team)
    return {"team": present_team(team)}


@teams.delete("/<key>")
def delete_team(key: str) -> ResponseReturnValue:
    """Forgets the team; schedules and policies lose it."""
    here().store.delete("teams", _find_team(key)["id"])
    return "", 204


def _find_team(key: str) -> Json:
    team = here().store.get("teams", key)
    if team is None:
        raise not_found()
    return team


def _written_team(body: Json, before: Json) -> Json:
    team = {field: text_of(body, field, before[field]) for field in _TEAM_FIELDS}
    if not isinstance(team["name"], str) or not 1 <= len(team["name"].strip()) <= _LONGEST:
        raise invalid(f"Name is required and must not exceed {_LONGEST} characters")
    if team["default_role"] not in _TEAM_ROLES:
        raise invalid("Default role must be manager or none")
    return team


@abilities.get("")
def list_abilities() -> ResponseReturnValue:
    """What the account's plan includes."""
    return {"abilities": here().store.setting("abilities", DEFAULT_ABILITIES)}


@abilities.get("/<name>")
def get_ability(name: str) -> ResponseReturnValue:
    """204 if the account has it, 402 if it could be bought, 404 if there is no such thing."""
    if here().has_ability(name):
        return "", 204
    raise lacks_ability(name) if name in KNOWN_ABILITIES else not_found()
