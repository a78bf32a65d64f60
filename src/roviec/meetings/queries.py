"""Reads of committees and meetings, for a given actor: the agenda is never typed, it follows from the tasks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.core.standing import Standing
from roviec.custody.models import Explanation, Extension
from roviec.custody.queries.standings import Counts
from roviec.meetings.models import Committee, Conclusion, Matter, Meeting
from roviec.organisation.models import Mandate, Post
from roviec.organisation.models.post import Rank
from roviec.paper.calendar import Event
from roviec.voice.models import Obstacle
from roviec.work.models import Plan, Task
from roviec.work.queries import counts_of, tasks_visible_to, with_standing
from roviec.work.queries.feeds import Address

MOST_LATE = 100
MOST_PLANS = 200
MOST_SESSIONS = 500


def committees_visible_to(actor: Actor) -> QuerySet[Committee]:
    rows = Committee.objects.select_related("body", "chair_post", "secretary_post", "plan").order_by(
        "closed_at", "next_at", "folded"
    )
    if actor.kind is ActorKind.WORKER:
        return rows
    posts = {actor.post_id, *actor.stands_in_for} - {None}
    return rows.filter(Q(body__in=actor.bodies_seen) | Q(members__in=posts)).distinct()


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Those of the committees that the actor sees, and those the actor is invited to."""
    seen = committees_visible_to(actor).order_by().values("pk")
    related = ("committee", "committee__body", "committee__chair_post", "committee__secretary_post", "committee__plan")
    rows = Meeting.objects.select_related(*related)
    if actor.kind is ActorKind.WORKER:
        return rows
    posts = {actor.post_id, *actor.stands_in_for} - {None}
    invited = Meeting.invited.through.objects.filter(post__in=posts).values("meeting")
    return rows.filter(Q(committee__in=seen) | Q(pk__in=invited))


def seats_of(meeting: Meeting) -> list[UUID]:
    """Posts that must know of the session: chair, secretary, members, and who is invited."""
    committee = meeting.committee
    fixed = [post for post in (committee.chair_post_id, committee.secretary_post_id) if post]
    members = committee.members.values_list("pk", flat=True)
    return list(dict.fromkeys([*fixed, *members, *meeting.invited.values_list("pk", flat=True)]))


def sessions_of_officer(officer_id: UUID, now: datetime, *, past_days: int = 30) -> QuerySet[Meeting]:
    """Planned ones, and those of the last days, that the officer sits in under any mandate of today."""
    day = now.astimezone(VIETNAM).date()
    posts = Mandate.objects.on(day).filter(officer=officer_id).values("post")
    committees = Committee.members.through.objects.filter(post__in=posts).values("committee")
    invited = Meeting.invited.through.objects.filter(post__in=posts).values("meeting")
    sits = Q(committee__in=committees) | Q(pk__in=invited)
    sits |= Q(committee__chair_post__in=posts) | Q(committee__secretary_post__in=posts)
    rows = Meeting.objects.filter(sits, at__gte=now - timedelta(days=past_days))
    return rows.exclude(state=Meeting.State.CANCELLED).select_related("committee").order_by("at")


def session_events(actor: Actor, now: datetime, address: Address) -> list[Event]:
    """The sessions that one sits in, for one's own calendar; called off, they are gone from it."""
    sessions = sessions_of_officer(actor.officer_id, now) if actor.officer_id else Meeting.objects.none()
    return [
        Event(
            uid=f"{one.pk}@ro-viec",
            at=one.at,
            title=_("Họp: %(name)s, phiên thứ %(number)s") % {"name": one.committee.name, "number": one.number},
            description="",
            url=address("meetings:meeting", one.pk),
            made=one.committee.created_at,
            sequence=one.version,
            place=one.place,
            busy=True,
        )
        for one in sessions[:MOST_SESSIONS]
    ]


