-- What a person did and the backend has not taken yet. Nothing here is deleted but by `forget`.
CREATE TABLE IF NOT EXISTS outbox (
    -- The order in which the actions were made; never used twice.
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    -- The backend's store that the action is meant for, and no other.
    store TEXT NOT NULL,
    -- How `action` is written. A row in a format of a later program is left alone.
    format INTEGER NOT NULL,
    action TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    -- The console that answers for the row, and until when (microseconds, UTC): for several on one store.
    owner INTEGER,
    owned_until INTEGER
) STRICT;

-- Which store answered at an address when it was last asked: for a start without a network.
CREATE TABLE IF NOT EXISTS backend (
    address TEXT PRIMARY KEY,
    store TEXT NOT NULL
) STRICT;
