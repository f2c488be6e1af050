# Every sentence the console shows, in English. fr.ftl has the same ids; a test compares them.

## Severity, status, kind and other names of the desk

severity-1-short = 1 CRIT
severity-2-short = 2 HIGH
severity-3-short = 3 MED
severity-4-short = 4 LOW
severity-1 = 1 Critical
severity-2 = 2 High
severity-3 = 3 Medium
severity-4 = 4 Low
severity-1-loud = 1 CRITICAL
severity-2-loud = 2 HIGH
severity-3-loud = 3 MEDIUM
severity-4-loud = 4 LOW

status-new = new
status-open = open
status-waiting-for-customer = waiting for customer
status-waiting-for-lab = waiting for lab
status-resolved = resolved
status-closed = closed
status-void = void

kind-incident = incident
kind-service-request = service request
kind-signature-request = signature request

channel-portal = portal
channel-phone = priority line
channel-email = e-mail

plan-premium = Premium
plan-standard = Standard

language-en = English
language-fr = French

response-interim = interim response
response-preliminary-analysis = preliminary analysis
response-information-request = request for all missing information
response-solution = solution

response-interim-why = the clock runs on
response-preliminary-analysis-why = qualified, stops the clock
response-information-request-why = qualified, stops the clock
response-solution-why = qualified, stops the clock

verdict-false-positive = false positive: harmless, but detected
verdict-false-negative = false negative: harmful, but not detected
verdict-outbreak = outbreak

object-file = file
object-url = address (URL)
object-domain = domain
object-ip = IP address
object-hash = hash
object-email = e-mail

step-received = received
step-gate = databases checked
step-specialists = specialists
step-publication = publication
step-informed = customer informed
step-verified = fix verified

deed-acknowledge = acknowledgement
deed-assign = assignment
deed-respond-interim = interim response
deed-respond = qualified response
deed-respond-and-wait = response, then wait for customer
deed-respond-and-resolve = response and resolution
deed-note = internal note
deed-wait-for-customer = wait for customer
deed-resolve = resolution
deed-reopen = reopening
deed-file = new ticket
deed-void = voiding
deed-merge = merge
deed-escalate = escalation
deed-end-escalation = end of the escalation
deed-hand-over = hand-over
deed-accept = acceptance
deed-link-sender = sender named
deed-correct-contract = correction of the contract
deed-explain-breach = why it was late
deed-call = call
deed-change-severity = change of severity
deed-promise = promise
deed-keep-promise = promise kept
deed-move-promise = promise moved
deed-break-promise = promise given up

call-from-customer = the customer called
call-to-customer = we called
call-spoke = spoke
call-call-back = to call back
call-voicemail = voicemail
call-no-answer = no answer
hour-usual = good hour
hour-unusual = odd hour
hour-night = night
level-specialist = specialist
level-management = management
level-lab = lab
forgotten-promise = promise overdue
forgotten-update = update overdue
forgotten-not-accepted = not accepted
forgotten-silent = seen, silent
forgotten-waiting = waits long
party-customer = the customer
party-desk = the desk
consent-agreed = the other side agreed
consent-informed = the other side was told
consent-not-informed = the other side does not know yet
cause-desk = the desk
cause-customer = the customer
cause-specialists = the specialists
cause-elsewhere = somebody else
cause-contested = contested: it was not late
promise-in-time = kept in time
promise-late = kept too late
promise-broken = broken
settlement-kept = kept
settlement-moved = another time
settlement-broken = given up

severity-1-means = stops business, blocks system or loses data
severity-2-means = affects function; no data loss, no crash
severity-3-means = not critical or a request; affects a part
severity-4-means = minor or a request; function not affected
severity-1-examples = Such as: business or network down; an outbreak across the network; critical servers badly hit; a false positive on a critical application; many computers that no longer answer the product.
severity-2-examples = Such as: severe effect on the business, on core applications or on non-critical systems.
severity-3-examples = Such as: business affected, or a function disabled in part.
severity-4-examples = Such as: questions and requests that are not critical.

someone-nobody = nobody
someone-desk = the desk
someone-stranger = { $name } (not a named contact)

## Time

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
thousands = ,
first-of-month = 1
unit-second = s
unit-minute = m
unit-hour = h
unit-day = d
unit-business = bh
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes }
span-days = { $days } d { $hours } h

