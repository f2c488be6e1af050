-- A store lives once. What is put back in its place is the same store in another life: `epoch` names the life.

-- 1 in a backup: whoever opens it begins a new life.
ALTER TABLE meta ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;
-- 1 once a mark was written beside it: a store that has lost its mark may be a copy.
ALTER TABLE meta ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
-- Why the last life began, until the audit tells it.
ALTER TABLE meta ADD COLUMN begun TEXT;
