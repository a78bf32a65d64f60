"""Laws on their way into force: which, from when, and how ready each article is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.provisions import Level
from roviec.core.provisions.readiness import Readiness, readiness_of, tally
from roviec.custody.queries import Counts
from roviec.directives.models import Directive, Guidance, LegalEffect, Provision, ProvisionTask
from roviec.directives.queries.became import Doing, doings_of, total
from roviec.directives.queries.documents import directives_visible_to

NOT_THERE = (Guidance.State.PROPOSED, Guidance.State.WAITING)
MOST_CHOICES = 100


@dataclass
class Article:
    """An article with what it waits for and the work made for it or anything in it."""

    provision: Provision
    guidance: list[Guidance] = field(default_factory=list)
    doings: list[Doing] = field(default_factory=list)
    readiness: Readiness = Readiness.READY
    inside: list[Provision] = field(default_factory=list)

    @property
    def by_itself(self) -> bool:
        """It applies without anything: nothing is or was awaited, and there is no work for it."""
        return not self.doings and all(one.state == Guidance.State.DROPPED for one in self.guidance)

    @property
    def waits_for(self) -> list[Guidance]:
        return [one for one in self.guidance if one.state in NOT_THERE]


@dataclass(frozen=True)
class Ready:
    """One law: its articles, how many stand where, and the four counts of its work."""

    effect: LegalEffect
    articles: Sequence[Article]
    tally: Mapping[Readiness, int]
    counts: Counts

    @property
    def n_ready(self) -> int:
        return self.tally[Readiness.READY]

    @property
    def complete(self) -> bool:
        return self.n_ready == len(self.articles)


def effects_visible_to(actor: Actor) -> QuerySet[LegalEffect]:
    """Effects of the documents that the actor sees, the next day first."""
    seen = directives_visible_to(actor).order_by().values("pk")
    rows = LegalEffect.objects.filter(directive__in=seen).select_related("directive", "said_in")
    return rows.defer("directive__content").order_by("effective_on", "pk")


def effects_coming(actor: Actor, day: date) -> QuerySet[LegalEffect]:
    """From that day on, or without a known day."""
    return effects_visible_to(actor).filter(Q(effective_on__gte=day) | Q(effective_on=None))


def effect_of(directive: Directive) -> LegalEffect | None:
    return LegalEffect.objects.filter(directive=directive).select_related("said_in", "confirmed_by_post").first()


def readiness(effects: Sequence[LegalEffect], actor: Actor, now: datetime) -> dict[UUID, Ready]:
    """Law -> how ready it is. The number of queries does not depend on how many laws there are."""
    laws = [one.directive_id for one in effects]
    rows = list(Provision.objects.filter(directive__in=laws).defer("words").order_by("directive", "order"))
    articles, home = _articles(rows)
    for one in (
        Guidance.objects.filter(directive__in=laws)
        .select_related("provision", "fulfilled_by")
        .defer("provision__words", "fulfilled_by__content")
        .order_by("provision__order", "pk")
    ):
        if one.article_id in home:
            home[one.article_id].guidance.append(one)
    links = list(
        ProvisionTask.objects.filter(provision__directive__in=laws).order_by("task").values_list("provision", "task")
    )
    doings = doings_of({task for _provision, task in links}, actor, now)
    for provision, task in links:
        article = home.get(provision)
        if article and task in doings and doings[task] not in article.doings:
            article.doings.append(doings[task])
    found = {}
    for effect in effects:
        own = articles[effect.directive_id]
        for article in own:
            standings = [name for doing in article.doings for name in _standings(doing)]
            article.readiness = readiness_of(waits_for=len(article.waits_for), standings=standings)  # type: ignore[arg-type]
        counts = total(doing for article in own for doing in article.doings)
        found[effect.directive_id] = Ready(effect, own, tally(one.readiness for one in own), counts)
    return found


def _articles(rows: Sequence[Provision]) -> tuple[dict[UUID, list[Article]], dict[UUID, Article]]:
    """Law -> its articles, and any provision -> the article that it is or stands in."""
    articles: dict[UUID, list[Article]] = defaultdict(list)
    home: dict[UUID, Article] = {}
    for row in rows:
        if row.level == Level.ARTICLE:
            articles[row.directive_id].append(Article(row))
            home[row.pk] = articles[row.directive_id][-1]
        elif row.parent_id in home:
            home[row.pk] = home[row.parent_id]
            home[row.pk].inside.append(row)
    return articles, home


def _standings(doing: Doing) -> list[str]:
    """Where its leaves stand; a task without parts stands for itself."""
    if not doing.parts:
        return [doing.standing]
    names = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended", "no_due")
    return [name for name in names if doing.stands(name)]


def effects_before(actor: Actor, day: date) -> QuerySet[LegalEffect]:
    """In force on that day already, the last one first."""
    return effects_visible_to(actor).filter(effective_on__lt=day).order_by("-effective_on", "pk")


def fulfilling(law: Directive, guidance: Guidance, actor: Actor) -> list[tuple[str, str]]:
    """Documents that may be the guidance, as choices: those that name the law first, then other legal documents, newest first."""
    seen = directives_visible_to(actor).exclude(pk=law.pk)
    naming = seen.filter(provisions__text__contains=law.number).distinct() if law.number else seen.none()
    columns = ("pk", "number", "subject")
    rows = list(naming.values_list(*columns)[:MOST_CHOICES])
    others = seen.filter(legal_effect__isnull=False).exclude(pk__in=[pk for pk, _number, _subject in rows])
    rows += others.values_list(*columns)[: MOST_CHOICES - len(rows)]
    return [(str(pk), f"{number} {subject}".strip()[:140]) for pk, number, subject in rows]