## Status line

program = vigie
pair = { $first }: { $second }
status-disk-fails = not saved
status-demonstration = DEMONSTRATION
status-demonstration-short = DEMO
status-on-call = on call: { $name }
status-in-hours = IN HOURS until { $until }
status-in-hours-short = IN HOURS
status-out-of-hours = OUT OF HOURS until { $until }
status-never-open = OUT OF HOURS
link-connecting = connecting
link-live = live { $ago }
link-stale = stale { $ago }
link-offline = offline since { $since }

## Customers

pane-customers = Customers
customers-all = All customers
customers-mine = My customers
card-contacts = contacts { $named }/{ $most }
card-manager = Manager
card-contract = Contract
card-until = → { $day }
card-open-until = open until { $until }
card-closed-until = closed until { $until }
card-language = Language
card-zone = There

## Queue

pane-queue-all = Queue: all customers
pane-queue-mine = Queue: my customers
pane-queue-customer = Queue: { $name }
queue-with-resolved = resolved shown
queue-forgotten = forgotten as of { $at }
queue-marked = { $count ->
    [one] { $count } marked
   *[other] { $count } marked
}
count-open = { $count } open
count-breached = { $count } breached
count-at-risk = { $count } at risk
column-left = LEFT
column-due = DUE
column-severity = SEV
column-ticket = TICKET
column-customer = CUSTOMER
column-subject = SUBJECT
column-ball = BALL
column-owner = OWNER
left-answered = answered
left-waiting = waiting
left-lab = at lab
left-resolved = resolved
left-standard = standard
left-no-contract = no contract
left-never = no due
ball-us = us
ball-customer = them
ball-lab = lab
pending-recording = saving
pending-delayed = goes in { $seconds } s
pending-queued = queued
pending-sending = sending
pending-unknown = unsure
pending-taken-back = taken back
pending-held = held
pending-refused = refused
pending-draft = draft
queue-empty = Nothing is owed: the queue is empty.
queue-empty-hint = New tickets appear here by themselves.
queue-no-match = No ticket matches “{ $filter }”.
queue-no-match-hint = { $key } clears the filter.
queue-connecting = Connecting to { $backend }
queue-offline = { $backend } cannot be reached.
queue-offline-hint = Tried again by itself; nothing that you write is lost.
queue-syncing = First synchronisation
queue-syncing-count = { $count ->
    [one] { $count } ticket so far
   *[other] { $count } tickets so far
}
filter-label = Filter:
filter-found = { $count ->
    [0] nothing found
    [one] { $count } found
   *[other] { $count } found
}
small-hint = Too small for the console (60x15 at least). The most urgent:
small-hint-middle = Too small: 60x15 at least.
small-hint-short = too small

## Ticket

ticket-response-due = response due { $due }
ticket-time-left = { $left } left
ticket-late = { $late } LATE
ticket-update-due = next update, ours, by { $due }
ticket-promise-due = promised by { $due }: { $what }
ticket-overdue = { $late } overdue
ticket-never-due = response owed, never due in this calendar
ticket-answered = answered { $at }
ticket-no-guarantee = standard plan: no guaranteed time
ticket-no-contract = out of contract: no time runs
ticket-stranger = unknown sender { $name }
ticket-resting = business clock rests until { $until }
ticket-call-missing = no call logged: commitment { $at }
ticket-call-logged = call logged { $at }: commitment { $due }
ticket-nobody = nobody on it
ticket-with = with { $name }
ticket-not-acknowledged = not acknowledged
ticket-ball-us = our move for { $ago }
ticket-ball-customer = customer’s move for { $ago }
ticket-ball-lab = lab’s move for { $ago }
ticket-loading = Loading the conversation
ticket-load-failed = The conversation could not be loaded: { $why }
ticket-gone = This ticket has left the queue.
present-viewing = { $name } is looking at it
present-noting = { $name } is writing a note
present-responding = { $name } is composing a response
ticket-no-selection = No ticket is marked.
ticket-used = { $percent } %
judged-met = met with { $by } to spare
judged-breached = BREACHED by { $by }
verdict-target = target { $due }: { $judged }
verdict-commitment = commitment { $due }: { $judged }
tab-conversation = Conversation
tab-facts = Facts
tab-timeline = Timeline
tab-customer = Customer

## Conversation

