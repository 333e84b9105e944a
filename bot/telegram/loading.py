"""Loading a report: warn, read in another process, preview, publish or cancel. Nothing shows before the tick."""

from __future__ import annotations

import hashlib
import io
import logging
import sqlite3
import zipfile
from collections.abc import Callable

from telegram import Update
from telegram.error import BadRequest

from bot.messages import error_text
from bot.people import audit, drafts
from bot.people.drafts import Draft
from bot.people.roles import Person
from bot.telegram import preview, reading, sending
from bot.telegram.progress import Progress
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, Wanted, say
from knowledge.errors import HoibaocaoError, InputError, SecrecyError
from knowledge.model import Extraction
from knowledge.read import secrecy
from knowledge.store.writer import Stored

DOWNLOAD_LIMIT = 20 * 1024 * 1024
_log = logging.getLogger(__name__)


@command("nap", "load", who="admin")
async def load(service: Service, update: Update, person: Person, _: str) -> None:
    """/nap: what may be sent, and the warning."""
    chat = update.effective_chat
    assert chat is not None
    await sending.send(service, chat.id, say(person, "load_how"), report=False)


async def received(service: Service, update: Update, person: Person) -> None:
    """A file or photo came: the warning about secrecy markings comes before it is downloaded."""
    message = update.effective_message
    assert message is not None
    chat = message.chat_id
    if not person.admin:
        await sending.send(service, chat, say(person, "not_admin"), report=False)
        return
    file = message.document or message.photo[-1]
    name = getattr(file, "file_name", None) or f"anh-{message.message_id}.jpg"
    try:
        secrecy.refuse_name(name)
        secrecy.refuse_text(name, message.caption or "")
    except SecrecyError:
        await _refuse_secret(service, person, chat, hashlib.sha256(name.encode()).hexdigest())
        return
    if (file.file_size or 0) > DOWNLOAD_LIMIT and not service.config.telegram.base_url:
        await sending.send(
            service, chat, say(person, "file_too_large", megabytes=DOWNLOAD_LIMIT // 2**20), report=False
        )
        return
    open_draft = drafts.latest(service.books, person.id) if message.photo else None
    if open_draft and open_draft.album == (message.media_group_id or open_draft.album):
        await service.books.write(lambda db: drafts.add(db, open_draft.id, (file.file_id, name)))
        await _show_warning(service, person, existing(service, open_draft.id))
        return
    album = message.media_group_id or ""
    made = await service.books.write(lambda db: drafts.start(db, person.id, chat, (file.file_id, name), album))
    await _show_warning(service, person, existing(service, made))


def existing(service: Service, draft: int) -> Draft:
    found = drafts.find(service.books, draft)
    assert found is not None
    return found


async def _show_warning(service: Service, person: Person, draft: Draft) -> None:
    buttons = [
        [key(say(person, "button.read"), "ldr", draft.id)],
        [key(say(person, "button.cancel"), "ldx", draft.id)],
    ]
    names = sending.escape(", ".join(name for _, name in draft.files[:3]))
    words = say(person, "secrecy_first", name=names, count=len(draft.files))
    if draft.message:
        await sending.edit(service, draft.chat, draft.message, words, buttons)
        return
    sent = await sending.send(service, draft.chat, words, buttons, report=False)
    if sent is not None:
        await service.books.write(lambda db: drafts.note(db, draft.id, message=sent))


async def _refuse_secret(service: Service, person: Person, chat: int, digest: str) -> None:
    """Only hash and person are logged; the grade is not repeated."""
    await service.books.write(lambda db: audit.note(db, person.id, "secrecy_refused", sha256=digest))
    await sending.send(service, chat, say(person, "secrecy_refused"), report=False)


async def own_draft(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> Draft | None:
    """The draft that a button belongs to; refused where it is another admin's or made up."""
    query = update.callback_query
    assert query is not None
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    draft = drafts.find(service.books, number)
    if draft is None or draft.person != person.id:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return None
    return draft


@button("ldr", who="admin")
async def start_reading(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The admin says that it bears no marking: download and read."""
    query = update.callback_query
    assert query is not None
    draft = await own_draft(service, update, person, arguments)
    if draft is None:
        return
    if not await service.books.write(lambda db: drafts.move(db, draft.id, "warned", "reading")):
        await sending.answer_tap(service, query.id, say(person, "draft_moved_on"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    service.spawn(run(service, person, draft), f"load {draft.id}")


async def run(service: Service, person: Person, draft: Draft) -> None:
    """Download, read, store as a draft, show the preview; whatever fails is said in the same message."""
    digest = ""
    try:
        await sending.edit(service, draft.chat, draft.message, say(person, "loading_download"))
        data, name = await _download(service, draft)
        digest = hashlib.sha256(data).hexdigest()
        extraction = await _read(service, person, draft, data, name)
        stored = await service.books.alone(
            lambda writer: writer.keep(extraction, data, str(person.id), replace=True, draft=True)
        )
    except SecrecyError:
        await _end(service, draft)
        await sending.edit(service, draft.chat, draft.message, say(person, "loading_refused"))
        await _refuse_secret(service, person, draft.chat, digest)
    except InputError as error:
        if error.code == "period_missing":
            await _ask_period(service, person, draft)
        elif error.code != "work_cancelled":
            await _failed(service, person, draft, error_text(person.language, error))
    except HoibaocaoError as error:
        await _failed(service, person, draft, error_text(person.language, error))
    except BadRequest as error:
        await _failed(service, person, draft, say(person, "download_failed", reason=sending.escape(error.message)))
    except Exception:
        _log.exception("load %s", draft.id)
        await _failed(service, person, draft, say(person, "loading_broke"))
        raise
    else:
        await _preview(service, person, draft, stored, preview.text(service, person, extraction, stored))


async def _preview(service: Service, person: Person, draft: Draft, stored: Stored, shown: str) -> None:
    if stored.identical:
        await _end(service, draft)
        await sending.edit(service, draft.chat, draft.message, say(person, "load_identical", report=stored.report_id))
        return
    base = stored.replaced

    def ready(db: sqlite3.Connection) -> None:
        drafts.note(db, draft.id, version=stored.version, base=base, state="ready")

    await service.books.write(ready)
    await sending.edit(service, draft.chat, draft.message, say(person, "loading_read"))
    await sending.send(service, draft.chat, shown, preview_buttons(person, draft.id))


def preview_buttons(person: Person, draft: int) -> sending.Buttons:
    """Correct the period or the body, publish with the attestation, or cancel."""
    return [
        [key(say(person, "button.publish"), "ldp", draft)],
        [key(say(person, "button.period"), "ldm", draft, "p"), key(say(person, "button.body"), "ldm", draft, "o")],
        [key(say(person, "button.cancel"), "ldx", draft)],
    ]


async def _download(service: Service, draft: Draft) -> tuple[bytes, str]:
    """The bytes and a name; several photos as one archive, in the order they came."""
    contents = []
    for file_id, name in draft.files:
        file = await service.bot.get_file(file_id)
        contents.append((name, bytes(await file.download_as_bytearray())))
    if len(contents) == 1:
        return contents[0][1], contents[0][0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, (name, data) in enumerate(contents, 1):
            archive.writestr(f"{number:03d}-{name}", data)
    return packed.getvalue(), "anh.zip"


async def _read(service: Service, person: Person, draft: Draft, data: bytes, name: str) -> Extraction:
    await sending.edit(service, draft.chat, draft.message, say(person, "loading_reading"))
    progress = Progress(service, person, draft)
    try:
        return await reading.read(
            data, name, draft.period, draft.organisation, progress.step, _cancelled(service, draft)
        )
    finally:
        await progress.settle()


def _cancelled(service: Service, draft: Draft) -> Callable[[], bool]:
    """Whether the admin has cancelled meanwhile; asked by another thread."""
    return lambda: draft.id in service.cancelled


async def _end(service: Service, draft: Draft) -> None:
    await service.books.write(lambda db: drafts.note(db, draft.id, state="ended"))


async def _failed(service: Service, person: Person, draft: Draft, reason: str) -> None:
    await _end(service, draft)
    await sending.edit(service, draft.chat, draft.message, say(person, "loading_failed", reason=reason))


async def _ask_period(service: Service, person: Person, draft: Draft) -> None:
    await service.books.write(lambda db: drafts.note(db, draft.id, state="ready"))
    await sending.edit(service, draft.chat, draft.message, say(person, "period_missing"))
    service.wanted[person.id] = Wanted("period", draft.id)


@button("ldx", who="admin")
async def cancel(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Forget the file and what was read of it."""
    query = update.callback_query
    assert query is not None and query.message is not None
    draft = await own_draft(service, update, person, arguments)
    if draft is None:
        return
    if draft.state in ("published", "ended"):
        await sending.answer_tap(service, query.id, say(person, "draft_moved_on"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    service.cancelled.add(draft.id)
    await _end(service, draft)
    if draft.version is not None:
        version = draft.version
        await service.books.alone(lambda writer: writer.discard(version))
    await sending.edit(service, draft.chat, query.message.message_id, say(person, "load_cancelled"))


async def resume(service: Service) -> None:
    """After a restart: read again what was being read when the last run ended."""
    for draft in drafts.interrupted(service.books):
        person = service.people.find(draft.person)
        if person.admin:
            service.spawn(run(service, person, draft), f"load {draft.id}")
