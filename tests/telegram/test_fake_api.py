"""The fake Bot API is as strict as the real one: what Telegram refuses, it refuses, in Telegram's words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from tests.telegram.fake_api import FakeTelegram

HTML = "HTML"


def run(work: Callable[[Bot, FakeTelegram], Awaitable[Any]], token: str | None = None) -> Any:
    async def go(api: FakeTelegram) -> Any:
        bot = Bot(token or api.token, base_url=api.base_url, base_file_url=api.base_file_url)
        async with bot:
            return await work(bot, api)

    with FakeTelegram() as api:
        api.methods.known.add(7)
        return asyncio.run(go(api))


@pytest.mark.parametrize(
    ("text", "mode", "refusal"),
    [
        ("x" * 4097, None, "message is too long"),
        ("<b>" + "x" * 4097 + "</b>", HTML, "message is too long"),
        ("< 5%", HTML, "can't parse entities"),
        ("<p>đoạn</p>", HTML, 'Unsupported start tag "p"'),
        ("<b>đậm", HTML, "Can't find end tag"),
        ("<b><i>x</b></i>", HTML, "Unmatched end tag"),
        ("x</b>", HTML, "Unexpected end tag"),
        ("<b> </b>", HTML, "message text is empty"),
    ],
)
def test_refuses_texts(text: str, mode: str | None, refusal: str) -> None:
    with pytest.raises(BadRequest) as caught:
        run(lambda bot, _: bot.send_message(7, text, parse_mode=mode))
    assert refusal.lower() in caught.value.message.lower()


def test_counts_length_after_parsing_and_keeps_unknown_entities() -> None:
    async def work(bot: Bot, api: FakeTelegram) -> None:
        await bot.send_message(7, "<b>" + "x" * 4096 + "</b>", parse_mode=HTML)
        await bot.send_message(7, "a &amp; b&nbsp;&#60;", parse_mode=HTML)
        assert api.texts(7) == ["x" * 4096, "a & b&nbsp;<"]

    run(work)


@pytest.mark.parametrize(
    ("method", "arguments", "refusal"),
    [
        ("send_message", {"chat_id": 8, "text": "x"}, "chat not found"),
        ("answer_callback_query", {"callback_query_id": "none"}, "query is too old"),
        ("edit_message_text", {"chat_id": 7, "message_id": 1, "text": "x"}, "message to edit not found"),
        ("send_photo", {"chat_id": 7, "photo": b"x", "caption": "x" * 1025}, "caption is too long"),
        ("get_file", {"file_id": "nofile"}, "wrong file_id"),
    ],
)
def test_refuses_calls(method: str, arguments: dict[str, Any], refusal: str) -> None:
    with pytest.raises(BadRequest) as caught:
        run(lambda bot, _: getattr(bot, method)(**arguments))
    assert refusal in caught.value.message.lower()


def test_callback_data_is_counted_in_bytes() -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="đ" * 33)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        run(lambda bot, _: bot.send_message(7, "x", reply_markup=keyboard))


def test_an_edit_must_change_something() -> None:
    async def work(bot: Bot, _: FakeTelegram) -> None:
        message = await bot.send_message(7, "x")
        await bot.edit_message_text("y", 7, message.message_id)
        with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
            await bot.edit_message_text("y", 7, message.message_id)

    run(work)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", RetryAfter), ("500", NetworkError), ("502", NetworkError), ("403", Forbidden), ("409", Conflict),
        ("reset_before", NetworkError), ("reset_after", NetworkError), ("401", InvalidToken),
    ],
)  # fmt: skip
def test_faults_on_demand(kind: str, error: type[TelegramError]) -> None:
    async def work(bot: Bot, api: FakeTelegram) -> list[str]:
        api.fail("sendMessage", kind, chat=7)
        with pytest.raises(error):
            await bot.send_message(7, "một")
        await bot.send_message(7, "hai")
        return api.texts(7)

    assert run(work) == (["một", "hai"] if kind == "reset_after" else ["hai"])


def test_a_second_poller_ends_the_first_and_an_offset_acknowledges() -> None:
    async def work(bot: Bot, api: FakeTelegram) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.2)
        async with Bot(api.token, base_url=api.base_url) as other:
            second = asyncio.create_task(other.get_updates(timeout=5))
            with pytest.raises(Conflict):
                await first
            update = api.say(7, "chào")
            assert [u.update_id for u in await second] == [update["update_id"]]
        assert await bot.get_updates(offset=update["update_id"] + 1) == ()

    run(work)


def test_files_are_downloaded_up_to_the_limit() -> None:
    from tests.telegram.fake_methods import DOWNLOAD_LIMIT, Upload

    async def work(bot: Bot, api: FakeTelegram) -> None:
        small = api.send(7, Upload("a.md", b"abc"))["message"]["document"]["file_id"]
        assert await (await bot.get_file(small)).download_as_bytearray() == b"abc"
        big = api.send(7, Upload("b.md", b"x" * (DOWNLOAD_LIMIT + 1)))["message"]["document"]["file_id"]
        with pytest.raises(BadRequest, match=r"(?i)file is too big"):
            await bot.get_file(big)

    run(work)


def test_a_wrong_token_is_refused() -> None:
    with pytest.raises(InvalidToken):
        run(lambda bot, _: bot.get_me(), token="1:wrong")
