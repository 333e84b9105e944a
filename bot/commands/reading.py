"""`reports`, `facts`, `check`: what is stored, as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bot.commands.common import as_json, command, fact_object, print_json
from bot.commands.loading import read_bytes
from bot.config import Settings
from bot.messages import text
from bot.render.checks import check_text
from knowledge.model import Check, Extraction
from knowledge.periods import vietnamese
from knowledge.store.reader import ReportRow, Store


def _chosen(store: Store, report: int | None) -> tuple[ReportRow, ...]:
    return store.reports() if report is None else (store.report(report),)


@click.command()
@as_json
@command
def reports(settings: Settings, as_json: bool) -> None:
    """Các báo cáo đã nạp."""
    store = Store(settings.database)
    versions = store.versions()
    listed = [
        {
            "id": row.id,
            "org": row.org,
            "period": row.period,
            "kind": row.kind,
            "facts": row.facts,
            "file": row.file,
            "title": row.title,
            "versions": [
                {"version": v.number, "state": v.state, "file": v.file, "facts": v.facts, "loaded_at": v.loaded_at}
                for v in versions
                if v.report == row.id
            ],
        }
        for row in store.reports()
    ]
    if as_json:
        print_json(listed)
        return
    for row in listed:
        shown = {name: row[name] for name in ("id", "org", "facts", "file")}
        click.echo(text("vi", "cli.report", **shown, period=vietnamese(str(row["period"]))))


@click.command()
@click.option("--report", type=int, metavar="ID", help="Chỉ của báo cáo này.")
@click.option("--period", default="", help="Chỉ của kỳ này, ví dụ 2023-10.")
@as_json
@command
def facts(settings: Settings, report: int | None, period: str, as_json: bool) -> None:
    """Mọi số liệu đã lưu."""
    store = Store(settings.database)
    found = (
        (fact, row)
        for row in _chosen(store, report)
        for fact in store.body(row.id).facts
        if not period or fact.period == period
    )
    if as_json:
        print_json([fact_object(fact, row) for fact, row in found])
        return
    for fact, _ in found:
        click.echo(f"{fact.id}\t{fact.period}\t{fact.indicator}\t{fact.text_value}")


@click.command()
@click.argument("file", required=False)
@click.option("--report", type=int, metavar="ID", help="Chỉ của báo cáo này.")
@as_json
@command
def check(settings: Settings, file: str | None, report: int | None, as_json: bool) -> None:
    """Kiểm tra số học và tính nhất quán."""
    found = list(_checks_of_file(file) if file else _stored_checks(Store(settings.database), report))
    if as_json:
        print_json([_check_object(one) for one in found])
        return
    for one in found:
        if one.holds is not True:
            click.echo(f"{'✗' if one.holds is False else '?'} {check_text(one)}\n    {one.quote}")
    failed = sum(one.holds is False for one in found)
    click.echo(text("vi", "cli.checked", count=len(found), failed=failed))


def _checks_of_file(file: str) -> tuple[Check, ...]:
    from knowledge.read import worker

    name = Path(file).name
    extraction: Extraction = worker.run("knowledge.load:extract", read_bytes(file), name, name=name)
    return extraction.checks


def _stored_checks(store: Store, report: int | None) -> Iterator[Check]:
    for row in _chosen(store, report):
        yield from store.body(row.id).checks


def _check_object(check: Check) -> dict[str, Any]:
    return {
        "relation": check_text(check),
        "code": check.relation,
        "stated": check.stated,
        "computed": check.computed,
        "holds": check.holds,
        "quote": check.quote,
        "facts": list(check.facts),
    }
