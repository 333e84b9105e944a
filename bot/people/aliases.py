"""Words that admins taught: "tiền đường" means the indicator "Vốn đầu tư xây dựng cơ bản". Put in before asking."""

from __future__ import annotations

import sqlite3

from bot.people import clock
from bot.people.books import Books
from knowledge import fold


def teach(db: sqlite3.Connection, words: str, indicator: str, by: int) -> None:
    """Keep an alias; the same words again replace it."""
    db.execute(
        "INSERT OR REPLACE INTO aliases (folded, words, indicator, taught_by, taught_at) VALUES (?, ?, ?, ?, ?)",
        (" ".join(fold.words(words)), words, indicator, by, clock.now()),
    )


def forget(db: sqlite3.Connection, words: str) -> bool:
    """Take an alias back; whether there was one."""
    return db.execute("DELETE FROM aliases WHERE folded = ?", (" ".join(fold.words(words)),)).rowcount > 0


def every(books: Books) -> dict[str, str]:
    """Folded words by the indicator they stand for."""
    return dict(books.rows("SELECT folded, indicator FROM aliases"))


def pair(words: str, indicator: str) -> dict[str, str]:
    """One alias as `every` gives it, before it is kept."""
    return {" ".join(fold.words(words)): indicator}


def apply(question: str, aliases: dict[str, str]) -> str:
    """The question with the longest alias in it written out; unchanged where it holds none."""
    found = fold.syllables(question)
    folded = [syllable.folded for syllable in found]
    best: tuple[int, int, str] | None = None
    for words, indicator in aliases.items():
        wanted = words.split()
        for at in range(len(folded) - len(wanted) + 1):
            if folded[at : at + len(wanted)] == wanted and (best is None or len(wanted) > best[1]):
                best = (at, len(wanted), indicator)
    if best is None:
        return question
    at, length, indicator = best
    return f"{question[: found[at].start]}{indicator}{question[found[at + length - 1].stop :]}"
