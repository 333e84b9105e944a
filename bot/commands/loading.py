"""`load`: each file read, extracted, checked and stored in one transaction of its own."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from bot.commands.common import as_json, command, print_json
from bot.config import Settings
from bot.messages import error_text, text
from bot.render.checks import check_text
from knowledge import collection
from knowledge.errors import HoibaocaoError, InputError
from knowledge.read import worker

if TYPE_CHECKING:
    from knowledge.model import Extraction, Fact, Outline

CLI_USER = "cli"
_EXTRACT = "knowledge.load:extract"
Progress = Callable[[int, int], None]


def _period(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from knowledge.periods import parse

    if value and parse(value) is None:
        raise click.BadParameter(value)
    return value


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--period", default="", callback=_period, help="Kỳ báo cáo, ví dụ 2023-10, 2023-Q4, 2023-9M.")
@click.option("--org", default="", help="Tên đơn vị, khi văn bản không ghi.")
@click.option("--replace", is_flag=True, help="Thay bản đang có của cùng báo cáo.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và kiểm tra, không lưu.")
@as_json
@command
def load(
    settings: Settings, files: tuple[str, ...], period: str, org: str, replace: bool, dry_run: bool, as_json: bool
) -> int:
    """Nạp báo cáo từ tệp."""
    results = []
    started = worker.start(_EXTRACT)  # before all else: its imports take as long as those of this process
    collection.settle()
    try:
        if not dry_run:
            Thread(target=_get_ready, daemon=True).start()
        opened = [document for name in files for document in _opened(name)]
        for number, (name, data) in enumerate(opened, 1):
            with _progress(f"{number}/{len(opened)} {Path(name).name}") as progress:
                child = started if number == 1 else None
                row = _load_one(settings, name, data, period, org, replace, dry_run, progress, child)
            results.append(row)
            if "error" in row:
                click.echo(row["error"], err=True)
            elif not as_json:
                _show(row)
    finally:
        worker.end(started)
    if as_json:
        print_json(results)
    return int(any("error" in row for row in results))


def _get_ready() -> None:
    """Import what storing needs while the worker reads, and do once what takes long at first."""
    from sqlite_utils.db import Database

    from knowledge.across import signature
    from knowledge.grammar import units
    from knowledge.index.lexicon import lexicon
    from knowledge.store import content, migrations, writer  # noqa: F401

    for module in (*(name for name, _ in (*content.PACKED_BY, *content.DERIVED)), "knowledge.across.checks"):
        importlib.import_module(module)
    lexicon()
    signature.classes()
    units.measures()
    units.counted()
    migrations.migrate(Database(memory=True))


def _split(outline: Outline) -> None:
    """Index a report's sentences while the worker looks for its figures."""
    from knowledge.index import sentences

    sentences.packed(outline.passages)


def _opened(name: str) -> list[tuple[str, bytes | HoibaocaoError]]:
    """A file's reports, those of an archive one by one: (name to show, bytes, or why they can't be had)."""
    from knowledge.read.zip import documents

    try:
        data = read_bytes(name)
        found = documents(data, Path(name).name)
    except HoibaocaoError as error:
        return [(name, error)]
    if len(found) == 1 and found[0].data is data:
        return [(name, data)]
    return [(f"{name}/{member.name}", member.data) for member in found]


def _load_one(
    settings: Settings,
    name: str,
    data: bytes | HoibaocaoError,
    period: str,
    org: str,
    replace: bool,
    dry_run: bool,
    progress: Progress | None,
    started: Popen[bytes] | None,
) -> dict[str, Any]:
    try:
        if isinstance(data, HoibaocaoError):
            raise data
        plain_name = Path(name).name
        extraction: Extraction = worker.run(
            _EXTRACT,
            data,
            plain_name,
            name=plain_name,
            progress=progress,
            part=None if dry_run else _split,
            started=started,
            period=period,
            org=org,
        )
        row = described(name, extraction)
        if not dry_run:
            row |= _keep(settings, extraction, data, replace)
            row["warnings"] = row.pop("assumed") + row["warnings"]
        return row
    except HoibaocaoError as error:
        return {"file": name, "error": error_text("vi", error)}
    except RuntimeError as error:  # a bug in the worker: the other files are stored all the same
        from bot.commands import faults

        return {"file": name, "error": error_text("vi", faults.recorded(error))}


