"""The model of the site as files: HTML by templates that escape every text, one style sheet, one script."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reconciler.render.clean import clean
from reconciler.render.pages.model import Site

_ASSETS = ("rota.css", "rota.js")
_ON_THE_FRONT = 2
"""So many weeks stand on the first page; the browser shows the one that it is in."""


def pages(site: Site) -> dict[str, str]:
    """The texts of all files by name: pages, style sheet and script."""
    front = site.weeks[:_ON_THE_FRONT]
    out = {"index.html": _page("index", site, here="now", weeks=front, data=site.data)}
    for week in site.weeks:
        out[week.file] = _page("week", site, here="week", week=week)
    for month in site.months:
        out[month.file] = _page("month", site, here="month", month=month)
    for rota in site.rota_pages:
        data = {**site.data, "rotas": {k: v for k, v in site.data["rotas"].items() if k == rota.head.key}}
        out[rota.file] = _page("rota", site, here="list", page=rota, data=data)
    for person in site.person_pages:
        out[person.file] = _page("person", site, here="list", page=person)
    folder = files("reconciler.render.pages") / "assets"
    return out | {name: (folder / name).read_text(encoding="utf-8") for name in _ASSETS}


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
