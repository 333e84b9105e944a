"""`make golden`: the bundled report's facts, ledger and checks as they are understood now; the diff is reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.commands.common import number
from bot.render.checks import check_text
from knowledge import samples
from knowledge.load import extract
from knowledge.model import Extraction

FOLDER = Path(__file__).parent / "data" / "golden"


def lines(extraction: Extraction) -> dict[str, list[dict[str, Any]]]:
    """What is compared, by file: everything that a person would see changed."""
    passages = extraction.outline.passages
    return {
        "facts": [
            {
                "id": f.id, "section": f.section, "indicator": f.indicator, "measure": f.measure, "period": f.period,
                "value": number(f.value), "value_high": number(f.value_high), "unit": f.unit,
                "text_value": f.text_value, "items": f.items, "qualifiers": f.qualifiers, "direction": f.direction,
                "parent": f.parent, "footnote": f.note, "rule": f.rule,
            }
            for f in extraction.facts
        ],
        "ledger": [
            {"form": e.form, "outcome": e.outcome, "rule": e.rule,
             "beside": passages[e.passage].text[max(0, e.start - 20) : e.stop + 20]}
            for e in extraction.ledger
        ],
        "checks": [{"relation": check_text(c), "holds": c.holds} for c in extraction.checks],
    }  # fmt: skip


def understood() -> dict[str, str]:
    """The golden files' names and contents."""
    found = lines(extract(samples.OCTOBER.read_bytes(), samples.OCTOBER.name))
    return {
        f"{name}.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        for name, rows in found.items()
    }


if __name__ == "__main__":
    for name, content in understood().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(f"{FOLDER / name}: {content.count(chr(10))}")
