"""Who may open which address of sheets and of the head's month: one's own sheet; lists of scores for the head, leaders and the personnel
office; steps on a sheet for who confirms it. `addresses.py` takes these lines up."""

EVERYBODY = frozenset({"officer", "head", "leader", "tracker", "clerk", "admin", "elsewhere"})
SEES_SHEET = frozenset({"officer", "head", "leader", "clerk"})
SEES_LIST = SEES_SHEET - {"officer"}
RUNS_BODY = SEES_LIST - {"head"}

OPENED: dict[str, frozenset[str]] = {
    "evaluation:index": EVERYBODY,
    "evaluation:sheet": SEES_SHEET,
    "evaluation:sheet_products": frozenset({"officer"}),
    "evaluation:sheet_add": frozenset({"officer"}),
    "evaluation:unit_lists": EVERYBODY,
    "evaluation:unit": SEES_LIST,
    **dict.fromkeys(
        (f"evaluation:{step}" for step in ("confirm", "give_back", "say", "addition_decide")), frozenset({"head"})
    ),
    **dict.fromkeys((f"evaluation:{page}" for page in ("period", "period_close", "period_reopen")), RUNS_BODY),
    "api-v1:list_unit_sheets": SEES_LIST,
    "api-v1:get_sheet": SEES_SHEET,
    "api-v1:get_scoring_period": RUNS_BODY,
}

SENT = frozenset(
    {
        *(f"evaluation:{step}" for step in ("period_open", "confirm_ready", "sheet_withdraw")),
        *(
            f"api-v1:{step}"
            for step in ("confirm_sheet", "confirm_sheets", "return_sheet", "close_period", "reopen_period")
        ),
    }
)
