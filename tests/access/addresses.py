"""Who may open which address: every address of the house, once. `test_addresses.py` fails for one that is not here.

An address is named as in `reverse`; what it is opened with stands in `test_addresses.py`. Where the answer is a form for one step,
being let in means that the form is shown. Addresses that only take what is sent (`SENT`) answer 405 to being opened, to everybody who
has signed in; what their actions allow is tested with the actions.
"""

# A small ward below the city: `officer` and `head` of one of its units, `leader` and `tracker` of the ward, `clerk` of its register,
# `admin` without a part in the work, `elsewhere` the clerk of the party body beside it.
ROLES = ("officer", "head", "leader", "tracker", "clerk", "admin", "elsewhere")

EVERYBODY = frozenset(ROLES)
WARD = EVERYBODY - {"elsewhere"}
REGISTER = frozenset({"clerk", "admin", "elsewhere"})  # whoever keeps a register
OWN_REGISTER = frozenset({"clerk", "admin"})
ADMIN = frozenset({"admin"})
LEADING = frozenset({"head", "leader", "tracker"})
NOBODY: frozenset[str] = frozenset()

# Without signing in.
OPEN = frozenset({"account_login", "account_inactive", "health"})

OPENED: dict[str, frozenset[str]] = {
    # One's own account
    "account_change_password": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "account_logout": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "organisation:choose_mandate": EVERYBODY,
    "organisation:tokens": EVERYBODY,
    "work:feeds": EVERYBODY,
    # The organisation: seen by all, changed by who keeps the register, headed by administrators
    "organisation:index": EVERYBODY,
    "organisation:unit": EVERYBODY,
    "organisation:officers": EVERYBODY,
    "organisation:officer": EVERYBODY,
    "organisation:job_types": EVERYBODY,
    "organisation:export": REGISTER,
    "organisation:unit_new": ADMIN,
    "organisation:unit_do": OWN_REGISTER,
    "organisation:post_do": OWN_REGISTER,
    "organisation:mandate_do": OWN_REGISTER,
    "organisation:end": OWN_REGISTER,
    "organisation:officer_new": REGISTER,
    "organisation:officer_do": OWN_REGISTER | {"head", "leader"},
    "organisation:imports": REGISTER,
    "organisation:import_template": EVERYBODY,
    "organisation:import": REGISTER,
    "organisation:import_refused": REGISTER,
    "organisation:restructurings": EVERYBODY,
    "organisation:restructuring_new": REGISTER,
    "organisation:restructuring": EVERYBODY,
    "organisation:admin": REGISTER,
    "organisation:accounts": ADMIN,
    "organisation:accounts_open": ADMIN,
    "organisation:account": ADMIN,
    "organisation:account_do": ADMIN,
    # Working calendars: seen by all, changed by who keeps the register concerned; why something is due, by who sees the thing
    "custody:calendars": EVERYBODY,
    "custody:calendar": EVERYBODY,
    "custody:calendar_file": EVERYBODY,
    "custody:special_day": ADMIN,
    "custody:holiday_list": ADMIN,
    "custody:opening_hours": OWN_REGISTER,
    "custody:calendar_change": EVERYBODY,
    "custody:due": WARD,
    # Work
    "work:plans": EVERYBODY,
    "work:plan_new": LEADING,
    "work:plan": WARD,
    "work:plan_edit": frozenset({"leader", "tracker"}),
    "work:plan_chart": WARD,
    "work:plan_gantt": WARD,
    "work:plan_compare": WARD,
    "work:baseline_new": frozenset({"leader", "tracker"}),
    "work:programme": WARD,
    "work:plan_place": frozenset({"leader", "tracker"}),
    "work:gantt_news": WARD,
    "work:gantt_why": WARD,
    "work:plan_history": WARD,
    "work:plan_export": WARD,
    "work:plan_from_file": LEADING,
    "work:plan_from_file_do": frozenset({"tracker"}),  # who sent the file
    "work:plan_take": WARD,
    "work:plan_file": WARD,
    "work:plan_bring": WARD,
    "work:plan_brought": frozenset({"tracker"}),  # who sent the file
    "work:task_new": LEADING,
    "work:task": WARD,
    "work:parts": WARD,
    "work:task_do": frozenset({"officer", "head", "leader"}),
    "work:quick": LEADING,
    "work:who": EVERYBODY,
    "work:file": WARD,
    # Of a unit or officer everybody sees the page; whose work it shows depends on who looks.
    "work:unit_chart": EVERYBODY,
    "work:unit_gantt": EVERYBODY,
    "work:officer_chart": EVERYBODY,
    "work:officer_gantt": EVERYBODY,
    "work:unit_take": EVERYBODY,
    "work:unit_file": EVERYBODY,
    "work:officer_take": EVERYBODY,
    "work:officer_file": EVERYBODY,
    # Documents
    "directives:arrivals": EVERYBODY,
    "directives:arrival_new": LEADING,
    "directives:arrival_template": LEADING,
    "directives:arrival_instruct": LEADING,
    "directives:arrival_answered": LEADING,
    "directives:index": EVERYBODY,
    "directives:upload": LEADING,
    "directives:units": LEADING,
    "directives:directive": WARD,
    "directives:original": WARD,
    "directives:header": LEADING,
    "directives:review": LEADING,
    "directives:known": LEADING,
    "directives:proposal": LEADING,
    "directives:split": LEADING,
    # Meetings
    "meetings:index": EVERYBODY,
    "meetings:new": frozenset({"leader", "tracker"}),
    "meetings:committee": WARD,
    "meetings:edit": frozenset({"leader", "tracker"}),
    "meetings:call": frozenset({"leader", "tracker"}),
    "meetings:meeting": WARD,
    "meetings:settle": frozenset({"leader", "tracker"}),
    "meetings:issue": frozenset({"leader", "tracker"}),
    "meetings:move": frozenset({"leader", "tracker"}),
    "meetings:cancel": frozenset({"leader", "tracker"}),
    "meetings:notice": WARD,
    "meetings:report": WARD,
    # Notices: everybody's own
    "alerts:notices": EVERYBODY,
    "alerts:forecasts": EVERYBODY,  # the record of a body that one sees
    "alerts:count": EVERYBODY,
    "alerts:open": frozenset({"officer"}),
    "alerts:climb": WARD,
    "alerts:addresses": EVERYBODY,
    "alerts:address_confirm": EVERYBODY,  # a page with a button; what it does depends on the token and on who presses
    # Boards
    "boards:home": EVERYBODY,
    "boards:my_day": EVERYBODY,
    "boards:unit": EVERYBODY,
    "boards:tracker": frozenset({"tracker", "leader"}),
    "boards:leader": frozenset({"leader"}),
    "boards:city": EVERYBODY,
    "boards:tasks": EVERYBODY,
    "boards:view": EVERYBODY,
    "boards:search": EVERYBODY,
    # API
    "api-v1:openapi-json": EVERYBODY,
    "api-v1:api-root": NOBODY,
    "api-v1:me": EVERYBODY,
    "api-v1:notices": EVERYBODY,
    "api-v1:count": EVERYBODY,
    "api-v1:units": EVERYBODY,
    "api-v1:create_unit": EVERYBODY,
    "api-v1:find": EVERYBODY,
    "api-v1:unit": EVERYBODY,
    "api-v1:officers": EVERYBODY,
    "api-v1:create_officer": EVERYBODY,
    "api-v1:officer": EVERYBODY,
    "api-v1:mandates": EVERYBODY,
    "api-v1:give_mandate": EVERYBODY,
    "api-v1:mandate": EVERYBODY,
    "api-v1:calendar": EVERYBODY,
    "api-v1:explain_due": WARD,
    "api-v1:list_tasks": EVERYBODY,
    "api-v1:create_task": EVERYBODY,
    "api-v1:get_task": WARD,
    "api-v1:edit_task": WARD,
    "api-v1:history": WARD,
    "api-v1:list_plans": EVERYBODY,
    "api-v1:create_plan": EVERYBODY,
    "api-v1:get_plan": WARD,
    "api-v1:edit_plan": WARD,
    "api-v1:plan_gantt": WARD,
    "api-v1:plan_links": WARD,
    "api-v1:list_baselines": WARD,
    "api-v1:freeze_baseline": WARD,
    "api-v1:compare_plan": WARD,
    "api-v1:programme": WARD,
    "api-v1:slips": WARD,
    "api-v1:list_arrivals": EVERYBODY,
    "api-v1:take_in": EVERYBODY,
    "api-v1:list_directives": EVERYBODY,
    "api-v1:receive": EVERYBODY,
    "api-v1:get_directive": WARD,
}

