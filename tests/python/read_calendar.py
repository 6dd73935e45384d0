# Reads a calendar file with an independent parser and prints what it says.
import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
[event] = calendar.walk("VEVENT")
alarms = [str(alarm["TRIGGER"].to_ical().decode()) for alarm in event.walk("VALARM")]
print(
    json.dumps(
        {
            "method": str(calendar["METHOD"]),
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "start": event.decoded("DTSTART").astimezone().timestamp(),
            "end": event.decoded("DTEND").timestamp(),
            "summary": str(event["SUMMARY"]),
            "alarms": alarms,
            "errors": [str(error) for error in calendar.errors + event.errors],
        }
    )
)
