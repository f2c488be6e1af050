-- Several consoles share the file: what each answers for bears its name, and a lock tells whether it lives.
ALTER TABLE outbox RENAME TO outbox_1;

-- What a person did and the backend has not taken yet.
CREATE TABLE outbox (
    -- The order in which the actions were made.
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    -- The backend's store that the action is meant for, and no other.
    store TEXT NOT NULL,
    -- The ticket's name there: the order is kept per ticket, also across consoles.
    ticket TEXT NOT NULL,
    -- How `action` is written. A row in a format of a later program is left alone.
    format INTEGER NOT NULL,
    action TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    -- Its author took it back: it goes only when it is recorded again.
    taken_back INTEGER NOT NULL DEFAULT 0,
    console TEXT
) STRICT;

INSERT INTO outbox (place, id, store, ticket, format, action, sent)
SELECT place, id, store,
    CASE WHEN json_valid(action) THEN coalesce(json_extract(action, '$.ticket.local'), '') ELSE '' END,
    format, action, sent
FROM outbox_1;

DROP TABLE outbox_1;

-- What a person is writing, or left unsent. The id is that of the action that it will be; if that is in
-- the outbox, it is being written anew.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    store TEXT NOT NULL,
    console TEXT NOT NULL,
    -- How `draft` is written. A row in a format of a later program is left alone.
    format INTEGER NOT NULL,
    draft TEXT NOT NULL
) STRICT;

-- One journal for each desk, append-only; see `desk::journal`.
CREATE TABLE journal (
    id TEXT PRIMARY KEY,
    store TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE journal_line (
    journal TEXT NOT NULL REFERENCES journal (id),
    number INTEGER NOT NULL,
    line TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (journal, number)
) STRICT;

CREATE TRIGGER journal_lines_are_never_changed BEFORE UPDATE ON journal_line
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_lines_are_never_deleted BEFORE DELETE ON journal_line
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;
