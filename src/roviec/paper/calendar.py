"""iCalendar (RFC 5545) out: due dates as events of a whole day or of the hour that is written, for programs that subscribe."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Ro Viec//Ro Viec//VI"
_LINE = 75  # octets, the line break left out (section 3.1)
_CONTROL = {ord(c): None for c in map(chr, range(32)) if c not in "\n\t"} | {127: None}


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` never changes for one thing. `at` is a local day or an aware instant. `made` is when the thing came into being.

    `busy`: somebody must be there then, at `place`; a due date makes nobody busy.

    `sequence` grows with each change. `alarm_days` before it the program rings; 0 never.
    """

    uid: str
    at: date | datetime
    title: str
    description: str
    url: str
    made: datetime
    sequence: int
    categories: tuple[str, ...] = ()
    alarm_days: int = 0
    place: str = ""
    busy: bool = False


def write_calendar(name: str, events: Iterable[Event], *, refresh_hours: int = 1) -> bytes:
    """The whole calendar. The same events give the same bytes: nothing in it says when it was fetched."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H",
        f"X-PUBLISHED-TTL:PT{refresh_hours}H",
    ]
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(event.made)}"
    yield f"SEQUENCE:{event.sequence}"
    if isinstance(event.at, datetime):
        yield f"DTSTART:{_instant(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.at + timedelta(days=1):%Y%m%d}"  # the day after the last (section 3.6.1)
    yield f"SUMMARY:{_text(event.title)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.url:
        yield f"URL:{event.url}"
    if event.categories:
        yield f"CATEGORIES:{','.join(_text(one) for one in event.categories)}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    if event.alarm_days:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{event.alarm_days}D")
        yield from (f"DESCRIPTION:{_text(event.title)}", "END:VALARM")
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Section 3.3.11: backslash, semicolon, comma and line breaks are escaped, control characters cannot be said."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    for mark in ("\\", ";", ","):
        value = value.replace(mark, f"\\{mark}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Cut after at most 75 octets, never inside a letter; what follows begins with a space (section 3.1)."""
    data = line.encode()
    parts = []
    most = _LINE
    while len(data) > most:
        cut = most
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(data[:cut])
        data, most = data[cut:], _LINE - 1
    return b"\r\n ".join([*parts, data]) + b"\r\n"
