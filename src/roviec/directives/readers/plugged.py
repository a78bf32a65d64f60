"""Another way of reading assignments out of a document, plugged in behind the face of our own rules; off by default.

`ROVIEC_READING` names a function as `package.module:function`. It gets the whole text of every document taken in, with the
names of people in it: what it names must run here, and send nothing outside.
"""

from datetime import date
from importlib import import_module
from typing import Protocol

from roviec.core.extraction.extract import extract
from roviec.core.extraction.model import DocumentModel
from roviec.core.extraction.proposals import Extraction


class Reading(Protocol):
    """A document in, its proposed assignments out: each field with its place, how sure it is (0 to 1), and why.

    `document_date` overrides the date in the letterhead. What is not sure is marked so and never left out silently; it must
    raise nothing for a document that it cannot read, but say so in `Extraction.notes`.
    """

    def __call__(self, document: DocumentModel, document_date: date | None = None) -> Extraction: ...


def reading_named(name: str) -> Reading:
    """The function that `name` names, our own rules for "". Raises `ValueError` when there is no such function."""
    if not name:
        return extract
    module, _, function = name.partition(":")
    try:
        found = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"ROVIEC_READING: {name}") from error
    if not callable(found):
        raise ValueError(f"ROVIEC_READING: {name}")
    reading: Reading = found
    return reading
