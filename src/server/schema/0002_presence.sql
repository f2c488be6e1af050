-- Which console is on which ticket: a row of its own for each, over at an instant of the server's clock. Several
-- servers on one store see the same; a console that dies takes nothing back, and its row lapses.
CREATE TABLE presence (
    -- The name of the token: nobody can speak for somebody else's console.
    caller  TEXT    NOT NULL,
    -- Drawn by the console at its start.
    console TEXT    NOT NULL,
    ticket  TEXT    NOT NULL,
    manager TEXT    NOT NULL,
    doing   TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    PRIMARY KEY (caller, console)
) STRICT;
