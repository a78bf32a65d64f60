"""Only the app that owns a record writes it; other apps call its actions."""

import ast
import importlib
from pathlib import Path

import pytest
from django.db import models

from tests.walls.house import PACKAGE, name, sources, tree

WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "aupdate",
    "acreate",
}
# The demo city is made in bulk before anybody works in it.
EXEMPT = {"demo"}


def app_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def foreign_records(path: Path) -> set[str]:
    """Local names of the models that the file imports from other apps of ours (the ledger's base classes are nobody's rows)."""
    found = set()
    for node in ast.walk(tree(path)):
        parts = node.module.split(".") if isinstance(node, ast.ImportFrom) and node.module else []
        if parts[:1] != ["roviec"] or "models" not in parts or parts[1] == app_of(path):
            continue
        module = importlib.import_module(".".join(parts))
        for alias in node.names:
            thing = getattr(module, alias.name, None)
            if isinstance(thing, type) and issubclass(thing, models.Model) and not thing._meta.abstract:
                found.add(alias.asname or alias.name)
    return found


def root_name(node: ast.expr) -> str:
    """`Unit` of `Unit.objects.filter(…).update`."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def writes(module: ast.Module, records: set[str]) -> list[str]:
    """Calls that make, change or delete rows of the records, with their lines; through a variable they stay unseen."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and root_name(node.func) in records]
    return [
        f"{call.lineno}: {ast.unparse(call.func)}"
        for call in calls
        if isinstance(call.func, ast.Name) or (isinstance(call.func, ast.Attribute) and call.func.attr in WRITES)
    ]


@pytest.mark.parametrize("path", [p for p in sources("src/roviec") if app_of(p) not in EXEMPT], ids=name)
def test_rows_of_another_app_are_not_written(path: Path) -> None:
    assert writes(tree(path), foreign_records(path)) == []


def test_such_a_write_would_be_seen() -> None:
    module = ast.parse("Unit.objects.filter(pk=1).update(name='x')\nUnit(name='y')\nUnit.objects.get(pk=1)")
    assert writes(module, {"Unit"}) == ["1: Unit.objects.filter(pk=1).update", "2: Unit"]


DOORWAYS = ("views", "api", "forms", "urls", "panels", "context")


def is_doorway(path: Path) -> bool:
    """The room says it first: what lies in queries/ fetches, whatever page it fetches for."""
    rooms = path.relative_to(PACKAGE).parts[:-1]
    return "queries" not in rooms and (path.stem.endswith(DOORWAYS) or any(part in DOORWAYS for part in rooms))


@pytest.mark.parametrize("path", [p for p in sources("src/roviec") if is_doorway(p)], ids=name)
def test_a_doorway_never_touches_records(path: Path) -> None:
    """The import contract knows the modules called views; this one also those called, say, accounts_views."""
    named = [node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module]
    assert [module for module in named if module.startswith("roviec.") and "models" in module.split(".")] == []
