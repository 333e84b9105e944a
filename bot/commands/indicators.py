"""`indicators`: which wordings are one indicator over months and bodies, why, and an admin's word on it."""

from __future__ import annotations

from dataclasses import asdict

import click

from bot.commands.common import as_json, command, print_json
from bot.commands.loading import CLI_USER
from bot.config import Settings
from bot.messages import text
from knowledge.errors import UnavailableError


@click.command()
@click.argument("words", default="")
@click.option("--same", nargs=2, type=int, metavar="WORDING INDICATOR", help="Cách ghi này là chỉ tiêu kia.")
@click.option("--apart", type=int, metavar="WORDING", help="Cách ghi này là chỉ tiêu riêng.")
@as_json
@command
def indicators(settings: Settings, words: str, same: tuple[int, int] | None, apart: int | None, as_json: bool) -> None:
    """Xem và sửa việc nối các cách ghi của cùng một chỉ tiêu."""
    from knowledge.across import corrections
    from knowledge.store.writer import Writer

    if not settings.database.is_file():
        raise UnavailableError("database_missing", path=settings.database)
    writer = Writer(settings.database, settings.config.reports.default_organisation)
    try:
        with writer.transaction():
            if same:
                corrections.join(writer.db, *same, CLI_USER)
            if apart is not None:
                corrections.part(writer.db, apart, CLI_USER)
        found = corrections.listed(writer.db, words)
    finally:
        writer.close()
    if as_json:
        print_json([asdict(row) for row in found])
        return
    for row in found:
        click.echo(text("vi", "cli.wording", **asdict(row)))
