"""A bug is no traceback on somebody's screen: the details go into a file, one line names it."""

from __future__ import annotations

import os
import secrets
import tempfile
import traceback
from pathlib import Path

from knowledge.errors import UnavailableError


def recorded(error: BaseException) -> UnavailableError:
    """Write an unexpected error's traceback down, without the token; the error to show names the file."""
    reference = secrets.token_hex(3)
    details = "".join(traceback.format_exception(error))
    if token := os.environ.get("TELEGRAM_BOT_TOKEN"):
        details = details.replace(token, "<token>")
    path = Path(tempfile.gettempdir()) / f"hoibaocao-{reference}.log"
    try:
        path.write_text(details, encoding="utf-8")
    except OSError:
        return UnavailableError("bug", reference=reference, path="-")
    return UnavailableError("bug", reference=reference, path=path)
