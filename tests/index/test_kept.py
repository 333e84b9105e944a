"""An index as it is kept is the index as it is built, and it is built where it was kept with other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import samples
from knowledge.index import kept, sentences
from knowledge.index.report_index import ReportIndex
from knowledge.load import extract
from knowledge.store.reader import ReportBody, Store
from knowledge.store.writer import Writer


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "reports.db"
    data = samples.OCTOBER.read_bytes()
    writer = Writer(path)
    writer.keep(extract(data, samples.OCTOBER.name), data, "tester")
    writer.close()
    return path


@pytest.fixture
def store(path: Path) -> Store:
    return Store(path)


def body_of(store: Store) -> ReportBody:
    return store.body(store.reports()[0].id)


def same(one: ReportIndex, other: ReportIndex) -> bool:
    return (
        (one.words, one.variants, list(one.rarities)) == (other.words, other.variants, list(other.rarities))
        and (one.by_id, one.children, one.units) == (other.by_id, other.children, other.units)
        and list(one.namings) == list(other.namings)
        and one.initial_letters == other.initial_letters
        and dict(one.by_word) == dict(other.by_word)
        and dict(one.by_concept) == dict(other.by_concept)
        and dict(one.by_number) == dict(other.by_number)
        and {word: list(held) for word, held in one.before.items()} == dict(other.before)
        and one.after.keys() == other.after.keys()
        and all(one.holders((a, b)) == other.holders((a, b)) for a, after in other.after.items() for b in after)
    )


def test_what_is_kept_is_what_is_built(store: Store) -> None:
    body = body_of(store)
    found = kept.index(store, body.row.version, kept.FACTS, body.facts, body.passages, body.checks)
    assert isinstance(found, kept.KeptIndex)
    assert same(found, ReportIndex(body.facts, body.passages, body.checks))
    said = sentences.index(store, body.row.version, body.passages)
    assert isinstance(said, kept.KeptIndex)
    assert same(said, ReportIndex(said.facts))


def test_a_report_of_very_many_words_is_kept_too(store: Store) -> None:
    body = body_of(store)
    built = ReportIndex(body.facts, body.passages, body.checks)
    wide = kept.KeptIndex(body.facts, body.passages, body.checks, kept.pack(built, "I"))
    assert same(wide, built)


def test_other_vocabulary_builds_anew(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = body_of(store)
    monkeypatch.setattr(kept, "_SOURCES", (__file__,))
    kept.name.cache_clear()
    found = kept.index(store, body.row.version, kept.FACTS, body.facts, body.passages, body.checks)
    kept.name.cache_clear()
    assert not isinstance(found, kept.KeptIndex)
    assert len(found.namings) == len(body.facts)


def test_a_withdrawn_fact_leaves_the_kept_index_too(path: Path) -> None:
    store = Store(path)
    body = body_of(store)
    writer = Writer(path)
    writer.withdraw_fact(body.facts[0].id, "tester")
    after = body_of(store)
    found = kept.index(store, after.row.version, kept.FACTS, after.facts, after.passages, after.checks)
    assert isinstance(found, kept.KeptIndex)
    assert len(found.namings) == len(body.facts) - 1
    writer.undo_last("tester")
    writer.close()
