"""A plan as people read it in a terminal or under a pull request, and as programs read it."""

from reconciler.render.plan_json import json
from reconciler.render.plan_markdown import LIMIT, markdown
from reconciler.render.plan_text import text

__all__ = ["LIMIT", "json", "markdown", "text"]
