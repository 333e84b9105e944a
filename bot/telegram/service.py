"""What every handler works with: settings, people, the books, the engine, the way out. Made once, at start."""

from __future__ import annotations

import asyncio
import contextvars
import itertools
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.conversation import Conversation, Reply, State
from bot.messages import text
from bot.people import clock, conversations, questions
from bot.people.aliases import every as every_alias
from bot.people.books import Books
from bot.people.roles import People, Person
from bot.telegram.recording import Intake, RecordingBot
from knowledge.store.reader import Store

TALK_MINUTES = 30.0  # after which a follow-up no longer inherits anything


class ServingStore(Store):
    """The store as the bot reads it: its token changes when reports do, not with every question that is logged."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._commit, self._token = -1, 0

    def data_version(self) -> int:
        """A token that changes with every load, removal, withdrawal and undoing."""
        commit = super().data_version()
        if commit != self._commit:
            self._commit = commit
            self._token = int(self._rows("SELECT coalesce(max(id), 0) FROM journal")[0][0])
        return self._token


@dataclass(slots=True)
class Talk:
    """Where a person stands in a chat: what a follow-up may leave out, until `expires_at`."""

    state: State
    expires_at: float


class Service:
    """One bot over one database."""

    def __init__(self, config: Config, database: Path, books: Books, intake: Intake, bot: RecordingBot) -> None:
        self.config = config
        self.database = database
        self.books = books
        self.intake = intake
        self.bot = bot
        self.people = People(books, config.access.admins, open_to_all=config.access.open)
        self.store = ServingStore(database)
        self.conversation = Conversation(self.store, language=config.language)
        self.aliases = every_alias(books)
        self.wanted: dict[int, Wanted] = {}
        self.cancelled: set[int] = set()
        self.told: dict[tuple[str, str], float] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.broadcast_due = asyncio.Event()
        self._question_ids = itertools.count(questions.last_id(books) + 1)
        self._talks = {
            place: Talk(State.from_json(state), expires)
            for place, (state, expires) in conversations.live(books).items()
        }

    @cached_property
    def username(self) -> str:
        """The bot's own name, for mentions and invite links."""
        return str(self.bot.username)

    def ask(self, chat: int, person: Person, question: str) -> Reply:
        """Ask the engine as this person in this chat; the talk goes on from here."""
        reply = self.conversation.ask(question, self._state(chat, person), person.organisation, person.language)
        return self._goes_on(chat, person, reply)

    def show(self, chat: int, person: Person, fact: int) -> Reply | None:
        """The reply that one fact is, as if it had been asked for; None where it no longer answers."""
        reply = self.conversation.show(fact, self._state(chat, person), person.language)
        return self._goes_on(chat, person, reply) if reply else None

    def try_out(self, person: Person, question: str) -> Reply:
        """What the engine would say, outside of any talk."""
        return self.conversation.ask(question, None, person.organisation, person.language)

    def _state(self, chat: int, person: Person) -> State | None:
        talk = self._talks.get((chat, person.id))
        return talk.state if talk and talk.expires_at > clock.seconds() else None

    def _goes_on(self, chat: int, person: Person, reply: Reply) -> Reply:
        self._talks[chat, person.id] = Talk(reply.state, clock.seconds() + 60 * TALK_MINUTES)
        return reply

    def warm(self) -> None:
        """Read the newest report now, so that the first question finds it read."""
        engine = self.conversation.engine
        for row in engine.reports()[:1]:
            engine.index(row)

    def next_question(self) -> int:
        """A number for the log, known before the row is written, for the buttons under the answer."""
        return next(self._question_ids)

    def forget_talks(self, person: int) -> None:
        """Drop what is in memory of a person's conversations."""
        self._talks = {place: talk for place, talk in self._talks.items() if place[1] != person}

    def spawn(self, work: Any, name: str) -> asyncio.Task[Any]:
        """Run something beside the handlers and outside of their time limit; kept until it is done."""
        task = asyncio.create_task(work, name=name, context=contextvars.Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task


@dataclass(slots=True)
class Wanted:
    """What the next plain text of an admin will be taken as (a period, an organisation), until `expires_at`."""

    what: str
    about: int
    expires_at: float = field(default_factory=lambda: clock.seconds() + 300)


def say(person: Person, key: str, **params: object) -> str:
    """A sentence of the Telegram side in the person's language; parameters are put in as they are."""
    return text(person.language, f"telegram.{key}", **params)
