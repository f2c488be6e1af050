# Tickets that are gone when somebody opens them, and a clock that is off.

notice-merged-into = { $ticket } was merged: it goes on in { $into }.
notice-deleted = { $ticket } was deleted there, and left the queue.
notice-moved-away = { $ticket } belongs to none of the customers of this desk any more, and left the queue.
notice-clock-ahead = The clock of this machine is { $by } ahead of { $backend }’s. Countdowns follow { $backend }; set the clock right.
notice-clock-behind = The clock of this machine is { $by } behind { $backend }’s. Countdowns follow { $backend }; set the clock right.
status-clock-ahead = clock { $by } ahead
status-clock-behind = clock { $by } behind
doctor-clock-ahead = the clock of this machine is { $by } ahead of the server’s: set it right
doctor-clock-behind = the clock of this machine is { $by } behind the server’s: set it right
doctor-clock = the clocks of this machine and of the server agree
their-over-level = set by hand, not by its level { $level }
their-own-rule = set by a rule of its own: no level of service
their-short-own-rule = set by a rule of its own
