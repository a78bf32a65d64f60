"""What a reviewing department finds in a catalogue: codes, coefficients, groups, duplicates, outputs that are none or several.

The checks of form come from Decree 335/2025, art. 13.1, and from a review letter of a provincial department of home affairs
(3743/SNV-CCVC, 22/5/2026: first list returned, compound work to be split by its products).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from roviec.core.catalogue.lines import CLEAR_OUTPUT, Finding, ProductLine
from roviec.core.catalogue.outputs import is_doing, pieces
from roviec.core.catalogue.shares import plain
from roviec.core.likeness import Known
from roviec.core.reasons import Reason
from roviec.core.text import fold

Params = dict[str, str | int]
MOST_GROUPS = 5
STANDARD = "Nghị định 335/2025/NĐ-CP, Điều 13.1.b"
SPLIT = "Nghị định 335/2025/NĐ-CP, Điều 13.1.a; Công văn 3743/SNV-CCVC"
# On a real list of 353 lines this finds nine pairs; six of them are the same work in other words.
ALIKE = 0.6
# Comparing every line with every other takes seconds from here on; in longer lists only equal words are found.
LONG = 3_000


def review(lines: Sequence[ProductLine], standard_points: Decimal | None = None) -> list[Finding]:
    """Everything found, by row. Errors keep the list from being taken; the rest are remarks for who decides on it.

    `standard_points`: points of the standard product, the coefficient 1; None: as most lines have it.
    """
    standard = standard_points or standard_points_of(lines)
    findings = [*_groups(lines), *_standard(lines), *_duplicates(lines)]
    for line in lines:
        findings += _points(line, standard)
        findings += _output(line)
    findings += _coefficients_by_group(lines, standard)
    return sorted(findings, key=lambda one: (one.row, not one.error, one.field))


def standard_points_of(lines: Sequence[ProductLine]) -> Decimal | None:
    """Points of one standard unit: points divided by coefficient as in most lines that have both."""
    ratios = Counter(round(line.points / line.coefficient, 2) for line in lines if line.points)
    return ratios.most_common(1)[0][0] if ratios else None


def _groups(lines: Sequence[ProductLine]) -> Iterator[Finding]:
    groups = sorted({line.group for line in lines if line.group}, key=_group_key)
    if len(groups) > MOST_GROUPS:
        params: Params = {"count": len(groups), "most": MOST_GROUPS, "groups": ", ".join(groups)[:200]}
        yield Finding(0, "group", Reason("catalogue.too_many_groups", params, CLEAR_OUTPUT), error=True)
    numbers = [int(digits) for group in groups if (digits := "".join(filter(str.isdigit, group)))]
    if len(numbers) == len(groups):
        lacking = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        if lacking:
            params = {"numbers": ", ".join(map(str, lacking))}
            yield Finding(0, "group", Reason("catalogue.group_gap", params))
    if groups:
        for line in lines:
            if not line.group:
                yield Finding(line.row, "group", Reason("catalogue.no_group", cite=CLEAR_OUTPUT))
    yield from _frames(lines, groups)


def _group_key(group: str) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, group))
    return int(digits or 0), group


def _frames(lines: Sequence[ProductLine], groups: Sequence[str]) -> Iterator[Finding]:
    """One frame per group; the frames follow each other without holes and without overlapping."""
    frames = _frame_of_groups(lines)
    for line in lines:
        usual = frames.get(line.group)
        if line.frame is not None and usual is not None and line.frame != usual:
            params: Params = {"frame": _written(line.frame), "group": line.group, "usual": _written(usual)}
            yield Finding(line.row, "frame", Reason("catalogue.frame_differs", params))
    named = [(group, frames[group]) for group in groups if group in frames]
    for (lower, below), (upper, above) in pairwise(named):
        params = {"lower": lower, "upper": upper, "most": plain(below[1]), "least": plain(above[0])}
        if above[0] <= below[1]:
            yield Finding(0, "frame", Reason("catalogue.frames_overlap", params))
        elif above[0] > below[1] + 1:
            yield Finding(0, "frame", Reason("catalogue.frames_gap", params))


def _frame_of_groups(lines: Sequence[ProductLine]) -> dict[str, tuple[Decimal, Decimal]]:
    """The frame that most lines of a group have."""
    counted: dict[str, Counter[tuple[Decimal, Decimal]]] = defaultdict(Counter)
    for line in lines:
        if line.frame is not None:
            counted[line.group][line.frame] += 1
    return {group: frames.most_common(1)[0][0] for group, frames in counted.items()}


def _written(frame: tuple[Decimal, Decimal]) -> str:
    return f"{plain(frame[0])}-{plain(frame[1])}"


def _standard(lines: Sequence[ProductLine]) -> Iterator[Finding]:
    if lines and not any(line.coefficient == 1 for line in lines):
        yield Finding(0, "coefficient", Reason("catalogue.no_standard", cite=STANDARD))


def _points(line: ProductLine, standard: Decimal | None) -> Iterator[Finding]:
    if line.points is None:
        return
    if line.frame is not None and not line.frame[0] <= line.points <= line.frame[1]:
        params: Params = {"points": plain(line.points), "frame": _written(line.frame), "group": line.group}
        yield Finding(line.row, "points", Reason("catalogue.points_outside_frame", params))
    # Half a unit of the last place that lists write: two decimals.
    if standard and abs(line.points / standard - line.coefficient) > Decimal("0.005"):
        params = {
            "points": plain(line.points),
            "standard": plain(standard),
            "expected": plain(round(line.points / standard, 2)),
            "coefficient": plain(line.coefficient),
        }
        yield Finding(line.row, "coefficient", Reason("catalogue.coefficient_not_of_points", params))


def _coefficients_by_group(lines: Sequence[ProductLine], standard: Decimal | None) -> Iterator[Finding]:
    """Without points, the coefficient itself must lie in the frame of its group."""
    frames = _frame_of_groups(lines)
    for line in lines:
        frame = line.frame or frames.get(line.group)
        if line.points is None and frame is not None and standard:
            least, most = frame[0] / standard, frame[1] / standard
            if not least <= line.coefficient <= most:
                params: Params = {
                    "coefficient": plain(line.coefficient),
                    "group": line.group,
                    "least": plain(round(least, 2)),
                    "most": plain(round(most, 2)),
                }
                yield Finding(line.row, "coefficient", Reason("catalogue.coefficient_outside_group", params))


def _output(line: ProductLine) -> Iterator[Finding]:
    either, together = pieces(line.output)
    if is_doing(line.output):
        yield Finding(
            line.row, "output", Reason("catalogue.output_is_doing", {"output": line.output[:100]}, CLEAR_OUTPUT)
        )
    elif together:
        params: Params = {"pieces": "; ".join(together)[:200]}
        yield Finding(line.row, "output", Reason("catalogue.output_compound", params, SPLIT))
    elif either:
        params = {"pieces": "; ".join(either)[:200]}
        yield Finding(line.row, "output", Reason("catalogue.output_either", params, SPLIT))


def _duplicates(lines: Sequence[ProductLine]) -> Iterator[Finding]:
    """The later of two lines points to the earlier one."""
    seen: dict[tuple[str, str], ProductLine] = {}
    texts: dict[int, str] = {}
    by_row = {line.row: line for line in lines}
    for line in lines:
        first = seen.setdefault((fold(line.work), fold(line.output)), line)
        if first is line:
            texts[line.row] = f"{line.work} {line.output}"
        else:
            params: Params = {"row": first.row, "code": first.code}
            yield Finding(line.row, "work", Reason("catalogue.duplicate", params, CLEAR_OUTPUT))
    if len(texts) > LONG:
        yield Finding(0, "work", Reason("catalogue.too_long_to_compare", {"most": LONG}))
        return
    known = Known(texts)
    for row, text in texts.items():
        earlier = (like for like in known.like(text, at_least=ALIKE) if like.key < row)
        if like := next(earlier, None):
            params = {"row": like.key, "code": by_row[like.key].code, "percent": round(100 * like.degree)}
            yield Finding(row, "work", Reason("catalogue.alike", params, CLEAR_OUTPUT))
