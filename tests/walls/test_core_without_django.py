"""Every module of core is imported in a process where Django, a database and a socket cannot be."""

import subprocess
import sys

from tests.walls.house import PACKAGE, ROOT

PROGRAM = """
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in {"django", "psycopg", "sqlite3"}:
            raise ModuleNotFoundError(f"{name} is absent", name=name)

sys.meta_path.insert(0, Absent())
import roviec.core
names = [module.name for module in pkgutil.walk_packages(roviec.core.__path__, "roviec.core.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_core_can_be_imported_where_django_is_absent() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= len(list((PACKAGE / "core").glob("*.py"))) - 1
