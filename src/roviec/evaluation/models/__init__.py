"""Records of evaluation: the catalogue, sheets and periods, grades, cross-evaluation, pledges, commendation."""

from roviec.evaluation.models.catalogue import Product, ProductProposal, WorkCatalogue, Yield
from roviec.evaluation.models.commendation import Commendation, Nominee
from roviec.evaluation.models.factfile import FactFile
from roviec.evaluation.models.grade import Appeal, Conduct, FilePaper, Grade, NationalExport, UnitGrade
from roviec.evaluation.models.grading import GradingYear
from roviec.evaluation.models.peers import PeerAnswer, PeerRequest, PeerResult, PeerRound
from roviec.evaluation.models.pledge import Pledge, PledgeQuota, PledgeRules, StandingField, WorkingRegulation
from roviec.evaluation.models.sheet import BodyRules, ScoringPeriod, Sheet, SheetAddition

__all__ = [
    "Appeal",
    "BodyRules",
    "Commendation",
    "Conduct",
    "FactFile",
    "FilePaper",
    "Grade",
    "GradingYear",
    "NationalExport",
    "Nominee",
    "PeerAnswer",
    "PeerRequest",
    "PeerResult",
    "PeerRound",
    "Pledge",
    "PledgeQuota",
    "PledgeRules",
    "Product",
    "ProductProposal",
    "ScoringPeriod",
    "Sheet",
    "SheetAddition",
    "StandingField",
    "UnitGrade",
    "WorkCatalogue",
    "WorkingRegulation",
    "Yield",
]
