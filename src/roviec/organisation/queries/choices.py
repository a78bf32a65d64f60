"""The closed lists of the organisation, for forms and API, which know no records."""

from roviec.organisation.models import Absence, RegisterImport, Restructuring
from roviec.organisation.models.mandate import DelegationKind, MandateKind
from roviec.organisation.models.post import PersonnelType, Rank
from roviec.organisation.models.unit import Level, Side

LEVELS = Level.choices
SIDES = Side.choices
RANKS = Rank.choices
PERSONNEL_TYPES = PersonnelType.choices
MANDATE_KINDS = MandateKind.choices
DELEGATION_KINDS = DelegationKind.choices
ABSENCE_KINDS = Absence.Kind.choices
REGISTERS = RegisterImport.Kind.choices
RESTRUCTURING_KINDS = Restructuring.Kind.choices
