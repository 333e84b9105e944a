"""`organisations`: the bodies that report, and what an admin enters of them: names, days, what took over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from bot.commands.common import as_json, command, print_json
from bot.config import Settings
from bot.messages import text
from knowledge.errors import UnavailableError
from knowledge.organisations.model import Organisation


def _day(ctx: click.Context, param: click.Parameter, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.BadParameter(value) from error


@click.command()
@click.argument("name", default="")
@click.option("--alias", default="", help="Tên gọi khác của đơn vị.")
@click.option("--from", "first", default="", callback=_day, metavar="DAY", help="Ngày bắt đầu hoạt động (2025-07-01).")
@click.option("--to", "last", default="", callback=_day, metavar="DAY", help="Ngày cuối cùng hoạt động.")
@click.option("--successor", default="", help="Đơn vị kế thừa (cần --to).")
@as_json
@command
def organisations(
    settings: Settings, name: str, alias: str, first: date | None, last: date | None, successor: str, as_json: bool
) -> None:
    """Xem và bổ sung thông tin các đơn vị báo cáo."""
    if ((alias or first or last or successor) and not name) or (successor and not last):
        raise click.UsageError(text("vi", "cli.organisation_what"))
    if not settings.database.is_file():
        raise UnavailableError("database_missing", path=settings.database)
    if alias or first or last or successor:
        _enter(settings, name, alias, first, last, successor)
    from knowledge.organisations.reader import organisations as known
    from knowledge.store.reader import Store

    found = [body for body in known(Store(settings.database)) if name.casefold() in body.name.casefold()]
    if as_json:
        print_json([_plain(body) for body in found])
        return
    for body in found:
        click.echo(text("vi", "cli.organisation", **{key: value or "-" for key, value in _plain(body).items()}))


def _enter(settings: Settings, name: str, alias: str, first: date | None, last: date | None, successor: str) -> None:
    from knowledge.organisations import writer as entered
    from knowledge.store.writer import Writer

    writer = Writer(settings.database, settings.config.reports.default_organisation)
    try:
        with writer.transaction():
            if first or last:
                entered.set_validity(writer.db, name, first, last)
            if successor and last:
                entered.succeed(writer.db, name, successor, last)
            if alias:
                entered.add_alias(writer.db, name, alias)
    finally:
        writer.close()


def _plain(body: Organisation) -> dict[str, object]:
    row = asdict(body)
    return row | {
        "valid_from": body.valid_from.isoformat() if body.valid_from else None,
        "valid_to": body.valid_to.isoformat() if body.valid_to else None,
        "aliases": ", ".join(body.aliases),
    }
