"""Slack's error codes in plain words, each with what to do about it."""

from collections.abc import Mapping

from reconciler.errors import RotaError

SCOPES: Mapping[str, str] = {
    "conversations.list": "channels:read, and groups:read for private channels",
    "conversations.info": "channels:read, and groups:read for private channels",
    "conversations.setTopic": "channels:manage, and groups:write for private channels",
    "conversations.setPurpose": "channels:manage, and groups:write for private channels",
    "users.lookupByEmail": "users:read.email",
    "usergroups.list": "usergroups:read",
    "usergroups.users.update": "usergroups:write",
}
"""What the token must be allowed for each method that is used."""

_TOKEN = "give SLACK_TOKEN the bot token of a Slack app that is installed in this workspace (xoxb-…)"  # noqa: S105 - no token
_MEANS: Mapping[str, tuple[str, str | None]] = {
    "channel_not_found": (
        "Slack knows no such channel, or the app may not see it",
        "check the name; a private channel is seen only by an app that was invited to it",
    ),
    "not_in_channel": ("the Slack app is not in the channel", "invite it there: /invite @ and its name"),
    "is_archived": ("the channel is archived", "unarchive it, or drop it from `announce:`"),
    "method_not_supported_for_channel_type": ("this kind of channel has no such text", None),
    "restricted_action": (
        "the workspace does not let apps do this",
        "an owner of the workspace can change who may, under its permissions",
    ),
    "user_is_restricted": ("the token belongs to a guest, who may not do this", _TOKEN),
    "permission_denied": (
        "the workspace does not let apps do this",
        "an owner of the workspace can change who may, under its permissions",
    ),
    "paid_teams_only": ("user groups need a paid plan of Slack", "drop `group:` from the entry"),
    "plan_upgrade_required": ("user groups need a paid plan of Slack", "drop `group:` from the entry"),
    "no_such_subteam": ("Slack knows no such user group", "check the handle, or make the group in Slack"),
    "subteam_disabled": ("the user group is disabled", "enable it in Slack, or drop `group:` from the entry"),
    "too_long": ("Slack takes no text of this length", "shorten the template"),
    "ratelimited": ("Slack asks to wait for longer than we do", "run it again in some minutes"),
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        ("Slack does not accept SLACK_TOKEN", _TOKEN),
    ),
    "not_allowed_token_type": ("Slack does not take this kind of token for it", _TOKEN),
}


class SlackError(RotaError):
    """Slack did not do what it was asked for. `code` is its own word for why; None where no answer came."""

    def __init__(self, message: str, *, code: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.code = code


def refusal(method: str, code: str, needed: str | None = None) -> SlackError:
    """What Slack answered, as an error; `needed` is the scope that it names."""
    if code == "missing_scope":
        scope = needed or SCOPES.get(method, "that the method needs")
        return SlackError(
            f"the token lacks the scope {scope}, which {method} needs",
            code=code,
            hint="add it to the Slack app under OAuth & Permissions, and install the app again",
        )
    said, hint = _MEANS.get(code, (f"Slack answered {code} to {method}", None))
    return SlackError(said, code=code, hint=hint)
