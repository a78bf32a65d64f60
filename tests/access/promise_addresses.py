"""Who may open which address of promises, regulations, commendation and files of facts; part of the table in `addresses.py`."""

DECIDES = frozenset({"leader", "clerk"})
REGISTERS = DECIDES | {"elsewhere"}  # also the clerk of the party body, for that body
PROMISED = frozenset({"officer", "head", "leader"})
ADOPTS = frozenset({"head", "leader"})
PROPOSES = frozenset({"head", "leader", "tracker", "clerk"})
NAMED = frozenset({"officer", "leader", "clerk"})
WARD = frozenset({"officer", "head", "leader", "tracker", "clerk", "admin"})
EVERYBODY = WARD | {"elsewhere"}

OPENED: dict[str, frozenset[str]] = {
    "evaluation:pledges": EVERYBODY,
    "evaluation:pledge_new": EVERYBODY,
    "evaluation:pledge_quotas": REGISTERS,
    "evaluation:programme": PROMISED,
    "evaluation:programme_file": PROMISED,
    "evaluation:pledge": PROMISED,
    "evaluation:pledge_step": ADOPTS,
    "evaluation:regulations": EVERYBODY,
    "evaluation:regulation": WARD,
    "evaluation:regulation_new": ADOPTS,
    "evaluation:commendations": EVERYBODY,
    "evaluation:commendation_new": REGISTERS,
    "evaluation:commendation": PROPOSES,
    "evaluation:commendation_candidates": DECIDES,
    "evaluation:commendation_file": DECIDES,
    "evaluation:commendation_step": PROPOSES,
    "evaluation:directive_results": WARD,
    "evaluation:factfiles": EVERYBODY,
    "evaluation:factfiles_of": NAMED,
    "evaluation:factfile": NAMED,
    "evaluation:factfile_paper": NAMED,
    "evaluation:factfile_comment": frozenset({"officer"}),
    "api-v1:list_pledges": EVERYBODY,
    "api-v1:propose_pledge": EVERYBODY,  # the same address, opened as the list
    "api-v1:list_commendations": EVERYBODY,
    "api-v1:list_factfiles": EVERYBODY,
    "api-v1:get_pledge": PROMISED,
    "api-v1:check_regulation": PROPOSES,
    "api-v1:get_factfile": NAMED,
}
SENT = frozenset({"api-v1:decide_pledge", "api-v1:review_pledge", "api-v1:end_pledge"})
