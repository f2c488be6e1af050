-- Who did what, and who tried in vain: append-only, one row for each change and for each denied try.
CREATE TABLE audit (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    -- The name of the token, and what it was when it was shown; empty if none was known.
    caller   TEXT    NOT NULL,
    role     TEXT,
    -- Where it came from, if it came over a network.
    address  TEXT,
    -- Whose matter it is, if it is a customer's: who may see only some customers reads only these rows.
    customer TEXT,
    deed     TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_of_customers ON audit (customer, number) WHERE customer IS NOT NULL;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;

-- A specialist sees signature requests only, and that is asked in the query itself.
ALTER TABLE tickets ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE tickets SET kind = json_extract(summary, '$.kind');