@contextmanager
def _progress(label: str) -> Iterator[Progress | None]:
    """A line on a terminal's standard error that counts the pages read, and goes when the file is done."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(done: int, total: int) -> None:
        click.echo(f"\r\x1b[K{text('vi', 'cli.loading')} {label}: {done}/{total}", nl=False, err=True)

    click.echo(f"{text('vi', 'cli.loading')} {label}", nl=False, err=True)
    try:
        yield show
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def read_bytes(name: str) -> bytes:
    """A file's bytes. Raises InputError where it can't be read."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError("file_unreadable", name=name, reason=error.strerror or error) from error


def _keep(settings: Settings, extraction: Extraction, data: bytes, replace: bool) -> dict[str, Any]:
    from knowledge.across.checks import check, failing
    from knowledge.store.reader import Store
    from knowledge.store.writer import Writer

    writer = Writer(settings.database, settings.config.reports.default_organisation)
    try:
        stored = writer.keep(extraction, data, CLI_USER, replace=replace)
    finally:
        writer.close()
    across = [] if stored.identical else failing(check(Store(settings.database), stored.version))
    return {
        "report": stored.report_id,
        "org": stored.org,
        "identical": stored.identical,
        "version": stored.version,
        "changes": None if stored.changes is None else change_lines(stored.changes),
        "assumed": [text("vi", f"warning.{warn.code}", **warn.params) for warn in stored.warnings]
        + [
            check_text(found) if found.holds is None else text("vi", "warning.check_failed", relation=check_text(found))
            for found in across
        ],
    }


def change_lines(changes: Any) -> list[str]:
    """What a new version changes, a line each."""
    return (
        [f"+ {fact.indicator}: {fact.text_value}" for fact in changes.new]
        + [f"~ {new.indicator}: {old.text_value} → {new.text_value}" for old, new in changes.changed]
        + [f"- {fact.indicator}: {fact.text_value}" for fact in changes.gone]
    )


def described(name: str, extraction: Extraction) -> dict[str, Any]:
    """The row that `load --json` prints of one file."""
    from knowledge.model import section_line

    header, passages = extraction.outline.header, extraction.outline.passages
    return {
        "file": name,
        "report": None,
        "org": header.org,
        "period": header.period,
        "kind": header.kind,
        "facts": len(extraction.facts),
        "passages": len(passages),
        "unparsed": [
            {
                "text": entry.form,
                "quote": passages[entry.passage].text,
                "section": section_line(passages[entry.passage].path),
            }
            for entry in extraction.ledger
            if entry.outcome == "unparsed"
        ],
        "warnings": [
            text("vi", f"warning.{warn.code}", **warn.params)
            for warn in extraction.warnings
            if warn.code != "org_unknown"
        ]
        + [
            text("vi", "warning.doubtful", value=fact.text_value, indicator=fact.indicator, reason=_reason(fact))
            for fact in extraction.facts
            if fact.doubtful
        ]
        + [text("vi", "warning.check_failed", relation=check_text(c)) for c in extraction.checks if c.holds is False],
    }


def _reason(fact: Fact) -> str:
    """Why a figure is doubtful."""
    return text("vi", f"doubt.{fact.doubt or 'low_confidence'}")


def _show(row: dict[str, Any]) -> None:
    key = "cli.loaded_identical" if row.get("identical") else "cli.loaded" if row["report"] else "cli.read_only"
    click.echo(
        text("vi", key, **{name: row[name] for name in ("file", "report", "org", "period", "facts", "passages")})
    )
    for line in row.get("changes") or ():
        click.echo(f"  {line}")
    for warning in row["warnings"]:
        click.echo(f"  ! {warning}")
    for entry in row["unparsed"]:
        click.echo("  ? " + text("vi", "cli.unparsed", text=entry["text"], section=entry["section"]))
