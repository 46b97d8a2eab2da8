"""From a path like `rotas, web, line_ups` to the file and the list that are meant, if they can be edited."""

from collections.abc import Sequence
from dataclasses import dataclass

from reconciler.config import nodes
from reconciler.config.includes import LISTS
from reconciler.config.loader import Loaded
from reconciler.edit.placing import Awkward, Page
from reconciler.edit.spans import Span, spans

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where an item goes: the page of a file, and the list in it.

    `listing` is None where a file has no such list yet (then `path` is one key); it is an empty scalar where
    the key stands there with nothing behind it.
    """

    file: str
    page: Page
    path: Path
    listing: Span | None


def page_of(text: str) -> Page:
    """A text with plain line ends, ready to be edited."""
    top = spans(text)
    anchors = {span.anchor: span for span in top.below() if span.anchor} if top is not None else {}
    return Page(text.split("\n"), top, anchors)


def file_of(loaded: Loaded, path: Path, file: str | None) -> str:
    """The name of the file that an item goes into; `file` as the caller names it, from the root's folder."""
    root = next(iter(loaded.sources))
    if len(path) == 1 and path[0] in LISTS:
        if file is not None:
            folder = root.rpartition("/")[0]
            return file if file in loaded.sources or not folder else f"{folder}/{file}"
        found = nodes.child(loaded.places.tree, path[0])
        return found.file if found is not None else root
    node: nodes.Node | None = loaded.places.tree
    holder = root
    for step in path[:-1]:
        node = nodes.child(node, step) if node is not None else None
        holder = node.file if node is not None else holder
    return holder


def find(loaded: Loaded, path: Path, file: str | None) -> Target:
    """The list at a path. Raises Awkward where it cannot be edited without touching something else."""
    name = file_of(loaded, path, file)
    page = page_of(loaded.sources.get(name, ""))
    top = page.top
    if top is None or top.empty:
        return Target(name, page, path, None)
    chain = _chain(top, path)
    _shared(page, chain)
    if len(chain) <= len(path):
        if len(path) > 1 or top.kind != "map":
            raise Awkward("is not written out in one place: an anchor brings it in")
        return Target(name, page, path, None)
    listing = chain[-1]
    if listing.kind != "list" and not (listing.empty and len(path) == 1):
        raise Awkward("is not a list")
    return Target(name, page, path, listing)


def _chain(top: Span, path: Path) -> Sequence[Span]:
    """The spans from the top to the end of a path, as far as it is written out."""
    chain = [top]
    for step in path:
        here = chain[-1]
        below = here.value(step) if isinstance(step, str) else None
        if isinstance(step, int) and step < len(here.items):
            below = here.items[step]
        if below is None:
            break
        chain.append(below)
    return chain


def _shared(page: Page, chain: Sequence[Span]) -> None:
    used = {span.text for span in page.top.below() if span.kind == "alias"} if page.top is not None else set()
    for span in chain:
        if span.kind == "alias":
            stands = page.anchors[span.text].start.line + 1 if span.text in page.anchors else 0
            raise Awkward(f"is *{span.text}, which is written out in line {stands} for several places")
        if span.anchor in used:
            raise Awkward(
                f"stands inside &{span.anchor} (line {span.start.line + 1}), which is used elsewhere too"
            )
