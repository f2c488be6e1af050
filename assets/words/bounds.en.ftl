# What cannot be read, written or ended: backends, stores and outputs that misbehave.

check-unreadable = { $backend }: what it answers about { $ticket } cannot be read, so nobody knows how it stands

output-lost = What there was to say could not be written: { $why }

export-no-backend = No backend is configured, so there is no ticket to print. `vigie config path` says where the configuration belongs, and `config.example.toml` how a backend is named in it.

server-no-store = There is no store in { $directory }. Nothing was made: name the directory of the store with --data; `vigie desk import FILE` and `vigie serve` begin a new one.
server-flaws = Not all of this desk can be read as it stands; the rest is served. `vigie desk check{ $data }` names it and says what to do.
backup-failed = The copy could not be written to { $file }: { $why }
restore-failed = { $file } could not be put back: { $why }
restore-not-a-store = { $file } is not a store of vigie, so there is nothing in it to put back.
restore-newer = { $file } has format { $found }; this program knows up to { $known }. Nothing was put back: use a newer vigie.

token-not-shown = The token { $name } could not be shown ({ $why }) and was taken back: nobody has it.
token-ends-before-now = The token would be over already. Nothing was made: name a day that is still to come.
token-ends-too-late = No token lasts beyond the year { $last }. Nothing was made.

import-out-of-years = { $date } is not of the years { $first } to { $last }

desk-check-well = All that is in { $directory } can be read.
desk-check-ill = Not all that is in { $directory } can be read as it stands. `vigie desk check --mend{ $data }` writes what is read otherwise as it is read; what cannot be read at all comes back with `vigie desk import FILE{ $data }`.
desk-check-unreadable = { $part } { $name }: cannot be read and is set aside: { $what }
desk-check-otherwise = { $part } { $name }, { $key }: { $what } is of no year that a desk knows and is read as the nearest that is
desk-check-programme = programme
desk-check-calendar = calendar
desk-check-manager = manager
desk-check-customer = customer
desk-check-ticket = ticket
desk-check-fact = fact
desk-check-audit = line of the audit
