"""The token stays out of every log line, traceback and error, whoever wrote it."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType


class TokenFilter(logging.Filter):
    """Takes the token out of what is logged, arguments and traceback included."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = hide(self._token, "".join(traceback.format_exception(record.exc_info[1])).rstrip())
        record.msg, record.args = hide(self._token, message), ()
        return True


def hide(token: str, text: str) -> str:
    """The text without the token, also without its part after the colon."""
    return text.replace(token, "<token>").replace(token.partition(":")[2] or token, "<token>")


def set_up(token: str, level: int = logging.INFO) -> None:
    """Log to standard error, one line a record, without the token; the HTTP client only from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(TokenFilter(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.stderr.write(hide(token, "".join(traceback.format_exception(kind, error, trace))))

    sys.excepthook = uncaught
