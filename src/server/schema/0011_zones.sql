-- What was known of the world when what is owed was computed: the release of tzdata, and a digest of the rules of public
-- holidays. Laws change, and with them when a desk opens.
ALTER TABLE meta ADD COLUMN tzdata TEXT NOT NULL DEFAULT '';
ALTER TABLE meta ADD COLUMN holidays INTEGER NOT NULL DEFAULT 0;
