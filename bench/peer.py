"""One peer over the same facts, in a process of its own: `python -m bench.peer NAME`.

Documents and questions come on standard input; build time, times and the best fact of each question go to the output.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.fold import words

Best = Callable[[str], int]


def fts5(documents: Sequence[str], folder: Path) -> Best:
    """SQLite FTS5: any word, by rank."""
    db = sqlite3.connect(folder / "fts.db")
    db.execute("CREATE VIRTUAL TABLE docs USING fts5(text, content='', tokenize='unicode61')")
    db.executemany("INSERT INTO docs (rowid, text) VALUES (?, ?)", enumerate(documents))
    db.commit()

    def best(question: str) -> int:
        query = " OR ".join(f'"{word}"' for word in question.split())
        found = db.execute("SELECT rowid FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT 1", [query]).fetchone()
        return int(found[0]) if found else -1

    return best


def tantivy(documents: Sequence[str], folder: Path) -> Best:
    """tantivy: any word, by score."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_text_field("text")
    builder.add_integer_field("number", stored=True)
    index = engine.Index(builder.build(), path=str(folder))
    writer = index.writer(200_000_000)
    for number, text in enumerate(documents):
        writer.add_document(engine.Document(text=text, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def best(question: str) -> int:
        hits = searcher.search(index.parse_query(question, ["text"]), 1).hits
        return int(searcher.doc(hits[0][1])["number"][0]) if hits else -1

    return best


def bm25s(documents: Sequence[str], folder: Path) -> Best:
    """bm25s with its defaults."""
    import bm25s as engine

    model = engine.BM25()
    model.index(engine.tokenize(list(documents), stopwords=None, show_progress=False), show_progress=False)

    def best(question: str) -> int:
        tokens = engine.tokenize([question], stopwords=None, show_progress=False)
        found, _ = model.retrieve(tokens, k=1, show_progress=False, n_threads=1)
        return int(found[0][0])

    return best


def rapidfuzz(documents: Sequence[str], folder: Path) -> Best:
    """rapidfuzz's token_set_ratio over all."""
    from rapidfuzz import fuzz, process

    def best(question: str) -> int:
        found = process.extractOne(question, documents, scorer=fuzz.token_set_ratio)
        return int(found[2]) if found else -1

    return best


PEERS = {"FTS5 OR": fts5, "tantivy": tantivy, "bm25s": bm25s, "rapidfuzz": rapidfuzz}


def peak_memory(process: int) -> int:
    """The most memory that a running process has held, in MB (what `wait` tells counts its parent's as well)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    """Build, ask, report."""
    given = json.load(sys.stdin)
    documents = [" ".join(words(text)) for text in given["documents"]]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        best = PEERS[sys.argv[1]](documents, Path(folder))
        built = time.perf_counter() - started
        times, found = [], []
        for question in given["questions"]:
            started = time.perf_counter()
            found.append(best(" ".join(words(question))))
            times.append((time.perf_counter() - started) * 1000)
    json.dump({"built": built, "times": times, "found": found, "memory": peak_memory(os.getpid())}, sys.stdout)


if __name__ == "__main__":
    main()
