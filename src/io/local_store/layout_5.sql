-- What waits belongs to the person who wrote it, and goes out as theirs or not at all. `author` is the JSON of
-- `desk::author::Author`; NULL if nobody knows: it was written by a version that did not keep it.
ALTER TABLE outbox ADD COLUMN author TEXT;
ALTER TABLE draft ADD COLUMN author TEXT;

-- For whom a console spoke at a backend when it was last asked: for what is written without a network.
CREATE TABLE person (
    address TEXT NOT NULL,
    -- As the configuration names it: two of them may be one desk, for two persons.
    backend TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (address, backend)
) STRICT;
