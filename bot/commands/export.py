"""`export`: the figures as a workbook that an office would keep, or as tables."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import command
from bot.config import Settings
from bot.messages import text
from knowledge.store.reader import Store


@click.command()
@click.option("--xlsx", metavar="PATH", help="Ghi thành sổ tính Excel.")
@click.option("--csv", "folder", metavar="FOLDER", help="Ghi thành các bảng CSV.")
@click.option("--period", default="", help="Chỉ của kỳ này, ví dụ 2023-10.")
@click.option("--org", default="", help="Chỉ của đơn vị này.")
@command
def export(settings: Settings, xlsx: str | None, folder: str | None, period: str, org: str) -> None:
    """Xuất số liệu ra Excel hoặc CSV."""
    if not xlsx and not folder:
        raise click.UsageError(text("vi", "cli.export_where"))
    from bot.tables import book, write_csv, write_xlsx

    sheets = book(Store(settings.database), period, org)
    if xlsx:
        write_xlsx(sheets, Path(xlsx))
        click.echo(text("vi", "cli.exported", path=xlsx))
    if folder:
        write_csv(sheets, Path(folder))
        click.echo(text("vi", "cli.exported", path=folder))
