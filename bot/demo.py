"""`make demo`: the bundled report into a fresh database, a handful of questions, the summary; in a terminal a chat."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.cli import run
from knowledge import samples

QUESTIONS = (
    "Thu ngân sách nhà nước tháng 10 được bao nhiêu?",
    "Thu ngân sách so với dự toán đạt bao nhiêu phần trăm?",
    "thu ngan sach so voi cung ky the nao",
    "Có bao nhiêu đảng viên được đề nghị tặng huy hiệu đảng?",
    "Tháng 11 nông nghiệp có nhiệm vụ gì?",
    "Thu thuế bảo vệ môi trường được bao nhiêu?",
)


def main() -> int:
    """Run the demonstration; the status is that of the first step that fails."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "demo.db")
        _say(f"$ hoibaocao load {samples.OCTOBER.name}")
        if status := run(["load", str(samples.OCTOBER), "--db", database]):
            return status
        for question in QUESTIONS:
            _say(f'\n$ hoibaocao ask "{question}"')
            if status := run(["ask", question, "--db", database]):
                return status
        _say("\n$ hoibaocao summary")
        if status := run(["summary", "--db", database]):
            return status
        return run(["chat", "--db", database]) if sys.stdin.isatty() else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
