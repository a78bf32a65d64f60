"""The house as the walls see it: its storeys, its sources, its models."""

import ast
import configparser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "roviec"


@cache
def storeys() -> dict[str, int]:
    """Package name -> height, 0 for the lowest; strangers on one storey share it. Read from the import contract."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:storeys"]["layers"].split("\n")
    floors = [[name.strip(" ()") for name in line.split("|")] for line in lines if line.strip()]
    return {name: height for height, floor in enumerate(reversed(floors)) for name in floor}


def sources(*folders: str) -> list[Path]:
    """Python files below the folders of the project, without generated migrations."""
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
