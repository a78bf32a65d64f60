"""The assignments of a document as rows for a chart."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from roviec.cli.command import CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.core.extraction.extract import extract
from roviec.directives.readers import MAX_BYTES, ReaderError
from roviec.directives.readers.child import read_in_child
from roviec.directives.readers.messages import MESSAGES


@dataclass(frozen=True)
class GivenTask:
    name: str
    lead: str
    supports: str
    deliverable: str
    start: date | None
    due: date | None
    deadline_words: str


@dataclass(frozen=True)
class GivenTasks:
    title: str
    issued: date | None
    tasks: tuple[GivenTask, ...]


def tasks_of(path: Path) -> GivenTasks:
    """Reads a document as `roviec extract` does; a `CommandError` says why it could not, or that it gives no task."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReaderError(
                "reader.too_large", {"filename": path.name, "megabytes": size >> 20, "limit": MAX_BYTES >> 20}
            )
        document = read_in_child(path.read_bytes(), path.name)
    except OSError as error:
        raise no_file(path, error) from None
    except ReaderError as error:
        raise CommandError(_(MESSAGES[error.code]) % error.params) from None
    found = extract(document, None)
    if found.letterhead.secrecy:
        refusal = MESSAGES["reader.secret"]
        raise CommandError(_(refusal) % {"filename": path.name})
    if not found.proposals:
        raise CommandError(_("%(path)s: không tìm thấy nhiệm vụ nào trong văn bản.") % {"path": path})
    head = found.letterhead
    title = " ".join(filter(None, (head.kind, head.full_number))) or path.stem
    tasks = tuple(
        GivenTask(
            one.text.value,
            "; ".join(one.leads.value),
            "; ".join(one.supports.value),
            one.deliverable.value,
            one.deadline.value.start,
            one.deadline.value.due,
            one.deadline.value.raw,
        )
        for one in found.proposals
    )
    return GivenTasks(f"{title}: {head.subject}" if head.subject else title, head.date, tasks)
