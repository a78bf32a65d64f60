"""The facts of one task arranged for its page: who has it, what can be done now, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.clarity import Gap
from roviec.core.deadlines import DueRule
from roviec.core.explanations import why_no_explanation
from roviec.core.standing import Standing, lateness_days
from roviec.custody.calendars import calendar_named
from roviec.web.clear_things import NAMES, clear_things
from roviec.web.reasons import sentence
from roviec.web.states import state_view
from roviec.web.templatetags.roviec import vi_date, working_days_late
from roviec.work.clarity import gaps_of
from roviec.work.forms.inputs import FIELD_OF
from roviec.work.forms.plans import PlanForm
from roviec.work.forms.steps import STEPS
from roviec.work.forms.tasks import TaskForm
from roviec.work.models import Plan, Recurrence, Task, TaskState
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries import HistoryLine, TaskPage, entries_since, history, rows_of

# The step that stands out is the first of these that can be taken now: by who has the task in hand, or by anybody who may.
FIRST = (
    "decide_extension", "resume_task", "assign_task", "name_person", "accept_task", "accept_deliverable", "sign",
    "submit_deliverable", "complete_spoken_order", "report_progress",
)  # fmt: skip
FIRST_FOR_OTHERS = ("decide_extension", "decide_explanation", "assign_task", "name_person")
# Beside the first, these stand as buttons; the rest is in the menu.
CLOSE_AT_HAND = (
    "accept_task", "refuse_task", "report_progress", "hand_up_for_signature", "submit_deliverable", "give_explanation", "ask_extension",
    "return_deliverable", "send_back_from_signature", "edit_task",
)  # fmt: skip
CLOSE_FOR_OTHERS = ("remind_task", "demand_explanation", "reopen_task", "hand_over", "move_due")
ELSEWHERE = ("comment_task", "watch_task", "unwatch_task")
# A form with files is a page of its own: its upload must survive without JavaScript too.
PAGES_OF_THEIR_OWN = ("submit_deliverable", "give_explanation")
BUTTONS_MOST = 3
IMPORTANT = {
    "assigned",
    "submitted",
    "deliverable_accepted",
    "finished_with_document",
    "returned",
    "reopened",
    "extension_approved",
    "handed_over",
    "cancelled",
}


@dataclass(frozen=True)
class Button:
    verb: str
    label: str | Promise
    icon: str
    url: str
    at_once: bool
    danger: bool
    dialog: bool


@dataclass(frozen=True)
class HoldLine:
    """One stretch in one pair of hands; `days` are working days, begun ones included."""

    what: str | Promise
    icon: str
    who: str
    where: str
    since: datetime
    until: datetime | None
    days: int
    how: str
    reason: str


def button(verb: str, task: Task) -> Button:
    url = reverse("work:task_do", args=[task.pk, verb])
    if verb == "edit_task":
        return Button(verb, _("Sửa nội dung"), "", url, False, False, False)
    if verb == "complete_spoken_order":
        return Button(verb, _("Bổ sung nội dung"), "", url, False, False, False)
    step = STEPS[verb]
    return Button(verb, step.label, step.icon, url, step.at_once, step.danger, verb not in PAGES_OF_THEIR_OWN)


def buttons(page: TaskPage, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the actor may do now: the first thing, a few beside it, the rest."""
    task, clock = page.task, page.task.clock
    out = {*ELSEWHERE, "ask_extension" if page.asked_extension else "decide_extension"}
    if clock.due is None or now > clock.due:
        out.add("ask_extension")
    out |= explaining_out(page)
    if not task.is_spoken:
        out.add("complete_spoken_order")
    verbs = [verb for verb in page.verbs if verb not in out]
    mine = PERMISSIONS.allows(actor, "accept_task", task)
    firsts = [verb for verb in (FIRST if mine else FIRST_FOR_OTHERS) if verb in verbs]
    if clock.hold_kind != "unnamed" and "name_person" in firsts:
        firsts.remove("name_person")
    first = firsts[0] if firsts else None
    rest = [verb for verb in verbs if verb != first]
    beside = [verb for verb in (CLOSE_AT_HAND if mine else CLOSE_FOR_OTHERS) if verb in rest][:BUTTONS_MOST]
    return {
        "first": button(first, task) if first else None,
        "beside": [button(verb, task) for verb in beside],
        "more": [button(verb, task) for verb in rest if verb not in beside],
    }


def explaining_out(page: TaskPage) -> set[str]:
    """Which steps of an explanation have nothing to do now."""
    said = page.explanation
    if said is not None and said.waits:
        return {"demand_explanation"}
    if why_no_explanation(page.standing, decided=said is not None and said.decided_at is not None):
        return {"demand_explanation", "give_explanation", "decide_explanation"}
    return {"decide_explanation"}


def values_of(page: TaskPage) -> dict[str, str]:
    """What the task says under each of the six clear things."""
    task, clock, people = page.task, page.task.clock, page.people
    lead = task.lead_unit.name if task.lead_unit else task.lead_text
    if task.person_post_id:
        person = people.get(task.person_post_id)
        lead = (
            f"{lead}; {person.full_name}, {task.person_post.title}" if person else f"{lead}; {task.person_post.title}"
        )
    when = vi_date(clock.due) if clock.due else ""
    if clock.budget_days:
        term = _("%(days)s ngày làm việc kể từ khi giao") % {"days": clock.budget_days}
        when = f"{when} ({term})" if when else term
    elif clock.due_rule in (DueRule.WORKING_DAYS, DueRule.CALENDAR_DAYS) and clock.due_amount and clock.due_anchor:
        said = (
            _("%(days)s ngày làm việc kể từ %(day)s")
            if clock.due_rule == DueRule.WORKING_DAYS
            else _("%(days)s ngày kể từ %(day)s")
        )
        when = f"{when} ({said % {'days': clock.due_amount, 'day': vi_date(clock.due_anchor)}})"
    if task.recurrence:
        label = str(Recurrence(task.recurrence).label)
        when = f"{label}; {when}" if when else label
    answers = ""
    if task.accountable_post_id:
        officer = people.get(task.accountable_post_id)
        answers = f"{officer.full_name}, {task.accountable_post.title}" if officer else task.accountable_post.title
    return {
        "person": lead or "",
        "work": task.title,
        "schedule": when,
        "responsibility": answers,
        "result": task.deliverable,
        "authority": task.authority,
    }