frame-public-customer = PUBLIC from customer
frame-public-desk = PUBLIC to customer
frame-internal = INTERNAL - desk only
qualified = qualified

## Facts of a ticket

facts-ticket = Ticket
facts-clock = Clock
facts-objectives = Objectives of the desk
facts-affairs = Around it
facts-signature = Signature request
fact-subject = Subject
fact-kind = Kind
fact-status = Status
fact-since = since { $at }
fact-severity = Severity
fact-owner = Owner
fact-acknowledged = Seen
fact-filed = Filed
fact-plan = Plan
fact-calendar = Calendar
fact-holidays = Holidays
fact-target = Target
fact-commitment = Commitment
fact-at-risk = At risk from
fact-their-due = Due there
their-none = none
their-own-level = it counts by its own level { $level }
their-by-hand = set by hand: no level of service
their-not-running = its level { $level } is not running: opened by the desk, or answered by its rules
their-no-level = it has no level of service for this ticket
ticket-their-due = { $backend } says due { $at }: { $why }
ticket-their-none = { $backend } has no due: { $why }
their-short-own-level = its own level { $level }
their-short-by-hand = set by hand
their-short-not-running = its level { $level } is not running
their-short-no-level = no level of service
their-short-later = for a later message
their-later = it counts for a later message
fact-call = Call
fact-call-not-needed = not needed
fact-call-missing = not logged
fact-call-logged = logged { $at }
fact-response = Response
fact-update = Next update
fact-promise = Promised
fact-escalation = Escalation
fact-wish = Wished
fact-handed-over = Handed over
fact-not-accepted = by { $by }, { $at }, not accepted yet
fact-follows = Goes on from
fact-followed-by = Goes on in
fact-merged-into = Merged into
fact-absorbed = Took in
fact-verdict = Verdict
fact-object = Object
fact-name = Name
fact-size = Size
fact-bytes = { $count } bytes
fact-sha256 = SHA-256
fact-md5 = MD5
fact-detection = Detection
fact-product = Product
fact-component = Component
fact-bases = Databases
fact-bases-released = released { $at }
fact-rescan = Rescan
fact-impact = Impact
fact-unknown = not told
fact-version = Version

## Timeline

timeline-filed = filed: { $channel }, severity { $severity }
timeline-follows = goes on from { $ticket }
timeline-said-public = wrote
timeline-said-response = wrote: { $kind }
timeline-said-automatic = automatic message (counts as no answer)
timeline-said-internal = internal note
said-automatic = automatic
timeline-acknowledged = acknowledged
timeline-assigned = gave it to { $name }
timeline-took = took it
timeline-responded = qualified response: { $verdict }
timeline-responded-unmeasured = qualified response; no time was guaranteed
timeline-became = now { $status }
timeline-called-at = { $what }, at { $at }, noted later
timeline-regraded = severity { $from } → { $to }, asked for by { $by }, { $consent }: { $why }
timeline-promised = promised until { $due }: { $what }
timeline-promise-ended = promise { $how }
timeline-promise-moved = promise moved to { $due }: { $why }
timeline-escalated = escalated to { $level }: { $why }; wished: { $wish }
timeline-escalation-ended = escalation ended: { $outcome }
timeline-breach-explained = why it was late ({ $cause }): { $reason }
timeline-handed-over = handed it over to { $name }
timeline-accepted = accepted it
timeline-sender-linked = the unknown sender is { $contact }
timeline-contract-corrected = contract { $number } holds from { $from } to { $to }
timeline-voided = voided: { $why }
timeline-merged-into = merged: it goes on in { $ticket }
timeline-absorbed = { $ticket } goes on here
timeline-followed-by = { $ticket } goes on from here

## Customer of a ticket

customer-contacts = Contacts
customer-contacts-count = { $named } of { $most }
customer-plan = Plan
customer-manager = Manager
customer-contract = Contract
customer-contract-span = { $from } to { $to }
customer-licence = Licence
customer-calendar = Calendar
customer-zone = Zone
customer-local-time = there { $time }
customer-language = Language
customer-notes = What to know before answering
customer-unknown = This customer is not known yet.
customer-default-calendar = { $name } (the desk’s)

## Writing

