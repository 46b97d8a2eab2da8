"""The contract of `fairness --format json`, with and without `--pay`; one schema has both."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import Amounts, Balance
from reconciler.insight.owed import Claim, verdict
from reconciler.insight.pay import PayLine
from reconciler.insight.report import Report
from reconciler.intervals import Interval
from reconciler.render import contract


def fairness(report: Report, file: RotaFile, *, only: Collection[str]) -> str:
    """Every balance, and for each rota (null: all together) who stands out."""
    blocks: list[tuple[str | None, Sequence[Balance]]] = [(key, report.of(key)) for key in report.rotas]
    kept = [one for one in report.balances if not only or one.person in only]
    return contract.document(
        **_span(report.span),
        seasons_since=report.since,
        balances=[_balance(one, report, file) for one in kept],
        verdicts=[_verdict(key, found) for key, found in [(None, report.balances), *blocks]],
    )


def pay(lines: Iterable[PayLine], file: RotaFile, span: Interval) -> str:
    """Every stretch of one local day and one kind of time."""
    return contract.document(**_span(span), pay=[_pay(line, file) for line in lines])


def _span(span: Interval) -> dict[str, str]:
    return {"from": contract.stamp(span.start), "until": contract.stamp(span.end)}


def _balance(one: Balance, report: Report, file: RotaFile) -> dict[str, object]:
    return {
        "rota": one.rota,
        "person": one.person,
        "name": file.display_name(one.person),
        "here": one.here,
        "done": _amounts(one.done),
        "share": _amounts(one.share),
        "more": _amounts(one.more),
        "christmas": list(report.years(one.rota, one.person, "christmas")),
        "easter": list(report.years(one.rota, one.person, "easter")),
    }


def _amounts(amounts: Amounts) -> dict[str, float]:
    return {field.name: _number(getattr(amounts, field.name)) for field in fields(amounts)}


def _number(value: Fraction) -> float:
    return float(round(value, 4))


def _verdict(rota: str | None, balances: Sequence[Balance]) -> dict[str, object]:
    found = verdict(balances)
    return {
        "rota": rota,
        "measure": found.measure,
        "ahead": [_claim(claim) for claim in found.ahead],
        "owed": [_claim(claim) for claim in found.owed],
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {"person": claim.person, "hours": _number(claim.hours), "bank_holidays": claim.bank_holidays}


def _pay(line: PayLine, file: RotaFile) -> dict[str, object]:
    return {
        "person": line.person,
        "name": file.display_name(line.person),
        "rota": line.rota,
        "start": contract.stamp(line.start),
        "end": contract.stamp(line.end),
        "zone": line.zone,
        "hours": _number(line.hours),
        "category": line.category,
        "holiday": line.holiday,
        "source": line.source,
        "reason": line.reason,
        "file": line.file,
        "line": line.line,
        "commit": line.commit or None,
    }
