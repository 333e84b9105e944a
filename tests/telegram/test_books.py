"""What is written down: shared commits, jobs that fail alone, retention, secrets kept out of the log."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path

import pytest

from bot.people import aliases, inbox, invites, questions
from bot.people.books import Books
from bot.people.roles import Person
from bot.telegram.secrets import TokenFilter
from knowledge.errors import InputError

TOKEN = "42:AAFakeTokenForTestsOnly-0123456789abcde"


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path / "books.db")


async def test_a_job_that_fails_leaves_the_others_that_share_its_commit(books: Books) -> None:
    def put(name: str, broken: bool = False) -> None:
        def job(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO marks (name, value) VALUES (?, '')", (name,))
            if broken:
                raise InputError("nothing_to_undo")

        return books.write(job)  # type: ignore[return-value]

    done = await asyncio.gather(put("a"), put("b", broken=True), put("c"), return_exceptions=True)
    assert [isinstance(result, InputError) for result in done] == [False, True, False]
    assert books.rows("SELECT name FROM marks ORDER BY name") == [("a",), ("c",)]
    books.close()


async def test_what_was_posted_is_written_before_the_end(books: Books) -> None:
    for number in range(50):
        books.post(lambda db, n=number: db.execute("INSERT INTO marks (name, value) VALUES (?, '')", (str(n),)))
    path = books.path
    books.close()
    assert sqlite3.connect(path).execute("SELECT count(*) FROM marks").fetchone() == (50,)


async def test_updates_lose_their_content_when_done_and_their_number_later(books: Books) -> None:
    await books.write(lambda db: inbox.record(db, [{"update_id": 1, "text": "x"}, {"update_id": 2, "text": "y"}]))
    await books.write(lambda db: inbox.done(db, 1))
    assert books.rows("SELECT update_id, payload IS NULL FROM inbox") == [(1, 1), (2, 0)]
    assert [u["update_id"] for u in await books.write(inbox.unfinished)] == [2]
    await books.write(lambda db: db.execute("UPDATE inbox SET received_at = '2020'").rowcount)
    await books.write(inbox.tidy)
    assert books.rows("SELECT update_id FROM inbox") == [(2,)], "what is not done stays"
    books.close()


async def test_questions_go_after_their_time_and_counts_hold_no_person(books: Books) -> None:
    asked = questions.Asked(1, 7, 7, "thuế?", "not_found", (3,), ())

    def keep(db: sqlite3.Connection) -> None:
        questions.keep(db, asked)
        for words in ("Thuế xe?", "thue xe"):
            questions.count_unanswered(db, words, "")

    await books.write(keep)
    assert questions.unanswered(books, 5) == [questions.Unanswered(1, "Thuế xe?", 2, "")]
    await books.write(lambda db: questions.forget_old(db, -1))
    assert questions.find(books, 1) is None and questions.people_given(books, (3,)) == {}
    columns = {row[1] for row in books.rows("PRAGMA table_info(unanswered)")}
    assert not columns & {"person", "chat"}
    books.close()


async def test_invitations_are_kept_as_hashes_and_spent_once(books: Books) -> None:
    [code] = await books.write(lambda db: invites.make(db, 1, "viewer", 1))
    assert code not in str(books.rows("SELECT * FROM invites"))
    joined = await books.write(lambda db: invites.use(db, code, Person(7, "An")))
    assert joined.role == "viewer"
    for person, wrong, reason in ((8, code, "invite_spent"), (8, "x", "invite_unknown")):
        with pytest.raises(InputError) as refused:
            await books.write(lambda db, p=person, c=wrong: invites.use(db, c, Person(p, "")))
        assert refused.value.code == reason
    [late] = await books.write(lambda db: invites.make(db, 1, "admin", -1))
    with pytest.raises(InputError, match="invite_expired"):
        await books.write(lambda db: invites.use(db, late, Person(8, "")))
    books.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("tien lam duong thang 10?", "vốn giao thông thang 10?"),
        ("Tiền làm đường?", "vốn giao thông?"),
        ("tiền làm đường nông thôn?", "vốn nông thôn mới?"),
        ("tiền lương?", "tiền lương?"),
    ],
)
def test_the_longest_alias_is_written_out(question: str, expected: str) -> None:
    taught = {
        **aliases.pair("tiền làm đường", "vốn giao thông"),
        **aliases.pair("tiền làm đường nông thôn", "vốn nông thôn mới"),
    }
    assert aliases.apply(question, taught) == expected


def test_the_token_is_in_no_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    handler.addFilter(TokenFilter(TOKEN))
    logger = logging.getLogger("a test")
    logger.addHandler(handler)
    secret = TOKEN.partition(":")[2]
    logger.error("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"the token {TOKEN} was rejected")
    except ValueError:
        logger.exception("refused: %r", secret)
    logger.removeHandler(handler)
    written = capsys.readouterr().err
    assert "<token>" in written and secret not in written
