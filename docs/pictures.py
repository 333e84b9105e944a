"""`python -m docs.pictures`: draws docs/pictures/*.png, real conversations out of the bot's own replies.

A bot over the fake Bot API answers about the bundled report; what it sends is drawn as a phone shows it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from bot.config import Access, Config, Telegram
from bot.telegram.app import Serving
from knowledge import samples
from knowledge.load import extract
from knowledge.store.writer import Writer
from tests.telegram import fake_html
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_methods import Sent, Upload

FOLDER = Path(__file__).parent / "pictures"
PERSON = 7
WIDTH, MARGIN, PADDING, LINE, SIZE = 760, 16, 14, 27, 19
BACKGROUND, OURS, THEIRS, BUTTON, INK, FAINT = "#d5dfe6", "#ffffff", "#e1f7ca", "#aebfca", "#14212b", "#ffffff"
SIGNS = str.maketrans({"✅": "✔", "❌": "✘", "👍": "☺", "👎": "☹"})  # as far as the font has signs
Run = tuple[str, bool]  # a word, bold or not
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
REGULAR = ImageFont.truetype(str(_FONTS / "DejaVuSans.ttf"), SIZE)
BOLD = ImageFont.truetype(str(_FONTS / "DejaVuSans-Bold.ttf"), SIZE)
SMALL = ImageFont.truetype(str(_FONTS / "DejaVuSans.ttf"), 16)

CONVERSATIONS = {
    "hoi": ["thu ngan sach thang 10 dat bao nhieu", "so với cùng kỳ?"],
    "hoi-lai": ["ket nap bao nhieu", "2"],
    "tu-choi": ["thu thuế xuất khẩu cà phê tháng 10?"],
    "chu-de": ["/chude"],
}


@dataclass(frozen=True)
class Bubble:
    """One message: its words line by line, its buttons, whose it is."""

    lines: Sequence[Sequence[Run]]
    buttons: Sequence[Sequence[str]]
    ours: bool

    @property
    def height(self) -> int:
        return 2 * PADDING + LINE * len(self.lines) + 42 * len(self.buttons)


def main() -> None:
    """Draw every conversation, and a load."""
    FOLDER.mkdir(exist_ok=True)
    for name, questions in CONVERSATIONS.items():
        _draw(FOLDER / f"{name}.png", asyncio.run(_talk(questions)))
    _draw(FOLDER / "nap.png", asyncio.run(_load()))


async def _talk(questions: Sequence[str]) -> list[Bubble]:
    async with _Running(with_report=True) as bot:
        bubbles = []
        for question in questions:
            bubbles.append(_typed(question))
            bubbles += [_sent(message) for message in await bot.after(lambda q=question: bot.api.say(PERSON, q))]  # type: ignore[misc]
        return bubbles


async def _load() -> list[Bubble]:
    async with _Running(with_report=False) as bot:
        file = Upload("bao-cao-2023-10.md", samples.OCTOBER.read_bytes())
        [warned] = await bot.after(lambda: bot.api.send(PERSON, file))
        bubbles = [_typed("bao-cao-2023-10.md"), _sent(warned)]
        [preview] = await bot.after(lambda: bot.api.press(PERSON, warned, "đọc tệp"))
        bubbles.append(_sent(preview))
        edits = preview.edits
        bot.api.press(PERSON, preview, "công bố")
        while preview.edits == edits:
            await asyncio.sleep(0.02)
        return [*bubbles, _sent(preview)]


class _Running:
    """The bot over the fake Bot API, with the bundled report or without."""

    def __init__(self, *, with_report: bool) -> None:
        self.api = FakeTelegram()
        self._folder = tempfile.TemporaryDirectory()
        self._with_report = with_report

    async def __aenter__(self) -> _Running:
        self.api.__enter__()
        database = Path(self._folder.name) / "reports.db"
        if self._with_report:
            data = samples.OCTOBER.read_bytes()
            writer = Writer(database)
            writer.keep(extract(data, samples.OCTOBER.name), data, "cli")
            writer.close()
        telegram = Telegram(base_url=self.api.base_url, base_file_url=self.api.base_file_url)
        config = Config(telegram=telegram, access=Access(admins=(PERSON,)))
        self._serving = Serving(config, database, self.api.token)
        await self._serving.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._serving.stop()
        self.api.__exit__()
        self._folder.cleanup()

    async def after(self, act: object) -> list[Sent]:
        """What the bot sends after `act`."""
        before = len(self.api.messages(PERSON))
        act()  # type: ignore[operator]
        while len(self.api.messages(PERSON)) == before:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        return self.api.messages(PERSON)[before:]


def _typed(text: str) -> Bubble:
    return Bubble(_wrapped([(word, False) for word in text.split()]), (), ours=False)


def _sent(message: Sent) -> Bubble:
    parsed = fake_html.parse(_drawable(message.raw))
    lines: list[list[Run]] = []
    at = 0
    for line in parsed.text.split("\n"):
        runs = []
        for word in line.split(" "):
            bold = any(kind == "bold" and start <= at < stop for kind, start, stop in parsed.entities)
            runs.append((word, bold))
            at += len(word) + 1
        lines += _wrapped(runs) if line else [[]]
    return Bubble(lines, [[b["text"] for b in row] for row in message.keyboard or []], ours=True)


def _wrapped(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    width = 0.0
    for word, bold in runs:
        length = (BOLD if bold else REGULAR).getlength(f"{word} ")
        if width + length > WIDTH - 6 * MARGIN - 2 * PADDING and lines[-1]:
            lines.append([])
            width = 0
        lines[-1].append((word, bold))
        width += length
    return lines


def _draw(path: Path, bubbles: Sequence[Bubble]) -> None:
    height = sum(bubble.height + MARGIN for bubble in bubbles) + MARGIN
    picture = Image.new("RGB", (WIDTH, height), BACKGROUND)
    pen = ImageDraw.Draw(picture)
    top = MARGIN
    for bubble in bubbles:
        _one(pen, bubble, top)
        top += bubble.height + MARGIN
    picture.quantize(32).save(path, optimize=True)


def _one(pen: ImageDraw.ImageDraw, bubble: Bubble, top: int) -> None:
    longest = max(sum((BOLD if b else REGULAR).getlength(f"{w} ") for w, b in line) for line in bubble.lines)
    width = longest + 2 * PADDING if not bubble.buttons else WIDTH - 6 * MARGIN
    left = MARGIN if bubble.ours else WIDTH - MARGIN - width
    bottom = top + 2 * PADDING + LINE * len(bubble.lines)
    pen.rounded_rectangle((left, top, left + width, bottom), 14, fill=OURS if bubble.ours else THEIRS)
    for number, line in enumerate(bubble.lines):
        x = left + PADDING
        for word, bold in line:
            font = BOLD if bold else REGULAR
            pen.text((x, top + PADDING + number * LINE), word, font=font, fill=INK)
            x += font.getlength(f"{word} ")
    for number, row in enumerate(bubble.buttons):
        each = (width - 4 * (len(row) - 1)) / len(row)
        for place, caption in enumerate(row):
            x, y = left + place * (each + 4), bottom + 4 + number * 42
            pen.rounded_rectangle((x, y, x + each, y + 38), 10, fill=BUTTON)
            pen.text((x + each / 2, y + 19), _fitting(caption, each), font=SMALL, fill=FAINT, anchor="mm")


def _drawable(text: str) -> str:
    """Signs that the font has in place of those it lacks; others are left out."""
    return "".join(sign for sign in text.translate(SIGNS) if ord(sign) < 0x1F000).strip()


def _fitting(caption: str, width: float) -> str:
    """A caption as it fits its button."""
    shown = _drawable(caption)
    while SMALL.getlength(shown) > width - 10 and len(shown) > 2:
        shown = f"{shown[:-2]}…"
    return shown


if __name__ == "__main__":
    main()
