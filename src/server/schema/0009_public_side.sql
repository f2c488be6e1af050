-- What the desk does among itself moves nothing that a customer sees.

-- The place in the delta order of the last change that the customer can read. At first it is the ticket's own place:
-- whoever waits hears of each ticket once more.
ALTER TABLE tickets ADD COLUMN public_changed INTEGER NOT NULL DEFAULT 0;
UPDATE tickets SET public_changed = changed;

-- A place in the order counts what happens at the whole desk. Whoever may see only a part of it gets theirs sealed with
-- this; the program draws it when the store is opened.
ALTER TABLE meta ADD COLUMN seal TEXT NOT NULL DEFAULT '';

-- Only for who asks by them: no figure is to be counted by one of these.
CREATE INDEX tickets_of_by_change ON tickets (customer, changed) WHERE changed > 0;
CREATE INDEX tickets_of_by_public_change ON tickets (customer, public_changed) WHERE public_changed > 0;
CREATE INDEX tickets_by_public_change ON tickets (public_changed) WHERE public_changed > 0;
CREATE INDEX signature_tickets_by_change ON tickets (changed) WHERE kind = 'signature-request';

-- Who was a customer's contact once. Facts name people by their id, and what somebody wrote outlives them here.
CREATE TABLE former_contacts (
    customer TEXT NOT NULL,
    id       TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (customer, id)
) STRICT;
