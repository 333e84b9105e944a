"""The methods of the fake Bot API: parameters in, a result out, or a refusal in the words of Telegram."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram import fake_html

Params = dict[str, Any]
DOWNLOAD_LIMIT = 20_971_520
UPLOAD_LIMIT = 52_428_800


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Upload:
    """A file in a multipart request, or one a person sent to the bot."""

    name: str
    data: bytes


@dataclass
class Sent:
    """A message in a chat as it stands now; `edits` counts how often it was edited, `raw` is the text as sent."""

    chat_id: int
    message_id: int
    text: str
    raw: str
    entities: tuple[tuple[str, int, int], ...] = ()
    keyboard: list[list[dict[str, Any]]] | None = None
    upload: Upload | None = None
    kind: str = "text"
    edits: int = 0
    protected: bool = False
    reply_to: int | None = None
    at: float = field(default_factory=time.monotonic)
    deleted: bool = False

    def button(self, words: str) -> dict[str, Any]:
        """The first button whose caption contains `words`."""
        for row in self.keyboard or []:
            for button in row:
                if words in button["text"]:
                    return button
        raise AssertionError(f"no button {words!r} in {self.buttons}")

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.keyboard or [] for button in row]


class Methods:
    """What the bot may call. `known` chats have written to the bot; `blocked` ones have blocked it."""

    def __init__(self, username: str) -> None:
        self.username = username
        self.known: set[int] = set()
        self.blocked: set[int] = set()
        self.sent: list[Sent] = []
        self.files: dict[str, Upload] = {}
        self.callbacks: set[str] = set()
        self.answers: list[Params] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self._messages: dict[tuple[int, int], Sent] = {}
        self._next_message = 1000

    def call(self, method: str, params: Params) -> Any:
        """The result of one method. Raises Refused."""
        handler: Callable[[Params], Any] | None = getattr(self, f"do_{method.lower()}", None)
        if handler is None:
            raise Refused(404, "Not Found: method not found")
        return handler(params)

    def do_getme(self, _: Params) -> Any:
        return {
            "id": 42, "is_bot": True, "first_name": "Hỏi báo cáo", "username": self.username, "can_join_groups": True,
            "can_read_all_group_messages": False, "supports_inline_queries": True,
        }  # fmt: skip

    def do_sendmessage(self, params: Params) -> Any:
        chat = self._chat(params)
        text, entities = _text(params, "text", 4096, "message is too long")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        return self._keep(Sent(chat, self._number(), text, params["text"], entities, _keyboard(params)), params)

    def do_sendphoto(self, params: Params) -> Any:
        return self._upload(params, "photo", 10 * 1024 * 1024)

    def do_senddocument(self, params: Params) -> Any:
        return self._upload(params, "document", UPLOAD_LIMIT)

    def do_editmessagetext(self, params: Params) -> Any:
        message = self._edited(params)
        text, entities = _text(params, "text", 4096, "message is too long")
        keyboard = _keyboard(params)
        if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
            raise Refused(400, _NOT_MODIFIED)
        message.text, message.raw, message.entities, message.keyboard = text, params["text"], entities, keyboard
        message.edits += 1
        return self._shown(message)

    def do_editmessagereplymarkup(self, params: Params) -> Any:
        message, keyboard = self._edited(params), _keyboard(params)
        if keyboard == message.keyboard:
            raise Refused(400, _NOT_MODIFIED)
        message.keyboard = keyboard
        message.edits += 1
        return self._shown(message)

    def do_deletemessage(self, params: Params) -> Any:
        message = self._messages.get((self._chat(params), int(params["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message to delete not found")
        message.deleted = True
        return True

    def do_answercallbackquery(self, params: Params) -> Any:
        if params["callback_query_id"] not in self.callbacks:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.callbacks.discard(params["callback_query_id"])
        self.answers.append(params)
        return True

    def do_answerinlinequery(self, params: Params) -> Any:
        results = json.loads(params["results"])
        if len(results) > 50:
            raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
        for result in results:
            content = result["input_message_content"]
            _text({**content, "text": content["message_text"]}, "text", 4096, "message is too long")
        self.answers.append({**params, "results": results})
        return True

    def do_sendchataction(self, params: Params) -> Any:
        return bool(self._chat(params)) or True

    def do_setmycommands(self, params: Params) -> Any:
        scope = json.loads(params.get("scope") or '{"type": "default"}')
        if scope["type"] == "chat" and int(scope["chat_id"]) not in self.known:
            raise Refused(400, "Bad Request: chat not found")
        commands = json.loads(params["commands"])
        for command in commands:
            if not command["command"].isascii() or not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[json.dumps(scope, sort_keys=True) + params.get("language_code", "")] = commands
        return True

    def do_deletemycommands(self, params: Params) -> Any:
        scope = json.loads(params.get("scope") or '{"type": "default"}')
        self.commands.pop(json.dumps(scope, sort_keys=True) + params.get("language_code", ""), None)
        return True

    def do_setmyshortdescription(self, params: Params) -> Any:
        if len(params.get("short_description", "")) > 120:
            raise Refused(400, "Bad Request: BOT_ABOUT_TOO_LONG")
        return True

    def do_setmydescription(self, params: Params) -> Any:
        if len(params.get("description", "")) > 512:
            raise Refused(400, "Bad Request: BOT_DESCRIPTION_TOO_LONG")
        return True

    def do_deletewebhook(self, _: Params) -> Any:
        return True

    def do_setwebhook(self, _: Params) -> Any:
        return True

    def do_getwebhookinfo(self, _: Params) -> Any:
        return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}

    def do_getfile(self, params: Params) -> Any:
        file = self.files.get(params["file_id"])
        if file is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(file.data) > DOWNLOAD_LIMIT:
            raise Refused(400, "Bad Request: file is too big")
        path = f"documents/{params['file_id']}"
        return {
            "file_id": params["file_id"],
            "file_unique_id": params["file_id"],
            "file_size": len(file.data),
            "file_path": path,
        }

    def _upload(self, params: Params, kind: str, limit: int) -> Any:
        chat = self._chat(params)
        caption, entities = _text(params, "caption", 1024, "message caption is too long")
        upload = params.get(kind)
        if isinstance(upload, str) and upload in self.files:
            upload = self.files[upload]
        if not isinstance(upload, Upload) or not upload.data:
            raise Refused(400, f"Bad Request: there is no {kind} in the request")
        if len(upload.data) > limit:
            raise Refused(413, "Request Entity Too Large")
        sent = Sent(chat, self._number(), caption, params.get("caption", ""), entities, _keyboard(params), upload, kind)
        return self._keep(sent, params)

    def _chat(self, params: Params) -> int:
        chat = int(params.get("chat_id", 0))
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat not in self.known:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _edited(self, params: Params) -> Sent:
        message = self._messages.get((self._chat(params), int(params["message_id"])))
        if message is None or message.deleted:
            raise Refused(400, "Bad Request: message to edit not found")
        return message

    def _number(self) -> int:
        self._next_message += 1
        return self._next_message

    def _keep(self, message: Sent, params: Params) -> Any:
        message.protected = str(params.get("protect_content", "")).lower() == "true"
        if reply := params.get("reply_parameters"):
            message.reply_to = json.loads(reply)["message_id"]
        self.sent.append(message)
        self._messages[message.chat_id, message.message_id] = message
        return self._shown(message)

    def _shown(self, message: Sent) -> Any:
        kind = "private" if message.chat_id > 0 else "supergroup"
        shown: dict[str, Any] = {
            "message_id": message.message_id, "date": int(time.time()), "chat": {"id": message.chat_id, "type": kind},
            "from": {"id": 42, "is_bot": True, "first_name": "Hỏi báo cáo", "username": self.username},
        }  # fmt: skip
        if message.upload is None:
            shown["text"] = message.text
        else:
            shown["caption"] = message.text
            name = f"up{message.message_id}"
            file = {
                "file_id": name,
                "file_unique_id": f"up{message.message_id}",
                "file_size": len(message.upload.data),
            }
            self.files[name] = message.upload
            shown[message.kind] = [{**file, "width": 100, "height": 100}] if message.kind == "photo" else file
        if message.keyboard:
            shown["reply_markup"] = {"inline_keyboard": message.keyboard}
        return shown


_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def _text(params: Params, name: str, limit: int, too_long: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    raw = str(params.get(name, ""))
    if len(raw.encode()) > 32_768:
        raise Refused(400, f"Bad Request: {too_long}")
    text = raw
    entities: tuple[tuple[str, int, int], ...] = ()
    if params.get("parse_mode") == "HTML":
        try:
            parsed = fake_html.parse(raw)
        except fake_html.EntityError as error:
            raise Refused(400, f"Bad Request: {error}") from error
        text, entities = parsed.text, parsed.entities
    if len(text) > limit:
        raise Refused(400, f"Bad Request: {too_long}")
    return text.strip(), entities[:100]


def _keyboard(params: Params) -> list[list[dict[str, Any]]] | None:
    markup = json.loads(params.get("reply_markup") or "{}")
    rows: list[list[dict[str, Any]]] | None = markup.get("inline_keyboard")
    for row in rows or []:
        if len(row) > 8:
            raise Refused(400, "Bad Request: too many buttons in a row")
        for button in row:
            if not button.get("text"):
                raise Refused(400, "Bad Request: BUTTON_TEXT_EMPTY")
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    if sum(map(len, rows or [])) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    return rows or None
