# `vigie due`: when is a response due?

due-promise-around-the-clock = Severity { $severity } { $name }: a qualified response within { $length }, day and night.
due-promise-business-hours = Severity { $severity } { $name }: a qualified response within { $length } of business time.
due-severity-1 = Critical
due-severity-2 = High
due-severity-3 = Medium
due-severity-4 = Low

due-label-filed = Filed
due-label-due = Due
due-label-left = Left
due-label-counted = Counted
due-label-calendar = Calendar
due-zone = (desk, { $zone })
due-zone-reader = (you, { $zone })

due-left-around-the-clock = { $length }
due-left-business-hours = { $length } of business time
due-left-shut = out of hours until { $opening }
due-late = LATE by { $length }
due-never = never: the calendar does not open for long enough
due-counted-always = every minute from filing to due
due-counted-more = … and { $count } more windows
due-phone = Filed out of hours: the customer must phone as well.

due-calendar-built-in = { $name }, assumed until you confirm it (tzdata { $tzdata })
due-calendar-file = { $name } (tzdata { $tzdata })

due-instant = { $weekday } { $day } { $month } { $time } { $zone }
due-instant-year = { $weekday } { $day } { $month } { $year } { $time } { $zone }
due-date = { $weekday } { $day } { $month }
due-weekday-1 = Mon
due-weekday-2 = Tue
due-weekday-3 = Wed
due-weekday-4 = Thu
due-weekday-5 = Fri
due-weekday-6 = Sat
due-weekday-7 = Sun
due-month-1 = Jan
due-month-2 = Feb
due-month-3 = Mar
due-month-4 = Apr
due-month-5 = May
due-month-6 = Jun
due-month-7 = Jul
due-month-8 = Aug
due-month-9 = Sep
due-month-10 = Oct
due-month-11 = Nov
due-month-12 = Dec
due-day = { $day }

due-length-days = { $count } d
due-length-hours = { $count } h
due-length-minutes = { $count } min
due-length-seconds = { $count } s

due-error-unknown-calendar = there is no calendar named “{ $name }”; known are { $known }, or give the path of a TOML or JSON file
due-error-unknown-calendar-suggest = there is no calendar named “{ $name }”; did you mean “{ $nearest }”?
due-error-unreadable = cannot read the calendar { $path }: { $why }
due-error-calendar = the calendar { $name } cannot be used: { $why }
due-error-zone = tz: “{ $zone }” is no IANA time zone
due-error-zone-suggest = tz: “{ $zone }” is no IANA time zone; did you mean “{ $nearest }”?
due-error-window = { $key }: the window opens at { $open } and closes at { $close }, but it must close after it opens
due-error-closing = { $key }: the closing is from { $from } to { $to }, but it must not end before it starts
due-error-never-opens = it never opens, so no target in business hours could ever be met
due-vain-special-holiday = { $date } has special hours and is among the holidays; say one of the two
due-vain-special-closing = { $date } has special hours and lies in { $closing }; say one of the two
due-vain-holiday-twice = { $date } is among the holidays already
due-vain-closing = the closing lies in { $closing }, which is closed anyway
due-vain-rule-twice = { $code } is named already
due-vain-rule = all public holidays of { $code } are among those of { $within }
