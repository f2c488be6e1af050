-- 1 once every projected ticket was read as a console reads it: before, an instant could be of any year.
ALTER TABLE meta ADD COLUMN bounded INTEGER NOT NULL DEFAULT 0;
