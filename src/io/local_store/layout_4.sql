-- How many facts an action adds, as far as was known when it was made: by as many its ticket's version grows, and so
-- what was made after it on the same ticket knows it for one's own.
ALTER TABLE outbox ADD COLUMN adds INTEGER;
-- From here on `sent` counts how often it left without an answer that settles what became of it.
