-- What the page of a customer counts is found by an index: no question costs more as the queue grows.

-- When the first response was accepted, and how it stood to the commitment: 1 met, 0 late, NULL without one.
ALTER TABLE tickets ADD COLUMN answered_at INTEGER;
ALTER TABLE tickets ADD COLUMN met INTEGER;
UPDATE tickets SET
    answered_at = CAST(ROUND(unixepoch(json_extract(summary, '$.response.at'), 'subsec') * 1000000) AS INTEGER),
    met = CASE json_extract(summary, '$.response.commitment.outcome') WHEN 'met' THEN 1 WHEN 'breached' THEN 0 END
WHERE answered = 1;

CREATE INDEX tickets_answered ON tickets (customer, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX tickets_live ON tickets (customer, severity) WHERE status NOT IN ('resolved', 'closed', 'void');
CREATE INDEX tickets_void ON tickets (customer, filed_at) WHERE status = 'void';

-- What was asked in each signature request.
CREATE TABLE signature_requests (
    ticket   TEXT    PRIMARY KEY,
    customer TEXT    NOT NULL,
    filed_at INTEGER NOT NULL,
    verdict  TEXT    NOT NULL,
    name     TEXT    NOT NULL
) STRICT;
INSERT INTO signature_requests (ticket, customer, filed_at, verdict, name)
    SELECT tickets.id, tickets.customer, tickets.filed_at, json_extract(facts.what, '$.data.signature.verdict'),
           json_extract(facts.what, '$.data.signature.name')
    FROM facts JOIN tickets ON tickets.id = facts.ticket
    WHERE facts.number = 1 AND json_extract(facts.what, '$.data.signature.verdict') IS NOT NULL;
CREATE INDEX signature_requests_of ON signature_requests (customer, filed_at);
