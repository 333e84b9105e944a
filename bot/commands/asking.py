"""`ask` and `chat`: the engine in the terminal; one question, a file of questions, or a conversation."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from bot.commands.common import as_json, command, fact_object, number, print_json
from bot.config import Settings
from bot.messages import text
from knowledge.errors import InputError
from knowledge.store.reader import Store

if TYPE_CHECKING:
    from bot.conversation import Conversation, Reply
    from knowledge.across.model import Computed


def _engine(settings: Settings) -> tuple[Store, Conversation]:
    from bot.conversation import Conversation
    from knowledge.collection import settle

    settle()
    store = Store(settings.database)
    return store, Conversation(store, language=settings.config.language)


@click.command()
@click.argument("question", required=False)
@click.option("--jsonl", is_flag=True, help="Đọc câu hỏi từ đầu vào chuẩn, mỗi dòng một đối tượng JSON.")
@click.option("--explain", is_flag=True, help="Thêm căn cứ cho từng từ và quy tắc quyết định.")
@click.option("--org", default="", help="Đơn vị của người hỏi.")
@as_json
@command
def ask(settings: Settings, question: str | None, jsonl: bool, explain: bool, org: str, as_json: bool) -> None:
    """Trả lời một câu hỏi."""
    if (question is None) != jsonl:
        raise click.UsageError(text("vi", "cli.ask_what"))
    store, engine = _engine(settings)
    if jsonl:
        for answer in _answers(store, engine, org):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        return
    reply = engine.ask(question or "", None, org)
    shown = answer_object(store, reply)
    trace = engine.explain(reply) if explain else ""
    if as_json:
        print_json(shown | ({"explain": trace} if explain else {}))
        return
    click.echo(plain(reply.text))
    if explain:
        click.echo(f"\n{trace}")


def _answers(store: Store, engine: Conversation, org: str) -> Iterator[dict[str, Any]]:
    """An answer for each line of standard input, in the same order."""
    for at, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        asked = _asked(line, at)
        state, turns = None, asked.get("turns") or [asked.get("q", "")]
        for turn in turns:
            reply = engine.ask(str(turn), state, str(asked.get("org", org)))
            state = reply.state
        yield {"id": asked.get("id")} | answer_object(store, reply)


def _asked(line: str, at: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError("jsonl_line", line=at) from error
    if not isinstance(asked, dict):
        raise InputError("jsonl_line", line=at)
    return asked


def answer_object(store: Store, reply: Reply) -> dict[str, Any]:
    """The answer object of the contract; `computed` beside it where figures were computed from several reports'."""
    shown = {
        "status": reply.status,
        "answer": reply.answer,
        "text": reply.text,
        "options": [option.label for option in reply.options],
        "facts": [fact_object(fact, store.report(*store.report_of(fact.id))) for fact in reply.facts],
        "elapsed_ms": round(reply.elapsed_ms, 3),
    }
    outcome = reply.structure.outcome
    if outcome is not None and outcome.status == "answered" and outcome.computed:
        shown["computed"] = [_computed_object(computed) for computed in outcome.computed]
    return shown


def _computed_object(computed: Computed) -> dict[str, Any]:
    """A computed figure; `decimals` says to how many it is rounded, null that it is exact.

    An operand without a fact is itself the sum of months, which stands before it in the list.
    """
    operands = [
        {"fact": p.fact.id if p.value == p.fact.value else None, "org": p.org, "period": p.period}
        for p in computed.operands
    ]
    return {
        "what": computed.what,
        "value": number(computed.value),
        "unit": computed.unit,
        "decimals": computed.decimals,
        "from": operands,
    }


def plain(html: str) -> str:
    """Telegram HTML as the terminal shows it."""
    text_only = re.sub(r"<[^>]+>", "", html)
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text_only = text_only.replace(code, letter)
    return text_only


@click.command()
@click.option("--org", default="", help="Đơn vị của người hỏi.")
@command
def chat(settings: Settings, org: str) -> None:
    """Trò chuyện trong cửa sổ dòng lệnh."""
    from bot.console import talk

    _, engine = _engine(settings)
    talk(engine, org)
