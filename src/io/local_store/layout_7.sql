-- The last thing that had happened to the ticket when an act first left for a backend that knows no keys, by the
-- backend's own numbers: what is found with a greater one was not there before. No clock is needed to tell it, and none
-- can be wrong. NULL: it has not left.
ALTER TABLE outbox ADD COLUMN after INTEGER;
