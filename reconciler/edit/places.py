"""Which file a dated entry goes into: that of its month, where the root file includes such files."""

from datetime import date

from reconciler.config import nodes
from reconciler.config.includes import pattern_to_regex
from reconciler.config.loader import Loaded
from reconciler.config.texts import Unreadable


def file_for(loaded: Loaded, on: date) -> str | None:
    """`overrides/2026-12.yaml` where `include:` names it, new or not; None for where overrides stand now."""
    name = f"overrides/{on:%Y-%m}.yaml"
    return name if any(pattern_to_regex(pattern).fullmatch(name) for pattern in _included(loaded)) else None


def _included(loaded: Loaded) -> list[str]:
    """The globs of `include:`, as the root file has them."""
    root = next(iter(loaded.sources))
    try:
        tree, _ = nodes.parse(loaded.sources[root], root)
    except Unreadable:
        return []
    listed = nodes.child(tree, "include")
    items = listed.items if isinstance(listed, nodes.Listing) else [listed]
    return [item.text for item in items if isinstance(item, nodes.Scalar) and item.text is not None]
