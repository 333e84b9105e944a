"""`remove`, `restore`, `backup`, `restore-database`: taking back and putting back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.common import command
from bot.commands.loading import CLI_USER
from bot.config import Settings
from bot.messages import text
from knowledge.errors import UnavailableError

if TYPE_CHECKING:
    from knowledge.store.writer import Writer


def _writer(settings: Settings) -> Writer:
    from knowledge.store.writer import Writer

    if not settings.database.is_file():
        raise UnavailableError("database_missing", path=settings.database)
    return Writer(settings.database, settings.config.reports.default_organisation)


@click.command()
@click.argument("report", type=int)
@command
def remove(settings: Settings, report: int) -> None:
    """Gỡ một báo cáo khỏi phần trả lời (khôi phục được)."""
    _writer(settings).remove(report, CLI_USER)
    click.echo(text("vi", "cli.removed", report=report))


@click.command()
@click.argument("report", type=int)
@click.option("--version", "number", type=int, help="Số của bản cũ cần dùng lại.")
@command
def restore(settings: Settings, report: int, number: int | None) -> None:
    """Khôi phục một báo cáo đã gỡ, hoặc một bản cũ của nó."""
    _writer(settings).restore(report, CLI_USER, number)
    click.echo(text("vi", "cli.restored", report=report))


@click.command()
@click.argument("path")
@command
def backup(settings: Settings, path: str) -> None:
    """Sao lưu cơ sở dữ liệu, cả khi bot đang chạy."""
    _writer(settings).backup(path)
    click.echo(text("vi", "cli.backed_up", path=path))


@click.command("restore-database")
@click.argument("path")
@command
def restore_database(settings: Settings, path: str) -> None:
    """Đưa một bản sao lưu trở lại; tệp hiện có được giữ bên cạnh."""
    from bot.telegram import lock
    from knowledge.store.recovery import put_back

    with lock.held(settings.database):  # a bot at work would go on writing into the file that was set aside
        kept = put_back(Path(path), settings.database)
    click.echo(text("vi", "cli.database_restored", path=settings.database, kept=kept or "-"))
