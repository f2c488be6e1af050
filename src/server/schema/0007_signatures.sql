-- The antivirus databases that came out, as they were told: the gate of a signature request asks for the latest.
CREATE TABLE bases (
    version     TEXT    PRIMARY KEY,
    released_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX bases_by_release ON bases (released_at);

-- Projected like the rest of the row: what it is about, and what put it right.
ALTER TABLE tickets ADD COLUMN object TEXT;
ALTER TABLE tickets ADD COLUMN fixed_by TEXT;

CREATE INDEX tickets_by_object ON tickets (object) WHERE object IS NOT NULL;

-- Requests from before there was a way: they get theirs when the store is opened, and then none is left here.
CREATE INDEX tickets_without_way ON tickets (id)
    WHERE kind = 'signature-request' AND json_extract(summary, '$.progress') IS NULL;
