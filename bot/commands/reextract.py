"""`reextract`: the kept sources read again after an upgrade or new vocabulary; shown first, kept with `--yes`."""

from __future__ import annotations

import click

from bot.commands.common import command
from bot.commands.loading import CLI_USER, change_lines
from bot.config import Settings
from bot.messages import error_text, text
from knowledge.errors import HoibaocaoError
from knowledge.model import Extraction
from knowledge.store.reader import ReportRow, Store


@click.command()
@click.option("--report", type=int, metavar="ID", help="Chỉ báo cáo này.")
@click.option("--yes", is_flag=True, help="Giữ kết quả mới.")
@command
def reextract(settings: Settings, report: int | None, yes: bool) -> int:
    """Đọc lại các tệp nguồn đã lưu."""
    store = Store(settings.database)
    chosen = store.reports() if report is None else (store.report(report),)
    failed = 0
    for row in chosen:
        try:
            _again(settings, store, row, yes)
        except HoibaocaoError as error:
            failed += 1
            click.echo(f"{row.id}: {error_text('vi', error)}", err=True)
    return int(failed > 0)


def _again(settings: Settings, store: Store, row: ReportRow, yes: bool) -> None:
    from knowledge.read import worker
    from knowledge.store.versions import compare, reworded
    from knowledge.store.writer import Writer

    name, data = store.source(row.version)
    extraction: Extraction = worker.run("knowledge.load:extract", data, name, name=name, period=row.period, org=row.org)
    stored = store.body(row.id)
    changes, otherwise = compare(stored.facts, extraction.facts), reworded(stored.facts, extraction.facts)
    same = not changes and not otherwise and len(stored.checks) == len(extraction.checks)
    key = "same" if same else "changes"
    click.echo(text("vi", f"cli.reextract_{key}", report=row.id, period=row.period, count=otherwise))
    for line in change_lines(changes):
        click.echo(f"  {line}")
    if not same and not yes:
        click.echo(text("vi", "cli.reextract_keep"))
        return
    writer = Writer(settings.database, settings.config.reports.default_organisation)
    try:
        if same:
            writer.refresh(row.version)
        else:
            writer.keep(extraction, data, CLI_USER, replace=True, report=row.id)
            click.echo(text("vi", "cli.reextract_kept", report=row.id))
    finally:
        writer.close()
