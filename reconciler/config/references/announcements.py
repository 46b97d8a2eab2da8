"""Announcements: the rotas that they name, what their templates ask for, and two that speak in one place."""

from reconciler.config import templates
from reconciler.config.references.common import Report
from reconciler.config.settings import Announcement

_LISTED = 10
"""So many placeholders are listed in a hint."""


def check(report: Report) -> None:
    """Examine announcements."""
    told: dict[tuple[str, str], Announcement] = {}
    for entry in report.file.announce:
        _rotas(report, entry)
        _template(report, entry)
        said = [("channel", f"the {entry.target} of {entry.channel}", f"{entry.target} {entry.channel}")]
        if entry.group is not None:
            said.append(("group", f"the user group {entry.group}", f"group {entry.group}"))
        for key, what, name in said:
            place = (key, name.replace("#", "").replace("@", "").casefold())
            if place in told:
                where, first = report.spot(entry, key), report.spot(told[place], key)
                message = f"{what} is already set in {first.file}:{first.line}"
                report.fault("announced-twice", message, where, "let one entry name all the rotas")
            told.setdefault(place, entry)


def _rotas(report: Report, entry: Announcement) -> None:
    if not entry.rotas:
        hint = "name a rota or drop the announcement"
        report.fault("empty-announcement", "an announcement names no rota", report.spot(entry, "rotas"), hint)
    for index, name in enumerate(entry.rotas):
        where = report.spot(entry, "rotas", index)
        rota = report.file.rotas.get(name)
        if report.exists(name, where, "rotas") and rota is not None and not rota.managed:
            message = f"{name} is not managed here, so the file does not know who is on"
            report.fault("unmanaged-rota", message, where, "announce the rotas that this file decides")


def _template(report: Report, entry: Announcement) -> None:
    if entry.template is None:
        return
    found = templates.read(entry.template, entry.rotas)
    where = report.spot(entry, "template")
    known = templates.placeholders(entry.rotas)
    more = ", …" if len(known) > _LISTED else ""
    for name in dict.fromkeys(found.unknown):
        hint = f"it may hold {', '.join(known[:_LISTED])}{more}"
        report.fault("unknown-placeholder", f"{name} stands for nothing in this template", where, hint, name)
    for sign in dict.fromkeys(found.lone):
        hint = f"write {sign}{sign} for the sign itself; [ … ] is a part that may fall away"
        report.fault("lone-bracket", f"a {sign} of this template has no other half", where, hint, sign)
