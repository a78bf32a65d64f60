"""Who may open which address of the work catalogue: read by its body, kept by who keeps the register and by its leaders, added to by
heads; what work yields is set by who gives the work. `addresses.py` takes these lines up."""

EVERYBODY = frozenset({"officer", "head", "leader", "tracker", "clerk", "admin", "elsewhere"})
WARD = EVERYBODY - {"elsewhere"}
LEADING = frozenset({"head", "leader", "tracker"})

OPENED: dict[str, frozenset[str]] = {
    "evaluation:catalogues": EVERYBODY,
    "evaluation:catalogue_new": frozenset({"leader", "clerk", "elsewhere"}),
    "evaluation:catalogue_template": EVERYBODY,
    "evaluation:catalogue": WARD,
    "evaluation:catalogue_findings": frozenset({"leader", "clerk"}),
    "evaluation:catalogue_changes": WARD,
    "evaluation:catalogue_export": WARD,
    "evaluation:catalogue_publish": frozenset({"leader", "clerk"}),
    "evaluation:catalogue_drop": frozenset({"leader", "clerk"}),
    "evaluation:product": WARD,
    "evaluation:product_end": frozenset({"leader", "clerk"}),
    "evaluation:proposals": EVERYBODY,
    "evaluation:proposal_new": LEADING,
    "evaluation:proposal_decide": frozenset({"leader", "clerk"}),
    "evaluation:untold": LEADING | {"clerk", "elsewhere"},
    "evaluation:yields": LEADING,
    "api-v1:list_catalogues": EVERYBODY,
    "api-v1:import_catalogue": EVERYBODY,  # the same address, opened as the list
    "api-v1:list_products": WARD,
    "api-v1:list_proposals": EVERYBODY,
    "api-v1:make_proposal": EVERYBODY,  # likewise
    "api-v1:get_yields": WARD,
    "api-v1:put_yields": WARD,  # likewise
    "api-v1:suggested_products": WARD,
}

SENT = frozenset(
    {
        *(f"evaluation:{step}" for step in ("take_many", "yield_take", "yield_drop")),
        *(f"api-v1:{step}" for step in ("publish_catalogue", "decide_on_proposal")),
    }
)
