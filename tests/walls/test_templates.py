"""Templates: no raw strings, and nothing that the Content-Security-Policy refuses."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.walls.house import PACKAGE, name

TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# Text between these tags is in the catalogue, or is a comment.
BLOCKS = re.compile(r"{%\s*(blocktranslate|comment)\b.*?%}.*?{%\s*end\1\s*%}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
ENTITIES = re.compile(r"&#?\w+;")
LETTER = re.compile(r"[^\W\d_]")
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "content"}
# Proper names and abbreviations that read the same in every language.
NAMES = {"Rõ Việc", "VI", "EN", "PDF", "XLSX", "CSV", "DOCX", "XML", "SVG", "PNG", "JSON", "API"}
ASIDE = {"code", "kbd", "samp", "script", "style"}
META_SPOKEN = {"description", "application-name"}


class Page(HTMLParser):
    """Collects what is said aloud without the catalogue (`raw`) and what the policy would block (`blocked`)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.raw: list[str] = []
        self.blocked: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        line = self.getpos()[0]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.blocked.append(f"{line}: inline script")
        if tag == "style":
            self.blocked.append(f"{line}: inline style sheet")
        for key, value in given.items():
            if key == "style" or key.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.blocked.append(f"{line}: attribute {key}")
            if re.match(r"https?://", value) and key in {"src", "href"} and tag in {"script", "link", "img"}:
                self.blocked.append(f"{line}: {tag} from another origin")
            spoken = key in SPOKEN and (tag != "meta" or given.get("name") in META_SPOKEN)
            if spoken or (key == "value" and given.get("type") in {"submit", "button"}):
                self.say(value, line)
        if tag in ASIDE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.say(data, self.getpos()[0])

    def say(self, text: str, line: int) -> None:
        text = ENTITIES.sub("", text).strip()
        if LETTER.search(text) and text not in NAMES:
            self.raw.append(f"{line}: {text}")


def blank(match: re.Match[str]) -> str:
    """Nothing, on as many lines, so that numbers of lines stay true."""
    return "\n" * match[0].count("\n")


def parsed(path: Path) -> Page:
    page = Page()
    page.feed(TAGS.sub(blank, BLOCKS.sub(blank, path.read_text(encoding="utf-8"))))
    page.close()
    return page


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_string_goes_through_the_catalogue(path: Path) -> None:
    assert parsed(path).raw == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_needs_unsafe_inline(path: Path) -> None:
    assert parsed(path).blocked == []
