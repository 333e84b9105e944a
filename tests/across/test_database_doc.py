"""The documented views exist and the documented queries run; the file opens as other tools open it."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

DOC = (Path(__file__).parents[2] / "docs" / "database.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:50])
def test_a_documented_query_runs(series_db: Path, query: str) -> None:
    connection = sqlite3.connect(f"file:{series_db}?mode=ro", uri=True)
    found = connection.execute(query).fetchall()
    assert found or "holds = 0" in query
    connection.close()


def test_every_table_and_view_of_the_knowledge_is_documented(series_db: Path) -> None:
    db = sqlite_utils.Database(series_db)
    names = [n for n in (*db.table_names(), *db.view_names()) if not n.startswith(("_", "sqlite_"))]
    assert [name for name in names if f"`{name}`" not in DOC] == []


def test_columns_are_named_in_the_views(series_db: Path) -> None:
    db = sqlite_utils.Database(series_db)
    for view in db.view_names():
        columns = [column.name for column in db[view].columns]
        assert columns
        assert all(re.fullmatch(r"[a-z_]+", name) for name in columns), (view, columns)
