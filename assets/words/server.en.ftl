# `vigie serve`, `vigie token`, `vigie desk import`, `vigie demo --fill-only`.

server-listening = Serving { $directory } on { $address }
server-empty = This store is empty. In another terminal:
server-empty-import = { "  " }vigie desk import FILE.toml{ $data }    who is who: managers, calendars, customers, contacts
server-empty-token = { "  " }vigie token create --name NAME --role manager --manager ID{ $data }    a token for a console
server-no-token = There is no token yet: vigie token create --name NAME --role manager --manager ID{ $data }
server-closing = Finishing what is under way …
server-not-loopback = { $address } is not loopback: plain http must not leave this machine.
server-not-loopback-help = Give it a certificate (--tls-cert FILE --tls-key FILE), put a proxy that speaks TLS in front and say --behind-tls-proxy, or listen on 127.0.0.1.
server-token-first = { $address } is not loopback, and no token is in force: nobody could enter. First make one:
server-tls-unreadable = Cannot read { $path }: { $why }
server-tls-read-by-others = The key file { $path } can be read by others. Run: chmod 600 { $path }
server-tls-no-certificate = { $path } holds no certificate in PEM form.
server-tls-no-key = { $path } holds no private key in PEM form.
server-tls-no-fit = The certificate and the key do not fit together: { $why }
server-cannot-listen = Cannot listen on { $address }: { $why }
server-no-directory = There is no home directory for the store: name one with --data DIR.
server-failed = The store in { $directory } failed: { $why }
server-newer = The store in { $directory } has format { $found }; this program knows up to { $known }. Nothing was touched: use a newer vigie.
server-not-a-store = The file in { $directory } is not a store of vigie. Nothing was touched.
server-busy = The store in { $directory } is busy: another program is writing. Try again.
server-damaged = { $path } is damaged: { $what }. Nothing was touched. Keep the file, and put the last backup into another directory: vigie restore FILE --data DIR
server-in-the-way = { $path } is there already, and nothing is ever overwritten. Name another place, or move it away.

backup-done = { $file } holds the store of { $directory } as it was at this instant; it was looked at and is whole.
restore-done = { $directory } holds the store of { $file }. Consoles synchronise anew.

token-created = Token { $name } for { $directory }. It is shown this once:
token-needs-person = Without --manager ID this token can read but not act on tickets.
token-exists = There is a token named { $name } already. Names are used once; see: vigie token list
token-contact-needs-customer = A contact's token names its customer: --customer ID
token-unknown-manager = There is no manager { $id } at this desk.{ $meant }
token-unknown-customer = There is no customer { $id } at this desk.{ $meant }
token-meant = { " " }Did you mean { $nearest }?
token-name-empty = A token needs a name.
token-revoked = Token { $name } is revoked.
token-none = There is no token { $name } in force; see: vigie token list
token-list-empty = There is no token yet.
token-state-valid = valid
token-state-expired = expired
token-state-revoked = revoked
token-until = until { $date }
token-for-ever = no end
token-everywhere = all customers

import-unreadable = Cannot read { $file }: { $why }
import-flaw = { $file }:{ $line }:{ $column }: { $key }{ $what }
import-key = { $key }:{ " " }
import-nothing = Nothing was imported.
import-not-toml = this is not TOML: { $why }
import-unknown-key = unknown key { $name }{ $meant }
import-invalid-field = { $why }
import-empty-text = the name is empty
import-too-many-contacts = a customer names at most { $limit } contacts; here are { $count }
import-duplicate-id = { $name } is given twice
import-unknown-calendar = there is no calendar { $name }{ $meant }
import-unknown-manager = there is no manager { $name }{ $meant }
import-unknown-zone = { $name } is no IANA time zone{ $meant }
import-never-opens = this calendar never opens: no target in business hours could ever be met
import-contract = the contract ends ({ $to }) before it starts ({ $from })
import-meant = ; did you mean { $nearest }?
import-settings-changed = desk settings changed
import-managers = { $added ->
    [one] 1 manager added
   *[other] { $added } managers added
}, { $changed } changed, { $unchanged } unchanged
import-calendars = { $added ->
    [one] 1 calendar added
   *[other] { $added } calendars added
}, { $changed } changed, { $unchanged } unchanged
import-customers = { $added ->
    [one] 1 customer added
   *[other] { $added } customers added
}, { $changed } changed, { $unchanged } unchanged
import-rescheduled = { $count ->
    [one] 1 open ticket has another due
   *[other] { $count } open tickets have another due
}
import-version = desk version { $version }
import-dry-run = Only asked: nothing was changed. It would be:

demo-not-empty = The store in { $directory } holds tickets already: a demonstration needs an empty directory.
demo-filled = Filled { $directory } with { $tickets } tickets. A token for the console:
demo-serve = Now: vigie serve --data { $directory }

## vigie check

check-no-backend = No backend is configured: there is nothing to check. `config.example.toml` shows how.
check-failed = { $backend }: { $why }
check-sum = { $breached } breached, { $at-risk } at risk, { $open } open
