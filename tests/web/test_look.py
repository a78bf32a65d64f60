"""Colours keep their contrast, signs exist, style sheets name files that exist."""

import re
from pathlib import Path

import pytest

import roviec
from roviec.core.standing import Standing
from roviec.core.task_flow import Hold, State
from roviec.web.states import STATES, state_view

STATIC = Path(roviec.__file__).parent / "web" / "static"
CSS = STATIC / "web" / "css"
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text(encoding="utf-8")))
AA = 4.5
READ_ON = [
    *[(ink, paper) for ink in ("n-600", "n-700", "n-800", "n-900") for paper in ("n-0", "n-25", "n-50", "n-100")],
    ("n-500", "n-0"),
    *[(ink, paper) for ink in ("accent", "accent-strong") for paper in ("n-0", "n-50", "accent-soft")],
    *[(tone, paper) for tone in ("good", "soon", "late", "halt") for paper in ("n-0", "n-25", f"{tone}-soft")],
    *[("n-0", ground) for ground in ("accent", "late", "n-800")],
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "paper"), READ_ON)
def test_text_has_the_contrast_that_weak_eyes_need(ink: str, paper: str) -> None:
    light, dark = sorted((luminance(TOKENS[ink]), luminance(TOKENS[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= AA


@pytest.mark.parametrize("standing", [*Standing, *State, *Hold])
def test_every_standing_has_a_sign_and_a_word(standing: object) -> None:
    view = state_view(standing)
    assert view.word
    assert view.icon in icons()


def test_states_with_different_words_differ_by_more_than_colour() -> None:
    late, soon, halt, good = (STATES[name] for name in ("open_late", "due_soon", "suspended", "done_on_time"))
    assert len({view.icon for view in (late, soon, halt, good)}) == 4


def icons() -> set[str]:
    return set(re.findall(r'id="([\w-]+)"', (STATIC / "web" / "icons.svg").read_text(encoding="utf-8")))


def test_templates_use_only_signs_that_exist() -> None:
    for path in Path(roviec.__file__).parent.glob("*/templates/**/*.html"):
        used = set(re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8")))
        assert used <= icons(), path


def test_style_sheets_name_files_that_exist() -> None:
    for path in CSS.glob("*.css"):
        for url in re.findall(r'url\("([^"]+)"\)', path.read_text(encoding="utf-8")):
            assert (path.parent / url).resolve().is_file(), (path.name, url)


def test_colours_come_from_the_tokens() -> None:
    for path in CSS.glob("*.css"):
        if path.name in {"tokens.css", "print.css"}:
            continue
        colours = set(re.findall(r"#[0-9a-f]{6}\b", path.read_text(encoding="utf-8")))
        assert not colours, (path.name, colours)
