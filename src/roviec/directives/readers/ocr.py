"""Words on pictures, through Tesseract with its Vietnamese data, where both are installed."""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from roviec.directives.readers.errors import ReaderError
from roviec.paper.confined import run_confined

LANGUAGE = "vie"
_MEGABYTES = 2048  # of address space; a page at 300 dots an inch takes about 300
_WIDE_GAP = 2.5  # heights of a line: what is further apart stands in another column
_LINE, _WORD = "4", "5"  # levels of Tesseract's table


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `legible` is the mean sureness of its words in percent."""

    text: str
    legible: int


@dataclass(frozen=True, slots=True)
class Page:
    """`turned` when the page lay on its head or side and was read turned round."""

    lines: tuple[Line, ...]
    turned: bool = False


def installed() -> bool:
    """Whether Tesseract is there and knows Vietnamese. Asked each time: it may be installed while we run."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    asked = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    return LANGUAGE in asked.stdout.split()


def recognised(picture: bytes, filename: str, seconds: int) -> Page:
    """The lines of a picture (PNG, JPEG, TIFF, PNM), turned upright first. Raises `ReaderError`."""
    command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", "1", "tsv"]
    try:
        run = run_confined(command, picture, seconds=seconds, megabytes=_MEGABYTES)
    except subprocess.TimeoutExpired as error:
        raise ReaderError("reader.too_slow", {"filename": filename, "seconds": seconds}) from error
    if run.returncode != 0:
        # Too few letters to tell which way is up: then it is read as it lies.
        command[command.index("--psm") + 1] = "3"
        try:
            run = run_confined(command, picture, seconds=seconds, megabytes=_MEGABYTES)
        except subprocess.TimeoutExpired as error:
            raise ReaderError("reader.too_slow", {"filename": filename, "seconds": seconds}) from error
    if run.returncode != 0:
        raise ReaderError("reader.broken", {"filename": filename})
    return _page(run.stdout.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: int
    width: int
    height: int

    def distance(self, other: "_Box") -> int:
        """Between the edges that face each other; the picture may lie on its side."""
        across = max(other.left - self.left - self.width, self.left - other.left - other.width)
        down = max(other.top - self.top - self.height, self.top - other.top - other.height)
        return max(across, down)


def _page(table: str) -> Page:
    """Tesseract's table of boxes and words, as lines in reading order."""
    lines: list[Line] = []
    boxes: list[_Box] = []
    words: list[tuple[_Box, int, str]] = []

    def close() -> None:
        if words and boxes:
            lines.append(_line(words, min(boxes[-1].width, boxes[-1].height)))
        elif boxes:
            boxes.pop()
        words.clear()

    for row in _rows(table):
        if row[0] == _LINE:
            close()
            boxes.append(_Box(*row[1]))
        elif row[0] == _WORD and row[3].strip():
            words.append((_Box(*row[1]), row[2], row[3].strip()))
    close()
    return Page(tuple(lines), _is_turned(boxes))


def _rows(table: str) -> Iterator[tuple[str, tuple[int, int, int, int], int, str]]:
    """Level, box, sureness in percent and text of each row below the heading."""
    for line in table.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) == 12:
            left, top, width, height = (int(f) for f in fields[6:10])
            yield fields[0], (left, top, width, height), int(float(fields[10])), fields[11]


def _line(words: list[tuple[_Box, int, str]], height: int) -> Line:
    text = words[0][2]
    for (before, _, _), (box, _, word) in pairwise(words):
        text += f" | {word}" if before.distance(box) > _WIDE_GAP * height else f" {word}"
    sure = sum(sure for _, sure, _ in words) // len(words)
    return Line(_same_height(unicodedata.normalize("NFC", text)), sure)


def _same_height(text: str) -> str:
    """Capitals taken for small letters and the other way round, put right: "tiến đỘ", and "BỘ Y tế" in a line not in capitals."""
    words = text.split(" ")
    shouted = sum(w.isupper() and len(w) > 1 for w in words) * 2 > len(words)
    for i, word in enumerate(words):
        letters = [c for c in word if c.isalpha()]
        inner = any(c.isupper() for c in letters[1:])
        mixed = inner and any(c.islower() for c in letters) and word.isalpha()
        if mixed or (word == "BỘ" and not shouted):
            words[i] = word[0] + word[1:].lower()
    return " ".join(words)


def _is_turned(boxes: list[_Box]) -> bool:
    """Whether lines follow each other upwards or stand on end."""
    upright = sum(b.height <= b.width for b in boxes)
    downwards = sum(a.top <= b.top for a, b in pairwise(boxes))
    return len(boxes) > 2 and (upright * 2 < len(boxes) or downwards * 2 < len(boxes) - 1)
