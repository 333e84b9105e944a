"""The bot as a process of its own, for what only a process can suffer: kill -9, SIGTERM, a full disk."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.telegram.conftest import ADMIN, OTHER_ADMIN
from tests.telegram.fake_api import FakeTelegram

ROOT = Path(__file__).parents[2]


class Process:
    """`serve` over a database; `log` is what it wrote to standard error."""

    def __init__(self, api: FakeTelegram, folder: Path, more: str = "", token: str = "") -> None:
        self.api, self.folder = api, folder
        self.token = token or api.token
        self.config = folder / "config.yaml"
        self.config.write_text(
            f"database: {{path: reports.db}}\n"
            f"telegram:\n  base_url: {api.base_url}\n  base_file_url: {api.base_file_url}\n"
            "  broadcast_per_second: 2000\n"
            f"access: {{admins: [{ADMIN}, {OTHER_ADMIN}], open: true}}\n{more}"
        )
        self.output = folder / "log.txt"
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def start(self, wait: bool = True) -> Process:
        """Start it; `wait` until it polls."""
        polls = self.api.polls
        with self.output.open("ab") as output:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "bot", "--config", str(self.config), "serve"],
                env={**os.environ, "TELEGRAM_BOT_TOKEN": self.token, "PYTHONPATH": str(ROOT)},
                stdout=output, stderr=output, cwd=self.folder,
            )  # fmt: skip
        if wait:
            self.api.wait(lambda: self.api.polls > polls, 20)
        return self

    def kill(self) -> None:
        """kill -9."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()

    def terminate(self) -> int:
        """SIGTERM; the exit status."""
        assert self.running is not None
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(30)

    def ended(self, seconds: float = 60) -> int:
        """Wait for its own end; the exit status."""
        assert self.running is not None
        return self.running.wait(seconds)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                self.running.kill()
            self.running.wait()


def cli(folder: Path, *arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of `hoibaocao`; `limit` bounds the size of files it may write."""

    def bound() -> None:
        import resource

        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=folder, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=bound,
    )  # fmt: skip
