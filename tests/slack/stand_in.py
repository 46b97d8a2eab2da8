"""A stand-in for the few methods of Slack's Web API that rota uses, with its awkward answers."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, request

Row = dict[str, Any]
TOKEN = "xoxb-made-up"


def channel(id_: str, name: str, *, topic: str = "", purpose: str = "") -> Row:
    return {"id": id_, "name": name, "topic": {"value": topic}, "purpose": {"value": purpose}}


def group(id_: str, handle: str, *users: str, disabled: bool = False) -> Row:
    return {"id": id_, "handle": handle, "users": list(users), "date_delete": 1700000000 if disabled else 0}


@dataclass
class Workspace:
    """One workspace. `faults` are answers to give instead, by method, one after the other."""

    channels: list[Row] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    groups: list[Row] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    """Channels that the app is not in."""
    faults: dict[str, list[tuple[int, Any, dict[str, str]]]] = field(default_factory=dict)
    calls: list[tuple[str, Row]] = field(default_factory=list)
    per_page: int = 2

    def become(self, other: "Workspace") -> None:
        """Another workspace behind the same address."""
        self.__dict__.update(other.__dict__)

    def refuse(self, method: str, error: str, times: int = 1, **more: Any) -> None:
        """Let a method answer with an error."""
        status, headers = more.pop("status", 200), more.pop("headers", {})
        body = {"ok": False, "error": error, **more}
        self.faults.setdefault(method, []).extend([(status, body, headers)] * times)

    def written(self) -> list[tuple[str, Row]]:
        """What was asked to be set."""
        return [(method, asked) for method, asked in self.calls if method in _WRITES]

    def app(self) -> Flask:
        """The API."""
        app = Flask("slack")

        @app.post("/api/<method>")
        def _call(method: str) -> Response:
            asked = request.form.to_dict()
            self.calls.append((method, asked))
            if self.faults.get(method):
                status, body, headers = self.faults[method].pop(0)
                answer = jsonify(body) if isinstance(body, dict) else Response(str(body))
                answer.status_code = status
                answer.headers.update(headers)
                return answer
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                return jsonify(ok=False, error="invalid_auth")
            return jsonify(self._answer(method, asked))

        return app

    def _answer(self, method: str, asked: Row) -> Row:
        if method == "conversations.list":
            return self._listed(int(asked.get("cursor") or 0))
        if method == "users.lookupByEmail":
            found = self.users.get(asked["email"])
            return {"ok": True, "user": {"id": found}} if found else _no("users_not_found")
        if method == "usergroups.list":
            return {"ok": True, "usergroups": self.groups}
        if method == "usergroups.users.update":
            row = next(g for g in self.groups if g["id"] == asked["usergroup"])
            row["users"] = asked["users"].split(",")
            return {"ok": True, "usergroup": row}
        return self._conversation(method, asked)

    def _listed(self, begin: int) -> Row:
        """The real one pages too, and says where the next page begins."""
        end = begin + self.per_page
        more = str(end) if end < len(self.channels) else ""
        return {
            "ok": True,
            "channels": self.channels[begin:end],
            "response_metadata": {"next_cursor": more},
        }

    def _conversation(self, method: str, asked: Row) -> Row:
        row = next((c for c in self.channels if c["id"] == asked["channel"]), None)
        if row is None:
            return _no("channel_not_found")
        if method == "conversations.info":
            return {"ok": True, "channel": row}
        if row["name"] in self.absent:
            return _no("not_in_channel")
        key = "topic" if method == "conversations.setTopic" else "purpose"
        if len(asked[key]) > 250:
            return _no("too_long")
        row[key]["value"] = asked[key]
        return {"ok": True, "channel": row}


_WRITES = {"conversations.setTopic", "conversations.setPurpose", "usergroups.users.update"}


def _no(error: str) -> Row:
    return {"ok": False, "error": error}
