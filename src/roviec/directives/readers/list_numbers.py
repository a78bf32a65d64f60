"""The numbers that Word prints before a paragraph but does not store in its text."""

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(slots=True)
class _Level:
    format: str
    pattern: str
    start: int


class ListNumbers:
    """Counts the lists of one document in reading order."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._source: dict[str, str] = {}
        if numbering is None:
            return
        abstract = {a.get(W + "abstractNumId"): _levels(a) for a in numbering.iter(W + "abstractNum")}
        for num in numbering.iter(W + "num"):
            link = num.find(W + "abstractNumId")
            key = num.get(W + "numId", "")
            source = link.get(W + "val", "") if link is not None else ""
            self._levels[key] = dict(abstract.get(source, {}))
            overrides = list(num.iter(W + "startOverride"))
            # Lists that share a definition go on counting, unless one restarts.
            self._source[key] = key if overrides else source
            for override in num.iter(W + "lvlOverride"):
                level = int(override.get(W + "ilvl", "0"))
                start = override.find(W + "startOverride")
                if start is not None and level in self._levels[key]:
                    old = self._levels[key][level]
                    self._levels[key][level] = _Level(old.format, old.pattern, int(start.get(W + "val", "1")))

    def label(self, properties: etree._Element | None, style: etree._Element | None) -> str:
        """The printed number of the next paragraph with these properties, "" when it has none."""
        number = properties.find(W + "numPr") if properties is not None else None
        if number is None and style is not None:
            number = style.find(W + "numPr")
        if number is None:
            return ""
        key_element, level_element = number.find(W + "numId"), number.find(W + "ilvl")
        key = key_element.get(W + "val", "") if key_element is not None else ""
        level = int(level_element.get(W + "val", "0")) if level_element is not None else 0
        levels = self._levels.get(key, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._source[key], [])
        while len(counts) <= level:
            counts.append(levels[len(counts)].start - 1 if len(counts) in levels else 0)
        counts[level] += 1
        for deeper in range(level + 1, len(counts)):
            counts[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        if levels[level].format == "bullet":
            return "-"
        text = levels[level].pattern
        for n in range(level + 1):
            if n in levels:
                text = text.replace(f"%{n + 1}", _written(max(counts[n], 1), levels[n].format))
        return text.strip()


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    levels = {}
    for lvl in abstract.iter(W + "lvl"):
        fmt, text, start = lvl.find(W + "numFmt"), lvl.find(W + "lvlText"), lvl.find(W + "start")
        levels[int(lvl.get(W + "ilvl", "0"))] = _Level(
            fmt.get(W + "val", "decimal") if fmt is not None else "decimal",
            text.get(W + "val", "") if text is not None else "",
            int(start.get(W + "val", "1")) if start is not None else 1,
        )
    return levels


def _written(n: int, fmt: str) -> str:
    if fmt in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(n - 1) % 26] * ((n - 1) // 26 + 1)
        return letter if fmt == "lowerLetter" else letter.upper()
    if fmt in ("lowerRoman", "upperRoman"):
        out = ""
        for value, sign in _ROMAN:
            out += sign * (n // value)
            n %= value
        return out.lower() if fmt == "lowerRoman" else out
    if fmt == "decimalZero":
        return f"{n:02d}"
    return "" if fmt == "none" else str(n)
