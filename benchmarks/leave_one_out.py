"""How a labelled document is read by rules that have not seen it: `python -m benchmarks.leave_one_out STEM` prints its score.

Nothing is fitted to the documents but the word lists, so those are what can be left out: every entry of the lexicon that
occurs in this document and in no other text we have (the other eleven, the written series, the cases) is taken away before
the rules are read. What this cannot take away is the shape of the grammars themselves, which were written with all twelve in
view; how those generalise, only documents show that were labelled before they were read.
"""

import json
import re
import sys
import tempfile
import tomllib
from pathlib import Path

from benchmarks.labelled import SAMPLES, score_of
from roviec.core.extraction import lexicon
from roviec.core.extraction.letters import canonical, flat, squeeze
from roviec.core.extraction.model import Paragraph
from roviec.directives.readers import read_document

HERE = Path(__file__).parent.parent
WRITTEN = HERE / "tests" / "extraction"


def text_of(stem: str) -> str:
    document = read_document((SAMPLES / f"{stem}.docx").read_bytes(), f"{stem}.docx")
    parts = [b.text if isinstance(b, Paragraph) else "\n".join(c.text for c in b.cells) for b in document.blocks]
    return "\n".join(parts)


def other_texts(stem: str) -> str:
    stems = sorted(p.name.removesuffix(".gold.jsonl") for p in SAMPLES.glob("*.gold.jsonl"))
    written = [p.read_text(encoding="utf-8") for p in sorted((WRITTEN / "unseen").glob("*.txt"))]
    cases = (WRITTEN / "cases.jsonl").read_text(encoding="utf-8")
    return "\n".join([*(text_of(other) for other in stems if other != stem), *written, cases])


class Texts:
    """One document against all others, for the question whether a word is known from it alone."""

    def __init__(self, stem: str) -> None:
        own, others = squeeze(text_of(stem)), squeeze(other_texts(stem))
        self.own, self.others = (canonical(own), flat(own)), (canonical(others), flat(others))

    def known_from_here_alone(self, entry: str) -> bool:
        """Headings are kept without diacritics, everything else in small letters."""
        spelt, n = (entry, 1) if entry.isascii() else (canonical(entry), 0)
        word = re.compile(rf"(?<![\wđ]){re.escape(spelt)}(?![\wđ])")
        return word.search(self.own[n]) is not None and word.search(self.others[n]) is None


def lexicon_without(stem: str, folder: Path) -> int:
    """Writes the lexicon into `folder` without what only `stem` supports; how many entries that were."""
    texts = Texts(stem)
    gone = 0
    for source in sorted(Path(str(lexicon.FOLDER)).glob("*.t*")):
        text = source.read_text(encoding="utf-8")
        if source.suffix == ".toml":
            lists = tomllib.loads(text)
            kept = {key: [w for w in entries if not texts.known_from_here_alone(w)] for key, entries in lists.items()}
            gone += sum(len(lists[key]) - len(kept[key]) for key in lists)
            text = "".join(f"{key} = {json.dumps(entries, ensure_ascii=False)}\n" for key, entries in kept.items())
        else:
            entries = text.splitlines()
            left = [w for w in entries if w.startswith("#") or not texts.known_from_here_alone(w.strip() or "#")]
            gone += len(entries) - len(left)
            text = "\n".join(left) + "\n"
        (folder / source.name).write_text(text, encoding="utf-8")
    return gone


def main() -> None:
    stem = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        gone = lexicon_without(stem, Path(folder))
        lexicon.FOLDER = Path(folder)
        lexicon.words.cache_clear()
        lexicon.lines.cache_clear()
        print(json.dumps({"left_out": gone, "score": score_of(stem)["all"].figures()}))


if __name__ == "__main__":
    main()
