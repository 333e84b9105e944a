"""The whole schema of the knowledge, as migrations of sqlite-utils; a released migration is never edited.

A report is known by organisation, period, kind and, for annexes and special reports, its subject; its versions stand
under it and at most one is current. The facts and passages of a version have consecutive ids, so the rows of one report
lie together on disk whatever the size of the database, and are fetched by one range of the primary key.
"""

from __future__ import annotations

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from knowledge.errors import UnavailableError

knowledge = Migrations("knowledge")

TABLES = """
CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    level TEXT NOT NULL DEFAULT '',
    valid_from TEXT,
    valid_to TEXT,
    successor INTEGER REFERENCES organisations (id)
) STRICT;

CREATE TABLE organisation_aliases (
    folded TEXT PRIMARY KEY,
    alias TEXT NOT NULL,
    organisation INTEGER NOT NULL REFERENCES organisations (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    content BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisations (id),
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    UNIQUE (organisation, period, kind, subject)
) STRICT;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'current', 'superseded', 'removed')),
    sha256 TEXT NOT NULL REFERENCES sources (sha256),
    file TEXT NOT NULL,
    title TEXT NOT NULL,
    window_first TEXT NOT NULL,
    window_last TEXT NOT NULL,
    header TEXT NOT NULL,
    first_fact INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    first_passage INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    loaded_at TEXT NOT NULL,
    loaded_by TEXT NOT NULL,
    UNIQUE (report, number)
) STRICT;

CREATE UNIQUE INDEX one_current_version ON versions (report) WHERE state = 'current';
CREATE INDEX versions_of_source ON versions (sha256);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    pieces TEXT NOT NULL,
    path TEXT NOT NULL,
    lead INTEGER NOT NULL,
    planned INTEGER NOT NULL,
    page INTEGER,
    note INTEGER,
    anchor_passage INTEGER,
    anchor_at INTEGER,
    note_refs TEXT NOT NULL,
    row_label TEXT NOT NULL,
    cells TEXT NOT NULL,
    total INTEGER NOT NULL,
    row_parent INTEGER
) STRICT;

CREATE TABLE facts (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (id),
    passage INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_stop INTEGER NOT NULL,
    text_value TEXT NOT NULL,
    value REAL,
    value_exact TEXT,
    unit TEXT NOT NULL,
    indicator TEXT NOT NULL,
    own TEXT NOT NULL,
    inherited TEXT NOT NULL,
    measure TEXT NOT NULL,
    period TEXT NOT NULL,
    section TEXT NOT NULL,
    path TEXT NOT NULL,
    quote TEXT NOT NULL,
    rule TEXT NOT NULL,
    value_high REAL,
    value_high_exact TEXT,
    qualifiers TEXT NOT NULL,
    direction INTEGER NOT NULL,
    parent INTEGER,
    note INTEGER,
    items TEXT,
    page INTEGER,
    doubtful INTEGER NOT NULL,
    doubt TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE ledger (
    version INTEGER NOT NULL REFERENCES versions (id),
    passage INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    form TEXT NOT NULL,
    outcome TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (version, passage, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE checks (
    version INTEGER NOT NULL REFERENCES versions (id),
    number INTEGER NOT NULL,
    relation TEXT NOT NULL,
    params TEXT NOT NULL,
    stated TEXT NOT NULL,
    computed TEXT NOT NULL,
    holds INTEGER,
    facts TEXT NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE warnings (
    version INTEGER NOT NULL REFERENCES versions (id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE packed (
    version INTEGER NOT NULL REFERENCES versions (id),
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (version, name)
) STRICT;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (id),
    version INTEGER REFERENCES versions (id),
    before INTEGER REFERENCES versions (id),
    fact INTEGER,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
"""

