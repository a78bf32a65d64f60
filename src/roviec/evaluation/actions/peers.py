"""A round of cross-evaluation: opened with the lot of who is asked about whom, answered, closed with what it says, or dropped.

What is promised is that afterwards nobody can tell who answered what, and while it runs only somebody who holds the database and the
secret of this installation can (docs/explanation/scoring.md). So answering leaves no entry of its own in the ledger and no idempotency
key: an entry has an instant, and the hash of a request that has 5^15 possible contents can be found by trying. That people took part is
written once, for all, when the round is closed; then answers, their pseudonyms' key and the lists of who was asked about whom go.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.raters.choosing import Person, choose
from roviec.core.raters.estimating import QUESTIONS, Answer, Estimates, estimate
from roviec.core.raters.favours import favours
from roviec.core.raters.showing import columns
from roviec.core.reasons import Reason
from roviec.evaluation.models import PeerAnswer, PeerRequest, PeerResult, PeerRound
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import peers as queries
from roviec.evaluation.queries.rules import days_of
from roviec.evaluation.queries.together import worked_together
from roviec.ledger.actions import announce, lock, record
from roviec.ledger.models import Entry
from roviec.organisation.models import Unit

# Steps of severity that the picture counts in, in points.
STEP = 0.25
LONGEST = timedelta(days=31)


def pseudonym(key: str, officer: UUID) -> str:
    """HMAC-SHA256 of the officer's id under the round's key and the secret of this installation: neither alone makes it."""
    return salted_hmac(key, str(officer), algorithm="sha256").hexdigest()


def open_peer_round(
    place: Unit | UUID,
    *,
    title: str,
    period: str,
    questions: Sequence[str],
    closes_at: datetime,
    by: Actor,
    at: datetime,
) -> PeerRound:
    """Asks everybody of the body, or of the unit and below it, about at most five colleagues each.

    One round a place and period: a second one a little different would show what changed. Raises Invalid for fewer people than can
    give anybody five raters.
    """
    pk = place.pk if isinstance(place, Unit) else place
    said = [one.strip() for one in questions if one.strip()]
    problems = [("title", Reason("peers.no_title"))] if not title.strip() else []
    if len(said) != QUESTIONS or len(set(said)) != QUESTIONS:
        problems.append(("questions", Reason("peers.questions", {"n": QUESTIONS})))
    if not at < closes_at <= at + LONGEST:
        problems.append(("closes_on", Reason("peers.closes", {"most": LONGEST.days})))
    if problems:
        raise Invalid.many(problems)
    first, _last = days_of(period)
    with transaction.atomic():
        unit = lock(Unit, pk)
        PERMISSIONS.require(by, "open_peer_round", unit)
        of_unit = None if unit.is_body else unit
        same = PeerRound.objects.filter(body=unit.body_id, unit=of_unit).exclude(state=PeerRound.State.DROPPED)
        if same.filter(period=period).exists() or same.filter(state=PeerRound.State.OPEN).exists():
            raise Invalid("period", Reason("peers.again", {"period": period}))
        one = PeerRound(
            body_id=unit.body_id or unit.pk,
            unit=of_unit,
            period=period,
            title=title.strip()[:300],
            questions=said,
            opened_at=at,
            closes_at=closes_at,
            key=secrets.token_hex(32),
        )
        asked = _lot(one, unit, first, at)
        about = len({target["officer"] for targets in asked.values() for target in targets})
        data = {"title": one.title, "period": period, "closes_at": closes_at, "asked": len(asked), "about": about}
        record(one, "opened", by=by, at=at, data=data, tell="evaluation.peers_opened")
        rows = [PeerRequest(round=one, rater_id=rater, targets=targets) for rater, targets in sorted(asked.items())]
        PeerRequest.objects.bulk_create(rows, batch_size=500)
    return one


def _lot(one: PeerRound, place: Unit, first: date, at: datetime) -> dict[UUID, list[dict[str, str]]]:
    """Rater -> targets with why. Its seed comes from the round's key and goes with it: nobody can draw the same lot again."""
    day = at.astimezone(VIETNAM).date()
    people = queries.people_of(place, day)
    since = datetime.combine(first, datetime.min.time(), VIETNAM)
    work, beside = worked_together({unit for _who, unit in people}, since, at, day)
    chosen = choose(
        [Person(str(officer), str(unit)) for officer, unit in people],
        work=work,
        units=beside,
        seed=pseudonym(one.key, one.pk),
        most=one.most,
        spare=1,
        # One more than must answer: who heads them may be one of the raters, and is shown only what five others said.
        least=one.smallest_group + 1,
        first=queries.left_out_before(place.body_id or place.pk, one.unit_id),
    )
    if not any(chosen.asked.values()):
        raise Invalid(None, Reason("peers.too_few_people", {"n": len(people), "least": one.smallest_group + 1}))
    return {
        UUID(rater): [{"officer": target, "why": why.value} for target, why in sorted(targets.items())]
        for rater, targets in chosen.asked.items()
        if targets
    }