STEPS = [
    "assign_task", "accept_task", "refuse_task", "name_person", "report_progress", "hand_up_for_signature",
    "sign", "send_back_from_signature", "submit_deliverable", "accept_deliverable", "return_deliverable",
    "finish_with_document",
    "ask_extension", "decide_extension", "move_due", "suspend_task", "resume_task", "hand_over",
    "ask_opinion", "remind_task", "comment_task", "watch_task", "unwatch_task", "cancel_task", "split_into_parts",
    "complete_spoken_order", "answer_opinion", "withdraw_opinion", "give_order", "assign_many", "keep_file",
    "preview_changes", "change_plan", "undo_change", "place_plan", "readdress", "confirm", "set_aside", "correct",
    "drop", "restore", "rename_unit", "place_unit", "end_mandate", "read", "read_all", "change_calendar_day", "inform",
    "instruct", "answered", "take_in_file", "link_proposals",
]  # fmt: skip
SENT = frozenset(
    {
        "set_language",
        "organisation:switch_mandate",
        "organisation:revoke_token",
        "work:feed_revoke",
        "organisation:import_apply",
        "custody:check_again",
        "work:plan_close",
        "work:bulk",
        "work:gantt_preview",
        "work:gantt_change",
        "work:gantt_undo",
        "boards:view_save",
        "boards:view_delete",
        "directives:arrival_decide",
        *(f"meetings:{step}" for step in ("minutes", "matter", "conclude", "leave", "drop")),
        "directives:set_aside",
        "directives:name_units",
        "directives:confirm",
        "directives:link",
        "directives:unlink",
        "directives:drop",
        "alerts:address_add",
        "alerts:address_end",
        "alerts:address_write",
        "alerts:read",
        "alerts:read_all",
        *(f"api-v1:{step}" for step in STEPS),
    }
)

# Steps of signing in and of a second factor that is on: allauth decides, tests/access/test_signing_in.py walks through them.
OF_A_SIGN_IN = frozenset(
    {
        "work:feed",  # opened by the secret in its address: tests/work/pages/test_feeds.py
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
