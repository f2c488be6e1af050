# Signature requests: their way, what was advised, and why the rules say no.

move-pass-gate = databases checked
move-hand-to-specialists = handed to the specialists
move-return = sent back
move-reject = rejected
move-publish = published
move-inform = customer informed
move-verify = verified by the customer
deed-advise = interim advice
deed-lift-advice = advice taken back

way-returned = sent back
way-rejected = rejected: the databases stay as they are

advice-exclusion = exclusion
advice-isolation = isolation
weight-usual = usual
weight-critical = business-critical

gap-sha256 = SHA-256 of the object
gap-detection = name of the detection
gap-product = product and its version
gap-component = component that detects or should
gap-bases = version and release time of the databases
gap-rescan = time and result of a new scan
gap-origin = where the object comes from
gap-purpose = what the object is there for
gap-impact = application that is hit
gap-machines = number of machines
gap-container = where the specialists can fetch it

ticket-step-due = step objective { $due }
ticket-advice-due = take back { $due }: { $what }

timeline-gate = databases checked: { $version } are the latest
timeline-published = published with databases { $version }
timeline-step-set = step set by hand: { $step }
timeline-advised = { $kind } advised until { $until }: { $what }
timeline-advice-lifted = { $kind } taken back
told-sent = the customer was told
told-skipped = the customer was not told: { $why }
told-left-to-desk = the desk owes the customer the news

refusal-no-signature-request = it is no signature request.
refusal-wrong-step = it stands at “{ $step }”, where that is not done.
refusal-request-rejected = it was rejected: its way ends there.
refusal-old-databases = the databases in use are { $old }, the latest are { $latest }: ask to update and scan again.
refusal-latest-databases-unknown = no databases were recorded there, so nobody knows the latest.
refusal-unknown-databases = no databases { $version } were recorded there.
refusal-no-reason = say what the customer is told, or why nothing.
refusal-not-for-specialists = that is for the desk to do, not for the specialists.
refusal-advice-in-the-past = an advice ends in a time to come.
refusal-no-such-advice = no such advice is open.
refusal-advice-open = the customer has not taken back what was advised.

step-received-short = received
step-gate-short = databases
step-specialists-short = specialists
step-publication-short = published
step-informed-short = informed
step-verified-short = verified

fact-step = Step
fact-step-objective = { $told }; objective { $due }
fact-fixed-by = Fixed by
fact-notice = Customer
fact-untold = to be told what was decided ({ $at })
fact-advice = Advised
fact-advice-until = to be taken back { $at }
fact-proposal = Severity
fact-proposes-critical = 1 proposed by what is at stake: a manager decides
fact-covered = Fixed already
fact-covered-by = by databases { $version }: the customer only has to update
fact-same-object = Same object
fact-machines =
    { $count ->
        [one] { $count } machine
       *[other] { $count } machines
    }
fact-origin = Origin
fact-purpose = Purpose
fact-container = Container
fact-gaps = Missing
fact-unreadable = “{ $text }”: cannot be read as one

choice-next-step = { $ticket }: what is done next?
next-gate = Databases checked
next-gate-why = scanned with the latest ones: the same was seen
next-update = Ask to update and rescan
next-update-why = qualified response: asks for all that is missing
next-specialists = Hand to the specialists
next-specialists-why = they examine it with priority
next-return = Send back
next-return-why = more data is needed, or the fix did not hold
next-reject = Reject
next-reject-why = nothing is to be changed: the databases stay
next-publish = Published
next-publish-why = fixed by these; moves all about the same object
next-inform = Customer informed
next-inform-why = the fix is published, the customer knows
next-verify = Verified by the customer
next-verify-why = the fix works for them
next-advise = Interim advice
next-advise-why = exclude or isolate until the fix; reminds you
next-end-exclusion = Exclusion taken back
next-end-isolation = Isolation taken back
next-lift-why = the customer has undone what was advised
next-raise = Raise to severity 1
next-raise-why = proposed by what is at stake; you decide
notice-nothing-next = { $ticket }: there is no next step for you.
notice-no-hash = { $ticket }: no SHA-256 is known.

form-lift-advice = Advice taken back
form-bases = Databases
form-latest = Latest out
form-rescan = Scanned again
form-told-en = Tell (en)
form-told-fr = Tell (fr)
form-untold = Or why not
form-advice-kind = Advice
form-advice = What exactly
form-letter-too = you changed the letter: clear it, or this
form-untold-means = The customer is told nothing: the reason is recorded instead of the letter.
form-unresolved = fill in the {"{{"}…{"}}"}
form-latest-bases = Latest databases: { $version }, released { $at }
form-latest-stated = Nobody tells vigie here which databases are the latest: you say it.
form-untold-interim = Nothing is told with it: no field of replies tells an interim word from an answer, and the clock would stop.
form-filled-later = In the letter: { $list }
form-moves = Also moves { $tickets }. Each customer reads it in their language; you see every letter before anything is sent.
bulk-will-tell = will be told in { $language }
bulk-will-untold = will not be told
queue-signatures = signature requests only

do-next-step = step
help-next-step = Take a signature request to its next step
do-toggle-signatures = signatures
help-toggle-signatures = List only signature requests, or everything again
do-copy-hash = copy hash
help-copy-hash = Copy the SHA-256 of a signature request

export-not-found = { $ticket }: no backend has it, or it is not for you.
export-on-several = { $ticket }: several backends have a ticket of that name ({ $backends }). Say which one: --backend NAME.
export-verdict = First response
export-customer = Customer
export-steps = Steps
export-told = What the customer was told
export-not-told = the customer was not told
export-application = Application
export-weight = Weight
export-machines = Machines
refusal-fixed-by-what-showed-it = the detection was shown with the databases { $version }: they cannot be the ones that put it right.
refusal-fix-older-than-detection = the databases { $version } are older than { $seen }, with which the detection was shown.
refusal-letter-names-other = the letter speaks of the databases { $named }, and the step of { $stated }: make them say the same.
refusal-advice-against-verdict = the object is said to be harmful: it cannot be excluded from scanning. Advise isolation.
