"""`summary`: the monthly summary, as subscribers get it."""

from __future__ import annotations

import click

from bot.commands.asking import plain
from bot.commands.common import as_json, command, fact_object, print_json
from bot.config import Settings
from knowledge.store.reader import Store


@click.command()
@click.option("--period", default="", help="Kỳ báo cáo, ví dụ 2023-10 (mặc định: mới nhất).")
@click.option("--org", default="", help="Đơn vị.")
@as_json
@command
def summary(settings: Settings, period: str, org: str, as_json: bool) -> None:
    """Tóm tắt tháng."""
    from bot.render.summary import summary_text
    from knowledge.summary import summarise

    chosen = settings.config.summary
    made = summarise(Store(settings.database), period, org, chosen.figures, chosen.indicators)
    shown = summary_text(made, settings.config.language)
    if as_json:
        facts = [fact_object(fact, made.row) for fact in made.facts]
        print_json({"org": made.row.org, "period": made.row.period, "text": shown, "facts": facts})
        return
    click.echo(plain(shown))
