"""`init`: a first config.yaml and service unit, the token tried, and how to find one's Telegram id."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.commands.common import command
from bot.config import DEFAULT_FILE, Settings
from bot.messages import text
from knowledge.errors import UnavailableError

TEMPLATES = Path(__file__).parent.parent / "templates"
TELEGRAM = "https://api.telegram.org/bot"
WAIT_SECONDS = 15


@click.command()
@command
def init(settings: Settings) -> int:
    """Tạo cấu hình đầu tiên và tệp dịch vụ, thử mã bot."""
    config = settings.file or Path(DEFAULT_FILE)
    _write(config, (TEMPLATES / "config.yaml").read_text(encoding="utf-8"))
    unit = (TEMPLATES / "hoibaocao.service").read_text(encoding="utf-8")
    folder = config.absolute().parent
    _write(Path("hoibaocao.service"), unit.format(folder=folder, python=sys.executable, config=config.absolute()))
    click.echo(text("vi", "cli.init_admin", config=config))
    token = os.environ.get("TELEGRAM_BOT_TOKEN", "")
    if not token:
        click.echo(text("vi", "cli.init_no_token"))
        return 0
    click.echo(text("vi", "cli.init_token_good", name=_bot_name(settings, token)))
    return 0


def _write(path: Path, content: str) -> None:
    """Write a file that is not there yet; one that is stays as it is."""
    if path.exists():
        click.echo(text("vi", "cli.init_kept", path=path))
        return
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UnavailableError("file_unwritable", path=path, reason=error.strerror or error) from error
    click.echo(text("vi", "cli.init_written", path=path))


def _bot_name(settings: Settings, token: str) -> str:
    """The bot's user name, asked of Telegram. Raises UnavailableError, which never holds the token."""
    import httpx

    telegram = settings.config.telegram
    try:
        with httpx.Client(proxy=telegram.proxy_url or None, timeout=WAIT_SECONDS) as client:
            reply = client.get(f"{telegram.base_url or TELEGRAM}{token}/getMe")
            answer = reply.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise UnavailableError("telegram_unreachable", reason=type(error).__name__) from None
    if not answer.get("ok"):
        raise UnavailableError("token_refused")
    return str(answer["result"].get("username", ""))
