"""The conversation in a terminal: the same engine and the same texts as in Telegram, options by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.asking import plain
from bot.messages import text

if TYPE_CHECKING:
    from bot.conversation import Conversation, State

LEAVING = ("/thoat", "/quit", "/exit")


def talk(engine: Conversation, org: str = "") -> None:
    """Ask and answer until the input ends or the person leaves."""
    click.echo(text("vi", "cli.chat_hello"))
    state: State | None = None
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if line in LEAVING:
            return
        if not line:
            continue
        reply = engine.ask(line, state, org)
        state = reply.state
        click.echo(plain(reply.text))
        click.echo()
