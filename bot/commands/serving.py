"""`serve`: the Telegram bot, until a signal ends it."""

from __future__ import annotations

import os

import click

from bot.commands.common import command
from bot.config import Settings
from knowledge.errors import InputError, UnavailableError


@click.command()
@command
def serve(settings: Settings) -> None:
    """Chạy bot Telegram (mã truy cập lấy từ TELEGRAM_BOT_TOKEN)."""
    import asyncio
    import sqlite3

    from bot.people.upgrading import keep_copy
    from bot.telegram import lock, secrets
    from bot.telegram.app import serve as run
    from knowledge.collection import settle

    token = os.environ.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token:
        raise InputError("token_missing")
    if ":" not in token or not token.partition(":")[0].isdecimal():
        raise InputError("token_malformed")
    secrets.set_up(token)
    with lock.held(settings.database):
        _refuse_damaged(settings)
        try:
            keep_copy(settings.database)
            settle()
            asyncio.run(run(settings.config, settings.database, token))
        except sqlite3.DatabaseError as error:
            raise UnavailableError("database_damaged", path=settings.database, reason=error) from error


def _refuse_damaged(settings: Settings) -> None:
    """Raises UnavailableError for a database that SQLite finds damaged; serving it would make it worse."""
    from knowledge.store.recovery import health

    if settings.database.is_file() and (found := health(settings.database)) != "ok":
        raise UnavailableError("database_damaged", path=settings.database, reason=found.splitlines()[-1])
