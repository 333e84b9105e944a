"""A check as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.messages import text

if TYPE_CHECKING:
    from knowledge.model import Check


def check_text(check: Check, language: str = "vi") -> str:
    """What a check relates, for people: "191 + 432 = 623, báo cáo ghi 628"."""
    return text(language, f"check.{check.relation}", **check.params)
