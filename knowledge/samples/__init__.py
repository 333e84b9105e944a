"""The bundled report: a real one of October 2023, as text cut by pages, misprints kept."""

from __future__ import annotations

from pathlib import Path

OCTOBER = Path(__file__).parent / "bao-cao-2023-10.md"
