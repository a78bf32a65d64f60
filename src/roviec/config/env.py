"""Typed readers of the environment; each name is documented in docs/reference/settings.md."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, default)).resolve()
