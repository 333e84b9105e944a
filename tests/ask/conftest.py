"""Reports of several bodies, each loaded alone in a database of its own, asked through the conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ask.asking import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder: Path = tmp_path_factory.mktemp("asked")
    return Desk(folder)
