"""The faults of the wire and of Telegram: too many requests, broken lines, refusals, updates twice, forged buttons."""

from __future__ import annotations

import asyncio
import dataclasses
import time

import pytest
from telegram import Update

from bot.config import Access
from bot.conversation import Conversation
from bot.people.subscriptions import Subscription, every, keep
from bot.telegram import order, routing
from tests.telegram.conftest import ADMIN, OTHER_ADMIN, STRANGER, VIEWER, Bot, Maker, config
from tests.telegram.fake_api import FakeTelegram

QUESTION = "tổng đàn lợn?"


async def test_14_a_429_waits_as_told_in_its_own_chat_only(bot: Bot) -> None:
    bot.api.fail("sendMessage", "429", chat=VIEWER, retry_after=2)
    begun = time.monotonic()
    bot.api.say(VIEWER, QUESTION)
    await bot.until(lambda: bot.api.called("sendMessage", VIEWER))
    await bot.ask(ADMIN, QUESTION)
    assert time.monotonic() - begun < 1
    await bot.until(lambda: bot.api.messages(VIEWER))
    assert 2 <= time.monotonic() - begun < 4
    assert len(bot.api.messages(VIEWER)) == 1


@pytest.mark.parametrize("kind", ["500", "502", "504", "reset_before", "reset_after"])
async def test_15_a_broken_line_is_tried_again(bot: Bot, kind: str) -> None:
    bot.api.fail("sendMessage", kind, chat=VIEWER, times=1 if kind == "reset_after" else 2)
    await bot.ask(VIEWER, QUESTION)
    await asyncio.sleep(1.2)
    assert len(bot.api.messages(VIEWER)) <= (2 if kind == "reset_after" else 1)


@pytest.mark.parametrize("kind", ["500", "502", "reset_before", "reset_after"])
async def test_15_polling_goes_on_after_a_broken_line(bot: Bot, kind: str) -> None:
    bot.api.fail("getUpdates", kind)
    bot.api.say(VIEWER, QUESTION)
    await bot.until(lambda: bot.api.messages(VIEWER), 15)
    await asyncio.sleep(0.3)
    assert len(bot.api.messages(VIEWER)) == 1


async def test_16_who_blocked_the_bot_gets_nothing_more_and_others_do(bot: Bot) -> None:
    await bot.serving.books.write(lambda db: keep(db, Subscription(VIEWER)))
    bot.api.methods.blocked.add(VIEWER)
    bot.api.say(VIEWER, QUESTION)
    await bot.until(lambda: not every(bot.serving.books))
    await bot.ask(ADMIN, QUESTION)


async def test_16_a_group_that_moved_is_answered_at_its_new_place(bot: Bot) -> None:
    bot.api.methods.known.add(-1002)
    bot.api.fail("sendMessage", "migrate", chat=-1001, migrate_to=-1002)
    bot.api.say(VIEWER, f"@hoibaocao_bot {QUESTION}", chat=-1001)
    await bot.until(lambda: bot.api.messages(-1002))


async def test_17_html_that_telegram_refuses_arrives_as_plain_text(bot: Bot) -> None:
    bot.api.fail("sendMessage", "unparsable", chat=VIEWER)
    answer = await bot.ask(VIEWER, QUESTION)
    assert "32.450" in answer.text and "<" not in answer.text and answer.entities == ()


async def test_18_a_conflict_that_passes_is_waited_for(bot: Bot) -> None:
    bot.api.fail("getUpdates", "409", times=2)
    bot.api.say(VIEWER, QUESTION)
    await bot.until(lambda: bot.api.messages(VIEWER), 15)


