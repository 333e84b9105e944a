"""The tables of the bot, the second set of migrations in the one database; a released migration is never edited.

What names a person (people, questions, given, inbox, conversations) can be shown to that person and deleted, and goes
by itself after the configured time; `unanswered` and `complaints` hold no person.
"""

from __future__ import annotations

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from knowledge.errors import UnavailableError

bot = Migrations("bot")

TABLES = """
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'viewer', 'none')),
    language TEXT NOT NULL DEFAULT 'vi',
    organisation TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL,
    invited_by INTEGER
) STRICT;

CREATE TABLE invites (
    code_hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('admin', 'viewer')),
    created_by INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by INTEGER,
    used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE access_requests (
    person INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    asked_at TEXT NOT NULL
) STRICT;

CREATE TABLE subscriptions (
    person INTEGER PRIMARY KEY,
    topics TEXT NOT NULL,
    day INTEGER NOT NULL DEFAULT 0,
    since TEXT NOT NULL,
    ended_at TEXT,
    ended_why TEXT
) STRICT;

CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY,
    occasion TEXT NOT NULL,
    created_by INTEGER,
    created_at TEXT NOT NULL,
    reported_at TEXT
) STRICT;

CREATE TABLE broadcast_texts (
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id),
    variant TEXT NOT NULL,
    parts TEXT NOT NULL,
    chart BLOB,
    caption TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (broadcast, variant)
) STRICT;

CREATE TABLE deliveries (
    occasion TEXT NOT NULL,
    person INTEGER NOT NULL,
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id),
    variant TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'refused')),
    part INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0,
    changed_at TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (occasion, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_open ON deliveries (broadcast, state);
CREATE INDEX deliveries_due ON deliveries (state, broadcast, not_before, person);

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    payload TEXT,
    received_at TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inbox_open ON inbox (update_id) WHERE done = 0;

CREATE TABLE conversations (
    chat INTEGER NOT NULL,
    person INTEGER NOT NULL,
    state TEXT NOT NULL,
    expires_at REAL NOT NULL,
    PRIMARY KEY (chat, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    facts TEXT NOT NULL,
    options TEXT NOT NULL
) STRICT;
CREATE INDEX questions_of_person ON questions (person);
CREATE INDEX questions_by_time ON questions (at);

CREATE TABLE given (
    person INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX given_facts ON given (fact);

CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL,
    asked INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    nearest TEXT NOT NULL
) STRICT;

CREATE TABLE complaints (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    fact INTEGER
) STRICT;

CREATE TABLE aliases (
    folded TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    indicator TEXT NOT NULL,
    taught_by INTEGER NOT NULL,
    taught_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person INTEGER NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL DEFAULT 0,
    files TEXT NOT NULL,
    album TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('warned', 'reading', 'ready', 'published', 'ended')),
    version INTEGER,
    base INTEGER,
    period TEXT NOT NULL DEFAULT '',
    organisation TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

VIEWS = """
CREATE VIEW subscribers AS
SELECT s.person, s.topics, s.day, p.language, p.role
FROM subscriptions s LEFT JOIN people p ON p.id = s.person
WHERE s.ended_at IS NULL;

CREATE VIEW broadcast_progress AS
SELECT b.id AS broadcast, b.occasion, b.created_by, b.reported_at,
       sum(d.state IN ('waiting', 'sending')) AS open, sum(d.state = 'sent') AS sent,
       sum(d.state = 'refused') AS refused, sum(d.state = 'failed') AS failed
FROM broadcasts b JOIN deliveries d ON d.broadcast = b.id
GROUP BY b.id;
"""


@bot()
def people_and_messages(db: Database) -> None:
    """Roles, invites, subscriptions, deliveries, inbox, questions, aliases, audit, and the views on them."""
    for statement in (TABLES + VIEWS).split(";\n"):
        if statement.strip():
            db.execute(statement)


def migrate(db: Database) -> None:
    """Bring the bot's tables to this program's schema. Raises UnavailableError for those of a newer program."""
    known = {migration.name for migration in bot.pending(Database(memory=True))}
    unknown = [m.name for m in bot.applied(db) if m.name not in known]
    if unknown:
        raise UnavailableError("database_newer", migration=unknown[-1])
    bot.apply(db)
