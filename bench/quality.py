"""`make eval`: every gold report loaded, its questions asked, facts and checks compared; ends in a short table.

The sets: the bundled sample, and the reports of all other bodies pooled. `--show N` prints the first N misses of each.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from bench.grading import LEVELS, WHOLE_TEXT_KINDS, fact_level, judge, normal
from bot.commands.asking import answer_object
from bot.commands.common import fact_object
from bot.conversation import Conversation
from knowledge import samples
from knowledge.load import extract
from knowledge.store.reader import Store
from knowledge.store.writer import Writer

DATA = Path(__file__).parent.parent / "tests" / "data"
GOLD = DATA / "eval"
SAMPLE, OTHERS = "sample", "others"


@dataclass
class Result:
    """How the questions on one report went."""

    name: str
    verdicts: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(self.verdicts.values())

    def share(self, verdict: str) -> float:
        """The part of the questions with a verdict."""
        return self.verdicts[verdict] / self.asked if self.asked else 0.0

    def add(self, other: Result) -> None:
        """Pool another report's questions with these."""
        self.verdicts.update(other.verdicts)
        for kind, verdicts in other.by_kind.items():
            self.by_kind.setdefault(kind, Counter()).update(verdicts)
        self.misses += other.misses
        self.times += other.times
        self.lengths += other.lengths


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Gold:
    """One report with one file of questions on it, and the set that it counts for."""

    pool: str
    report: Path
    questions: Path


def gold_reports() -> list[Gold]:
    """The gold reports with their questions, the bundled one first."""
    sample = [Gold(SAMPLE, samples.OCTOBER, GOLD / name) for name in ("questions.jsonl", "questions_more.jsonl")]
    folders = (GOLD / "others", DATA / "reports")
    asked = [path for folder in folders for path in sorted(folder.glob("*.questions.jsonl"))]
    return [
        *sample,
        *(Gold(OTHERS, path.with_name(path.name.replace(".questions.jsonl", ".md")), path) for path in asked),
    ]


def loaded(folder: Path, report: Path) -> Store:
    """A fresh database with one report."""
    data = report.read_bytes()
    path = folder / f"{report.stem}.db"
    writer = Writer(path)
    writer.keep(extract(data, report.name), data, "eval")
    writer.close()
    return Store(path)


def ask_all(store: Store, questions: Path, name: str) -> Result:
    """Ask every question, conversations turn by turn, and judge the last reply."""
    engine, result = Conversation(store), Result(name)
    for question in rows(questions):
        state = None
        for turn in question.get("turns") or [question["q"]]:
            reply = engine.ask(turn, state, "")
            state = reply.state
        answer = answer_object(store, reply)
        verdict, kind = judge(question, answer), question.get("kind", "?")
        result.verdicts[verdict] += 1
        result.by_kind.setdefault(kind, Counter())[verdict] += 1
        result.times.append(reply.elapsed_ms)
        if answer["status"] == "answered" and question.get("answerable", True) and kind not in WHOLE_TEXT_KINDS:
            result.lengths.append(len(normal(answer["answer"])))
        if verdict != "right":
            asked = " / ".join(question.get("turns") or [question["q"]])
            wanted = question.get("expect_any"), question.get("expect_all")
            said = normal(answer["answer"] or answer["text"])[:200]
            result.misses.append(f"{verdict:6} [{kind}] {question['id']} {asked}\n    wanted {wanted}\n    "
                                 f"{answer['status']}: {said}")  # fmt: skip
    return result


def fact_levels(store: Store, gold: Sequence[dict[str, Any]]) -> Counter[int]:
    """How many gold facts were found to each level."""
    row = store.reports()[0]
    found = [fact_object(fact, row) for fact in store.body(row.id).facts]
    return Counter(fact_level(one, found) for one in gold)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the sorted values stay below."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def measured(folder: Path, golds: Sequence[Gold], progress: bool = False) -> list[tuple[Gold, Result]]:
    """Every report's result in turn; `progress` shows a bar on standard error."""
    bar = Console(stderr=True)
    done = []
    stores: dict[Path, Store] = {}
    for gold in track(golds, "asking", console=bar, disable=not progress, transient=True):
        store = stores.get(gold.report) or stores.setdefault(gold.report, loaded(folder, gold.report))
        done.append((gold, ask_all(store, gold.questions, gold.report.stem)))
    for store in stores.values():
        store.close()
    return done


def pooled(results: Sequence[tuple[Gold, Result]]) -> dict[str, Result]:
    """The results of each set, every question counting alike."""
    pools: dict[str, Result] = {}
    for gold, result in results:
        pools.setdefault(gold.pool, Result(gold.pool)).add(result)
    return pools


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0)
    show = parser.parse_args().show
    with tempfile.TemporaryDirectory() as folder:
        results = measured(Path(folder), gold_reports(), progress=True)
        print(f"{'report':32} {'asked':>6} {'right':>7} {'wrong':>7} {'missed':>7} {'p95 ms':>7} {'chars p95':>10}")
        for _, result in results:
            print(_line(result))
            for miss in result.misses[:show]:
                print(miss)
        print()
        for result in pooled(results).values():
            print(_line(result))
        _facts_and_checks(Store(Path(folder) / f"{samples.OCTOBER.stem}.db"))


def _line(result: Result) -> str:
    shares = " ".join(f"{result.share(verdict):7.1%}" for verdict in ("right", "wrong", "missed"))
    p95, length = percentile(result.times, 0.95), percentile(result.lengths, 0.95)
    return f"{result.name:32} {result.asked:6} {shares} {p95:7.2f} {length:10.0f}"


def _facts_and_checks(store: Store) -> None:
    gold = rows(GOLD / "facts.jsonl")
    levels = fact_levels(store, gold)
    for level, name in enumerate(LEVELS, 1):
        reached = sum(count for at, count in levels.items() if at >= level)
        print(f"    facts, {name:24} {reached:4}/{len(gold)} {reached / len(gold):7.1%}")
    checks = store.body(store.reports()[0].id).checks
    failed = [check for check in checks if check.holds is False]
    print(f"    checks {len(checks)}, failed {len(failed)}: " + "; ".join(check.quote[:60] for check in failed))


if __name__ == "__main__":
    main()
