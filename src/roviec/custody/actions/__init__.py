"""What happens to a clock. The caller has locked the thing that owns it, checks who may, and writes the ledger entry."""

from roviec.custody.actions.clocks import close, finish, hand, open_clock, recount, set_due, sign_of_life
from roviec.custody.actions.dates import ask_extension, decide_extension, grant_extension, resume, suspend
from roviec.custody.actions.lateness import end_lateness, note_lateness, pass_on_lateness
from roviec.custody.actions.opinions import answer_opinion, ask_opinion, withdraw_opinion

__all__ = [
    "answer_opinion",
    "ask_extension",
    "ask_opinion",
    "close",
    "decide_extension",
    "end_lateness",
    "finish",
    "grant_extension",
    "hand",
    "note_lateness",
    "open_clock",
    "pass_on_lateness",
    "recount",
    "resume",
    "set_due",
    "sign_of_life",
    "suspend",
    "withdraw_opinion",
]
