"""The real report against its gold facts: floors that a change may not fall below."""

from __future__ import annotations

import json
from pathlib import Path

from bench.grading import fact_level
from knowledge import load
from knowledge.model import Fact

DATA = Path(__file__).parents[1] / "data"
SAMPLE = Path(__file__).parents[2] / "knowledge" / "samples" / "bao-cao-2023-10.md"


def row(fact: Fact) -> dict[str, object]:
    value, high = fact.value, fact.value_high
    return {
        "value": float(value) if value is not None else None,
        "value_high": float(high) if high is not None else None,
        "unit": fact.unit,
        "text_value": fact.text_value,
        "items": fact.items,
        "quote": fact.quote,
        "indicator": fact.indicator,
        "section": fact.section,
        "measure": fact.measure,
    }


def test_the_sample_reaches_its_gold_facts() -> None:
    found = load.extract(SAMPLE.read_bytes(), SAMPLE.name)
    rows = [row(fact) for fact in found.facts]
    with (DATA / "eval" / "facts.jsonl").open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines if line.strip()]
    levels = [fact_level(fact, rows) for fact in gold]
    assert sum(level >= 2 for level in levels) / len(gold) >= 0.99
    assert sum(level >= 3 for level in levels) / len(gold) >= 0.96
    assert [e.form for e in found.ledger if e.outcome == "unparsed"] == []
