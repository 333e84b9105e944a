"""`doctor`: what the bot stands on, a line each; status 0 when all that it needs is well."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from bot.commands.common import command
from bot.config import Settings
from bot.messages import error_text, text
from knowledge.errors import HoibaocaoError

WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `ok` True, False (a fault), or None (missing, and needed only for some files)."""

    name: str
    ok: bool | None
    detail: str


@click.command()
@command
def doctor(settings: Settings) -> int:
    """Kiểm tra cơ sở dữ liệu, cấu hình và các chương trình cần dùng."""
    sound = True
    for finding in _findings(settings):
        mark = {True: "✓", False: "✗", None: "-"}[finding.ok]
        click.echo(f"{mark} {text('vi', f'doctor.{finding.name}')}: {finding.detail}")
        sound = sound and finding.ok is not False
    return 0 if sound else 1


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield Finding("sqlite", sqlite3.sqlite_version_info >= (3, 37), sqlite3.sqlite_version)
    yield Finding("config", True, str(settings.file or text("vi", "doctor.defaults")))
    yield _database(settings.database)
    yield _token()
    yield _vocabulary()
    yield _fonts()
    yield _program("tesseract", ("tesseract", "--list-langs"), _has_vietnamese)
    yield _program("libreoffice", (_office(), "--version"), lambda output: True)


def _database(path: Path) -> Finding:
    from knowledge.store.reader import Store
    from knowledge.store.recovery import health

    if not path.exists():
        return Finding("database", None, text("vi", "doctor.no_database", path=path))
    try:
        found = health(path)
        reports = len(Store(path).reports()) if found == "ok" else 0
    except HoibaocaoError as error:
        return Finding("database", False, error_text("vi", error))
    if found != "ok":
        return Finding("database", False, found)
    return Finding("database", True, text("vi", "doctor.sound", path=path, reports=reports))


def _token() -> Finding:
    """Whether a token is set; it is never shown."""
    token = os.environ.get("TELEGRAM_BOT_TOKEN", "")
    if not token:
        return Finding("token", None, text("vi", "doctor.no_token"))
    head, _, tail = token.partition(":")
    plausible = head.isdecimal() and len(tail) >= 30
    return Finding("token", plausible, text("vi", "doctor.token_set" if plausible else "doctor.token_odd"))


def _vocabulary() -> Finding:
    from bot.messages import table

    try:
        return Finding("messages", True, text("vi", "doctor.sentences", count=len(table("vi"))))
    except HoibaocaoError as error:
        return Finding("messages", False, error_text("vi", error))


def _fonts() -> Finding:
    """matplotlib brings DejaVu Sans, which has every Vietnamese letter; found without importing matplotlib."""
    from importlib.util import find_spec

    spec = find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" if spec and spec.origin else None
    found = bool(folder and (folder / "DejaVuSans.ttf").is_file())
    return Finding("fonts", found or None, "DejaVu Sans" if found else text("vi", "doctor.absent"))


def _office() -> str:
    return "soffice" if shutil.which("soffice") else "libreoffice"


def _has_vietnamese(output: str) -> bool:
    return "vie" in output.split()


def _program(name: str, arguments: tuple[str, ...], enough: Callable[[str], bool]) -> Finding:
    if not shutil.which(arguments[0]):
        return Finding(name, None, text("vi", f"doctor.no_{name}"))
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding(name, None, text("vi", f"doctor.no_{name}"))
    if done.returncode or not enough(done.stdout + done.stderr):
        return Finding(name, None, text("vi", f"doctor.no_{name}"))
    first = (done.stdout or done.stderr).strip().splitlines()
    return Finding(name, True, first[0] if first and name != "tesseract" else text("vi", "doctor.present"))
