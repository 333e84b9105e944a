"""`python -m bench.telegram`: 100 people asking 10 questions each, beside a bare python-telegram-bot echo.

The fake Bot API and the crowd run in this process, the bot in another. Time is from the update being there to its
sendMessage. Every answer is checked against its question: none lost, none given to another.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.quality import percentile
from knowledge import samples
from tests.telegram.fake_api import Call, FakeTelegram

PEOPLE, QUESTIONS = 100, 10
ASKED = (
    ("thu ngân sách tháng 10?", "111.226"),
    ("giá trị sản xuất công nghiệp, thủ công nghiệp tháng 10?", "597"),
    ("sản lượng điện tiêu thụ trong tháng?", "23,61"),
    ("doanh thu lưu trú, ăn uống?", "65"),
    ("giá trị sản lượng xây dựng cơ bản?", "126"),
)
ECHO = """
import os
from telegram.ext import Application, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
url = os.environ["BASE_URL"]
app = (Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(url).concurrent_updates(16)
       .connection_pool_size(24).build())
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling()
"""


class Crowd(FakeTelegram):
    """People who ask one question after another, each as soon as the last is answered, or after a pause."""

    def __init__(self, pause: float) -> None:
        super().__init__()
        self.pause = pause
        self.times: list[float] = []
        self.wrong = 0
        self.processor = 0.0
        self._asked: dict[int, float] = {}
        self._answered: dict[int, int] = defaultdict(int)
        self._random = random.Random(7)

    def begin(self) -> None:
        for person in range(1, PEOPLE + 1):
            self._loop.call_soon_threadsafe(
                self._loop.call_later, self._random.random() * self.pause, self._ask, person
            )

    def _ask(self, person: int) -> None:
        self._asked[person] = time.monotonic()
        self.say(person, ASKED[(person + self._answered[person]) % len(ASKED)][0])

    def _note(self, call: Call) -> None:
        person = call.chat
        if call.method == "sendMessage" and person in self._asked and call.status == 200:
            question, figure = ASKED[(person + self._answered[person]) % len(ASKED)]
            self.times.append(call.at - self._asked[person])
            self.wrong += figure not in call.params["text"] and question not in call.params["text"]
            self._answered[person] += 1
            if self._answered[person] < QUESTIONS:
                self._loop.call_later(self._random.random() * self.pause, self._ask, person)
        super()._note(call)


def _processor_seconds(process: int) -> float:
    """What a process has used of the processor so far (Linux); all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(command: list[str], pause: float, folder: Path) -> Crowd:
    """One bot against one crowd."""
    with Crowd(pause) as crowd:
        config = folder / "config.yaml"
        config.write_text(
            f"telegram: {{base_url: '{crowd.base_url}', base_file_url: '{crowd.base_file_url}'}}\n"
            "access: {open: true}\ndatabase: {path: one.db}\n"
        )
        environment = {**os.environ, "TELEGRAM_BOT_TOKEN": crowd.token, "BASE_URL": crowd.base_url}
        with (folder / "log.txt").open("ab") as log:
            bot: subprocess.Popen[Any] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            crowd.wait(lambda: crowd.polls, 30)
            time.sleep(0.5)
            before = _processor_seconds(bot.pid)
            crowd.begin()
            crowd.wait(lambda: len(crowd.times) >= PEOPLE * QUESTIONS, 120)
            time.sleep(0.3)
            crowd.processor = (_processor_seconds(bot.pid) - before) / len(crowd.times)
        finally:
            bot.terminate()
            bot.wait(30)
    return crowd


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = [sys.executable, "-m", "bot", "--config", str(folder / "config.yaml")]
        subprocess.run(
            [sys.executable, "-m", "bot", "--db", str(folder / "one.db"), "load", str(samples.OCTOBER)],
            check=True, capture_output=True,
        )  # fmt: skip
        bots = (("hoibaocao", [*ours, "serve"]), ("bare echo", [sys.executable, "-c", ECHO]))
        print(f"{PEOPLE} people x {QUESTIONS} questions, update to sendMessage\n")
        print(f"{'bot':12} {'pauses':>8} {'answers':>8} {'wrong':>6} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms each':>12}")
        for pause in (1.0, 0.0):
            for title, command in bots:
                crowd = run(command, pause, folder)
                p50, p95 = statistics.median(crowd.times) * 1000, percentile(crowd.times, 0.95) * 1000
                row = f"{title:12} {'0-1 s' if pause else 'none':>8} {len(crowd.times):8} {crowd.wrong:6}"
                print(f"{row} {p50:8.0f} {p95:8.0f} {crowd.processor * 1000:12.2f}", flush=True)


if __name__ == "__main__":
    main()