def answer_peers(
    asked: PeerRequest | UUID, *, points: Mapping[UUID, Sequence[int | None]], by: Actor, at: datetime
) -> None:
    """All answers of one rater, once. Officer -> a point per question; a colleague whom one does not know well enough is left blank.

    Raises Invalid with the officer's id as field where a colleague is half answered.
    """
    pk = asked.pk if isinstance(asked, PeerRequest) else asked
    with transaction.atomic():
        # The round first: closing waits for who is answering, and nobody answers into a round that is being closed.
        one = PeerRound.objects.select_for_update().get(
            pk=PeerRequest.objects.values_list("round", flat=True).get(pk=pk)
        )
        locked = PeerRequest.objects.select_for_update().get(pk=pk)
        PERMISSIONS.require(by, "answer_peers", locked)
        if locked.done_on is not None:
            raise Invalid(None, Reason("peers.answered"))
        if one.state != PeerRound.State.OPEN or at >= one.closes_at:
            raise Invalid(None, Reason("peers.closed"))
        targets = {UUID(target["officer"]) for target in locked.targets}
        given = _checked(points, targets, len(one.questions), one.points)
        name = pseudonym(one.key, locked.rater_id)
        rows = [
            PeerAnswer(round=one, target_id=target, pseudonym=name, question=number, points=value)
            for target, values in given.items()
            for number, value in enumerate(values)
        ]
        PeerAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.pk))
        locked.done_on, locked.targets = at.astimezone(VIETNAM).date(), []
        locked.save(update_fields=["done_on", "targets"])


def _checked(
    points: Mapping[UUID, Sequence[int | None]], targets: set[UUID], questions: int, most: int
) -> dict[UUID, list[int]]:
    given: dict[UUID, list[int]] = {}
    problems: list[tuple[str | None, Reason]] = []
    for target, values in points.items():
        if target not in targets:
            raise Invalid(None, Reason("peers.not_asked"))
        said = [value for value in values if value is not None]
        if not said:
            continue
        if len(values) != questions or len(said) != questions:
            problems.append((str(target), Reason("peers.half", {"n": questions})))
        elif not all(1 <= value <= most for value in said):
            problems.append((str(target), Reason("peers.points", {"most": most})))
        given[target] = said
    if problems:
        raise Invalid.many(problems)
    if not given:
        raise Invalid(None, Reason("peers.nothing"))
    return given


def close_peer_round(one: PeerRound | UUID, *, by: Actor, at: datetime, version: int | None = None) -> PeerRound:
    """At or after the announced hour. What it says is written once; then nothing is left that links a rater to an answer."""
    pk = one.pk if isinstance(one, PeerRound) else one
    with transaction.atomic():
        locked = lock(PeerRound, pk, version=version, related=("body", "unit"))
        PERMISSIONS.require(by, "close_peer_round", locked)
        if locked.state != PeerRound.State.OPEN:
            raise Invalid(None, Reason("peers.closed"))
        if at < locked.closes_at:
            raise Invalid(
                None, Reason("peers.runs", {"until": f"{locked.closes_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"})
            )
        took_part = list(
            PeerRequest.objects.filter(round=locked, done_on__isnull=False)
            .order_by("rater")
            .values_list("rater", flat=True)
        )
        asked = PeerRequest.objects.filter(round=locked).count()
        results, said = _worked_out(locked)
        PeerResult.objects.bulk_create(results, batch_size=500)
        locked.estimates = said | {"asked": asked, "took_part": len(took_part), "shown": len(results)}
        locked.state, locked.closed_at = PeerRound.State.CLOSED, at
        _forget(locked)
        data = {"asked": asked, "took_part": took_part, "results": len(results)}
        changed = ["estimates", "state", "closed_at", "key"]
        record(locked, "closed", by=by, at=at, data=data, changed=changed)
        # Told without the entry's data: who took part stays in the ledger.
        announce("evaluation.peers_closed", locked, at=at, payload={})
    return locked


