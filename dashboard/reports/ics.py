"""A calendar as a file (iCalendar, RFC 5545) that any agenda program can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

ICS_TYPE = "text/calendar"
_WIDEST = 75
"""Octets in a line; what is longer goes on in the next one, after a space."""
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Meeting:
    """One meeting; `key` is the same each time the file is made, instants are UTC."""

    key: str
    starts_at: datetime
    title: str
    text: str = ""
    cancelled: bool = False
    change_no: int = 1


def as_ics(meetings: Iterable[Meeting], now: datetime, *, lasting: timedelta = timedelta(hours=2)) -> bytes:
    """The file; a meeting of which no end is known lasts `lasting`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Helikopterview//NL"]
    for one in meetings:
        lines += _event(one, now, one.starts_at + lasting)
    return "".join(f"{line}\r\n" for line in _folded([*lines, "END:VCALENDAR"])).encode()


def _event(one: Meeting, now: datetime, ends_at: datetime) -> list[str]:
    text = [f"DESCRIPTION:{_escaped(one.text)}"] if one.text else []
    return [
        "BEGIN:VEVENT",
        f"UID:{one.key}@helikopterview",
        f"DTSTAMP:{now:{_STAMP}}",
        f"SEQUENCE:{one.change_no}",
        f"DTSTART:{one.starts_at:{_STAMP}}",
        f"DTEND:{ends_at:{_STAMP}}",
        f"SUMMARY:{_escaped(one.title)}",
        *text,
        f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        part = ""
        for sign in line:
            if len((part + sign).encode()) > _WIDEST:
                yield part
                part = " "
            part += sign
        yield part
