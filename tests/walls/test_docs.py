"""Documentation that fails the build: nothing that a user can set, run or read may be secret."""

import re
from functools import cache

from django.apps import apps

from roviec.cli.main import COMMANDS
from tests.walls.house import ROOT, name, sources

READING = re.compile(r'\benv\.(?:text|flag|number|folder)\(\s*"([A-Z_]+)"|"(ROVIEC_[A-Z_]+)"')
ROW = re.compile(r"^\| *(?P<screen>[^|]+?) *\| *(?P<code>[^|]+?) *\| *(?P<meaning>[^|]*?) *\|$", re.MULTILINE)


def page(path: str) -> str:
    return (ROOT / "docs" / path).read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """The names in every `env.text("…")` and its like, and whatever else is called ROVIEC_…"""
    texts = [path.read_text(encoding="utf-8") for path in sources("src/roviec")]
    return {found[1] or found[2] for text in texts for found in READING.finditer(text)}


@cache
def glossary() -> list[dict[str, str]]:
    rows = [match.groupdict() for match in ROW.finditer(page("glossary.md"))]
    return [row for row in rows if not set(row["screen"]) <= set("-: ") and row["code"] != "code"]


def words(row: dict[str, str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row["code"])


def test_every_setting_is_documented() -> None:
    text = page("reference/settings.md")
    assert sorted(setting for setting in settings_read() if f"`{setting}`" not in text) == []


def test_every_documented_setting_is_read_somewhere() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page("reference/settings.md"), re.MULTILINE))
    outside = {"PORT"}  # read by ./run
    assert sorted(documented - settings_read() - outside) == []


def test_every_model_has_its_word() -> None:
    known = {word for row in glossary() for word in words(row)}
    models = {m.__name__ for c in apps.get_app_configs() if c.name.startswith("roviec.") for m in c.get_models()}
    assert sorted(models - known) == []


def test_a_code_word_means_one_thing() -> None:
    used = [word for row in glossary() for word in words(row)]
    assert sorted({word for word in used if used.count(word) > 1}) == []


def test_every_row_of_the_glossary_is_complete() -> None:
    assert len(glossary()) > 60
    assert [row["screen"] for row in glossary() if not words(row) or not row["meaning"]] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                broken.append(f"{name(path)}: {target}")
    assert broken == []


def test_every_command_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `roviec (\w+)", page("reference/commands.md"), re.MULTILINE))
    assert documented == set(COMMANDS)


def test_every_channel_is_documented() -> None:
    channels = [path.stem for path in sources("src/roviec/alerts/channels") if not path.stem.startswith("_")]
    text = page("reference/channels.md") if channels else ""
    assert [channel for channel in channels if f"`{channel}`" not in text] == []