compose-response = RESPONSE
compose-note = INTERNAL NOTE
compose-public = PUBLIC to customer
compose-internal = INTERNAL - desk only
compose-to = To
compose-readers-internal = only the desk reads it
compose-readers-marked = { $count ->
    [one] on the { $count } marked ticket: the desk, and who is mailed notes there
   *[other] on all { $count } marked tickets: the desk, and who is mailed notes there
}
compose-kind = Kind
compose-then-wait = then wait for customer
compose-then-resolve = then resolve
compose-moved = { $count ->
    [0] Something new since you began; { $key } shows it.
    [one] { $count } thing is new since you began; { $key } shows it in full.
   *[other] { $count } things are new since you began; { $key } shows them in full.
}
compose-clock-stops = stops the response clock
compose-clock-runs = the response clock runs on

## Choices

choice-response-kind = What kind of response?
choice-resolve-kind = Respond and resolve: what kind of response?
choice-assign = Who takes { $ticket }?
file-inline = picture in the text
size-bytes = { $size } B
size-kilo = { $size } kB
size-mega = { $size } MB
choice-file = Which file of { $ticket }?
choice-discard = Throw this text away?
choice-quit = Quit now?
choice-quit-hint = Kept on this machine, sent next time: { $unsent }. Drafts kept: { $drafts }.
choice-quit-kept-nowhere = Nothing is kept here. Lost: { $unsent } unsent, { $drafts } drafts.
choice-quit-disk-fails = This machine cannot save: { $drafts } drafts may be lost. Unsent: { $unsent }.
choice-yes = yes
choice-no = no, stay
choice-keep = keep it
choice-throw-away = throw it away

## Forms

form-call = Log a call
form-file = New ticket by phone
form-severity = Change the severity
form-promise = Promise something
form-settle-promise = A promise
form-escalate = Escalate
form-end-escalation = End the escalation
form-breach = Why was it late?
form-cause = Cause
form-hand-over = Hand over
form-merge = Merge
form-void = Void
form-sender = Who is the unknown sender?
form-contract = Correct the contract
form-caller = Who
form-direction = Direction
form-outcome = Outcome
form-when = When
form-note = Internal note
form-what = Promise
form-until = Until
form-to = Severity
form-asked-by = Asked for by
form-consent = Agreed
form-reason = Reason
form-which = Promise
form-settlement = It is
form-name = Other name
form-kind = Kind
form-subject = Subject
form-body = What happens
form-follows = Goes on from
form-follows-none = no other ticket
form-email = E-mail
form-phone = Phone
form-replaces = In place of
form-first-day = From
form-last-day = To
form-no-date = no date: 2026-12-31
form-not-asked = kept: clear the reason
form-stranger = Unknown sender: { $name }
form-sender-means = A named contact, or a new one. A customer names at most eight: choose whose place is taken.
form-contract-means = It holds for the customer; the dues of its open tickets follow at once.
form-level = To
form-wish = Wished
form-answer = Outcome
form-taker = To
form-into = Into
form-merge-means = This ticket ends and goes on in the other one, which takes the earliest due and the highest severity. Both verdicts are kept.
form-void-means = A test, a duplicate or spam: it leaves the figures and is counted apart.
form-breach-means = The breach stays in the figures; this stands beside it.
form-hand-over-means = It is not accepted until the colleague takes it or answers.
form-not-named = somebody who is not named
form-running = the call runs { $time }
form-now = now; 13:40 or -10m if it was before
form-times = 15:00, +45m, 2026-11-24 09:30
form-empty = a text is needed here
form-no-time = no time: 15:00, +45m …
form-nothing = nothing
form-commitment-stays = Commitment stays { $due }.
form-commitment-moves = Commitment { $old } becomes { $new }.
form-due = Due { $old } becomes { $new }.
form-due-late = It is late already, and stays so: due { $new }.
form-due-answered = The response was given and its verdict stays. Next owed: { $old } becomes { $new }.
form-due-none = Standard plan: no time is guaranteed.

## Panes over the others