def drop_peer_round(
    one: PeerRound | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> PeerRound:
    """Called off: what was answered is thrown away unread."""
    if not reason.strip():
        raise Invalid("reason", Reason("peers.no_reason"))
    pk = one.pk if isinstance(one, PeerRound) else one
    with transaction.atomic():
        locked = lock(PeerRound, pk, version=version, related=("body", "unit"))
        PERMISSIONS.require(by, "drop_peer_round", locked)
        if locked.state != PeerRound.State.OPEN:
            raise Invalid(None, Reason("peers.closed"))
        locked.state, locked.closed_at = PeerRound.State.DROPPED, at
        _forget(locked)
        data = {"reason": reason.strip()[:500]}
        record(locked, "dropped", by=by, at=at, data=data, changed=["state", "closed_at", "key"])
    return locked


def close_due_rounds(at: datetime, by: Actor) -> list[PeerRound]:
    """Those whose announced hour has come, for the worker; each in a transaction of its own."""
    due = PeerRound.objects.filter(state=PeerRound.State.OPEN, closes_at__lte=at).order_by("closes_at")
    return [close_peer_round(pk, by=by, at=at) for pk in list(due.values_list("pk", flat=True))]


def note_results_view(one: PeerRound, *, by: Actor, at: datetime) -> bool:
    """That somebody looked at other people's results: once a day for each viewer, in the round's stream. Whether it was written."""
    start = datetime.combine(at.astimezone(VIETNAM).date(), datetime.min.time(), VIETNAM)
    if Entry.objects.filter(stream_id=one.pk, verb="list_viewed", account_id=by.account_id, at__gte=start).exists():
        return False
    with transaction.atomic():
        record(lock(PeerRound, one.pk), "list_viewed", by=by, at=at)
        PeerRound.objects.filter(pk=one.pk).update(version=F("version") - 1)  # looking changes nothing
    return True


def _forget(one: PeerRound) -> None:
    """Answers, the key of their pseudonyms, and who was asked about whom."""
    PeerAnswer.objects.filter(round=one).delete()
    PeerRequest.objects.filter(round=one).update(targets=[])
    one.key = ""


def _worked_out(one: PeerRound) -> tuple[list[PeerResult], dict[str, Any]]:
    """Results of those whom enough spoke of, and what is said of the whole round: nothing of a rater, nothing of a small group."""
    answers, by_question = _answers(one)
    found = estimate(answers, questions=len(one.questions), points=one.points)
    spoken_of = {UUID(key): standing for key, standing in found.targets.items()}
    sits = queries.asked_by(spoken_of, one)
    results = [
        PeerResult(
            round=one,
            officer_id=officer,
            unit_id=sits.get(officer, one.unit_id or one.body_id),
            raters=standing.raters,
            raw=standing.raw,
            adjusted=standing.adjusted,
            low=standing.low,
            high=standing.high,
        )
        for officer, standing in sorted(spoken_of.items())
        if standing.raters >= one.smallest_group
    ]
    shown = {result.officer_id for result in results}
    return results, _whole(one, answers, found, by_question, shown) | {"hidden": len(spoken_of) - len(results)}


def _answers(one: PeerRound) -> tuple[list[Answer], dict[UUID, list[list[int]]]]:
    """Answers with the means of their questions, and for each target the single points. Raters keep their pseudonyms here."""
    asked = list(PeerRequest.objects.filter(round=one).values_list("rater", flat=True))
    sits = queries.asked_by(asked, one)
    who = {pseudonym(one.key, officer): officer for officer in asked}
    said: dict[tuple[str, UUID], dict[int, int]] = defaultdict(dict)
    rows = PeerAnswer.objects.filter(round=one).order_by("pk")
    for name, target, question, value in rows.values_list("pseudonym", "target", "question", "points"):
        said[name, target][question] = value
    answers, by_question = [], defaultdict(list)
    for (name, target), values in sorted(said.items()):
        if len(values) != len(one.questions):
            continue
        rater = who.get(name)
        own = rater is not None and sits.get(rater) is not None and sits.get(rater) == sits.get(target)
        mean = sum(values.values()) / len(values)
        answers.append(Answer(str(rater or name), str(target), mean, own))
        by_question[target].append([values[number] for number in range(len(one.questions))])
    return answers, by_question


def _whole(
    one: PeerRound,
    answers: Sequence[Answer],
    found: Estimates,
    by_question: Mapping[UUID, list[list[int]]],
    shown: set[UUID],
) -> dict[str, Any]:
    of_shown = [points for target, lines in by_question.items() if target in shown for points in lines]
    signs = favours(answers, found.residuals, seed=len(answers))
    return {
        "problems": [problem.as_dict() for problem in found.problems],
        # Of those alone whose result is shown: the mean of all minus these would be a small group's.
        "questions": [round(sum(column) / len(column), 2) for column in zip(*of_shown, strict=True)] if shown else [],
        "severity": columns(list(found.severity.values()), STEP, one.smallest_group),
        "severity_spread": round(found.severity_spread, 3),
        "standing_spread": round(found.standing_spread, 3),
        "rest_spread": round(found.rest_spread, 3),
        "own_unit": None if found.own_unit is None else round(found.own_unit, 2),
        "favours": {
            "pairs": signs.pairs,
            "both_high": signs.both_high,
            "by_chance": None if signs.by_chance is None else round(signs.by_chance, 1),
            "p": None if signs.p is None else round(signs.p, 3),
            "sign": signs.sign,
        },
    }
