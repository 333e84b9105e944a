"""The reports of tests/data/series in one database, asked through the engine's own matching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.across.answer import answer
from knowledge.across.model import Asked, Outcome, Resolved
from knowledge.ask.decide import decide
from knowledge.ask.engine import Engine
from knowledge.ask.evidence import Matcher
from knowledge.ask.question import read, repaired
from knowledge.load import extract
from knowledge.store.reader import Store
from knowledge.store.writer import Writer

SERIES = Path(__file__).parent.parent / "data" / "series"
BODY = "Ủy ban nhân dân huyện Sông Lam"
Ask = Callable[..., Outcome | None]


def load(path: Path, files: list[Path]) -> None:
    """Load reports in the order given."""
    writer = Writer(path)
    for file in files:
        data = file.read_bytes()
        writer.keep(extract(data, file.name), data, "tester")
    writer.close()


def asking(store: Store) -> Ask:
    """Ask questions over several reports of a store."""
    engine = Engine(store)

    def resolve(rest: str, report: int) -> Resolved:
        row = next(r for r in engine.reports() if r.id == report)
        index = engine.index(row)
        decision = decide(Matcher(read(repaired(rest), index, [], (), row.org), index), row.period)
        status = decision.status if decision.status in ("answered", "clarify") else "not_found"
        return Resolved(status, tuple(reading.fact for reading in decision.readings))  # type: ignore[arg-type]

    def ask(question: str, org: str = BODY, asked: Asked | None = None) -> Outcome | None:
        return answer(question, resolve, store, engine.reports(), org, asked)

    return ask


@pytest.fixture(scope="session")
def series_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the invented district and its sisters."""
    path = tmp_path_factory.mktemp("series") / "reports.db"
    load(path, sorted(SERIES.glob("song-lam-*.md")) + sorted(SERIES.glob("[!s]*.md")))
    return path


@pytest.fixture(scope="session")
def store(series_db: Path) -> Iterator[Store]:
    store = Store(series_db)
    yield store
    store.close()


@pytest.fixture(scope="session")
def ask(store: Store) -> Ask:
    return asking(store)
