"""Who may open which page of a year's grades: lists for all, what they hold by role; the personnel office and the leaders keep the year.
`addresses.py` takes these lines up."""

EVERYBODY = frozenset({"officer", "head", "leader", "tracker", "clerk", "admin", "elsewhere"})
WARD = EVERYBODY - {"elsewhere"}
NOBODY: frozenset[str] = frozenset()

OPENED: dict[str, frozenset[str]] = {
    **dict.fromkeys((f"evaluation:{name}" for name in ("grades", "appeals", "exports", "unit_grades")), EVERYBODY),
    **dict.fromkeys(
        (f"evaluation:{name}" for name in ("grades_places", "grades_quota", "forms02", "unit_weights")),
        frozenset({"leader", "clerk"}),
    ),
    **dict.fromkeys(
        (f"evaluation:{name}" for name in ("grade", "form01", "form02", "year_file", "year_file_zip", "appeal")),
        frozenset({"officer", "head", "leader", "clerk"}),
    ),
    "evaluation:grades_public": WARD,
    "evaluation:grades_meeting": NOBODY,  # opened from the list, for those who were picked there
    "evaluation:grades_decide": NOBODY,
    "evaluation:grade_step": frozenset({"leader"}),
    "evaluation:forms01": frozenset({"leader", "clerk"}),
    "evaluation:year_file_paper": NOBODY,  # there is no such paper
    "evaluation:appeal_settle": frozenset({"head"}),
    "evaluation:appeal_sheet": frozenset({"officer"}),
    "evaluation:appeal_grade": frozenset({"officer"}),
    "evaluation:conduct_enter": frozenset({"clerk"}),
    "evaluation:export_file": frozenset({"leader", "clerk"}),
    "evaluation:export_receipt": frozenset({"leader", "clerk"}),
    "evaluation:unit_grade": WARD,
    "evaluation:unit_assess": frozenset({"head"}),
    "evaluation:unit_recognise": frozenset({"leader"}),
}
