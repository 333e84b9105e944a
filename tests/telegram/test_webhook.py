"""The webhook takes updates with the secret only, records them, and the bot answers them."""

from __future__ import annotations

import dataclasses
import json
import socket

import httpx

from tests.telegram.conftest import ADMIN, Maker, config
from tests.telegram.fake_api import FakeTelegram


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_updates_come_with_the_secret_or_not_at_all(make: Maker, api: FakeTelegram) -> None:
    port = free_port()
    base = config(api).telegram
    bot = await make(telegram=dataclasses.replace(base, webhook_url="https://bao-cao.example/bot", webhook_port=port))
    [call] = api.called("setWebhook")
    secret = call.params["secret_token"]
    assert call.params["url"] == "https://bao-cao.example/bot" and len(secret) >= 32
    update = json.dumps(api.say(ADMIN, "tổng đàn lợn?"))
    api.pending = []
    async with httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{port}/bot"
        for wrong in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
            assert (await client.post(url, content=update, headers=wrong)).status_code == 403
        assert (await client.get(url)).status_code == 403
        right = {"X-Telegram-Bot-Api-Secret-Token": secret}
        assert (await client.post(url, content=b"{", headers=right)).status_code == 400
        for _ in range(2):
            assert (await client.post(url, content=update, headers=right)).status_code == 200
    await bot.until(lambda: api.messages(ADMIN))
    assert "32.450" in api.texts(ADMIN)[0] and len(api.messages(ADMIN)) == 1
