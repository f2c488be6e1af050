#!/usr/bin/env python3
"""Writes the table against which the clock's reading of zones is compared (tests/data/zones.txt).

Another reader (Python's zoneinfo) of another package of the same release (PyPI's tzdata), so that neither a mistake of
ours nor one of our package stays unseen. Run after the zones that come with the program were renewed:

    python3 -m venv /tmp/zones && /tmp/zones/bin/pip install tzdata==2026.6
    PYTHONTZPATH= /tmp/zones/bin/python tests/zones/transitions.py > tests/data/zones.txt

Each line is a zone, an instant (UTC), and the offset in seconds and the abbreviation from there on. The first line of
a zone's years says what held before.
"""

import datetime as dt
import zoneinfo
from importlib import resources

UTC = dt.timezone.utc
# Zones whose laws changed since 2025b, and those that are odd in some way.
ZONES = """Africa/Casablanca Africa/El_Aaiun America/Edmonton America/Havana America/Inuvik America/Tijuana
America/Vancouver America/Winnipeg Europe/Chisinau Europe/Dublin America/Yellowknife America/Rainy_River
Canada/Pacific Canada/Mountain Canada/Central Cuba Europe/Tiraspol Eire CST6CDT EST5EDT MST7MDT PST8PDT
Africa/Cairo America/Santiago America/Sao_Paulo America/St_Johns America/Nuuk Antarctica/Troll Asia/Gaza Asia/Hebron
Asia/Kathmandu Asia/Tehran Asia/Tokyo Australia/Lord_Howe Europe/Paris Pacific/Apia Pacific/Chatham Pacific/Kiritimati
America/Asuncion America/Mexico_City Asia/Beirut Africa/Monrovia Europe/Amsterdam America/Juneau Asia/Manila""".split()
YEARS = [(1844, 1920), (1944, 1948), (1993, 1996), (2006, 2012), (2022, 2034), (2036, 2040), (2086, 2090), (2099, 2104), (2399, 2402)]


def at(zone, second):
    there = dt.datetime.fromtimestamp(second, UTC).astimezone(zone)
    return int(there.utcoffset().total_seconds()), there.tzname()


def seconds(year):
    return int(dt.datetime(year, 1, 1, tzinfo=UTC).timestamp())


def line(name, second, held):
    stamp = dt.datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    print(name, stamp, held[0], held[1])


version = (resources.files("tzdata") / "zoneinfo/tzdata.zi").read_text().splitlines()[0].split()[-1]
print("#", version)
for name in ZONES:
    zone = zoneinfo.ZoneInfo(name)
    for begin, end in YEARS:
        known, end = seconds(begin), seconds(end)
        held = at(zone, known)
        line(name, known, held)
        while known < end:
            after = min(known + 43_200, end)
            if at(zone, after) != held:
                low, high = known, after
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if at(zone, middle) == held else (low, middle)
                after, held = high, at(zone, high)
                line(name, after, held)
            known = after
