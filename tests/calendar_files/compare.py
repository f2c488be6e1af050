"""Compares what vigie reads in calendar files with an independent reader.

    python3 -m venv VENV && VENV/bin/pip install recurring-ical-events
    cargo build && VENV/bin/python tests/calendar_files/compare.py target/debug/vigie [HOW_MANY [SEED]]

Makes HOW_MANY files at random (seed SEED), reads each with `vigie calendar events --json` and with
`recurring-ical-events` (on `icalendar` and `dateutil`), and prints every difference. Ends with 1 if there is one.

Where the other reader does not follow RFC 5545, or follows it and vigie says why it does not, the expectation is
corrected here, each with its reason:

- STATUS:CANCELLED: the other reader hands out what was cancelled.
- DURATION: hours, minutes and seconds pass on the clock (3.3.6); the other reader adds them to the wall clock.
- COUNT: the start counts as the first occurrence (3.3.10), also where the rule would not have it; the other one
  counts only what the rule has. Files whose start does not fit its rule are made without COUNT.
"""

import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "UTC"]
NAMED = {"Europe/Paris": ["Europe/Paris", '"Romance Standard Time"'], "Asia/Tokyo": ["Asia/Tokyo", "Tokyo Standard Time"]}
FROM, TO = dt.date(2026, 1, 1), dt.date(2028, 12, 31)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
UTC = dt.timezone.utc


