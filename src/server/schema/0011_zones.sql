-- The release of tzdata that what is owed was computed with: laws change, and with them when a desk opens.
ALTER TABLE meta ADD COLUMN tzdata TEXT NOT NULL DEFAULT '';
