"""What happens to a clock. The caller has locked the thing that owns it, checks who may, and writes the ledger entry."""

from roviec.custody.actions.clocks import (
    began_earlier,
    close,
    finish,
    hand,
    new_clock,
    open_clocks,
    recount,
    save_taken,
    set_due,
    sign_of_life,
    take,
)
from roviec.custody.actions.dates import ask_extension, decide_extension, grant_extension, resume, suspend
from roviec.custody.actions.lateness import end_lateness, note_lateness, note_past_lateness, pass_on_lateness
from roviec.custody.actions.opinions import answer_opinion, ask_opinion, withdraw_opinion
from roviec.custody.actions.reopening import reopen

__all__ = [
    "answer_opinion",
    "ask_extension",
    "ask_opinion",
    "began_earlier",
    "close",
    "decide_extension",
    "end_lateness",
    "finish",
    "grant_extension",
    "hand",
    "new_clock",
    "note_lateness",
    "note_past_lateness",
    "open_clocks",
    "pass_on_lateness",
    "recount",
    "reopen",
    "resume",
    "save_taken",
    "set_due",
    "sign_of_life",
    "suspend",
    "take",
    "withdraw_opinion",
]
