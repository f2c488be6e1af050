# Who is on call, and what matters on weekends and holidays.

status-on-call-short = on call { $name }
status-on-call-until = { $on-call } until { $until }
status-on-call-next = { $on-call } until { $until }, then { $next }
status-nobody = nobody
status-on-call-at-least = { $on-call } at least until { $until }
status-on-call-no-end = { $on-call }, no end
status-rota-broken = { $rota } unreadable
watch-rota-broken = cannot be read: { $why }. Mend the file; it is read again by itself within a minute.
rota-broken = The rota { $rota } cannot be read, and counts for nothing: { $why }
status-closed-short = CLOSED → { $until }
status-open-short = open → { $until }
status-weekend-short = ☾ WEEKEND → { $until }
status-holiday-short = ☾ HOLIDAY → { $until }

pane-watch = Weekends and public holidays
watch-on-call = On call
watch-calls = { $count ->
    [one] One call required and not logged yet
   *[other] { $count } calls required and not logged yet
}
watch-no-calls = No request waits for a call.
watch-call = commitment { $at }
watch-customers = Customers
watch-shut-until = { $why }, opens { $until }
watch-next-off = next day off { $day }, { $name }
shut-overnight = closed
shut-weekend = weekend
shut-closing = company closing
queue-shut = { $calls ->
    [0] { $why } ({ $key })
   *[other] { $why } ☎{ $calls } ({ $key })
}

ics-too-large = the file is larger than { $most } MiB
ics-no-calendar = this is no calendar file: BEGIN:VCALENDAR is missing
ics-unbalanced = { $name } begins and ends in the wrong place
ics-syntax = “{ $text }” is no line of RFC 5545: NAME:VALUE
ics-not-utf8 = the line is not UTF-8; save the file as UTF-8
ics-bad-value = { $property } cannot be “{ $value }”
ics-repeated = { $property } stands twice in one event
ics-clash = { $one } and { $other } do not fit together in one event
ics-ambiguous = “{ $uid }” is written twice (see line { $line }), each time otherwise, and neither is newer by SEQUENCE or DTSTAMP
ics-years = --from { $from } is after --to { $to }
ics-no-start = the event has no DTSTART
ics-bad-time = “{ $value }” is no date and no time
ics-unknown-zone = “{ $zone }” is no IANA time zone, none of Windows, and the file does not define it; write TZID as Europe/Paris
ics-bad-rule = the rule { $rule } cannot be followed: { $message }
ics-too-many = the events come more than { $most } times, or it takes too long to find them: narrow the rule (UNTIL, COUNT, a longer FREQ)
ics-timed = { $count ->
    [one] One event has a time of day and was left out: only whole days close a calendar.
   *[other] { $count } events have a time of day and were left out: only whole days close a calendar.
}
do-show-watch = weekends and holidays
help-show-watch = Who is on call, which calls are owed, who is closed and until when, the next holidays

notice-files-read = Keys, templates, rotas and theme were read again; the rest of the configuration counts from the next start.
notice-files-refused = { $why }{ $more ->
    [0] {""}
    [one] {" "}(and one more)
   *[other] {" "}(and { $more } more)
}. What was there before stays.
