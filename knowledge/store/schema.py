"""The schema as a page for people who open the database in Datasette or sqlite-utils, made from the migrations."""

from __future__ import annotations

from sqlite_utils.db import Database

from knowledge.store.migrations import migrate

ABOUT = {
    "organisations": "The bodies that report; two spellings that fold alike are one.",
    "organisation_aliases": "Other names of a body.",
    "sources": "Every file that was loaded, byte for byte, with its SHA-256 and its text.",
    "reports": "What a report is known by: body, period, kind and, for annexes, subject.",
    "versions": "Each load of a report; one at most is current. Its facts have the ids from `first_fact` on.",
    "passages": "Paragraphs, notes and table rows in reading order; numbered in the report from `first_passage` on.",
    "facts": "Every figure, date and list of names. `value` is for queries, `value_exact` is the printed decimal.",
    "ledger": "Where each printed number ended: part of a fact, classified as something else, or not understood.",
    "checks": "Relations between figures that were looked at; `holds` 1, 0, or null for what is worth a look.",
    "warnings": "What a load warned of.",
    "packed": "The same as facts, passages and checks, packed for quick reading; made from the tables, safe to delete.",
    "journal": "Who loaded, replaced, removed, restored or withdrew what, and what stood before.",
    "indicators": "One thing that is reported month after month, whatever its wording.",
    "wordings": "How an indicator is named in a report, the rule that linked it, and the words that it left over.",
    "wording_words": "The folded words of a wording, to find it by.",
    "series": "Which fact holds an indicator's figure of a body and a period; `flavour`: monthly, cumulative…",
    "indicator_series": "View: an indicator's figures over the months, each with its own wording and source.",
    "current_reports": "View: the reports that answer.",
    "current_facts": "View: their facts, with body and period. `folded` is for searching without marks (đ is d).",
    "current_checks": "View: their checks.",
    "unparsed_numbers": "View: numbers that were not understood.",
}


def page() -> str:
    """Every table and view with its columns, as Markdown."""
    db = Database(memory=True)
    migrate(db)
    out = ["# The database", "", "Made by `python -m knowledge.store.schema`; the bot's own tables are not listed.", ""]
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '\\_%' ESCAPE '\\' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"
    ).fetchall()
    for (name,) in names:
        out += [f"## {name}", "", ABOUT.get(name, ""), "", "| column | type |", "|---|---|"]
        out += [f"| {column} | {kind or '-'} |" for _, column, kind, *_ in db.execute(f"PRAGMA table_info({name})")]
        out.append("")
    return "\n".join(out)


if __name__ == "__main__":
    print(page(), end="")
