# Acts whose answer was lost, at a backend that knows none by its name.

pending-missing = not found
outbox-missing = no answer since { $since }; looked for during { $looked }: not on { $ticket }. Send it again (s), edit or discard?
bulk-missing = no answer came, and it is not there: decide in the outbox (O)
notice-missing = { $ticket }: no answer came to { $deed }, and the ticket does not have it, though it may still come late. Nothing is sent again by itself: decide in the outbox (O).
notice-may-come-late = { $ticket }: an earlier try of { $deed } may still come late. Look at the ticket before you say it in other words.