def heads_to_invite(committee: Committee, actor: Actor, now: datetime) -> list[str]:
    """Heads of units with late work before the committee, as a form names them, as far as they are no members."""
    late = with_standing(tasks_heard(committee, actor), Standing.OPEN_LATE, now).select_related("clock", "lead_unit")
    members = set(committee.members.values_list("pk", flat=True)) | {
        committee.chair_post_id,
        committee.secretary_post_id,
    }
    lines = late_lines(list(late.order_by("clock__due", "pk")[:MOST_LATE]), {}, now)
    heads = {line.head.pk: named(line.head, line.head_name) for line in lines if line.head and line.head_name}
    return [said for pk, said in heads.items() if pk not in members]


def named(post: Post, name: str) -> str:
    """ "Name (title, unit)": tells namesakes apart, and a form understands it."""
    return f"{name} ({post.title}, {post.unit.short_name or post.unit.name})"


def listed_committees(actor: Actor) -> QuerySet[Committee]:
    """With `n_open`, `n_late`: conclusions not done yet, and late, as the late pass last found them."""
    is_open = Q(plan__tasks__clock__closed_at=None, plan__tasks__clock__counts=True)
    return committees_visible_to(actor).annotate(
        n_open=Count("plan__tasks", filter=is_open, distinct=True),
        n_late=Count("plan__tasks", filter=is_open & Q(plan__tasks__clock__late_since__isnull=False), distinct=True),
    )


def meetings_of(committee: Committee) -> QuerySet[Meeting]:
    return committee.meetings.annotate(n_conclusions=Count("conclusions")).order_by("-number")


