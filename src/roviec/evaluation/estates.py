"""What of evaluation belongs to a unit. Scores, grades and lists stay with the unit that they were made in, also when it ends."""

from roviec.organisation.estates import Estate, register

PAST = (
    "evaluation.WorkCatalogue.body",
    "evaluation.Product.unit",
    "evaluation.ProductProposal.body",
    "evaluation.ProductProposal.unit",
    "evaluation.BodyRules.body",
    "evaluation.BodyRules.agency",
    "evaluation.ScoringPeriod.body",
    "evaluation.ScoringPeriod.agency",
    "evaluation.Sheet.unit",
    "evaluation.Conduct.unit",
    "evaluation.Grade.body",
    "evaluation.Grade.unit",
    "evaluation.GradingYear.body",
    "evaluation.UnitGrade.unit",
    "evaluation.Appeal.unit",
    "evaluation.NationalExport.body",
    "evaluation.PeerRound.body",
    "evaluation.PeerRound.unit",
    "evaluation.PeerResult.unit",
    "evaluation.PledgeQuota.body",
    "evaluation.PledgeRules.body",
    "evaluation.Pledge.unit",
    "evaluation.Pledge.body",
    "evaluation.WorkingRegulation.unit",
    "evaluation.Commendation.body",
    "evaluation.Nominee.unit",
    "evaluation.FactFile.body",
)


def register_estates() -> None:
    register(Estate("evaluation.past", PAST))
