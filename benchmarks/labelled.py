"""The labelled documents: twelve real ones, made the rules with, and series written and labelled before anything read them."""

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.scoring import Assignment, Score, score
from benchmarks.written import built
from roviec.core.extraction.extract import extract
from roviec.core.extraction.proposals import as_line
from roviec.directives.readers import read_document

HERE = Path(__file__).parent.parent
SAMPLES = HERE / "tests" / "directives" / "samples"
UNSEEN = HERE / "tests" / "extraction" / "unseen"
SOURCES = (("table", {"table"}), ("prose+labels", {"prose", "labels"}), ("all", {"table", "prose", "labels"}))
# Strict F1, part marked sure, and part of the sure that was right, when each series was read for the first time.
AT_FIRST_SIGHT = {
    "u": (0.892, 0.865, 0.945),
    "v": (0.711, 0.622, 0.783),
    "w": (0.918, 0.759, 1.000),
    "x": (0.744, 0.429, 0.889),
    "y": (0.700, 0.854, 0.788),
    "z": (0.875, 0.646, 0.968),
    "a": (0.824, 0.850, 0.912),
    "b": (0.857, 0.640, 0.833),
    "c": (0.645, 0.685, 0.795),
    "d": (0.752, 0.475, 0.964),
    "e": (0.686, 0.562, 0.947),
}


def lines_of(path: Path) -> list[Assignment]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stems() -> list[str]:
    return sorted(path.name.removesuffix(".gold.jsonl") for path in SAMPLES.glob("*.gold.jsonl"))


def labelled(stem: str) -> list[Assignment]:
    return lines_of(SAMPLES / f"{stem}.gold.jsonl")


def proposed(path: Path) -> list[Assignment]:
    extraction = extract(read_document(path.read_bytes(), path.name))
    return [as_line(p, f"{path.stem}#{n}") for n, p in enumerate(extraction.proposals, 1)]


def by_source(gold: Sequence[Assignment], found: Sequence[Assignment]) -> dict[str, Score]:
    return {
        name: score([g for g in gold if g["source"] in kinds], [p for p in found if p["source"] in kinds])
        for name, kinds in SOURCES
    }


def score_of(stem: str) -> dict[str, Score]:
    """By source: table, prose+labels, all."""
    return by_source(labelled(stem), proposed(SAMPLES / f"{stem}.docx"))


def scores() -> dict[str, dict[str, Score]]:
    """By document and by source."""
    return {stem: score_of(stem) for stem in stems()}


def unseen_scores() -> dict[str, dict[str, Score]]:
    """By series of the documents written for this benchmark, and by source."""
    out = {series: {name: Score() for name, _ in SOURCES} for series in AT_FIRST_SIGHT}
    for path in sorted(UNSEEN.glob("*.txt")):
        found = extract(read_document(*built(path))).proposals
        lines = [as_line(p, f"{path.stem}#{n}") for n, p in enumerate(found, 1)]
        for name, result in by_source(lines_of(path.with_suffix(".gold.jsonl")), lines).items():
            out[path.stem[0]][name] += result
    return out


def pooled(by_document: dict[str, dict[str, Score]]) -> dict[str, Score]:
    return {name: sum((s[name] for s in by_document.values()), Score()) for name, _ in SOURCES}
