-- Instants are microseconds since 1970 in UTC. Names are told apart byte by byte, as SQLite does by default.

-- One row: what the store is, and the two counters that others watch.
CREATE TABLE meta (
    only_row     INTEGER PRIMARY KEY CHECK (only_row = 1),
    -- What the tables mean; a program that does not know the number leaves the store alone.
    format       INTEGER NOT NULL,
    -- Drawn once, for ever.
    store        TEXT    NOT NULL,
    -- Drawn again whenever history is rewritten or restored: every cursor becomes unknown.
    epoch        TEXT    NOT NULL,
    demonstration INTEGER NOT NULL DEFAULT 0,
    -- The order of deltas. Every writing transaction takes its numbers here and so holds this row until it
    -- commits: numbers become visible in order, and no reader's cursor can pass one that is still to come.
    changed      INTEGER NOT NULL DEFAULT 0,
    desk_version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE desk (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    name      TEXT NOT NULL,
    calendar  TEXT NOT NULL,
    programme TEXT NOT NULL
) STRICT;

CREATE TABLE managers  (id   TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
CREATE TABLE customers (id   TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
CREATE TABLE calendars (name TEXT PRIMARY KEY, version INTEGER NOT NULL, spec TEXT NOT NULL) STRICT;

-- Only the hash: what is stored here opens nothing.
CREATE TABLE tokens (
    hash       TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    role       TEXT NOT NULL,
    manager    TEXT,
    -- 1: every customer. 0: those of token_customers.
    everywhere INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE token_customers (
    token    TEXT NOT NULL REFERENCES tokens (hash),
    customer TEXT NOT NULL,
    PRIMARY KEY (token, customer)
) STRICT;

-- Append-only: the truth about every ticket.
CREATE TABLE facts (
    ticket TEXT    NOT NULL,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    -- The name of the token, and the action if it came by one: for the journal.
    caller TEXT    NOT NULL,
    action TEXT,
    PRIMARY KEY (ticket, number)
) STRICT;

CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN SELECT RAISE (ABORT, 'facts are append-only'); END;
CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN SELECT RAISE (ABORT, 'facts are append-only'); END;

-- Append-only too: when a customer's plan or calendar changes, the unanswered tickets go on under new terms.
CREATE TABLE terms (
    ticket   TEXT    NOT NULL,
    changed  INTEGER NOT NULL,
    plan     TEXT    NOT NULL,
    calendar TEXT    NOT NULL,
    PRIMARY KEY (ticket, changed)
) STRICT;

CREATE TRIGGER terms_are_never_changed BEFORE UPDATE ON terms
BEGIN SELECT RAISE (ABORT, 'terms are append-only'); END;
CREATE TRIGGER terms_are_never_deleted BEFORE DELETE ON terms
BEGIN SELECT RAISE (ABORT, 'terms are append-only'); END;

-- The projection: facts and terms folded. Rebuilt, it must be the same.
CREATE TABLE tickets (
    id       TEXT    PRIMARY KEY,
    customer TEXT    NOT NULL,
    status   TEXT    NOT NULL,
    severity INTEGER NOT NULL,
    owner    TEXT,
    filed_at INTEGER NOT NULL,
    due_at   INTEGER,
    -- 1 once the first response is given: its verdict is frozen.
    answered INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    summary  TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX tickets_by_change ON tickets (changed);
CREATE INDEX tickets_unanswered ON tickets (customer) WHERE answered = 0;

-- What was answered to an accepted request, so that its repetition changes nothing and hears the same.
CREATE TABLE answers (
    id     TEXT    PRIMARY KEY,
    digest TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    status INTEGER NOT NULL,
    body   TEXT    NOT NULL
) STRICT;

-- The last number given out per kind of ticket.
CREATE TABLE numbers (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
INSERT INTO numbers (kind, last) VALUES ('INC', 1000), ('REQ', 1000), ('SIG', 1000);
