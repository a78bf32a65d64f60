"""What comes in as a file: a register of incoming documents, as exported by the software an office keeps it in, or one document."""

from dataclasses import dataclass
from datetime import datetime

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.directives.actions.arrivals import ArrivalFields, TakenIn, take_in_arrivals, take_in_file
from roviec.directives.models import Arrival
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.readers.register import COLUMNS
from roviec.organisation.actions.registers.resolving import Resolved, begin_with
from roviec.organisation.models import Unit
from roviec.organisation.readers.lines import read_register

TABLES = (".xlsx", ".xls", ".csv")
# A table without the columns of a register, or an old workbook, which is read as a document.
NO_REGISTER = {"organisation.columns_missing", "organisation.file_old_or_protected"}
OPEN_SECRECY = {"", "thuong", "khong", "khong mat", "binh thuong", "0", "-"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was left out: where it stands in the file and the reasons by column."""

    sheet: str
    line: int
    problems: list[tuple[str | None, Reason]]

    def placed(self) -> list[tuple[str | None, Reason]]:
        """The problems, each behind the place it is about."""
        where = Reason("arrival.at_line", {"line": self.line, "sheet": self.sheet})
        return [(None, where), *self.problems]


@dataclass(frozen=True, slots=True)
class RegisterTaken:
    taken: TakenIn
    refused: list[Refused]
    remarks: list[Reason]


def take_in_any(
    data: bytes, file_name: str, *, source: str, by: Actor, at: datetime, body: Unit | None = None
) -> RegisterTaken:
    """A table with the columns of a register is one; any other file, a workbook that is a plan too, is a document of its own.

    A register that somebody sends from the page is a register, not typed by hand. Raises Invalid("file", …) like the two.
    """
    table = Arrival.Source.REGISTER if source == Arrival.Source.PAGE else source
    if file_name.lower().endswith(TABLES):
        try:
            return take_in_register(data, file_name, by=by, at=at, body=body, source=table)
        except Invalid as why:
            if any(reason.code not in NO_REGISTER for _field, reason in why.problems):
                raise
    return RegisterTaken(take_in_file(data, file_name, source=source, by=by, at=at, body=body), [], [])


def take_in_register(
    data: bytes,
    file_name: str,
    *,
    by: Actor,
    at: datetime,
    body: Unit | None = None,
    source: str = Arrival.Source.REGISTER,
) -> RegisterTaken:
    """Lines that were here before stay as they are; a line with something wrong is named and left out, the others come in.

    Raises Invalid("file", …) for a file that cannot be read or has no column of subjects. Lines marked secret are never kept,
    and neither are their words: only how many there were.
    """
    PERMISSIONS.require(by, "take_in_arrivals")
    register = read_register(data, file_name, COLUMNS)
    good: list[tuple[Resolved, ArrivalFields]] = []
    refused: list[Refused] = []
    for row in begin_with(register.lines, COLUMNS):
        if fold(row.text("secrecy")) not in OPEN_SECRECY:
            refused.append(Refused(row.line.sheet, row.line.number, [("secrecy", Reason("arrival.secret_line"))]))
            continue
        fields = _fields(row)
        if row.problems:
            refused.append(Refused(row.line.sheet, row.line.number, row.problems))
        else:
            good.append((row, fields))
    taken = take_in_arrivals([fields for _row, fields in good], source=source, by=by, at=at, body=body)
    for place, why in taken.refused:
        line = good[place][0].line
        refused.append(Refused(line.sheet, line.number, list(why.problems)))
    refused.sort(key=lambda one: (one.sheet, one.line))
    return RegisterTaken(taken, refused, list(register.remarks))


def _fields(row: Resolved) -> ArrivalFields:
    return ArrivalFields(
        subject=row.text("subject"),
        number=row.text("number"),
        issuer=row.text("issuer"),
        kind=row.text("kind"),
        urgency="" if fold(row.text("urgency")) in {"thuong", "binh thuong", "khong"} else row.text("urgency"),
        number_in=row.text("number_in"),
        issued_on=row.day("issued_on"),
        arrived_on=row.day("arrived_on"),
        answer_by=row.day("answer_by"),
        source_key=row.text("source_key"),
    )