pane-help = Help
pane-palette = Commands
pane-outbox = Outbox
pane-news = New on { $ticket }
news-waiting = Waits for you: { $what }
pane-confirm = LATE: first response
confirm-late = This ticket is past its due and not answered yet.
confirm-how = To send, type its name: { $ticket }
pane-bulk = { $what }: { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}
bulk-plan = { $will } will be done, { $not } not
bulk-sum = { $done } done, { $going } on the way, { $not } not
bulk-will = will be done
bulk-done = done
bulk-not = not: { $why }
bulk-gone = it left the queue.
bulk-nobody-here = that backend does not know you as a technical manager.
bulk-not-recorded = this machine could not write it down.
bulk-of-another = another vigie of yours answers for it.
bulk-dropped = you took it out of the outbox.
bulk-agree = Nothing is done yet. Enter does it, esc calls it off.
bulk-retry = f tries again what was not done. The held ones are in the outbox (O).
bulk-closes = It goes on if you close this; B shows it again.
outbox-empty = Everything was accepted: nothing waits.
outbox-recording = being saved on this machine
outbox-delayed = goes in { $seconds } s, can still be taken back
outbox-queued = waits to be sent
outbox-queued-again = next try in { $in }, { $attempts } made
outbox-sending = sent, no answer yet
outbox-unknown = no answer came: being looked for
outbox-taken-back = taken back by you: goes when you send it again
outbox-held = held: the thread moved since
outbox-refused = refused: { $why }
outbox-refused-in-doubt = an earlier try may be there: send it again first. Now: { $why }
outbox-draft = draft: not sent, kept for you
undo-left = { $seconds } s
palette-none = No command is called that.
keys-of-anywhere = Everywhere
keys-of-customers = Customers
keys-of-queue = Queue
keys-of-detail = Ticket
keys-of-compose = Writing
keys-of-filter = Filter
keys-of-palette = Commands
keys-of-help = Help
keys-of-outbox = Outbox
keys-of-choice = Choices
keys-of-form = Form
keys-of-news = What is new
keys-of-bulk = Several tickets
keys-of-confirm = Confirming

## Keys, as the footer has them

do-down = down
do-up = up
do-page-down = page down
do-page-up = page up
do-first = first
do-last = last
do-next-pane = next pane
do-previous-pane = previous pane
do-to-customers = customers
do-to-queue = queue
do-open = open
do-close = back
do-toggle-mine = mine
do-toggle-resolved = resolved
do-next-customer = next customer
do-previous-customer = previous customer
do-next-urgent = most urgent
do-filter = filter
do-clear-filter = clear filter
do-toggle-mark = mark
do-mark-range = mark up to here
do-mark-all = mark all
do-clear-marks = unmark
do-show-bulk = last of several
do-retry-failed = retry failed
do-acknowledge = acknowledge
do-take = take
do-assign = assign
do-respond = respond
do-respond-and-resolve = respond, resolve
do-note = note
do-wait-for-customer = wait
do-resolve = resolve
do-reopen = reopen
do-log-call = call
do-file-ticket = new ticket
do-escalate = escalate
do-hand-over = hand over
do-merge = merge
do-void = void
do-explain-breach = why late
do-name-sender = sender
do-correct-contract = contract
do-toggle-forgotten = forgotten
do-change-severity = severity
do-promise = promise
do-settle-promise = settle promise
do-next-tab = next tab
do-previous-tab = previous tab
do-next-ticket = next ticket
do-previous-ticket = previous ticket
do-left = left
do-right = right
do-word-left = word left
do-word-right = word right
do-line-start = start of line
do-line-end = end of line
do-new-line = new line
do-delete-back = delete back
do-delete-forward = delete
do-delete-word = delete word
do-delete-to-line-start = delete to start
do-delete-to-line-end = delete to end
do-undo = undo
do-redo = redo
do-send = send
do-open-editor = editor
do-pick-template = template
do-quote = quote
do-sign = sign
do-next-variable = next blank
do-next-field = next field
do-previous-field = field before
do-switch-language = language
do-discard = discard
do-leave = keep and leave
do-take-back = take back
do-show-news = what is new
do-show-customer = customer page
do-show-outbox = outbox
do-send-now = send now
do-agree = do it
do-send-all-the-same = send all the same
do-to-draft = keep as a draft
do-edit-again = edit
do-copy-id = copy id
do-copy-text = copy text
do-save-file = save file
do-refresh = refresh
do-palette = command
do-help = help
do-dismiss-notice = dismiss
do-acknowledge-alarms = silence
do-snooze-alarms = snooze
do-suspend = suspend
do-redraw = redraw
do-quit = quit
do-choose = choose
do-cancel = cancel

## Help: one sentence for each command

