"""Plans in files: read from MS Project XML, JSON and CSV, written as MS Project XML.

    read_plan(path) -> PlanFile          by extension: .xml, .xml.gz, .json, .csv
    write_mspdi(plan, schedule, stream)  back to MS Project XML

A reader raises `BadPlanFileError(code, params)`; whoever shows it makes the sentence.
"""

from roviec.paper.plans.files import read_plan
from roviec.paper.plans.model import BadPlanFileError, PlanFile

__all__ = ["BadPlanFileError", "PlanFile", "read_plan"]
