"""The command line: finds the command, turns errors into one line and an exit status.

Status: 0 done, 1 the work itself failed, 2 wrong usage. The commands stand in bot/commands; a command's module is
imported only when it is called.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from knowledge.errors import HoibaocaoError

COMMANDS = {
    "ask": "asking",
    "backup": "upkeep",
    "chat": "asking",
    "check": "reading",
    "doctor": "doctor",
    "export": "export",
    "facts": "reading",
    "indicators": "indicators",
    "init": "setup",
    "load": "loading",
    "organisations": "organisations",
    "reextract": "reextract",
    "remove": "upkeep",
    "reports": "reading",
    "restore": "upkeep",
    "restore-database": "upkeep",
    "serve": "serving",
    "summary": "summary",
}


_WRONG_USAGE = {
    "BadParameter": "value",
    "MissingParameter": "missing",
    "NoSuchCommand": "command",
    "NoSuchOption": "option",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", metavar="PATH", help="Tệp cấu hình (mặc định: config.yaml).")
@click.option("--db", metavar="PATH", help="Tệp cơ sở dữ liệu, thay cho database.path.")
@click.version_option(package_name="hoibaocao", prog_name="hoibaocao")
@click.pass_context
def cli(ctx: click.Context, config: str | None, db: str | None) -> None:
    """Hỏi đáp trên số liệu báo cáo hành chính."""
    ctx.obj = {"config": config, "db": db}


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status; never a traceback for something a person can act on."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its status."""
    try:
        return int(cli.main(args=arguments, prog_name="hoibaocao", standalone_mode=False) or 0)
    except click.UsageError as error:
        return _usage(error)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return 130
    except HoibaocaoError as error:
        return _fail(error)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader has gone; nothing more to say
        return 1
    except Exception as error:
        from bot.commands.faults import recorded

        return _fail(recorded(error))


def _usage(error: click.UsageError) -> int:
    from bot.messages import text

    key = _WRONG_USAGE.get(type(error).__name__, "other")
    name = getattr(error, "option_name", None) or getattr(error, "command_name", None) or ""
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        name = error.param.get_error_hint(error.ctx)
    click.echo(text("vi", f"cli.usage_{key}", name=name, reason=error.format_message().rstrip(".")), err=True)
    return 2


def _fail(error: HoibaocaoError) -> int:
    from bot.messages import error_text

    click.echo(error_text("vi", error), err=True)
    return 1
