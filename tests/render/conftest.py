"""The same reports as for questions."""

from __future__ import annotations

from tests.ask.conftest import desk

__all__ = ["desk"]
