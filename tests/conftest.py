"""What every test may use. Nothing here imports Django: `tests/core` runs where it cannot be imported."""

import sys
import unittest
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest


class Absent:
    """An import hook to which the named packages do not exist."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.split(".")[0] == "django":
            raise ModuleNotFoundError(f"{name}: core is tested with Django absent", name=name)
        return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without-django", action="store_true", help="make every import of Django fail")
    parser.addoption(
        "--only-database", action="store_true", help="leave out what never asks the database: it passed on another one"
    )
    parser.addoption(
        "--pin-queries", action="store_true", help="write the measured numbers of queries to query_counts.json"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--without-django"):
        sys.meta_path.insert(0, Absent())
    elif config.pluginmanager.hasplugin("django"):
        for plugin in (
            "tests.final_entries",
            "tests.fresh_calendars",
            "tests.own_files",
            "tests.pinned_queries",
            "tests.quick_passwords",
            "tests.worker_account",
        ):
            config.pluginmanager.import_plugin(plugin)


def asks_the_database(item: pytest.Item) -> bool:
    """By a fixture, a mark, or as Django's TestCase; `of_the_run` marks what reaches it through DATABASE_URL instead."""
    names = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    marks = any(item.get_closest_marker(name) for name in ("django_db", "of_the_run"))
    return bool(names) or marks or issubclass(getattr(item, "cls", None) or object, unittest.TestCase)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        left_out = [item for item in items if not asks_the_database(item)]
        items[:] = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
