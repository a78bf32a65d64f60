"""One passage of a document: an article, a clause, a point, a numbered item of a plan, a row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a passage is. The first six are those of legal documents, from the outermost inwards."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    APPENDIX = "appendix"
    ITEM = "item"  # a paragraph of a plan, a notice, a letter
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True)
class Passage:
    """`parent` is the place of the passage around it in the list that `split` gives. `anchors` are the paragraphs and cells that it
    stands in; `text` is its own, without that of passages inside it; `cite` is how officials name the place: "điểm a khoản 2 Điều 5".
    """

    level: Level
    number: str
    heading: str
    text: str
    anchors: tuple[str, ...]
    parent: int | None
    cite: str

    @property
    def whole(self) -> str:
        return f"{self.heading}\n{self.text}" if self.heading and self.text else self.heading or self.text


def around(passages: Sequence[Passage], at: int, level: Level) -> int | None:
    """The place of the passage of that level that `at` is, or stands in; None when there is none."""
    place: int | None = at
    while place is not None and passages[place].level is not level:
        place = passages[place].parent
    return place