class Maker:
    """Makes one file."""

    def __init__(self, seed):
        self.rnd = random.Random(seed)
        self.zone = self.rnd.choice(ZONES)
        self.days = self.rnd.random() < 0.4
        self.lines = []

    def tz(self):
        return ZoneInfo(self.zone)

    def written(self, name, at, parameters=""):
        """A property with a date or a time, in one of the ways in which it can be written."""
        if self.days:
            return f"{name};VALUE=DATE{parameters}:{at:%Y%m%d}"
        if self.zone == "UTC":
            return f"{name}{parameters}:{at:%Y%m%dT%H%M%S}Z"
        tzid = self.rnd.choice(NAMED.get(self.zone, [self.zone]))
        return f"{name};TZID={tzid}{parameters}:{at:%Y%m%dT%H%M%S}"

    def rule(self, start, fits):
        rnd = self.rnd
        freq = rnd.choice(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "WEEKLY"])
        parts = [f"FREQ={freq}"]
        if rnd.random() < 0.5:
            parts.append(f"INTERVAL={rnd.randint(1, 4)}")
        days = sorted(rnd.sample(WEEKDAYS, rnd.randint(1, 3)))
        monthdays = rnd.sample([1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -5, -31], rnd.randint(1, 3))
        months = sorted(rnd.sample(range(1, 13), rnd.randint(1, 3)))
        choice = rnd.random()
        limits = False
        if fits or choice < 0.25:
            if not fits and freq in ("DAILY", "WEEKLY"):
                parts.append("BYMONTH=" + ",".join(map(str, months)))
        elif freq == "WEEKLY":
            parts.append("BYDAY=" + ",".join(days))
            limits = True
        elif freq == "DAILY":
            parts.append("BYDAY=" + ",".join(days))
            if rnd.random() < 0.3:
                parts.append("BYMONTHDAY=" + ",".join(map(str, monthdays)))
        elif freq == "MONTHLY":
            if choice < 0.5:
                parts.append("BYMONTHDAY=" + ",".join(map(str, monthdays)))
            elif choice < 0.75:
                numbered = [f"{rnd.choice([1, 2, 3, 4, 5, -1, -2])}{day}" for day in days]
                parts.append("BYDAY=" + ",".join(numbered))
            else:
                parts.append("BYDAY=" + ",".join(days))
                limits = True
            if rnd.random() < 0.2:
                parts.append("BYMONTH=" + ",".join(map(str, months)))
        elif choice < 0.5:
            parts.append("BYMONTH=" + ",".join(map(str, months)))
            numbered = [f"{rnd.choice([1, 2, 4, -1])}{day}" for day in days]
            parts.append("BYDAY=" + ",".join(numbered))
            limits = True
        elif choice < 0.6:
            parts.append("BYYEARDAY=" + ",".join(map(str, rnd.sample([1, 59, 60, 100, 200, 366, -1, -366], 3))))
        elif choice < 0.7:
            parts.append("BYWEEKNO=" + ",".join(map(str, rnd.sample([1, 2, 20, 52, 53, -1], 2))))
            parts.append("BYDAY=" + ",".join(days))
        elif choice < 0.8:
            numbered = [f"{rnd.choice([1, 20, 53, -1, -10])}{day}" for day in days]
            parts.append("BYDAY=" + ",".join(numbered))
        else:
            parts.append("BYMONTHDAY=" + ",".join(map(str, monthdays)))
            parts.append("BYMONTH=" + ",".join(map(str, months)))
            limits = True
        if limits and rnd.random() < 0.4:
            parts.append(f"BYSETPOS={rnd.choice([1, 2, -1, '1,-1'])}")
        if not self.days and freq in ("DAILY", "WEEKLY") and not fits and rnd.random() < 0.2:
            parts.append("BYHOUR=" + ",".join(map(str, sorted(rnd.sample([0, 2, 3, 9, 18, 23], 2)))))
        if rnd.random() < 0.3:
            parts.append("WKST=" + rnd.choice(WEEKDAYS))
        end = rnd.random()
        if end < 0.3:
            until = start + dt.timedelta(days=rnd.randint(30, 900))
            if self.days:
                parts.append(f"UNTIL={until:%Y%m%d}")
            else:
                until = until.replace(tzinfo=self.tz()).astimezone(UTC)
                parts.append(f"UNTIL={until:%Y%m%dT%H%M%S}Z")
        elif end < 0.6 and fits:
            parts.append(f"COUNT={rnd.randint(2, 40)}")
        return ";".join(parts)

    def event(self, number):
        rnd = self.rnd
        start = dt.datetime(2025, 1, 1) + dt.timedelta(days=rnd.randint(0, 900), hours=rnd.choice([0, 1, 2, 3, 9, 18]), minutes=rnd.choice([0, 30]))
        if rnd.random() < 0.1:
            start = start.replace(year=2024, month=2, day=29)
        if self.days:
            start = start.replace(hour=0, minute=0)
        uid = f"{number}@x"
        body = [f"UID:{uid}", f"SUMMARY:P{number}", self.written("DTSTART", start)]
        length = dt.timedelta(days=rnd.randint(1, 7)) if self.days else dt.timedelta(hours=rnd.choice([1, 8, 24, 168]))
        how = rnd.random()
        if how < 0.6:
            body.append(self.written("DTEND", start + length))
        elif how < 0.8:
            body.append(f"DURATION:P{max(1, length.days)}D")
        elif not self.days:
            body.append(f"DURATION:PT{int(length.total_seconds()) // 3600}H")
        fits = rnd.random() < 0.4 and start.day <= 28
        rules = [self.rule(start, fits) for _ in range(rnd.choice([0, 1, 1, 1, 1, 2]))]
        body += [f"RRULE:{rule}" for rule in rules]
        if rnd.random() < 0.3:
            for _ in range(rnd.randint(1, 2)):
                extra = start + dt.timedelta(days=rnd.randint(10, 700))
                if not self.days and rnd.random() < 0.4:
                    utc = extra.replace(tzinfo=self.tz()).astimezone(UTC)
                    end = rnd.choice([f"PT{rnd.randint(1, 9)}H", f"{utc + dt.timedelta(hours=3):%Y%m%dT%H%M%S}Z"])
                    body.append(f"RDATE;VALUE=PERIOD:{utc:%Y%m%dT%H%M%S}Z/{end}")
                else:
                    body.append(self.written("RDATE", extra))
        events = [body]
        shown = self.occurrences(body)
        if shown and rules and rnd.random() < 0.5:
            for at in rnd.sample(shown, min(len(shown), rnd.randint(1, 3))):
                if rnd.random() < 0.3 and not self.days:
                    body.append(f"EXDATE;VALUE=DATE:{at:%Y%m%d}")
                else:
                    body.append(self.written("EXDATE", at))
        # Two faults of the other reader are kept out: it takes 18:00 on the wall clock for 18:00 UTC where it looks for the
        # occurrence that was changed, and it keeps a changed one whose day was taken out with EXDATE;VALUE=DATE.
        out = {line[-8:] for line in body if line.startswith("EXDATE;VALUE=DATE:") and not self.days}
        shown = [at for at in shown if f"{at:%Y%m%d}" not in out]
        if shown and rules and "BYHOUR" not in "".join(rules) and rnd.random() < 0.6:
            for place, at in enumerate(rnd.sample(shown, min(len(shown), rnd.randint(1, 3)))):
                moved = at + dt.timedelta(days=rnd.randint(-3, 3), hours=0 if self.days else rnd.randint(-2, 2))
                future = place == 0 and rnd.random() < 0.3
                kind = ";RANGE=THISANDFUTURE" if future else ""
                changed = [f"UID:{uid}", f"SUMMARY:Q{number}.{place}", self.written("RECURRENCE-ID", at, kind)]
                changed.append(self.written("DTSTART", moved))
                changed.append(self.written("DTEND", moved + length))
                if not future and rnd.random() < 0.3:
                    changed.append("STATUS:CANCELLED")
                if rnd.random() < 0.2 and not future:
                    older = [line.replace("SUMMARY:Q", "SUMMARY:OLD") for line in changed if not line.startswith("STATUS")]
                    events.append(older + ["SEQUENCE:1"])
                    changed.append("SEQUENCE:2")
                events.append(changed)
        rnd.shuffle(events)
        return events

    def occurrences(self, body):
        """Starts of the series on its wall clock, to have some to change."""
        text = wrapped([body])
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
        starts = {event["DTSTART"].dt for event in found}
        if self.days:
            starts = [dt.datetime.combine(start, dt.time()) for start in starts if type(start) is dt.date]
        else:
            zoned = [start.astimezone(self.tz()) for start in starts]
            # One that no wall clock shows cannot be named on it.
            zoned = [start for start in zoned if start.astimezone(UTC).astimezone(self.tz()).replace(tzinfo=None) == start.replace(tzinfo=None)]
            starts = [start.replace(tzinfo=None) for start in zoned if not start.fold]
        return sorted(starts)

    def file(self):
        events = [event for number in range(self.rnd.randint(1, 3)) for event in self.event(number)]
        self.rnd.shuffle(events)
        text = wrapped(events)
        if self.rnd.random() < 0.2:
            half = len(events) // 2 or 1
            text = wrapped(events[:half]) + wrapped(events[half:]) if half < len(events) else text
        return text


