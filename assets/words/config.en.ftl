# Configuration, the start of the console and its end, in English.

config-good = { $path } is good.
config-none = There is no configuration at { $path }: vigie shows its demonstration. `config.example.toml` documents every setting.
config-wrong = { $count ->
    [one] One mistake in the configuration. Nothing was started.
   *[other] { $count } mistakes in the configuration. Nothing was started.
}
config-no-home = There is no home directory to look for a configuration in: use --config FILE.

config-syntax = this is not TOML: { $message }
config-unknown-key = there is no such setting{ $meant }
config-meant = {" "}(did you mean { $nearest }?)
config-expected-text = this must be a text in quotes
config-expected-flag = this must be true or false
config-expected-seconds = this must be a whole number of seconds
config-expected-number = this must be a whole number
config-expected-texts = this must be a list of texts, as ["one", "two"]
config-expected-number-list = this must be a list of whole numbers, as [3, 4]
config-expected-section = this must be a section
config-expected-sections = this must be a section of its own in double brackets, as [[backend]]
config-bad-command = { $value } cannot be read as a command: a quote is missing
config-expected-rows = this must be a list of rows
config-unknown-word = "{ $value }" is none of { $known }{ $meant }
config-unknown-zone = there is no time zone "{ $value }"{ $meant }
config-out-of-range = this must be between { $least } and { $most }
config-bad-time = “{ $value }” must be written like { $form }
config-ends-before-start = it must end after it begins
config-needs-other = this also needs { $other }
config-empty = an empty list says nothing: leave it out, or name some
config-for-a-shell = no shell reads this command, so "{ $word }" would go to the program as it is; write a script and name that
config-missing = this is needed
config-bad-name = "{ $value }" cannot be a name: it has 1 to 128 printable characters
config-name-twice = another backend is called "{ $value }" already
config-bad-url = "{ $value }" is no web address, such as https://desk.example/
config-in-the-clear = { $value } would send the token over the network in the clear; use https, or set allow_plain_http = true
config-one-token-source = a backend takes its token from one place: token_env, token_file or token_command, or else the keyring
config-one-password-source = a backend with a user takes its password from one place: password_env, password_file or password_command, or else the keyring
config-of-another-kind = a backend of kind "{ $kind }" has no such setting: it knows this itself
config-means-two = "{ $value }" stands for another one already: it can mean only one
config-called-twice = another customer is called "{ $value }" already
config-secret-written = a secret does not stand in the configuration, which is shown, copied and backed up; take it out and run: vigie login
config-unreadable = { $path } cannot be read: { $message }
config-not-pem = { $path } does not hold what it should in PEM form (-----BEGIN …)
config-key-read-by-others = the key file { $path } can be read by others; run: chmod 600 { $path }

keymap-syntax = this is not a key map: { $message }
keymap-unknown-key = "{ $key }" names no key
keymap-missing = the row does not say “{ $what }”: write { "{" } on = "ctrl-r", run = "refresh", focus = "queue" { "}" }
keymap-sent-as = a terminal cannot send { $key }: it sends { $other } instead
keymap-never-sent = a terminal cannot send { $key }
keymap-frees-nothing = { $key } means nothing there anyway
keymap-unknown-command = there is no command "{ $name }"{ $meant }
keymap-unknown-focus = there is no pane "{ $name }"{ $meant }
keymap-conflict = { $key } already means "{ $other }" in that pane{ $where }
keymap-conflict-line = {" "}(line { $line })

theme-unreadable = this is not a theme: { $message }
theme-unknown-meaning = no style is called "{ $name }"{ $meant }
theme-bad-colour = "{ $value }" is no colour
theme-missing = "{ $name }" has no style

console-no-terminal = vigie draws on a terminal, and there is none on its input and output. Run it in a terminal, or use one of its commands: vigie --help
console-terminal-failed = The terminal could not be used: { $why }
console-no-state = There is no home directory to keep the outbox in: set XDG_STATE_HOME.
console-no-server = The demonstration could not be started: { $why }
console-panicked = vigie stopped because of a defect. What you sent or were about to send is safe. A report that names no customer is in { $path }

doctor-no-backends = No backend is configured: vigie shows its demonstration.
doctor-backend = { $name } ({ $address })
doctor-connected = reached; it knows you as { $name }
doctor-unreachable = Is the address right, is the server up, and does a network or VPN lie between?
doctor-no-token = Nothing was sent to it yet.
doctor-not-allowed = The token or password is wrong, expired or revoked. Make a new one, and put it where the configuration takes it from.
doctor-forbidden = You are known there, but may not see what vigie needs: ask for the rights to see queues, tickets and fields.
doctor-not-a-backend = Something answers, but not as this kind of backend: check url and kind.
doctor-fault = The server is there but has a fault of its own: its administrator should know.
doctor-sum = { $missing ->
    [0] Mapping and server fit; { $left-out } to know of.
    [one] Mapping and server do not fit in one thing; { $left-out } to know of.
   *[other] Mapping and server do not fit in { $missing } things; { $left-out } to know of.
}
doctor-missing = { $subject }: not on the server, or not for you to see{ $meant }
doctor-left-out = { $subject } is left out
doctor-queue = queue “{ $name }”
doctor-ticket-field = ticket field “{ $name }”
doctor-reply-field = field of replies “{ $name }”
doctor-value = value “{ $name }” of “{ $field }”
doctor-status = status “{ $name }”
doctor-step = step from “{ $from }” to “{ $to }”
doctor-group = group “{ $name }”
doctor-user = user “{ $name }”
doctor-cost-customer = That customer’s tickets are not shown.
doctor-cost-customers = No ticket can be given to a customer: nothing is shown.
doctor-cost-severity = Every ticket has the severity of “otherwise”, and the due that goes with it.
doctor-cost-channel = Every ticket counts as filed through the channel of “otherwise”.
doctor-cost-kind = Every ticket is of the kind of “otherwise”: no signature requests.
doctor-cost-acknowledged = Acknowledging fails, and nobody sees who has seen a ticket.
doctor-cost-signature = That part of signature requests stays empty.
doctor-cost-steps = How far a signature request is cannot be told, and no step is taken from here.
doctor-cost-step-value = No request will ever stand there, and a step that writes it fails.
doctor-cost-place = Steps that lead there are greyed out.
doctor-place = value that means “{ $name }”
doctor-cost-interim = Every reply of the desk counts as qualified and ends the clock; interim is greyed out.
doctor-cost-key = A reply whose answer is lost is found again by author, time and words only.
doctor-cost-calls = Calls are kept without it, but RT’s own searches and reports do not see it.
doctor-cost-value = No ticket will ever have it: the mapping is of no use there.
doctor-cost-status = A ticket in that status counts as open, if the life cycle calls it otherwise.
doctor-cost-unmapped = Tickets in it count as open: put it under map.status.
doctor-cost-unseen = No ticket is there yet in which a status could be seen: look again later.
doctor-cost-waiting = Waiting for the customer fails, by itself and after a response.
doctor-cost-resolving = Resolving fails, by itself and after a response.
doctor-cost-reopening = Reopening fails.
doctor-cost-voiding = Voiding fails.
doctor-cost-group = Its members’ replies count as the customer’s: they stop no clock.
doctor-cost-user = That person cannot be shown or chosen.
