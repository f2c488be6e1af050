-- Whose an answered request was: a token is renewed, and its author stays the same. Rows of earlier versions have none
-- here, and the name of their token in the digest.
ALTER TABLE answers ADD COLUMN author TEXT;