async def test_19_a_handler_that_raises_apologises_with_a_reference(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Conversation.ask

    def broken(self: Conversation, message: str, *rest: object) -> object:
        if "hỏng" in message:
            raise ZeroDivisionError("a bug")
        return ask(self, message, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Conversation, "ask", broken)
    apology = await bot.ask(VIEWER, "hỏng rồi?")
    assert "Mã lỗi" in apology.text and "ZeroDivisionError" not in apology.text
    told = await bot.until(lambda: next((t for t in bot.api.texts(ADMIN) if "ZeroDivisionError" in t), None))
    assert told.split("mã ")[1][:8] in apology.text
    assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text


async def test_19_a_handler_that_hangs_holds_up_its_own_chat_only(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    route = routing.route

    async def hanging(service: object, update: Update) -> None:
        if update.message and update.message.text == "treo":
            await asyncio.sleep(60)
        await route(service, update)  # type: ignore[arg-type]

    monkeypatch.setattr(routing, "route", hanging)
    monkeypatch.setattr(order, "HANDLER_SECONDS", 1.0)
    bot.api.say(VIEWER, "treo")
    begun = time.monotonic()
    await bot.ask(ADMIN, QUESTION)
    assert time.monotonic() - begun < 0.9
    apology = await bot.until(lambda: bot.api.messages(VIEWER))
    assert "quá nhiều thời gian" in apology[0].text
    assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text


async def test_20_an_update_delivered_twice_is_answered_once(bot: Bot) -> None:
    later = bot.api.say(VIEWER, QUESTION)
    await bot.until(lambda: bot.api.messages(VIEWER))
    bot.api.again(later)
    texts = (10, "sản lượng điện tiêu thụ?"), (11, "giá trị sản xuất công nghiệp?")
    first, second = (
        {"update_id": later["update_id"] + n, "message": {**later["message"], "text": text}} for n, text in texts
    )
    bot.api.pending = [*bot.api.pending, second, first]
    bot.api.pushed()
    await bot.until(lambda: len(bot.api.messages(VIEWER)) == 3)
    assert "23,61" in bot.api.texts(VIEWER)[1], "in the order in which they were written"
    await bot.restart()
    bot.api.again(later)
    await bot.ask(ADMIN, QUESTION)
    assert len(bot.api.messages(VIEWER)) == 3


async def test_21_old_forged_and_foreign_buttons_do_nothing_and_are_answered(bot: Bot) -> None:
    answer = await bot.ask(VIEWER, QUESTION)
    source = answer.button("Nguồn")["callback_data"]
    report = bot.serving.service.store.reports()[0]
    strangers = (source, "1:wdy:1", f"1:rm:{report.id}:{report.version}", "1:grant:99:admin", "1:role:99:admin")
    for data in strangers:
        assert "không có quyền" in await bot.alert(STRANGER, answer, data)
    for data in strangers[1:]:
        assert "không có quyền" in await bot.alert(VIEWER, answer, data)
    await bot.ask(OTHER_ADMIN, QUESTION)
    for data in (
        source,
        "",
        "0:src:1",
        "1:src:x",
        "1:src:99999",
        "1:none:1",
        "1:ldp:77",
        "1:als:5",
        "x" * 64,
        "1:secs:9:0",
    ):
        assert "cũ" in await bot.alert(OTHER_ADMIN, bot.api.messages(OTHER_ADMIN)[-1], data), data
    await bot.restart()
    assert "5,2%" in (await bot.press(VIEWER, answer, "So sánh")).text, "its own button still works after a restart"
    assert len(bot.serving.service.store.reports()) == 1
    assert bot.serving.service.people.find(STRANGER).role == "none"
    bot.api.methods.callbacks.clear()
    bot.api.tap(VIEWER, answer, source)
    bot.api.methods.callbacks.clear()
    assert "32.450" in (await bot.until(lambda: bot.api.messages(VIEWER)[-1:]))[0].text


async def test_23_after_the_network_was_gone_what_waited_is_answered(bot: Bot) -> None:
    bot.api.down = True
    bot.api.say(VIEWER, QUESTION)
    await asyncio.sleep(2.5)
    assert bot.api.messages(VIEWER) == []
    bot.api.down = False
    await bot.until(lambda: bot.api.messages(VIEWER), 20)
    await asyncio.sleep(0.3)
    assert len(bot.api.messages(VIEWER)) == 1


async def test_25_a_flood_by_one_person_holds_up_nobody(bot: Bot) -> None:
    people = range(2000, 2020)
    for person in people:
        await bot.serving.service.people.keep(bot.serving.service.people.find(person, "x"), role="viewer")
    for _ in range(300):
        bot.api.say(VIEWER, QUESTION)
    begun = time.monotonic()
    for person in people:
        bot.api.say(person, QUESTION)
    await bot.until(lambda: all(bot.api.messages(person) for person in people))
    others = time.monotonic() - begun
    assert len(bot.api.messages(VIEWER)) < 300, f"others had to wait for the flood ({others:.1f} s)"
    await bot.until(lambda: len(bot.api.messages(VIEWER)) == 300, 60)


async def test_strangers_get_nothing_of_any_report(make: Maker) -> None:
    bot = await make()
    for text in (
        QUESTION,
        "/tomtat",
        "/baocao",
        "/chude",
        "/xuat",
        "/help",
        "/xuhuong lợn",
        "/start sai-ma",
        "/donvi",
        "/dangky",
    ):
        told = await bot.ask(STRANGER, text)
        assert not any(word in told.text for word in ("32.450", "An Hòa", "111.226")), text


async def test_what_open_access_or_the_configuration_lends_is_never_kept(make: Maker, api: FakeTelegram) -> None:
    base = config(api)
    bot = await make(access=dataclasses.replace(base.access, open=True))
    for person in (STRANGER, ADMIN):
        for text in ("/start", "/ngonngu en", "/donvi an hoa"):
            await bot.ask(person, text)
    assert "32.450" in (await bot.ask(STRANGER, QUESTION)).text
    bot.config = dataclasses.replace(base, access=Access(admins=(OTHER_ADMIN,)))
    await bot.restart()
    for person in (STRANGER, ADMIN):
        assert "32.450" not in (await bot.ask(person, QUESTION)).text
