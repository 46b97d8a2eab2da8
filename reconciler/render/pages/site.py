"""The model of the site as files: HTML by templates that escape every text, one style sheet, one script."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reconciler.render.clean import clean
from reconciler.render.counting import Told, counted, untold
from reconciler.render.pages.model import Site

_ASSETS = ("rota.css", "rota.js")
_ON_THE_FRONT = 2
"""So many weeks stand on the first page; the browser shows the one that it is in."""


def pages(site: Site, told: Told = untold) -> dict[str, str]:
    """The texts of all files by name: pages, style sheet and script. `told` hears of each page."""
    out = {file: _page(template, site, **values) for file, template, values in counted([*_all(site)], told)}
    folder = files("reconciler.render.pages") / "assets"
    return out | {name: (folder / name).read_text(encoding="utf-8") for name in _ASSETS}


def _all(site: Site) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every page: its file, its template, and what is put into it."""
    yield "index.html", "index", {"here": "now", "weeks": site.weeks[:_ON_THE_FRONT], "data": site.data}
    for week in site.weeks:
        yield week.file, "week", {"here": "week", "week": week}
    for month in site.months:
        yield month.file, "month", {"here": "month", "month": month}
    for rota in site.rota_pages:
        data = {**site.data, "rotas": {k: v for k, v in site.data["rotas"].items() if k == rota.head.key}}
        yield rota.file, "rota", {"here": "list", "page": rota, "data": data}
    for person in site.person_pages:
        yield person.file, "person", {"here": "list", "page": person}


def _page(template: str, site: Site, **values: Any) -> str:
    return _environment().get_template(f"{template}.html.j2").render(site=site, **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reconciler.render.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _inert(value: Any) -> Any:
    """Text with whatever is invisible or turns the direction made visible; it is escaped after this."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
