"""What every command takes and prints: `--config`, `--db`, `--json`, the fact object of the contract."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot import config

if TYPE_CHECKING:
    from knowledge.model import Fact
    from knowledge.store.reader import ReportRow

Command = TypeVar("Command", bound=Callable[..., Any])


def command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--config` and `--db` (also before the subcommand) and pass it the Settings as first argument."""

    @click.option("--config", "config_path", metavar="PATH", help="Tệp cấu hình (mặc định: config.yaml).")
    @click.option("--db", "database_path", metavar="PATH", help="Tệp cơ sở dữ liệu, thay cho database.path.")
    @click.pass_context
    @functools.wraps(function)
    def with_settings(
        ctx: click.Context, /, *, config_path: str | None, database_path: str | None, **options: Any
    ) -> int | None:
        outer = ctx.find_root().obj or {}
        settings = config.load(config_path or outer.get("config"), database_path or outer.get("db"))
        status: int | None = function(settings, **options)
        return status

    return with_settings


as_json = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


def print_json(value: object) -> None:
    """JSON with Vietnamese letters as they are, and nothing else on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def printed(fact: Fact) -> Decimal | None:
    """The value as the report prints it: with its minus sign where it has one ("(-24,4%)"); "giảm 24,4%" has none."""
    figure = fact.text_value.split()[0].rstrip("%") if fact.text_value else ""
    if fact.value is None or fact.value <= 0 or fact.direction >= 0 or not figure[:1].isdigit():
        return fact.value
    return -fact.value if re.search(rf"(?<![\w)])[-–−]\s?{re.escape(figure)}(?![\d.,]\d)", fact.quote) else fact.value


def fact_object(fact: Fact, report: ReportRow | None) -> dict[str, Any]:
    """The fact object of the contract; a fact that is not stored has no report."""
    return {
        "id": fact.id,
        "report": report.id if report else None,
        "org": report.org if report else "",
        "period": fact.period,
        "section": fact.section,
        "indicator": fact.indicator,
        "measure": fact.measure,
        "value": number(printed(fact)),
        "value_high": number(fact.value_high),
        "unit": fact.unit,
        "text_value": fact.text_value,
        "items": list(fact.items) if fact.items is not None else None,
        "qualifiers": list(fact.qualifiers),
        "direction": fact.direction,
        "parent": fact.parent,
        "footnote": fact.note,
        "doubtful": fact.doubtful,
        "quote": fact.quote,
        "page": fact.page,
        "rule": fact.rule,
    }
