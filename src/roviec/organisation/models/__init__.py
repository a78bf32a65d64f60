"""Records of who exists, who sits where, since when and on what basis."""

from roviec.organisation.models.account import Account, ApiToken, Scope
from roviec.organisation.models.calendar import Calendar, CalendarDay, CalendarStamp, CalendarVersion, CalendarWeek
from roviec.organisation.models.mandate import Absence, Delegation, Mandate, Portfolio
from roviec.organisation.models.post import JobType, Officer, Post
from roviec.organisation.models.register import RegisterImport, RegisterImportRow
from roviec.organisation.models.restructuring import Restructuring, Succession
from roviec.organisation.models.unit import Unit, UnitAlias, UnitClosure, UnitEdge, UnitFunction

__all__ = [
    "Absence",
    "Account",
    "ApiToken",
    "Calendar",
    "CalendarDay",
    "CalendarStamp",
    "CalendarVersion",
    "CalendarWeek",
    "Delegation",
    "JobType",
    "Mandate",
    "Officer",
    "Portfolio",
    "Post",
    "RegisterImport",
    "RegisterImportRow",
    "Restructuring",
    "Scope",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitClosure",
    "UnitEdge",
    "UnitFunction",
]
