# Who is on call, and what matters on weekends and holidays.

status-on-call-short = on call { $name }
status-on-call-until = { $on-call } until { $until }
status-on-call-next = { $on-call } until { $until }, then { $next }
status-nobody = nobody
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
ics-syntax = this is not RFC 5545 ({ $message })
ics-no-start = the event has no DTSTART
ics-bad-time = “{ $value }” is no date and no time
ics-unknown-zone = “{ $zone }” is no IANA time zone; write TZID as Europe/Paris
ics-bad-rule = the rule { $rule } cannot be followed: { $message }
ics-too-many = the events come more than { $most } times
ics-timed = { $count ->
    [one] One event has a time of day and was left out: only whole days close a calendar.
   *[other] { $count } events have a time of day and were left out: only whole days close a calendar.
}
do-show-watch = weekends and holidays
help-show-watch = Who is on call, which calls are owed, who is closed and until when, the next holidays
