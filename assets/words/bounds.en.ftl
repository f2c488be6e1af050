# What cannot be read, written or ended: backends, stores and outputs that misbehave.

check-unreadable = { $backend }: what it answers about { $ticket } cannot be read, so nobody knows how it stands
