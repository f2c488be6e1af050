# What tickets are read by, besides themselves.

notice-not-seen = { $backend } does not show everything that tickets are read by: { $unseen }
unseen-group = group { $name } (answers of its members may count as the customer's, and dues may be wrong)
unseen-queue = queue { $name } (its tickets are missing)
unseen-field = field { $name } (read as if it were empty)
