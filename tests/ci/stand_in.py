"""A stand-in for the few calls of GitHub's API that rota makes: comments, issues, and who may write them."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, request

BOT = {"login": "github-actions[bot]", "type": "Bot"}
PERSON = {"login": "ana-ortiz", "type": "User"}

Row = dict[str, Any]


@dataclass
class GitHub:
    """One repository's comments and issues. A token says what it may do (`tests.ci.runner.token`)."""

    comments: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    locked: set[int] = field(default_factory=set)
    """Comments that nobody may change."""
    requests: list[tuple[str, str]] = field(default_factory=list)

    def say(self, number: int, body: str, user: Row = PERSON) -> Row:
        """A comment under a pull request or issue."""
        row = {"id": len(self.comments) + 1, "number": number, "body": body, "user": dict(user)}
        row["html_url"] = f"https://github.com/example/rota/pull/{number}#issuecomment-{row['id']}"
        self.comments.append(row)
        return row

    def open(self, title: str, body: str, labels: list[str], user: Row = PERSON, **more: Any) -> Row:
        """An issue."""
        number = 100 + len(self.issues)
        row = {"number": number, "title": title, "body": body, "state": "open", "user": dict(user), **more}
        row |= {"labels": labels, "html_url": f"https://github.com/example/rota/issues/{number}"}
        self.issues.append(row)
        return row

    def under(self, number: int) -> list[str]:
        """The comments under a pull request or issue, in order."""
        return [str(row["body"]) for row in self.comments if row["number"] == number]

    def app(self) -> Flask:
        """The API."""
        app, base = Flask("github"), "/repos/example/rota/issues"

        @app.before_request
        def _heard() -> Response | tuple[Response, int] | None:
            self.requests.append((request.method, request.path))
            return self._turned_away()

        @app.get("/user")
        def _user() -> tuple[Response, int]:
            return jsonify(message="Resource not accessible by integration"), 403

        @app.get(f"{base}/<int:number>/comments")
        def _comments(number: int) -> Response:
            return jsonify(_page([row for row in self.comments if row["number"] == number]))

        @app.post(f"{base}/<int:number>/comments")
        def _comment(number: int) -> tuple[Response, int]:
            return jsonify(self.say(number, _body()["body"], BOT)), 201

        @app.patch(f"{base}/comments/<int:id_>")
        def _change(id_: int) -> Response | tuple[Response, int]:
            if id_ in self.locked:
                return jsonify(message="Forbidden"), 403
            self.comments[id_ - 1]["body"] = _body()["body"]
            return jsonify(self.comments[id_ - 1])

        @app.get(base)
        def _issues() -> Response:
            label, state = request.args["labels"], request.args["state"]
            return jsonify(_page([i for i in self.issues if label in i["labels"] and i["state"] == state]))

        @app.post(base)
        def _open() -> tuple[Response, int]:
            made = _body()
            return jsonify(self.open(made["title"], made["body"], made["labels"], BOT)), 201

        @app.patch(f"{base}/<int:number>")
        def _edit(number: int) -> Response:
            row = self.issues[number - 100]
            row.update(_body())
            return jsonify(row)

        return app

    def _turned_away(self) -> tuple[Response, int] | None:
        kind, _, may = request.headers.get("Authorization", "").partition("job_")
        if kind != "Bearer ":
            return jsonify(message="Bad credentials"), 401
        about_pull = "/comments" in request.path and "issues:write" not in may
        needed = "pull-requests:write" if about_pull else "issues:write"
        if request.method != "GET" and needed not in may:
            return jsonify(message="Resource not accessible by integration"), 403
        return None


def _page(rows: list[Row]) -> list[Row]:
    size, number = int(request.args["per_page"]), int(request.args["page"])
    return rows[(number - 1) * size : number * size]


def _body() -> Row:
    found = request.get_json()
    assert isinstance(found, dict)
    assert len(found.get("body", "")) < 65_536
    return found
