"""The settings of config.yaml, typed; every key has a default, an unknown key or a wrong type names file, line and key.

Secrets never stand in the file: the token comes from TELEGRAM_BOT_TOKEN alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.compiled import compiled
from knowledge.errors import ConfigError

DEFAULT_FILE = "config.yaml"


@dataclass(frozen=True, slots=True)
class Database:
    """Where the SQLite file is; a relative path is relative to the config file."""

    path: str = "hoibaocao.db"


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is reached. Empty texts: Telegram's own addresses, no proxy, polling and no webhook."""

    base_url: str = ""
    base_file_url: str = ""
    proxy_url: str = ""
    broadcast_per_second: float = 20
    concurrent_updates: int = 16
    webhook_url: str = ""
    webhook_port: int = 8443
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask. `admins` are numeric Telegram ids; `open` lets anybody ask and subscribe."""

    admins: tuple[int, ...] = ()
    open: bool = False
    protect_content: bool = False
    keep_questions_days: int = 90


@dataclass(frozen=True, slots=True)
class Summary:
    """When the monthly summary is due: a day of the month (empty: only when an admin sends it), a time, a zone."""

    day: int | None = None
    time: str = "07:30"
    timezone: str = "Asia/Ho_Chi_Minh"
    figures: int = 14
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """Whose reports are meant where a file without letterhead says nothing and several bodies are loaded."""

    default_organisation: str = "Đơn vị chưa rõ tên"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; `file` is where they came from, or None for the built-in defaults."""

    database: Database = field(default_factory=Database)
    telegram: Telegram = field(default_factory=Telegram)
    access: Access = field(default_factory=Access)
    summary: Summary = field(default_factory=Summary)
    reports: Reports = field(default_factory=Reports)
    language: str = "vi"

    def checked(self, name: str) -> Config:
        """Values that are of the right type and still impossible. Raises ConfigError."""
        hours, _, minutes = self.summary.time.partition(":")
        if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
            raise _impossible(name, "summary.time", "HH:MM")
        if self.summary.day is not None and not 1 <= self.summary.day <= 31:
            raise _impossible(name, "summary.day", "1-31")
        if self.telegram.broadcast_per_second <= 0:
            raise _impossible(name, "telegram.broadcast_per_second", "> 0")
        if self.language not in ("vi", "en"):
            raise _impossible(name, "language", "vi | en")
        telegram = replace(
            self.telegram,
            base_url=_ending(self.telegram.base_url, "/bot"),
            base_file_url=_ending(self.telegram.base_file_url, "/file/bot"),
        )
        return replace(self, telegram=telegram)


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration with the database it means."""

    config: Config
    file: Path | None
    database: Path


def load(config_path: str | None, database_path: str | None) -> Settings:
    """Read the settings; `--db` beats the file. Raises ConfigError, also where a file named by hand doesn't exist."""
    path = Path(config_path or DEFAULT_FILE)
    if path.is_file():
        config, file = compiled(path, Config, lambda: _built(path)), path
        beside = path.absolute().parent
    elif config_path:
        raise ConfigError("config_absent", file=config_path)
    else:
        config, file, beside = Config(), None, Path.cwd()
    return Settings(config, file, Path(database_path) if database_path else beside / config.database.path)


def _built(path: Path) -> Config:
    from knowledge.yamlfile import read_mapping  # PyYAML is only needed where no compiled settings are at hand

    return read_mapping(path, Config).checked(path.name)


def _ending(url: str, ending: str) -> str:
    url = url.rstrip("/")
    return url if not url or url.endswith(ending) else url + ending


def _impossible(name: str, key: str, expected: str) -> ConfigError:
    return ConfigError("config_value", file=name, key=key, expected=expected)
