"""The people at the other end: what they write, tap and send becomes updates as Telegram would make them."""

from __future__ import annotations

import itertools
import re
import time
from typing import Any

from tests.telegram.fake_methods import Methods, Sent, Upload

_UPDATES = itertools.count(500_000)  # never the same again, as with Telegram


class People:
    """Makes updates and queues them in `pending`; a chat is known to the bot from its first message on."""

    def __init__(self, methods: Methods) -> None:
        self.methods = methods
        self.pending: list[dict[str, Any]] = []
        self._message = itertools.count(1)
        self._file = itertools.count(1)

    def pushed(self) -> None:
        """Called after an update was queued."""

    def say(self, person: int, text: str, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """A text message (commands and mentions marked as Telegram does); `chat` is a group, else the private chat."""
        return self.push(
            message={**self._base(person, chat), "text": text, **_entities(text, self.methods.username), **more}
        )

    def edit(self, update: dict[str, Any], text: str) -> dict[str, Any]:
        """The same message again with another text."""
        entities = _entities(text, self.methods.username)
        return self.push(edited_message={**update["message"], "text": text, "edit_date": int(time.time()), **entities})

    def send(
        self, person: int, upload: Upload, caption: str = "", *, photo: bool = False, album: str = ""
    ) -> dict[str, Any]:
        """A document or a photo; photos of one `album` share a media group."""
        number = f"file{next(self._file)}"
        self.methods.files[number] = upload
        file: dict[str, Any] = {"file_id": number, "file_unique_id": number, "file_size": len(upload.data)}
        message = self._base(person, None)
        if photo:
            message["photo"] = [{**file, "width": 1200, "height": 1600}]
        else:
            message["document"] = {**file, "file_name": upload.name}
        if caption:
            message["caption"] = caption
        if album:
            message["media_group_id"] = album
        return self.push(message=message)

    def press(self, person: int, message: Sent, words: str) -> str:
        """Taps the button of `message` whose caption contains `words`; gives the callback's id."""
        return self.tap(person, message, message.button(words)["callback_data"])

    def tap(self, person: int, message: Sent, data: str) -> str:
        """Sends callback data of any kind, as a changed client could."""
        number = f"cb{next(self._file)}"
        self.methods.callbacks.add(number)
        chat = {"id": message.chat_id, "type": "private" if message.chat_id > 0 else "supergroup"}
        shown = {"message_id": message.message_id, "date": int(time.time()), "chat": chat, "text": message.text}
        query = {"id": number, "from": user(person), "chat_instance": "1", "data": data, "message": shown}
        self.push(callback_query=query)
        return number

    def ask_inline(self, person: int, text: str) -> str:
        """An inline query; its id."""
        number = f"iq{next(self._file)}"
        self.push(inline_query={"id": number, "from": user(person), "query": text, "offset": ""})
        return number

    def push(self, **update: Any) -> dict[str, Any]:
        """Queues an update of any kind."""
        whole = {"update_id": next(_UPDATES), **update}
        self.pending = [*self.pending, whole]
        self.pushed()
        return whole

    def again(self, update: dict[str, Any]) -> None:
        """Delivers the same update once more."""
        self.pending = [*self.pending, update]
        self.pushed()

    def _base(self, person: int, chat: int | None) -> dict[str, Any]:
        self.methods.known.add(person if chat is None else chat)
        place = (
            {"id": person, "type": "private"} if chat is None else {"id": chat, "type": "supergroup", "title": "Nhóm"}
        )
        return {"message_id": next(self._message), "date": int(time.time()), "chat": place, "from": user(person)}


def user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": f"Cán bộ {person}", "language_code": "vi"}


def _entities(text: str, username: str) -> dict[str, Any]:
    found = []
    if command := re.match(r"/[A-Za-z0-9_]+(@\w+)?", text):
        found.append({"type": "bot_command", "offset": 0, "length": len(command.group())})
    for mention in re.finditer(rf"@{username}\b", text):
        if mention.start() > 0 or not text.startswith("/"):
            found.append(
                {
                    "type": "mention",
                    "offset": len(text[: mention.start()].encode("utf-16-le")) // 2,
                    "length": len(username) + 1,
                }
            )
    return {"entities": found} if found else {}
