"""Now, in one place: UTC as the tables keep it. Text of this form sorts by time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


def now() -> str:
    """This second as "2026-11-24T06:00:00+00:00"."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def ago(days: float) -> str:
    """The second `days` before now; negative: after."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")


def seconds() -> float:
    """Seconds since 1970, for expiry and pace that survive a restart."""
    return time.time()
