"""Where in a list a new item goes, and the pieces of text that put it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.edit.spans import Span, Spot
from reconciler.edit.written import Form, Item, form_of, in_brackets, in_lines, spelled

_DATES = ("from", "on", "holiday")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is put in at a place of a file with plain line ends; nothing is ever taken away."""

    spot: Spot
    text: str


class Awkward(Exception):  # noqa: N818 - it says what the place is; it never leaves this package
    """Nothing can be put in here; the text says why, in words that follow a name."""


@dataclass(frozen=True, slots=True)
class Page:
    """A text by lines, with its top value and what its anchors name."""

    lines: Sequence[str]
    top: Span | None
    anchors: Mapping[str, Span]

    def rest(self, spot: Spot) -> str:
        """What follows a place on its line."""
        return self.lines[spot.line][spot.column :]

    def end(self, line: int) -> Spot:
        """The end of a line."""
        return Spot(line, len(self.lines[line]))

    def lead(self, spot: Spot) -> str:
        """What stands before a place on its line."""
        return self.lines[spot.line][: spot.column]


def when(item: Item) -> str:
    """When an item begins, as text that sorts; empty where it names no date."""
    for key in _DATES:
        if key in item:
            return spelled(item[key]).replace("T", " ").partition("..")[0].strip()
    swap = item.get("swap")
    return min((spelled(day) for day in swap.values()), default="") if isinstance(swap, Mapping) else ""


def _when(span: Span, page: Page) -> str:
    if span.kind == "alias":
        target = page.anchors.get(span.text)
        return _when(target, page) if target is not None else ""
    found: dict[str, object] = {}
    for key, value in span.keys:
        if key.text in _DATES and value.kind == "scalar":
            found[key.text] = value.text
        if key.text == "swap" and value.kind == "map":
            found["swap"] = {name.text: day.text for name, day in value.keys}
    return when(found)


def after_which(listing: Span, item: Item, page: Page) -> int | None:
    """The index of the item that a new one follows by date; None where it comes before all of them."""
    dates = [_when(span, page) for span in listing.items]
    new = when(item)
    before = [(date, index) for index, date in enumerate(dates) if date and date <= new]
    if before:
        return max(before)[1]
    return None if any(dates) else len(dates) - 1


def into_list(page: Page, listing: Span, item: Item, comment: str | None) -> list[Piece]:
    """The pieces that put an item into a list that has items, or into an empty `[]`."""
    if not listing.items:
        return [Piece(Spot(listing.start.line, _inside(page, listing)), in_brackets(item, Form()))]
    index = after_which(listing, item, page)
    if not listing.flow:
        return [_into_block(page, listing, index, item, comment)]
    if index is None:
        return [_at_the_front(page, listing, item)]
    return _into_brackets(page, listing, index, item, comment)


def _inside(page: Page, listing: Span) -> int:
    """The column just behind the opening bracket."""
    return page.lines[listing.start.line].index("[", listing.start.column) + 1


def _into_block(page: Page, listing: Span, index: int | None, item: Item, comment: str | None) -> Piece:
    neighbour = listing.items[index or 0]
    dash = _dash(page, neighbour)
    form = form_of(neighbour, page.lines, dash.column)
    margin = " " * dash.column
    if form.flow:
        lines = [f"{margin}-{form.bullet}{in_brackets(item, form)}"]
    else:
        first, *more = in_lines(item, form)
        lines = [f"{margin}-{form.bullet}{first}"]
        lines += [f"{margin} {form.bullet}{line}" for line in more]
    if index is None:
        line = _above(page, dash.line, dash.column)
        if line == 0:
            raise Awkward("begins on the first line")
        spot = page.end(line - 1)
        lines[0] = remarked(lines[0], comment, None)
    else:
        spot = page.end(bottom(page, neighbour.end, dash.column))
        lines[0] = remarked(lines[0], comment, _remark(page, listing, index))
    return Piece(spot, "".join(f"\n{line}" for line in lines))


def _dash(page: Page, item: Span) -> Spot:
    """Where the dash of a block item stands: before it on its line, or alone on a line above."""
    lead = page.lead(item.start)
    line = item.start.line
    while not lead.strip() and line > 0:
        line -= 1
        lead = page.lines[line].partition(" #")[0]
    if lead.strip() != "-":
        raise Awkward("does not begin on lines of its own")
    return Spot(line, lead.index("-"))


def _above(page: Page, line: int, column: int) -> int:
    """The first of the comment lines right above an item, which are taken to speak of it."""
    while line > 0 and _is_remark(page.lines[line - 1]) and _margin(page.lines[line - 1]) == column:
        line -= 1
    return line


def bottom(page: Page, end: Spot, column: int) -> int:
    """The last line that belongs to an item: with the comments below it that are indented further."""
    rest = page.rest(end).strip()
    if rest and not rest.startswith("#"):
        raise Awkward("shares a line with what follows it")
    line = end.line
    while line + 1 < len(page.lines) and _is_remark(page.lines[line + 1]):
        if _margin(page.lines[line + 1]) <= column:
            break
        line += 1
    return line


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _remark(page: Page, listing: Span, index: int) -> int | None:
    """The column of the comment behind an item, else of one behind an item near it."""
    near = sorted(range(len(listing.items)), key=lambda i: abs(i - index))
    for item in (listing.items[i] for i in near):
        rest = page.rest(item.end)
        if rest.strip().startswith("#"):
            return item.end.column + len(rest) - len(rest.lstrip())
    return None


def remarked(line: str, comment: str | None, column: int | None) -> str:
    """A line with a comment behind it, below the other comments where it is short enough for that."""
    if comment is None:
        return line
    words = " ".join("".join(c if c.isprintable() else " " for c in comment).split())
    return f"{line.ljust((column or 0) - 2)}  # {words}" if words else line


def _at_the_front(page: Page, listing: Span, item: Item) -> Piece:
    first = listing.items[0]
    text = in_brackets(item, form_of(first, page.lines, None))
    lead = page.lead(first.start)
    return Piece(first.start, f"{text},\n{lead}" if not lead.strip() else f"{text}, ")


def _into_brackets(page: Page, listing: Span, index: int, item: Item, comment: str | None) -> list[Piece]:
    before = listing.items[index]
    text = in_brackets(item, form_of(before, page.lines, None))
    comma = _comma(page, before.end)
    mark = comma or before.end
    alone = _ends_its_line(page, mark)
    if not alone:
        return [Piece(mark, f" {text}," if comma else f", {text}")]
    lead = page.lead(before.start)
    margin = lead if not lead.strip() else " " * before.start.column
    line = remarked(f"{margin}{text}{',' if comma else ''}", comment, _remark(page, listing, index))
    pieces = [] if comma else [Piece(before.end, ",")]
    return [*pieces, Piece(page.end(mark.line), f"\n{line}")]


def _ends_its_line(page: Page, spot: Spot) -> bool:
    """Whether nothing but a comment follows on the line."""
    rest = page.rest(spot).strip()
    return not rest or rest.startswith("#")


def _comma(page: Page, end: Spot) -> Spot | None:
    """The place just behind the comma that follows an item in brackets, if there is one."""
    line, column = end
    while line < len(page.lines):
        rest = page.lines[line][column:]
        bare = rest.lstrip()
        if bare and not bare.startswith("#"):
            at = column + len(rest) - len(bare)
            return Spot(line, at + 1) if bare.startswith(",") else None
        line, column = line + 1, 0
    return None
