"""How reading bears words that it does not know: `python -m benchmarks.thinned SEED` takes 15 of 100 entries of the lexicon
away at random, reads every labelled document, and prints the score. A new office has verbs and bodies that no list holds;
what is then still marked sure has to be right.
"""

import json
import random
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks.labelled import SAMPLES, UNSEEN, labelled, lines_of, stems
from benchmarks.scoring import Assignment, Score, score
from benchmarks.written import built
from roviec.core.extraction import lexicon
from roviec.core.extraction.extract import extract
from roviec.core.extraction.proposals import as_line
from roviec.directives.readers import read_document

PART = 0.15
SEEDS = (1, 2, 3)
# Lists of the language itself, which no office adds to: honorifics, "các", and what is no name.
_WHOLE = {"honorifics", "not_names", "bodies", "superiors", "collective", "kinds", "zones", "status"}


def thinned_lexicon(seed: int, folder: Path) -> None:
    chance = random.Random(seed)

    def stays() -> bool:
        return chance.random() > PART

    for source in sorted(Path(str(lexicon.FOLDER)).glob("*.t*")):
        text = source.read_text(encoding="utf-8")
        if source.suffix == ".toml" and source.stem not in _WHOLE:
            lists = tomllib.loads(text)
            kept = {key: [w for w in entries if key in _WHOLE or stays()] for key, entries in lists.items()}
            text = "".join(f"{key} = {json.dumps(entries, ensure_ascii=False)}\n" for key, entries in kept.items())
        elif source.suffix == ".txt":
            text = "\n".join(line for line in text.splitlines() if line.startswith("#") or stays()) + "\n"
        (folder / source.name).write_text(text, encoding="utf-8")


def everything() -> list[tuple[list[Assignment], bytes, str]]:
    """Labels, bytes and name of every labelled document, real and written."""
    real = [(labelled(stem), (SAMPLES / f"{stem}.docx").read_bytes(), f"{stem}.docx") for stem in stems()]
    written = [(lines_of(p.with_suffix(".gold.jsonl")), *built(p)) for p in sorted(UNSEEN.glob("*.txt"))]
    return [*real, *written]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        thinned_lexicon(int(sys.argv[1]), Path(folder))
        lexicon.FOLDER = Path(folder)
        total = Score()
        for gold, data, filename in everything():
            total += score(gold, [as_line(p, "") for p in extract(read_document(data, filename)).proposals])
    print(json.dumps(total.figures()))


if __name__ == "__main__":
    main()
