"""Another reading behind the face of our own rules."""

from datetime import date

import pytest

from roviec.core.extraction.extract import extract
from roviec.core.extraction.letterhead import Letterhead
from roviec.core.extraction.model import DocumentModel, Paragraph
from roviec.core.extraction.proposals import Extraction
from roviec.core.reasons import Reason
from roviec.directives.readers.plugged import reading_named


def finds_nothing(document: DocumentModel, document_date: date | None = None) -> Extraction:
    return Extraction(Letterhead(), (), (Reason("extraction.nothing_found"),))


def test_by_default_our_own_rules_read() -> None:
    document = DocumentModel("txt", (Paragraph("p0", "1. Giao Sở Y tế báo cáo trước ngày 15/12/2025."),))
    assert reading_named("")(document) == extract(document)


def test_a_function_that_is_named_reads_instead() -> None:
    reading = reading_named(f"{__name__}:finds_nothing")
    assert reading(DocumentModel("txt", ())).proposals == ()


@pytest.mark.parametrize("name", ["nowhere:reads", f"{__name__}:nobody", f"{__name__}:__doc__", "no-colon"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="ROVIEC_READING"):
        reading_named(name)