def missing_things(task: Task) -> list[str]:
    """Sentences for what still keeps the task from being given out."""
    return [_line(gap) for gap in gaps_of(task) if gap.severity == "missing"]


def _line(gap: Gap) -> str:
    return f"{NAMES[gap.slot]}: {sentence(gap.reason)}"


def holds_of(page: TaskPage, now: datetime) -> list[HoldLine]:
    """Who had it, how long, latest first."""
    calendar = calendar_named("vn")
    lines = []
    for hold in reversed(page.holds):
        officer = page.holders.get((hold.post_id, hold.since)) if hold.post_id else None
        unit = hold.unit.short_name or hold.unit.name
        view = state_view(hold.kind)
        lines.append(
            HoldLine(
                what=view.word,
                icon=view.icon,
                who=officer.full_name if officer else hold.post.title if hold.post else unit,
                where=f"{hold.post.title}, {unit}" if hold.post and officer else unit if hold.post else "",
                since=hold.since,
                until=hold.until,
                days=calendar.working_days_between(hold.since, hold.until or now).n,
                how=hold.get_how_display(),
                reason=hold.reason,
            )
        )
    return lines


def edited_fields(line: HistoryLine) -> str:
    """Which fields an edit changed, by the labels of their form."""
    names = line.data.get("fields") or line.data.get("changed") or ()
    labels = {name: field.label for form in (PlanForm, TaskForm) for name, field in form.base_fields.items()}
    said = [str(labels[FIELD_OF.get(name, name)]) for name in names if FIELD_OF.get(name, name) in labels]
    return _("Đã sửa: %(fields)s") % {"fields": ", ".join(said)} if said else ""


def entries_of(lines: list[HistoryLine]) -> list[dict[str, Any]]:
    """For `web/_history.html`, newest first."""
    return [
        {
            "at": line.at,
            "what": line.what,
            "who": line.who,
            "as_who": line.mandate,
            "for_whom": line.on_behalf_of,
            "note": line.why or edited_fields(line),
            "important": line.verb in IMPORTANT,
        }
        for line in reversed(lines)
    ]


def changes_since(thing: Task | Plan, version: int) -> list[dict[str, Any]]:
    """What others did after the version that somebody was looking at. Each version is an entry, or a task that followed others in a
    changed plan, which has none of its own."""
    newer = entries_since(thing, version)
    return entries_of(history(thing)[-newer:] if newer else [])


def days_late(task: Task, standing: Standing, now: datetime) -> int | None:
    if standing not in (Standing.OPEN_LATE, Standing.DONE_LATE) or task.clock.due is None:
        return None
    until = task.clock.finished_at or task.clock.closed_at or now
    return lateness_days(calendar_named("vn"), task.clock.due, until).n


def state_of(page: TaskPage) -> str:
    """What the task is doing, where that says more than its date: draft, refused, waiting for a name, a signature, approval."""
    task, clock = page.task, page.task.clock
    if task.state in (TaskState.DRAFT, TaskState.REFUSED, TaskState.CANCELLED):
        return task.state
    if clock.closed_at is None and clock.hold_kind in ("unnamed", "outside", "signature", "acceptance"):
        return clock.hold_kind
    return "assigned" if task.state == TaskState.ASSIGNED else ""


def shown_task(page: TaskPage, actor: Actor, now: datetime) -> dict[str, Any]:
    """The context of work/task.html."""
    task = page.task
    late = days_late(task, page.standing, now)
    holds = holds_of(page, now)
    opinions = [
        {
            "row": one,
            "open": one.answered_at is None and one.withdrawn_at is None,
            "late": one.answered_at is None and one.due is not None and one.due < now,
            "may_answer": PERMISSIONS.allows(actor, "answer_opinion", one),
            "may_withdraw": PERMISSIONS.allows(actor, "withdraw_opinion", one),
        }
        for one in page.consultations
    ]
    due_on = task.clock.due.astimezone(VIETNAM).date() if task.clock.due else None
    return {
        "page": page,
        "task": task,
        "clock": task.clock,
        "standing": page.standing.value,
        "doing": state_of(page),
        "days_late": late,
        "late_words": working_days_late(late) if late is not None else "",
        "due_on": due_on,
        "due_original_on": task.clock.due_original.astimezone(VIETNAM).date() if task.clock.due_original else None,
        "clarity": clear_things(page.gaps, values_of(page)),
        "unclear": sum(gap.severity == "missing" for gap in page.gaps),
        "now_held": holds[0] if holds and task.clock.closed_at is None else None,
        "holds": holds,
        "entries": entries_of(page.history),
        "opinions": opinions,
        "rows": rows_of(page.parts, now) if page.parts else [],
        "watchers": page.watchers,
        "may_watch": "watch_task" in page.verbs and actor.officer_id is not None,
        "may_talk": "comment_task" in page.verbs,
        "reports": list(reversed(page.reports)),
        "submissions": list(reversed(page.submissions)),
        "extensions": list(reversed(page.extensions)),
        "explanations": list(reversed(page.explanations)),
        **buttons(page, actor, now),
    }
