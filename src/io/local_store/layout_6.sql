-- A store that was restored lives another life, in which names and versions mean something else: what waits is bound to
-- the life that its author saw. NULL: made before lives were told apart.
ALTER TABLE outbox ADD COLUMN life TEXT;
-- JSON of `desk::life::Was`: what the ticket was then.
ALTER TABLE outbox ADD COLUMN was TEXT;
-- When the desk had accepted it (microseconds, UTC), if it has lost it since.
ALTER TABLE outbox ADD COLUMN accepted INTEGER;

-- The life that answered at an address when it was last asked.
ALTER TABLE backend ADD COLUMN life TEXT NOT NULL DEFAULT '';

-- What a desk accepted, for as long as a restore may lose it.
CREATE TABLE delivered (
    id TEXT PRIMARY KEY,
    store TEXT NOT NULL,
    -- The last life that is known to have it.
    life TEXT NOT NULL,
    ticket TEXT NOT NULL,
    format INTEGER NOT NULL,
    action TEXT NOT NULL,
    was TEXT,
    -- Whose it is, as in the outbox.
    author TEXT,
    -- By the console's clock (microseconds, UTC).
    at INTEGER NOT NULL
) STRICT;
