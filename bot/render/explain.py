"""The evidence behind an answer, for `ask --explain`: words, readings and the rule, in a plain listing."""

from __future__ import annotations

from bot.messages import text
from knowledge.ask.model import Answer


def explain(answer: Answer) -> str:
    """Each word with its part and weight in the best reading, the readings considered, and the rule that decided."""
    if answer.trace is None:
        return text("vi", "answer.explain.rule", status=answer.status, rule=answer.reason)
    question, decision = answer.trace.question, answer.trace.decision
    considered = decision.readings + tuple(r for r in decision.near if r not in decision.readings)
    best = considered[0] if considered else None
    lines = [text("vi", "answer.explain.words")]
    for n, word in enumerate(question.words):
        weight = best.scored.weights.get(n) if best else None
        held = f"{weight:.2f}" if weight is not None else "-"
        lines.append(f"  {word.marked.shape:12} {word.role:8} {word.by:12} {held}")
    lines.append(
        text(
            "vi",
            "answer.explain.wanted",
            wanted=", ".join(sorted(question.wanted)) or "-",
            period=question.period or "-",
        )
    )
    lines.append(text("vi", "answer.explain.readings"))
    for reading in considered[:6]:
        left = ", ".join(question.words[n].marked.shape for n in reading.leftover)
        lines.append(
            f"  {reading.total:.2f} fit {reading.fit:.2f} fwd {reading.scored.forward:.2f} "
            f"back {reading.scored.backward:.2f} "
            f"{reading.fact.indicator[:70]} = {reading.fact.text_value} [{reading.fact.measure}]"
            + (f" -{left}" if left else "")
        )
    lines.append(text("vi", "answer.explain.rule", status=answer.status, rule=answer.reason))
    return "\n".join(lines)