help-down = Go down one line
help-up = Go up one line
help-page-down = Go down one page
help-page-up = Go up one page
help-first = Go to the first line
help-last = Go to the last line
help-next-pane = Go to the next pane
help-previous-pane = Go to the previous pane
help-to-customers = Go to the customers
help-to-queue = Go to the queue
help-open = Open what is marked
help-close = Go back
help-toggle-mine = Show my customers only, or all
help-toggle-resolved = Show resolved tickets too, or not
help-next-customer = Show the queue of the next customer
help-previous-customer = Show the queue of the previous customer
help-next-urgent = Go to the most urgent ticket
help-filter = Filter the queue by id, subject, customer or owner
help-clear-filter = Clear the filter
help-toggle-mark = Mark the ticket to do one thing to several, or unmark it
help-mark-range = Mark all from the last marked one to this one
help-mark-all = Mark all that are listed, or unmark them
help-clear-marks = Unmark all
help-show-bulk = Show what became of the last action on several tickets
help-retry-failed = Try again what was not done, and nothing else
help-acknowledge = Acknowledge: you saw it (the clock runs on)
help-take = Take the ticket
help-assign = Give the ticket to somebody
help-respond = Respond to the customer
help-respond-and-resolve = Respond to the customer and resolve
help-note = Write an internal note
help-wait-for-customer = Wait for the customer
help-resolve = Resolve (needs a qualified response)
help-reopen = Reopen
help-log-call = Log a call, made or received
help-file-ticket = File a ticket for a customer on the phone
help-escalate = Escalate, or end the escalation
help-hand-over = Hand over to a colleague, who has to accept
help-merge = Merge into another ticket of the customer
help-void = Void a test, a duplicate or spam, with a reason
help-explain-breach = Say why a first response was late: it stays late
help-name-sender = Say who an unknown sender is
help-correct-contract = Correct the customer’s contract, with the due that results
help-toggle-forgotten = Show only what is forgotten, or all
help-change-severity = Change the severity, with a reason
help-promise = Promise the customer something for a time
help-settle-promise = Say what became of a promise: kept, moved, given up
help-next-tab = Go to the next tab
help-previous-tab = Go to the previous tab
help-next-ticket = Open the next ticket of the queue
help-previous-ticket = Open the previous ticket of the queue
help-left = Move left
help-right = Move right
help-word-left = Move one word to the left
help-word-right = Move one word to the right
help-line-start = Move to the start of the line
help-line-end = Move to the end of the line
help-new-line = Begin a new line
help-delete-back = Delete the character before the cursor
help-delete-forward = Delete the character under the cursor
help-delete-word = Delete the word before the cursor
help-delete-to-line-start = Delete to the start of the line
help-delete-to-line-end = Delete to the end of the line
help-undo = Undo
help-redo = Redo
help-send = Send what is written
help-open-editor = Go on in your own editor ($EDITOR)
help-pick-template = Put a template where the cursor is
help-quote = Quote what the customer said last
help-sign = Put your signature under the text
help-next-variable = Go to the next { "{{" }variable{ "}}" } that is not filled in
help-next-field = Go to the next field of a form
help-previous-field = Go to the field before
help-switch-language = The template in the other language
help-discard = Throw the text away
help-leave = Leave, and keep the text for later
help-take-back = Take the last response back before it goes, to change it
help-show-news = Show what is new since the text was begun
help-show-customer = Show the page of the customer: contract, contacts, figures, days off
help-show-outbox = Show what was not accepted yet
help-send-now = Send now, without waiting for the next try
help-edit-again = Put the text back into the editor
help-copy-id = Copy the ticket’s id
help-copy-text = Copy the text of the ticket
help-save-file = Save a file that came with the ticket
help-refresh = Ask the backend now, and read files again
help-palette = Find a command by its name
help-help = Show this help
help-dismiss-notice = Put the notice away
help-acknowledge-alarms = Silence the alarms: you heard them (no ticket changes)
help-snooze-alarms = Snooze the alarms, until the next threshold at the longest
help-suspend = Suspend vigie (fg brings it back)
help-redraw = Draw the screen anew
help-quit = Quit
help-choose = Take the marked answer
help-cancel = Cancel

## Notices

