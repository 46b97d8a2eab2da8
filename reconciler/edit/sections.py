"""A list that a file does not have yet: where its key goes, and how far it is indented."""

from reconciler.edit.finding import Target
from reconciler.edit.placing import Awkward, Page, Piece, bottom, remarked
from reconciler.edit.spans import Span, Spot
from reconciler.edit.written import Form, Item, form_of, in_brackets

# After which sections a new one is looked for first; failing those it goes to the end.
_AFTER = {
    "overrides": ("bank_holidays", "policies", "rotas"),
    "leave": ("overrides", "bank_holidays", "policies", "rotas"),
}


def pieces(target: Target, item: Item, comment: str | None) -> list[Piece]:
    """The pieces that give a file a list with one item."""
    page, key = target.page, str(target.path[0])
    top = page.top
    if target.listing is not None:
        return [Piece(page.end(target.listing.start.line), f"\n{_entry(page, item, comment)}")]
    if top is None or top.empty:
        return [_on_a_blank_page(page, f"{key}:\n{_entry(page, item, comment)}")]
    if top.flow:
        return [_in_braces(page, top, key, item)]
    line = bottom(page, _neighbour(top, key).end, top.start.column)
    # Sections are set apart where they are set apart in this file already.
    gap = "\n" if any(not shown.strip() for shown in page.lines[:line]) else ""
    margin = " " * top.start.column
    entry = _entry(page, item, comment)
    return [Piece(page.end(line), f"\n{gap}{margin}{key}:\n{entry}")]


def _on_a_blank_page(page: Page, text: str) -> Piece:
    """What a file without any value begins with, below its comments."""
    last = len(page.lines) - 1
    if page.lines[last].strip():
        return Piece(page.end(last), f"\n{text}")
    return Piece(Spot(last, 0), f"{text}\n")


def _neighbour(top: Span, key: str) -> Span:
    for name in _AFTER.get(key, ()):
        found = top.value(name)
        if found is not None:
            return found
    return top.keys[-1][1]


def _in_braces(page: Page, top: Span, key: str, item: Item) -> Piece:
    if not top.keys:
        raise Awkward("does not exist yet")
    form = form_of(top, page.lines, None)
    last = top.keys[-1][1].end
    return Piece(last, f", {form.key_quote}{key}{form.key_quote}: [{in_brackets(item, form)}]")


def _entry(page: Page, item: Item, comment: str | None) -> str:
    return remarked(f"{' ' * _indent(page)}- {in_brackets(item, Form())}", comment, None)


def _indent(page: Page) -> int:
    """How far the items of a list at the top are indented: as in the other lists of the file, or its maps."""
    top = page.top
    if top is None or top.kind != "map":
        return 2
    values = [value for _, value in top.keys if not value.flow and value.anchor is None]
    lists = [value.start.column for value in values if value.kind == "list"]
    maps = [value.start.column for value in values if value.kind == "map"]
    return (lists or maps or [top.start.column + 2])[0]
