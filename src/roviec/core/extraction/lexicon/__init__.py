"""The word lists beside this file, read once. `README.md` says how to add to them."""

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

# Where the lists are read from. The benchmark that leaves words out sets another folder before anything is read.
FOLDER: Traversable = resources.files(__name__)


@cache
def words(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of one TOML file by their key."""
    text = FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return {key: tuple(value) for key, value in tomllib.loads(text).items()}


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of one text file, without blank ones and comments."""
    text = FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