level-info = Note
level-warning = Attention
level-error = Alarm
notice-more = { $count } more
notice-delivered = { $ticket }: { $deed } accepted
notice-delivered-in-part = { $ticket }: the text was accepted, but { $deed } is not complete: { $why }
notice-taken-by = { $ticket }: { $deed } was faster and has it now.
notice-lacking = { $backend }: { $why }
notice-no-files = { $ticket }: no file came with it, or it was not read yet.
notice-file-saved = Saved as { $path }
notice-file-not-saved = { $name } was not saved: { $why }
notice-rule-says-no = { $ticket }: no { $deed }: { $why }
notice-backend-says-no = { $ticket }: { $deed } refused: { $why } The text is kept in the outbox.
notice-held = { $ticket }: { $deed } held, the thread moved. Read it, then send or edit from the outbox.
notice-not-recorded = { $ticket }: { $deed } could not be saved, so nothing was sent. { $why }
notice-store-failed = Nothing is saved on this machine: keep vigie running. { $why }
notice-unreadable = Not sent, since this version of vigie cannot read them: { $rows }. They are kept; a newer one may.
notice-store-works = This machine saves again: everything you wrote is on disk.
notice-draft-not-kept = { $ticket }: your draft is not on disk yet; it is tried again. { $why }
notice-outbox-resumed = { $actions ->
    [one] { $actions } action of an earlier run is on its way again.
   *[other] { $actions } actions of an earlier run are on their way again.
}
notice-thread-moved = { $ticket }: something happened meanwhile. Look; send again to send all the same.
notice-draft-kept = { $ticket }: the text is kept. Respond again to go on with it.
notice-form-kept = { $ticket }: what you filled in is kept. Open the form again to go on with it.
notice-drafts-restored = { $drafts ->
    [one] One draft of last time is there again, marked ✎.
   *[other] { $drafts } drafts of last time are there again, marked ✎.
}
notice-draft-reopened = { $ticket }: your draft, as you left it.
notice-draft-discarded = { $ticket }: the text was thrown away.
notice-no-ticket = No ticket is marked.
notice-nothing-new = Nothing is new on it.
notice-nothing-in-bulk = Nothing was done to several tickets yet. v marks one, * marks all that are listed.
notice-marks-gone = { $count ->
    [one] { $count } marked ticket left the queue, and its mark with it.
   *[other] { $count } marked tickets left the queue, and their marks with them.
}
notice-bulk-done = { $deed }: { $done } done, { $not } not. B shows each of them.
notice-news-not-read = { $ticket }: what is new is still being read. Nothing was sent.
notice-more-is-new = { $ticket }: still more came in just now. Read it, then decide again.
notice-not-confirmed = That is not { $ticket }: nothing was sent.
notice-unresolved = { $name } is not filled in: nothing was sent. The cursor stands on it.
notice-nothing-to-take-back = Nothing can be taken back: all that you sent has gone.
notice-nobody-here = { $backend } does not know you as a technical manager: nothing can be done there.
notice-no-managers-yet = { $backend } has not told yet who works at the desk.
notice-paste-ignored = Pasted text is never a command. Open a text field first.
notice-text-too-long = The text is too long: at most { $most } bytes (an accented letter counts for 2).
notice-token-refused = { $backend } refuses the token: it is unknown, expired or revoked.
notice-backend-failed = { $backend }: { $why }
notice-tickets-unreadable = { $count ->
    [one] { $backend }: what it answers about { $first } cannot be read; what is shown of it may be old
   *[other] { $backend }: what it answers about { $first } and { $others } more cannot be read; what is shown of them may be old
}
notice-started-over = { $backend } started anew: everything is read again.
notice-detail-failed = { $ticket }: { $why }
notice-critical-arrived = { $count ->
    [one] New critical ticket: { $first }
   *[other] { $count } new critical tickets, first { $first }
}
notice-at-risk = { $count ->
    [one] { $first } is at risk.
   *[other] { $count } tickets are at risk, first { $first }.
}
notice-nearly-due = { $count ->
    [one] { $first } is due within minutes.
   *[other] { $count } tickets are due within minutes, first { $first }.
}
notice-breached = { $count ->
    [one] { $first } is breached.
   *[other] { $count } tickets are breached, first { $first }.
}
notice-overdue = { $count ->
    [one] { $first }: what we promised ourselves is overdue.
   *[other] { $count } updates or promises are overdue, first { $first }.
}
notice-while-away = While nobody looked: { $arrived } new, { $breached } breached, { $at-risk } at risk.
notice-still-on-its-way = { $ticket }: { $deed } is on its way and cannot be changed now.
notice-perhaps-taken = { $ticket }: the answer to { $deed } was lost, so an earlier try may have been taken: ask again (s) before changing it.
notice-changed-in-doubt = { $ticket }: an earlier try of { $deed } may be there. Then other words are refused, never doubled; look before writing it elsewhere.
notice-said-besides = { $ticket }: { $deed } is there in the words sent before. These are a new draft, which goes besides if you send it.
notice-words-as-note = { $ticket } is no longer there: what was typed is kept as a note.
notice-another-store = { $backend } has another store than before: { $actions } unsent for the old one stay on this machine.
notice-no-customers-of-mine = You are nobody’s dedicated manager here: all customers are shown.
notice-copied = Copied.
notice-copy-failed = It could not be copied: { $why }
notice-editor-failed = The editor failed: { $why } Your text is as it was.
notice-asked = { $backends ->
    [one] Asked the backend.
   *[other] Asked { $backends } backends.
}
notice-nothing-urgent = Nothing is owed.

