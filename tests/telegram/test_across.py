"""Questions over several months in Telegram: the chart comes under the answer, choices go on with the question."""

from __future__ import annotations

from pathlib import Path

from tests.across.conftest import SERIES
from tests.telegram.conftest import ADMIN, OTHER_ADMIN, VIEWER, Bot, Maker, load


async def _with_months(make: Maker, tmp_path: Path) -> Bot:
    for file in sorted(SERIES.glob("song-lam-2024-*.md")):
        load(tmp_path / "reports.db", file)
    bot = await make()
    bot.api.methods.known |= {ADMIN, OTHER_ADMIN}
    people = bot.serving.service.people
    await people.keep(people.find(VIEWER, "Cán bộ 7"), role="viewer")
    return bot


async def test_a_series_comes_with_its_chart(make: Maker, tmp_path: Path) -> None:
    bot = await _with_months(make, tmp_path)
    picture = await bot.new(VIEWER, lambda: bot.api.say(VIEWER, "/xuhuong thu ngân sách"), count=2)
    assert picture.kind == "photo"
    assert picture.upload and picture.upload.data.startswith(b"\x89PNG")
    assert "Tháng 10/2024: 132,335 tỷ đồng" in picture.text
    answer = bot.api.messages(VIEWER)[-2]
    assert "tháng 5/2024" in answer.text


async def test_a_computed_figure_says_so_and_offers_no_operand_to_copy(make: Maker, tmp_path: Path) -> None:
    bot = await _with_months(make, tmp_path)
    answer = await bot.ask(VIEWER, "/sosanh thu ngân sách tháng 9 và tháng 10")
    assert "giảm 10,57 tỷ đồng (7,4%) (bot tính)" in answer.text
    assert not any("📋" in caption for caption in answer.buttons)
    assert "142.905" in (await bot.ask(VIEWER, "còn tháng 9?")).text