VIEWS = """
CREATE VIEW current_reports AS
SELECT r.id AS report, o.name AS organisation, r.period, r.kind, v.title, v.number AS version, v.file,
       v.window_first, v.window_last, v.facts, v.loaded_at, v.loaded_by
FROM versions v JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = r.organisation
WHERE v.state = 'current';

CREATE VIEW current_facts AS
SELECT f.id, r.id AS report, o.name AS organisation, r.period AS report_period, f.period, f.section, f.indicator,
       f.measure, f.text_value, f.value, f.value_high, f.unit, f.qualifiers, f.direction, f.parent, f.note AS footnote,
       f.doubtful, f.quote, f.page, f.folded
FROM versions v JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = r.organisation
     JOIN facts f ON f.id BETWEEN v.first_fact AND v.first_fact + v.facts - 1
WHERE v.state = 'current' AND f.withdrawn = 0;

CREATE VIEW current_checks AS
SELECT r.id AS report, o.name AS organisation, r.period, c.relation, c.params, c.stated, c.computed, c.holds, c.quote
FROM versions v JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = r.organisation
     JOIN checks c ON c.version = v.id
WHERE v.state = 'current';

CREATE VIEW unparsed_numbers AS
SELECT r.id AS report, o.name AS organisation, r.period, l.form, p.text AS passage
FROM versions v JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = r.organisation
     JOIN ledger l ON l.version = v.id AND l.outcome = 'unparsed'
     JOIN passages p ON p.id = v.first_passage + l.passage
WHERE v.state = 'current';
"""


SERIES = """
CREATE TABLE indicators (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    dimension TEXT NOT NULL,
    section TEXT NOT NULL
) STRICT;

CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    indicator INTEGER NOT NULL REFERENCES indicators (id),
    dimension TEXT NOT NULL,
    own TEXT NOT NULL,
    inherited TEXT NOT NULL,
    context TEXT NOT NULL,
    name TEXT NOT NULL,
    rule TEXT NOT NULL,
    left_over TEXT NOT NULL,
    decided_by TEXT NOT NULL DEFAULT '',
    UNIQUE (dimension, own, inherited, context)
) STRICT;

CREATE INDEX wordings_of_indicator ON wordings (indicator);

CREATE TABLE wording_words (
    word TEXT NOT NULL,
    wording INTEGER NOT NULL REFERENCES wordings (id),
    PRIMARY KEY (word, wording)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    indicator INTEGER NOT NULL REFERENCES indicators (id),
    organisation INTEGER NOT NULL REFERENCES organisations (id),
    period TEXT NOT NULL,
    flavour TEXT NOT NULL,
    fact INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES versions (id),
    wording INTEGER REFERENCES wordings (id),
    PRIMARY KEY (indicator, organisation, period, flavour, fact)
) STRICT, WITHOUT ROWID;

CREATE INDEX series_by_period ON series (indicator, flavour, period);
CREATE INDEX series_of_body ON series (organisation, indicator);
CREATE INDEX series_of_fact ON series (fact);
CREATE INDEX series_of_version ON series (version);
CREATE INDEX series_of_wording ON series (wording);

CREATE VIEW indicator_series AS
SELECT s.indicator, i.name AS indicator_name, o.name AS organisation, s.period, s.flavour, f.text_value, f.value,
       f.unit, f.indicator AS printed_name, w.rule AS linked_by, w.left_over, r.id AS report, v.number AS version,
       f.id AS fact, f.quote
FROM series s JOIN indicators i ON i.id = s.indicator JOIN versions v ON v.id = s.version AND v.state = 'current'
     JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = s.organisation
     JOIN facts f ON f.id = s.fact AND f.withdrawn = 0 LEFT JOIN wordings w ON w.id = s.wording
ORDER BY s.indicator, o.name, s.period;
"""


def _run(db: Database, script: str) -> None:
    """Each statement by itself: `executescript` would commit what is open."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@knowledge()
def reports_and_facts(db: Database) -> None:
    """Organisations, reports, versions and all that stands in them, the journal, and views for people."""
    _run(db, TABLES)
    _run(db, VIEWS)


@knowledge()
def indicators_over_time(db: Database) -> None:
    """What stays the same indicator over reports, by which wording, and where its figures stand."""
    _run(db, SERIES)


def migrate(db: Database) -> None:
    """Bring a database to this program's schema. Raises UnavailableError for one that a newer program wrote."""
    known = {migration.name for migration in knowledge.pending(Database(memory=True))}
    unknown = [m.name for m in knowledge.applied(db) if m.name not in known]
    if unknown:
        raise UnavailableError("database_newer", migration=unknown[-1])
    knowledge.apply(db)
