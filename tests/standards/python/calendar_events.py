"""Reads an iCalendar file with `icalendar` and prints its events as JSON.

python calendar_events.py FILE
"""

import datetime
import json
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    data = file.read()
calendar = icalendar.Calendar.from_ical(data)
assert not calendar.errors, calendar.errors
assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
# It writes what it has read; the lines themselves are held against the standard.
lines = data.split(b"\r\n")
assert lines.pop() == b"", "the last line has an end"
for line in lines:
    assert b"\n" not in line and b"\r" not in line, line
    assert len(line) <= 75, line
    line.decode("utf-8")


def text(event, name):
    value = event.get(name)
    return None if value is None else str(value)


def day(event, name):
    value = event.get(name)
    if value is None:
        return None
    assert value.params.get("VALUE") == "DATE" and type(value.dt) is datetime.date, name
    return value.dt.isoformat()


events = []
for event in calendar.walk("VEVENT"):
    assert not event.errors, event.errors
    stamp = event["DTSTAMP"].dt
    assert stamp.tzinfo is not None and stamp.utcoffset() == datetime.timedelta(0)
    categories = event.get("CATEGORIES")
    events.append(
        {
            "uid": text(event, "UID"),
            "stamp": stamp.date().isoformat(),
            "start": day(event, "DTSTART"),
            "end": day(event, "DTEND"),
            "summary": text(event, "SUMMARY"),
            "description": text(event, "DESCRIPTION"),
            "location": text(event, "LOCATION"),
            "url": text(event, "URL"),
            "status": text(event, "STATUS"),
            "categories": [] if categories is None else [str(word) for word in categories.cats],
        }
    )
json.dump({"name": text(calendar, "NAME"), "events": events}, sys.stdout)
