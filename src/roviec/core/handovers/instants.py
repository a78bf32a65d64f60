"""Instants of a log from text, many at once: ISO 8601 with or without fraction and offset."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_ZERO, _NINE = ord("0"), ord("9")
_DATE = (0, 1, 2, 3, 5, 6, 8, 9)
_SIGNS = {4: "-", 7: "-", 13: ":", 16: ":"}
_SECONDS_LONG = 19  # 2011-10-11T13:45:40
_MICRO = 1_000_000
_EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(1900, 1, 1), datetime(2200, 1, 1)
_RANGE = tuple(int((day - _EPOCH).total_seconds()) for day in (FIRST, LAST))


def read_instants(texts: Sequence[str]) -> tuple[Int, npt.NDArray[np.int32], Flags]:
    """Microseconds since 1970 in UTC, minutes since 1970 on the wall clock as written, and which could not be read (there 0).

    What has no offset is taken as it stands. Years 1900 to 2199.
    """
    n = len(texts)
    at, local, wrong = np.zeros(n, np.int64), np.zeros(n, np.int32), np.zeros(n, bool)
    lengths = np.fromiter(map(len, texts), dtype=np.int32, count=n)
    for length in np.unique(lengths).tolist():
        places = np.flatnonzero(lengths == length)
        some = texts if len(places) == n else [texts[i] for i in places.tolist()]
        wall, offset, readable = _of_one_length(some, length)
        left = np.flatnonzero(~readable)
        for i in left.tolist():
            one = _alone(some[i])
            if one is not None:
                wall[i], offset[i] = one
                readable[i] = True
        at[places], local[places] = wall - offset * _MICRO, wall // (60 * _MICRO)
        wrong[places] = ~readable
    at[wrong], local[wrong] = 0, 0
    return at, local, wrong


def _of_one_length(texts: Sequence[str], length: int) -> tuple[Int, Int, Flags]:
    """Wall clock (microseconds), offset (seconds) and whether it was read, of texts that are equally long."""
    n = len(texts)
    nothing = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, bool)
    joined = "".join(texts)
    if length < _SECONDS_LONG or not joined.isascii():
        return nothing
    signs = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(n, length)
    digits = signs.astype(np.int64) - _ZERO
    fine = ((signs[:, 10] == ord("T")) | (signs[:, 10] == ord(" "))) & _digits(signs, [*_DATE, 11, 12, 14, 15, 17, 18])
    for place, sign in _SIGNS.items():
        fine &= signs[:, place] == ord(sign)
    end, offset, known = _offset(signs, digits)
    fine &= known
    fraction = np.zeros(n, np.int64)
    if end > _SECONDS_LONG:
        places = range(_SECONDS_LONG + 1, min(end, _SECONDS_LONG + 7))
        fine &= (signs[:, _SECONDS_LONG] == ord(".")) & _digits(signs, range(_SECONDS_LONG + 1, end))
        fine &= end > _SECONDS_LONG + 1
        for power, place in enumerate(places):
            fraction += digits[:, place] * 10 ** (5 - power)
    year = _number(digits, 0, 4)
    month, day = _number(digits, 5, 7), _number(digits, 8, 10)
    hour, minute, second = _number(digits, 11, 13), _number(digits, 14, 16), _number(digits, 17, 19)
    fine &= (month >= 1) & (month <= 12) & (day >= 1) & (hour < 24) & (minute < 60) & (second < 60)
    fine &= (year >= FIRST.year) & (year < LAST.year)
    safe = np.where(fine, (year - 1970) * 12 + month - 1, 0).astype("M8[M]")
    days = safe.astype("M8[D]") + np.where(fine, day - 1, 0)
    fine &= days.astype("M8[M]") == safe  # the 30th of February would be in March
    seconds = days.astype(np.int64) * 86_400 + hour * 3600 + minute * 60 + second
    return np.where(fine, seconds * _MICRO + fraction, 0), np.where(fine, offset, 0), fine


def _offset(signs: npt.NDArray[np.uint8], digits: Int) -> tuple[int, Int, Flags]:
    """Where the fraction ends, the offset in seconds, and which rows are built like the first one."""
    n, length = signs.shape
    first = bytes(signs[0]) if n else b""
    if first.endswith(b"Z"):
        return length - 1, np.zeros(n, np.int64), signs[:, -1] == ord("Z")
    if length >= _SECONDS_LONG + 6 and first[-6:-5] in (b"+", b"-"):
        sign = np.where(signs[:, -6] == ord("-"), -1, 1)
        known = ((signs[:, -6] == ord("+")) | (signs[:, -6] == ord("-"))) & (signs[:, -3] == ord(":"))
        known &= _digits(signs, [length - 5, length - 4, length - 2, length - 1])
        hours, minutes = _number(digits, length - 5, length - 3), _number(digits, length - 2, length)
        return length - 6, sign * (hours * 3600 + minutes * 60), known & (hours < 24) & (minutes < 60)
    return length, np.zeros(n, np.int64), np.ones(n, bool)


def _digits(signs: npt.NDArray[np.uint8], places: Sequence[int] | range) -> Flags:
    part = signs[:, list(places)]
    return np.asarray(((part >= _ZERO) & (part <= _NINE)).all(axis=1))


def _number(digits: Int, begin: int, end: int) -> Int:
    value = np.zeros(len(digits), np.int64)
    for place in range(begin, end):
        value = value * 10 + digits[:, place]
    return value


def _alone(text: str) -> tuple[int, int] | None:
    """(wall clock in microseconds, offset in seconds), for what is written in another way; None for no instant."""
    try:
        instant = datetime.fromisoformat(text.strip())
        offset = instant.utcoffset() or timedelta(0)
        wall = instant.replace(tzinfo=None) - _EPOCH
    except (ValueError, OverflowError):
        return None
    seconds = wall.days * 86_400 + wall.seconds
    if not _RANGE[0] <= seconds < _RANGE[1]:
        return None
    return seconds * _MICRO + wall.microseconds, int(offset.total_seconds())


def wall_clock(at: Int, zone: tzinfo) -> npt.NDArray[np.int32]:
    """Minutes since 1970 on the clocks of a zone at these instants (microseconds since 1970 in UTC)."""
    hours, place = np.unique(at // (3600 * _MICRO), return_inverse=True)
    starts = (_EPOCH.replace(tzinfo=UTC) + timedelta(hours=hour) for hour in hours.tolist())
    offsets = [int((start.astimezone(zone).utcoffset() or timedelta(0)).total_seconds()) for start in starts]
    return np.asarray((at + np.array(offsets, dtype=np.int64)[place] * _MICRO) // (60 * _MICRO), dtype=np.int32)
