"""`make bench`: questions over 10³ to 10⁶ facts, us and four peers in the same run; cold start, load, memory.

A question names a body and a month, or leaves the month out and means the body's newest, or asks which body has the
most; an answer is right when it is the fact that the gold names, in that report. The first questions of each run do
not count, to us nor to the others. `--folder` keeps the databases for the next run: a million facts take half an hour
to write.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.corpus import Place, build
from bench.peer import PEERS, peak_memory
from bench.quality import percentile
from bench.questions import Asked, ask_for, ask_over_all
from knowledge import samples
from knowledge.store.reader import Store

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WARM = 20  # questions that each engine is asked first and that do not count
SLOW = {"rapidfuzz": 100_000, "FTS5 OR": 1_000_000}  # from this size on a tenth of the questions is asked
BOT = [sys.executable, "-m", "bot"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    engine: str
    facts: int
    times: Sequence[float]
    right: float
    memory: int
    built: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        databases = arguments.folder or Path(folder)
        databases.mkdir(parents=True, exist_ok=True)
        _start_and_load(Path(folder))
        print(f"\n{'facts':>9}  {'engine':22} {'p50 ms':>9} {'p95 ms':>9} {'right':>6} {'MB':>6} {'built s':>8}")
        for size in arguments.sizes:
            peers = [] if arguments.no_peers else list(PEERS)
            for row in _one_size(databases / f"{size}.db", size, arguments.questions, peers):
                p50, p95 = percentile(row.times, 0.5), percentile(row.times, 0.95)
                print(
                    f"{row.facts:9}  {row.engine:22} {p50:9.2f} {p95:9.2f} {row.right:6.0%} {row.memory:6} "
                    f"{row.built:8.1f}",
                    flush=True,
                )


def _start_and_load(folder: Path) -> None:
    database = folder / "one.db"
    bare = [_seconds([sys.executable, "-c", "pass"])[0] for _ in range(9)]
    load = [_seconds([*BOT, "load", str(samples.OCTOBER), "--db", str(folder / f"{n}.db")])[0] for n in range(3)]
    subprocess.run([*BOT, "load", str(samples.OCTOBER), "--db", str(database)], check=True, capture_output=True)
    cold = [_seconds([*BOT, "ask", "thu ngân sách được bao nhiêu", "--db", str(database)]) for _ in range(9)]
    start = statistics.median(seconds for seconds, _ in cold)
    base = statistics.median(bare)
    print(f"python -c pass        {base * 1000:7.0f} ms")
    print(f"cold `hoibaocao ask`  {start * 1000:7.0f} ms = {start / base:.1f} × pass, {cold[0][1]} MB")
    print(f"`hoibaocao load`      {statistics.median(load) * 1000:7.0f} ms (start-up included)")


def _seconds(command: Sequence[str], given: bytes = b"") -> tuple[float, int]:
    """Wall time and peak memory (MB) of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(given)
    process.stdin.close()
    usage = os.wait4(process.pid, 0)[2]
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def _one_size(database: Path, size: int, count: int, peers: Sequence[str]) -> Iterator[Row]:
    started = time.perf_counter()
    chosen = build(database, size)
    built = time.perf_counter() - started
    store = Store(database)
    first = _first_facts(store, chosen)
    facts = sum(row.facts for row in store.reports())
    asked = ask_for(chosen, WARM + count)
    yield _ours(database, asked, first, facts, built, "us, month and body")
    own = [Asked(a.text.split(" của Huyện ủy ")[0], a.org, n, a.right) for a, n in _newest(asked, chosen)]
    yield _ours(database, own, first, facts, built, "us, one body's newest", person=True)
    over_all = ask_over_all(chosen, lambda report, number: _value(store, first[report] + number), WARM + count)
    if over_all:
        yield _ours(database, over_all, first, facts, built, "us, over all bodies")
    documents = _documents(store) if peers else []
    for name in peers:
        yield _peer(name, documents, asked, first, facts)
        if over_all and name == "tantivy":
            yield _peer(name, documents, over_all, first, facts, ", over all")
    store.close()


def _value(store: Store, fact: int) -> Decimal:
    value = store.facts((fact,))[0].value
    assert value is not None
    return value


def _newest(asked: Sequence[Asked], chosen: Sequence[Place]) -> list[tuple[Asked, int]]:
    """Each question with the newest report of its body: what is meant where no month is named."""
    newest: dict[str, int] = {}
    for number, place in enumerate(chosen):
        if place.org not in newest or place.period > chosen[newest[place.org]].period:
            newest[place.org] = number
    return [(a, newest[a.org]) for a in asked]


def _first_facts(store: Store, chosen: Sequence[Place]) -> list[int]:
    """The database id of the first fact of each report, in the order of the places."""
    by_place = {(row.org, row.period): row.version for row in store.reports()}
    starts = dict(store.connection.execute("SELECT id, first_fact FROM versions").fetchall())
    return [starts[by_place[place.org, place.period]] for place in chosen]


def _ours(
    database: Path, asked: Sequence[Asked], first: Sequence[int], facts: int, built: float, name: str,
    person: bool = False,
) -> Row:  # fmt: skip
    """`ask --jsonl` as it is used: times as it reports them, memory of the whole process."""
    command = [*BOT, "ask", "--jsonl", "--db", str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        replies = []
        for n, a in enumerate(asked):
            print(
                json.dumps({"id": n, "q": a.text, **({"org": a.org} if person else {})}), file=process.stdin, flush=True
            )
            replies.append(json.loads(process.stdout.readline()))
        memory = peak_memory(process.pid)
        process.stdin.close()
    replies = replies[WARM:]
    right = sum(_is_right(reply, a, first) for reply, a in zip(replies, asked[WARM:], strict=True))
    return Row(name, facts, [reply["elapsed_ms"] for reply in replies], right / len(replies), memory, built)


def _is_right(reply: dict[str, Any], asked: Asked, first: Sequence[int]) -> bool:
    expected = {first[asked.report] + number for number in asked.right}
    return reply["status"] == "answered" and bool(reply["facts"]) and reply["facts"][0]["id"] in expected


def _documents(store: Store) -> list[tuple[int, str]]:
    """Every fact as a text: body, month, section, indicator, sentence."""
    return [
        (
            fact.id,
            f"{row.org} {row.period[5:].lstrip('0')} {row.period[:4]} {fact.section} {fact.indicator} {fact.quote}",
        )
        for row in store.reports()
        for fact in store.body(row.id).facts
    ]


def _peer(
    name: str, documents: Sequence[tuple[int, str]], asked: Sequence[Asked], first: Sequence[int], facts: int,
    kind: str = "",
) -> Row:  # fmt: skip
    if facts >= 0.9 * SLOW.get(name, 10**9):
        asked = asked[: WARM + max(5, (len(asked) - WARM) // 10)]
    given = json.dumps({"documents": [text for _, text in documents], "questions": [a.text for a in asked]})
    done = subprocess.run(
        [sys.executable, "-m", "bench.peer", name], input=given, capture_output=True, text=True, check=True
    )
    result = json.loads(done.stdout)
    right = 0
    for number, a in zip(result["found"][WARM:], asked[WARM:], strict=True):
        expected = {first[a.report] + n for n in a.right}
        right += number >= 0 and documents[number][0] in expected
    return Row(
        f"{name}{kind}", facts, result["times"][WARM:], right / (len(asked) - WARM), result["memory"], result["built"]
    )


if __name__ == "__main__":
    main()