def tasks_heard(committee: Committee, actor: Actor) -> QuerySet[Task]:
    """Whose state the committee hears: its own conclusions and those plans that it follows."""
    plans = [committee.plan_id, *committee.follows.values_list("pk", flat=True)]
    return tasks_visible_to(actor).filter(plan__in=plans)


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late task before the meeting. `matter`: what was decided on it, if it was; `head` answers for it; `extension` is waiting;
    `explanation` was demanded or given for the due date that is passed; `obstacles` are those not cleared."""

    task: Task
    head: Post | None
    head_name: str
    matter: Matter | None
    extension: Extension | None
    explanation: Explanation | None = None
    obstacles: Sequence[Obstacle] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    counts: Counts
    late: list[LateLine]
    late_total: int
    new: list[Matter]


def agenda(meeting: Meeting, actor: Actor, now: datetime) -> Agenda:
    """State of what was concluded, the late ones by name and head, extensions asked, then new business.

    Of a session that is over: as it was settled there, with today's counts.
    """
    heard = tasks_heard(meeting.committee, actor)
    matters = list(meeting.matters.select_related("task", "answers_post").order_by("order"))
    of_task = {matter.task_id: matter for matter in matters if matter.task_id}
    late = with_standing(heard, Standing.OPEN_LATE, now).select_related("clock", "lead_unit", "accountable_post")
    shown = list(late.order_by("clock__due", "pk")[:MOST_LATE])
    return Agenda(
        counts=counts_of(heard, now),
        late=late_lines(shown, of_task, now),
        late_total=late.count(),
        new=[matter for matter in matters if not matter.task_id],
    )


def late_lines(tasks: Sequence[Task], matters: dict[UUID, Matter], now: datetime) -> list[LateLine]:
    """In six queries, whatever their number."""
    day = now.astimezone(VIETNAM).date()
    units = {task.lead_unit_id for task in tasks if task.lead_unit_id}
    heads = Post.objects.on(day).filter(unit__in=units, rank__in=(Rank.LEADER, Rank.HEAD)).select_related("unit")
    heads = heads.order_by("rank", "pk")
    head_of = {post.unit_id: post for post in heads}
    wanted = {post.pk for post in head_of.values()}
    names = dict(Mandate.objects.on(day).filter(post__in=wanted).values_list("post", "officer__full_name"))
    asked = Extension.objects.filter(clock__in=[task.pk for task in tasks], state=Extension.State.ASKED)
    extensions = {one.clock_id: one for one in asked}
    explained = Explanation.objects.filter(clock__in=[task.pk for task in tasks]).order_by("due")
    explanations: dict[tuple[UUID, datetime | None], Explanation] = {(one.clock_id, one.due): one for one in explained}
    stuck: dict[UUID, list[Obstacle]] = defaultdict(list)
    obstacles = Obstacle.objects.filter(task__in=tasks, closed_at=None).select_related("owner_unit")
    for obstacle in obstacles.order_by("raised_at"):
        stuck[obstacle.task_id].append(obstacle)
    lines = []
    for task in tasks:
        head = head_of.get(task.lead_unit_id) if task.lead_unit_id else None
        name = names.get(head.pk, "") if head else ""
        lines.append(
            LateLine(
                task,
                head,
                name,
                matters.get(task.pk),
                extensions.get(task.pk),
                explanations.get((task.pk, task.clock.due)),
                tuple(stuck[task.pk]),
            )
        )
    return lines


def settled_of(meeting: Meeting) -> list[Matter]:
    """What the session decided about late tasks, for its papers."""
    rows = meeting.matters.filter(task__isnull=False).select_related("task", "task__lead_unit", "answers_post__unit")
    return list(rows.order_by("order"))


def conclusions_of(meeting: Meeting) -> list[Conclusion]:
    tasks = Task.objects.select_related("clock", "lead_unit", "person_post", "plan").prefetch_related(
        "supports__unit", "parts"
    )
    return list(meeting.conclusions.prefetch_related(Prefetch("task", queryset=tasks)).order_by("order"))


def members_of(committee: Committee, now: datetime) -> list[tuple[Post, str]]:
    """Posts with who holds them today ("" when vacant); the chair first, then as they rank."""
    day = now.astimezone(VIETNAM).date()
    posts = list(committee.members.select_related("unit").order_by("rank", "title"))
    if committee.chair_post not in posts:
        posts.insert(0, committee.chair_post)
    names = dict(Mandate.objects.on(day).filter(post__in=posts).values_list("post", "officer__full_name"))
    posts.sort(key=lambda post: post.pk != committee.chair_post_id)
    return [(post, names.get(post.pk, "")) for post in posts]


def guests_of(meeting: Meeting, now: datetime) -> list[tuple[Post, str]]:
    """Who is invited besides the members, with who holds the post today."""
    posts = list(meeting.invited.select_related("unit").order_by("rank", "title"))
    if not posts:
        return []
    day = now.astimezone(VIETNAM).date()
    names = dict(Mandate.objects.on(day).filter(post__in=posts).values_list("post", "officer__full_name"))
    return [(post, names.get(post.pk, "")) for post in posts]


def name_at(post: Post | None, now: datetime) -> str:
    """Who holds the post today."""
    if post is None:
        return ""
    day = now.astimezone(VIETNAM).date()
    return Mandate.objects.on(day).filter(post=post).values_list("officer__full_name", flat=True).first() or ""


def plans_to_follow(actor: Actor) -> list[tuple[str, str]]:
    """Open plans of the actor's body, as choices."""
    from_body = Committee.objects.filter(body=actor.body_id).values("plan")
    rows = Plan.objects.filter(body=actor.body_id, closed_at=None).exclude(pk__in=from_body).order_by("-created_at")
    listed = rows.values_list("pk", "code", "title")[:MOST_PLANS]
    return [(str(pk), f"{code} · {title}"[:120] if code else title[:120]) for pk, code, title in listed]


def meeting_of_task(task: Task) -> Meeting | None:
    """The meeting that concluded on the task, or on the whole it is part of."""
    wanted = [pk for pk in (task.pk, task.parent_id) if pk]
    found = Conclusion.objects.filter(task__in=wanted).select_related("meeting__committee").first()
    return found.meeting if found else None


def next_meetings(actor: Actor, now: datetime, most: int = 3) -> list[Meeting]:
    """Those planned ahead that the actor sees, nearest first."""
    ahead = meetings_visible_to(actor).filter(state=Meeting.State.PLANNED).order_by("at")
    return list(ahead.filter(committee__body=actor.body_id)[:most])
