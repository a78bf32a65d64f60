"""The catalogue of messages: Vietnamese in the code, English in src/roviec/<app>/locale/en/LC_MESSAGES/django.po.

    catalogue.py check [APP ...]     every message has its English, none is fuzzy, unused, contradictory or loses a placeholder
    catalogue.py compile FILE ...    .po -> .mo beside it (what Django reads; not kept in git)

What is missing is printed as .po entries, ready to be filled in.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.utils.translation.template import templatize
from say import fail, say

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "roviec"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[sdif]")

Key = tuple[str | None, str]
"""Context and Vietnamese text (of the singular)."""


@dataclass
class Usage:
    plural: str | None
    places: list[str] = field(default_factory=list)


def python_of(path: Path) -> bytes:
    """The file as Python that holds its calls of gettext: itself, or what Django makes of a template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source.encode()
    # Django means this text for xgettext, which minds no indentation; the tokenizer of Python does.
    return "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines()).encode()


def sources() -> Iterator[Path]:
    yield from sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(
        path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".svg", ".xml"}
    )


def messages_in_code() -> dict[Key, Usage]:
    used: dict[Key, Usage] = {}
    for path in sources():
        found = extract("python", BytesIO(python_of(path)), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for line, text, _comments, context in found:
            singular, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, None)
            if singular:
                usage = used.setdefault((context, singular), Usage(plural))
                usage.places.append(f"{path.relative_to(ROOT)}:{line}")
    return used


def read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.parts[-3], abort_invalid=True)
    except (PoFileError, ValueError) as error:
        fail(f"{path}: sai cú pháp: {error}", f"not a valid catalogue: {error}")


def texts(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string or ""),)


def key_of(message: Message) -> Key:
    return message.context, message.id[0] if isinstance(message.id, list | tuple) else message.id


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def entry(key: Key, usage: Usage) -> str:
    context, text = key
    lines = [f"#: {usage.places[0]}"]
    lines += [f"msgctxt {quoted(context)}"] if context else []
    lines += [f"msgid {quoted(text)}"]
    lines += [f"msgid_plural {quoted(usage.plural)}", 'msgstr[0] ""', 'msgstr[1] ""'] if usage.plural else ['msgstr ""']
    return "\n".join(lines)


def problems() -> Iterator[str]:
    used = messages_in_code()
    english: dict[Key, dict[tuple[str, ...], str]] = defaultdict(dict)
    for path in sorted(PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po")):
        name = str(path.relative_to(ROOT))
        for message in read(path):
            if not message.id:
                continue
            key, translations = key_of(message), texts(message)
            if message.fuzzy:
                yield f"{name}: fuzzy: {key[1]}"
            elif key not in used:
                yield f"{name}: nowhere in the code: {key[1]}"
            elif all(translations):
                english[key][translations] = name
                wanted = set(PLACEHOLDER.findall(key[1]))
                # A singular may say "one" instead of the number, so it is the last form that has to hold them all.
                if set(PLACEHOLDER.findall(translations[-1])) != wanted:
                    yield f"{name}: other placeholders than {sorted(wanted)}: {key[1]}"
    for key, versions in english.items():
        if len(versions) > 1:
            yield f"two translations of {key[1]!r}: " + "; ".join(f"{v[0]!r} in {name}" for v, name in versions.items())
    for key, usage in used.items():
        if key not in english:
            yield entry(key, usage)


def check(apps: set[str]) -> int:
    found = [text for text in problems() if not apps or any(f"src/roviec/{app}/" in text for app in apps)]
    if found:
        print("\n\n".join(found))
        say(f"Danh mục thông điệp: {len(found)} lỗi", f"the catalogue has {len(found)} problems")
    return int(bool(found))


def compile_to_mo(paths: list[Path]) -> int:
    for path in paths:
        catalog = read(path.resolve())
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog, use_fuzzy=False)
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check", *apps]:
            sys.exit(check(set(apps)))
        case ["compile", *files]:
            sys.exit(compile_to_mo([Path(file) for file in files]))
        case _:
            fail(
                "Dùng: catalogue.py check | compile FILE ...", "usage: catalogue.py check | compile FILE ...", status=2
            )