def wrapped(events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def other_reader(text):
    """What the independent reader finds, corrected as the head of this file says."""
    calendars = icalendar.Calendar.from_ical(text, multiple=True)
    whole = calendars[0]
    for other in calendars[1:]:
        whole.subcomponents += other.subcomponents
    found = []
    lengths = exact_lengths(text)
    # Some days on each side: the edges are compared by vigie's rule below.
    for event in recurring_ical_events.of(whole).between(FROM - dt.timedelta(days=10), TO + dt.timedelta(days=10)):
        if str(event.get("STATUS", "")) == "CANCELLED":
            continue
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        title = str(event["SUMMARY"])
        if not isinstance(start, dt.datetime):
            last = max(start, end - dt.timedelta(days=1))
            if start <= TO and last >= FROM:
                found.append([title, str(start), str(last)])
            continue
        begin, finish = start.astimezone(UTC), end.astimezone(UTC)
        lasted = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        if lengths.get(title) == lasted:
            finish = begin + lasted
        if begin.date() <= TO and finish.date() >= FROM:
            found.append([title, f"{begin:%Y-%m-%dT%H:%M:%SZ}", f"{finish:%Y-%m-%dT%H:%M:%SZ}"])
    return sorted(found)


def exact_lengths(text):
    """The lengths that a file says in hours, by the name of their series."""
    lengths, name = {}, ""
    for line in text.split("\r\n"):
        if line.startswith("SUMMARY:"):
            name = line.removeprefix("SUMMARY:")
        if line.startswith("DURATION:PT"):
            lengths[name] = dt.timedelta(hours=int(line.removeprefix("DURATION:PT").removesuffix("H")))
    return lengths


def ours(program, path):
    command = [program, "calendar", "events", str(path), "--zone", "UTC", "--json", "--from", str(FROM.year), "--to", str(TO.year)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        return run.stderr.strip()
    return sorted([event["title"], event["from"], event["to"]] for event in json.loads(run.stdout))


def main():
    program = sys.argv[1]
    how_many = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    read, different, events, refused = 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as directory:
        for number in range(how_many):
            text = Maker(f"{seed}/{number}").file()
            path = Path(directory, f"{number}.ics")
            path.write_bytes(text.encode())
            expected, found = other_reader(text), ours(program, path)
            if isinstance(found, str) or expected != found:
                different += 1
                print(f"--- seed {seed}, file {number}\n{text}")
                if isinstance(found, str):
                    refused += 1
                    print(f"refused: {found}")
                else:
                    print("only the other reader:", [one for one in expected if one not in found])
                    print("only vigie:", [one for one in found if one not in expected])
            read += 1
            events += len(expected)
    print(f"{read} files, {events} occurrences, {different} files different ({refused} of them refused)")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
