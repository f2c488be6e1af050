-- What consoles have shown of their journals. Append-only, and every head is kept: whoever writes a journal anew
-- and shows that one too has shown both.
CREATE TABLE journal_heads (
    manager TEXT    NOT NULL,
    journal TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    digest  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    -- The action that it came with.
    action  TEXT    NOT NULL,
    PRIMARY KEY (manager, journal, count, digest)
) STRICT;

CREATE TRIGGER journal_heads_are_never_changed BEFORE UPDATE ON journal_heads
BEGIN SELECT RAISE (ABORT, 'journal heads are append-only'); END;
CREATE TRIGGER journal_heads_are_never_deleted BEFORE DELETE ON journal_heads
BEGIN SELECT RAISE (ABORT, 'journal heads are append-only'); END;
