"""What no tool of ours checks: size of files, signals, catch-all names, reads of the environment."""

import ast

from tests.walls.house import PACKAGE, name, sources, tree

LONGEST = 400
READERS_OF_THE_ENVIRONMENT = {
    PACKAGE / "config" / "env.py",
    PACKAGE / "cli" / "language.py",  # the user's locale, as every command line reads it
}
CATCH_ALLS = {"utils", "util", "helpers", "common", "misc", "extras", "tools", "base"}


def imports(module: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_a_file_is_shorter_than_four_hundred_lines() -> None:
    lengths = {name(path): path.read_text(encoding="utf-8").count("\n") for path in sources("src", "tests", "tools")}
    assert {path: lines for path, lines in lengths.items() if lines >= LONGEST} == {}, "split it by noun"


def test_nothing_happens_by_signal() -> None:
    """A receiver runs where no reader of the action sees it."""
    signals = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")
    assert [name(path) for path in sources("src") if any(i.startswith(signals) for i in imports(tree(path)))] == []


def test_no_module_is_a_catch_all() -> None:
    assert [name(path) for path in sources("src") if {path.stem, path.parent.name} & CATCH_ALLS] == []


def test_the_environment_is_read_in_one_place() -> None:
    """Else a setting could be read that no page documents. Handing the whole environment to a child process is no reading."""
    reading = []
    for path in sources("src"):
        if path in READERS_OF_THE_ENVIRONMENT:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "getenv":
                reading.append(f"{name(path)}:{node.lineno}")
            if isinstance(node, ast.Attribute) and node.attr == "get" and ast.unparse(node.value) == "os.environ":
                reading.append(f"{name(path)}:{node.lineno}")
            if (
                isinstance(node, ast.Subscript)
                and ast.unparse(node.value) == "os.environ"
                and isinstance(node.ctx, ast.Load)
            ):
                reading.append(f"{name(path)}:{node.lineno}")
    assert reading == []


def test_a_local_day_or_time_is_derived_from_a_given_instant() -> None:
    """Django's `localdate()` and `localtime()` without an argument read the machine's clock; `request.now` may be ahead of it."""
    bare = [
        f"{name(path)}:{node.lineno}"
        for path in sources("src")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and not node.args and not node.keywords
        if ast.unparse(node.func).split(".")[-1] in {"localdate", "localtime"}
    ]
    assert bare == []
