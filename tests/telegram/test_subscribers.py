"""A subscriber's month: signing up, the summary on its day or by an admin's tap, once, whatever happens in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.config import Summary
from bot.people.subscriptions import Subscription, every, keep
from bot.telegram import delivery, schedule
from tests.telegram.conftest import ADMIN, DATA, OTHER_ADMIN, VIEWER, Bot, Maker
from tests.telegram.fake_methods import Upload

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2023, 10, 25, 8, 0, tzinfo=HANOI)


def summaries(bot: Bot, person: int) -> list[str]:
    return [text for text in bot.api.texts(person) if text.startswith("Tóm tắt báo cáo")]


async def subscribed(bot: Bot, *people: int) -> None:
    """Let these people in and subscribe them."""
    for person in people:
        bot.api.methods.known.add(person)
        await bot.serving.service.people.keep(bot.serving.service.people.find(person, "x"), role="viewer")
        await bot.serving.books.write(lambda db, person=person: keep(db, Subscription(person)))  # type: ignore[misc]


async def delivered(bot: Bot) -> None:
    """Wait until nothing is queued."""
    sql = "SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'sending')"
    await bot.until(lambda: bot.serving.books.rows(sql)[0][0] == 0, 20)


async def test_the_summary_on_demand_comes_with_a_picture(bot: Bot) -> None:
    before = len(bot.api.messages(VIEWER))
    text = await bot.new(VIEWER, lambda: bot.api.say(VIEWER, "/tomtat 10"), count=2, seconds=30)
    picture = bot.api.messages(VIEWER)[before]
    assert picture.upload and picture.upload.data.startswith(b"\x89PNG") and "12,5%" in picture.text
    assert "111.226 triệu đồng" in text.text and "tháng 10/2023" in text.text
    assert "Đã nạp: 2023-10" in (await bot.ask(VIEWER, "/tomtat 3/2020")).text


async def test_topics_and_day_are_chosen_by_buttons(bot: Bot) -> None:
    shown = await bot.ask(VIEWER, "/dangky")
    await bot.edited(shown, lambda: bot.api.press(VIEWER, shown, "Tài chính"))
    await bot.edited(shown, lambda: bot.api.press(VIEWER, shown, "20"))
    [standing] = every(bot.serving.books)
    assert standing.topics == ("Tài chính",) and standing.day == 20
    await bot.ask(VIEWER, "/huydangky")
    assert every(bot.serving.books) == []


async def test_publishing_offers_the_summary_and_everybody_gets_it_once(bot: Bot) -> None:
    await subscribed(bot, VIEWER, 8, 9)
    november = (DATA / "bao-cao-10.md").read_text().replace("tháng 11 năm 2023", "tháng 12 năm 2023")
    data = november.replace("vụ tháng 10", "vụ tháng 11").encode()
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("11.md", data)))
    shown = await bot.new(ADMIN, lambda: bot.api.press(ADMIN, warned, "đọc tệp"), seconds=30)
    await bot.edited(shown, lambda: bot.api.press(ADMIN, shown, "công bố"))
    for _ in range(2):
        await bot.press(ADMIN, shown, "Gửi tóm tắt")
        await delivered(bot)
    assert [len(summaries(bot, person)) for person in (VIEWER, 8, 9)] == [1, 1, 1]
    assert "tháng 11/2023" in summaries(bot, VIEWER)[0]
    assert any("3 người nhận" in text for text in bot.api.texts(OTHER_ADMIN))


async def test_on_its_day_the_month_goes_out_once_even_if_the_clock_jumps(make: Maker) -> None:
    bot = await make(summary=Summary(day=25, time="07:30"))
    await subscribed(bot, VIEWER)
    await schedule.look(bot.serving.service, DUE - timedelta(days=1))
    await delivered(bot)
    assert summaries(bot, VIEWER) == []
    for moment in (DUE, DUE - timedelta(days=1), DUE + timedelta(days=1), DUE + timedelta(hours=1), DUE):
        await schedule.look(bot.serving.service, moment)
        await delivered(bot)
    await bot.restart()
    await schedule.look(bot.serving.service, DUE)
    await delivered(bot)
    assert len(summaries(bot, VIEWER)) == 1


async def test_without_the_month_s_report_admins_are_reminded_and_nothing_old_goes_out(make: Maker) -> None:
    bot = await make(summary=Summary(day=25, time="07:30"))
    bot.api.methods.known.add(ADMIN)
    await subscribed(bot, VIEWER)
    november = DUE.replace(month=11)
    await schedule.look(bot.serving.service, november)
    await schedule.look(bot.serving.service, november)
    await delivered(bot)
    assert summaries(bot, VIEWER) == []
    reminders = [text for text in bot.api.texts(ADMIN) if "chưa nạp báo cáo tháng 11/2023" in text]
    assert len(reminders) == 1 and "Huyện ủy An Hòa" in reminders[0]


async def test_a_day_of_one_s_own(bot: Bot) -> None:
    await subscribed(bot, VIEWER)
    await bot.serving.books.write(lambda db: keep(db, Subscription(VIEWER, day=20)))
    await schedule.look(bot.serving.service, DUE.replace(day=19))
    await delivered(bot)
    assert summaries(bot, VIEWER) == []
    await schedule.look(bot.serving.service, DUE.replace(day=20))
    await delivered(bot)
    assert len(summaries(bot, VIEWER)) == 1


async def test_who_blocked_the_bot_is_switched_off_and_who_must_wait_holds_up_nobody(bot: Bot) -> None:
    await subscribed(bot, 20, 21, 22, 23)
    bot.api.methods.blocked.add(20)
    bot.api.fail("sendMessage", "429", chat=21, retry_after=2)
    bot.api.fail("sendMessage", "chat_not_found", chat=22)
    [row] = bot.serving.service.store.reports()
    assert await delivery.announce(bot.serving.service, row, every(bot.serving.books), ADMIN) == 4
    await bot.until(lambda: summaries(bot, 23))
    assert summaries(bot, 21) == []
    await bot.until(lambda: summaries(bot, 21), 10)
    await delivered(bot)
    assert [s.person for s in every(bot.serving.books)] == [21, 23]
    report = await bot.until(lambda: next((t for t in bot.api.texts(ADMIN) if "Đã gửi tóm tắt" in t), None))
    assert "2 người nhận, 2 người đã chặn" in report


async def test_a_timeout_after_sending_repeats_at_most_once(bot: Bot) -> None:
    await subscribed(bot, 20)
    bot.api.fail("sendMessage", "reset_after", chat=20)
    [row] = bot.serving.service.store.reports()
    await delivery.announce(bot.serving.service, row, every(bot.serving.books), ADMIN)
    await delivered(bot)
    assert 1 <= len(summaries(bot, 20)) <= 2
