"""What every test may use. Nothing here imports Django: `tests/core` runs where it cannot be imported."""

import sys
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
