"""Vendored libraries are what vendor.json says, and call nobody."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

import roviec

VENDOR = Path(roviec.__file__).parent / "web" / "static" / "vendor"
LIBRARIES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_listed_with_its_digest() -> None:
    listed = {
        f"{library['name']}-{library['version']}/{name}": digest
        for library in LIBRARIES
        for name, digest in library["files"].items()
    }
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*/*")
    }
    assert found == listed


def test_every_library_comes_with_its_licence() -> None:
    for library in LIBRARIES:
        assert library["licence"]
        assert "LICENSE" in library["files"]


def test_no_style_sheet_loads_from_another_origin() -> None:
    for path in VENDOR.parent.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"url\(\s*[\"']?https?:", text), path
        assert "@import" not in text, path
        assert "sourceMappingURL" not in text, path


def test_the_version_on_the_page_is_that_of_the_distribution() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert roviec.__version__ == project["version"]
