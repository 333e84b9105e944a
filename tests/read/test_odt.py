"""OpenDocument by case: tests/cases/read/odt.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.read import read
from tests.read.build import odt
from tests.read.shape import shape

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "read" / "odt.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks(case: dict[str, Any]) -> None:
    assert shape(read(odt(case["body"], case.get("styles", "")), "bao-cao.odt")) == case["expect"]