## Why not

refusal-ticket-moved = something happened on it since you looked.
refusal-empty-text = the text is empty.
refusal-no-qualified-response = no qualified response was given yet.
refusal-no-public-message = the customer has no answer from us to wait on.
refusal-wrong-status = it is { $status }.
refusal-already-theirs = it is theirs already.
refusal-already-acknowledged = it was acknowledged already.
refusal-unknown-manager = there is no manager { $manager }.
refused-taken-by = { $name } has it already.
refused-not-offered = this backend cannot do it.
refusal-unknown-contact = there is no contact { $contact }.
refusal-not-yet-happened = it has not happened yet.
refusal-promise-in-the-past = a promise is for a time to come.
refusal-no-such-promise = there is no such open promise.
refusal-same-severity = it has that severity already.
refusal-already-escalated = it is escalated already.
refusal-not-escalated = it is not escalated.
refusal-not-handed-over = nothing was handed over to you.
refusal-too-many-contacts = a customer names at most { $limit } contacts: choose whose place is taken.
refusal-contact-exists = there is a contact { $contact } already.
refusal-nobody-unknown = everybody who wrote is known.
refusal-nothing-breached = no first response of it was late.
refusal-contract-dates = the contract ends before it starts.
refusal-not-mergeable = only two live tickets of one customer can be merged.
refusal-files-a-ticket = a new ticket is filed by itself.
refused-not-allowed = your token does not allow it.
refused-in-other-words = the words sent before are there, and not these.
refused-ticket-not-found = the backend does not know this ticket.
refused-other = { $title } ({ $code }).
failure-unreachable = it cannot be reached.
failure-answer-lost = its answer was lost on the way.
failure-not-allowed = the token is unknown, expired or revoked.
failure-forbidden = your token does not allow it.
failure-not-found = it is not there.
failure-cursor-unknown = it started anew.
failure-too-many-requests = it asks us to wait.
failure-server-fault = { $status ->
    [507] its disk is full; whoever runs it must make room.
   *[other] it failed ({ $status }).
}
failure-unintelligible = its answer cannot be understood ({ $what }).

# What a backend cannot do, and why.
lack-interim = no field of replies tells it apart (map.response)
lack-waiting = no status of its life cycle means waiting for the customer (map.status)
lack-files = it keeps no files beside messages
lack-voiding = no status of its life cycle means void (map.status)
lack-filing = vigie does not file tickets there yet: use its own pages
lack-contracts = contacts and contracts are those of vigie’s configuration (backend.customer)
lack-steps = no field holds the step of a signature request (map.signature.step)
lack-place = the field of the step has no value for it
## What is wrong with the disk

trouble-there = { $place }: { $fault }
trouble-full = the disk is full, or a size limit is reached; make room.
trouble-read-only = it is read-only; make it writable.
trouble-not-allowed = you may not write there; check who owns it.
trouble-no-directory = a part of this path is no directory; move that file away.
trouble-damaged = the file is damaged and was left as it is; move it away, and keep it.
trouble-newer = a later version of vigie wrote it, and it was left as it is; update vigie.
trouble-busy = another program holds it; close that one.
