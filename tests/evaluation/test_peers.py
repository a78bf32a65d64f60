"""Cross-evaluation from opening to closing: what is taken in, what is shown to whom, and that nothing links a rater to an answer."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session

from roviec.alerts.actions import take_outbox
from roviec.alerts.models import Notice
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import peers
from roviec.evaluation.models import PeerAnswer, PeerRequest, PeerResult, PeerRound
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import peers as queries
from roviec.ledger.models import Entry, OutboxMessage, RequestKey
from roviec.organisation.queries.actors import worker_actor
from tests.evaluation.peer_town import AFTER, CLOSES, QUESTIONS, answered, opened, peer_town
from tests.work.town import NOW, Town


@pytest.fixture
def town(db: None) -> Town:
    return peer_town()


def by_name(rater: str, target: str) -> list[int | None]:
    """Whoever's number is higher is better; culture1 is severe with everybody."""
    good = 2 + int(target[-1]) // 3 if target[-1].isdigit() else 3
    return [max(1, good - (1 if rater == "culture1" else 0)), good, min(5, good + 1)]


def test_everybody_of_the_unit_is_asked_about_people_they_know_and_never_about_themselves(town: Town) -> None:
    one = opened(town)
    asked = list(PeerRequest.objects.filter(round=one))
    assert len(asked) == 12  # head, deputy, officer, colleague and eight staff
    received: Counter[str] = Counter()
    for row in asked:
        targets = [target["officer"] for target in row.targets]
        assert str(row.rater_id) not in targets and 1 <= len(targets) <= 5
        received.update(targets)
    assert min(received.values()) >= 5
    assert Entry.objects.get(stream_id=one.pk).verb == "opened"
    take_outbox(NOW, worker_actor())
    told = set(Notice.objects.filter(kind="peers_opened").values_list("officer", flat=True))
    assert told == {row.rater_id for row in asked} - {town.accounts["chairman"].officer_id}


def test_from_answers_to_results_with_nothing_left_that_links_them(town: Town) -> None:
    one = opened(town)
    key = one.key
    given = answered(town, one, by_name, silent=("colleague",))
    names = {peers.pseudonym(key, account.officer_id) for account in town.accounts.values()}
    assert set(PeerAnswer.objects.values_list("pseudonym", flat=True)) <= names
    # while it runs: no lists of who spoke of whom stay with those who answered, no entry, message, key or session of answering
    assert {tuple(row.targets) for row in PeerRequest.objects.filter(round=one, done_on__isnull=False)} == {()}
    assert Entry.objects.filter(stream_id=one.pk).count() == 1
    assert not RequestKey.objects.exists() and not Session.objects.exists()
    with pytest.raises(Invalid, match=r"peers\.runs"):
        peers.close_peer_round(one, by=town.actor("chairman"), at=NOW + timedelta(days=2))

    peers.close_due_rounds(AFTER, worker_actor())

    take_outbox(AFTER, worker_actor())
    told = Counter(Notice.objects.filter(thing_id=one.pk).values_list("kind", flat=True))
    assert told == {
        "peers_closed": PeerResult.objects.count()
    }  # nobody is asked any more; who has a result learns of it
    one.refresh_from_db()
    assert (one.state, one.key, one.closed_at) == ("closed", "", AFTER)
    assert not PeerAnswer.objects.exists()
    assert all(row.targets == [] for row in PeerRequest.objects.filter(round=one))
    closed = Entry.objects.get(stream_id=one.pk, verb="closed")
    officers = {str(account.officer_id): who for who, account in town.accounts.items()}
    kept = [closed.data, str(one.estimates), *OutboxMessage.objects.values_list("payload", flat=True)]
    assert not any(name in str(text) for name in names for text in kept)
    said = set(officers) & {word for word in closed.data.replace('"', " ").split() if word in officers}
    assert {officers[pk] for pk in said} == set(given)  # who took part, and no more

    results = {officers[str(row.officer_id)]: row for row in PeerResult.objects.filter(round=one)}
    spoken: dict[str, list[float]] = {}
    for rater, targets in given.items():
        for target, points in targets.items():
            spoken.setdefault(target, []).append(sum(points) / 3)  # type: ignore[arg-type]
            assert rater != target
    assert {key for key, values in spoken.items() if len(values) >= 5} == set(results)
    for who, row in results.items():
        assert row.raters == len(spoken[who])
        assert row.raw == pytest.approx(sum(spoken[who]) / len(spoken[who]))
        assert row.low <= row.adjusted <= row.high
    assert one.estimates["took_part"] == 11 and one.estimates["asked"] == 12


def test_who_sees_whose_result(town: Town) -> None:
    one = opened(town)
    answered(town, one, by_name)
    peers.close_peer_round(one, by=town.actor("clerk"), at=AFTER)
    rows = list(PeerResult.objects.select_related("round"))
    for who, sees in {
        "culture_head": "all",
        "chairman": "all",
        "clerk": "all",
        "economy_head": "none",
        "culture1": "own",
        "admin": "none",
        "secretary": "none",
        "tracker": "none",
    }.items():
        actor = town.actor(who)
        allowed = {row.pk for row in rows if PERMISSIONS.allows(actor, "view_peer_result", row)}
        assert allowed == set(queries.results_visible_to(actor).values_list("pk", flat=True)), who
        own = {row.pk for row in rows if row.officer_id == actor.officer_id}
        assert allowed == {"all": {row.pk for row in rows}, "none": own, "own": own}[sees], who


def test_only_a_group_of_five_and_more_is_shown(town: Town) -> None:
    one = opened(town)
    few = list(PeerRequest.objects.filter(round=one).order_by("pk")[4:])
    silent = tuple(key for key, account in town.accounts.items() if account.officer_id in {row.rater_id for row in few})
    answered(town, one, by_name, silent=silent)
    peers.close_peer_round(one, by=town.actor("chairman"), at=AFTER)
    one.refresh_from_db()
    assert not PeerResult.objects.exists()
    assert one.estimates["questions"] == [] and one.estimates["severity"] == []
    assert [problem["code"] for problem in one.estimates["problems"]] == ["raters.few_raters"]


def test_what_is_refused_says_why_and_loses_nothing(town: Town) -> None:
    for changed, code in [
        ({"title": " "}, "peers.no_title"),
        ({"questions": QUESTIONS[:2]}, "peers.questions"),
        ({"closes_at": NOW}, "peers.closes"),
        ({"period": "2025-13"}, "period.unknown"),
        ({"unit": "office"}, "peers.too_few_people"),
    ]:
        with pytest.raises(Invalid, match=code):
            opened(town, **changed)
    for who in ("culture1", "economy_head", "tracker", "secretary"):
        with pytest.raises(Denied):
            opened(town, by=who)
    assert not PeerRound.objects.exists()
    one = opened(town, by="culture_head")
    with pytest.raises(Invalid, match=r"peers\.again"):
        opened(town)
    asked = next(row for row in PeerRequest.objects.filter(round=one) if len(row.targets) > 1)
    key = next(key for key, account in town.accounts.items() if account.officer_id == asked.rater_id)
    first, second = (UUID(target["officer"]) for target in asked.targets[:2])
    other = next(account for name, account in town.accounts.items() if name == "mayor")
    by = town.actor(key)
    for points, code in [
        ({first: [1, None, 3]}, "peers.half"),
        ({first: [1, 2, 9]}, "peers.points"),
        ({first: [None] * 3, second: [None] * 3}, "peers.nothing"),
        ({other.officer_id: [1, 2, 3]}, "peers.not_asked"),
    ]:
        with pytest.raises(Invalid, match=code):
            peers.answer_peers(asked, points=points, by=by, at=NOW)
    with pytest.raises(Denied):
        peers.answer_peers(asked, points={first: [1, 2, 3]}, by=town.actor("chairman"), at=NOW)
    with pytest.raises(Invalid, match=r"peers\.closed"):
        peers.answer_peers(asked, points={first: [1, 2, 3]}, by=by, at=CLOSES)
    peers.answer_peers(asked, points={first: [1, 2, 3], second: [None] * 3}, by=by, at=NOW)
    assert PeerAnswer.objects.count() == 3
    with pytest.raises(Invalid, match=r"peers\.answered"):
        peers.answer_peers(asked, points={first: [5, 5, 5]}, by=by, at=NOW)


def test_a_round_called_off_is_thrown_away_unread(town: Town) -> None:
    one = opened(town)
    answered(town, one, by_name)
    with pytest.raises(Invalid, match=r"peers\.no_reason"):
        peers.drop_peer_round(one, reason=" ", by=town.actor("chairman"), at=NOW)
    peers.drop_peer_round(one, reason="Trùng đợt kiểm tra", by=town.actor("chairman"), at=NOW)
    assert not PeerAnswer.objects.exists() and not PeerResult.objects.exists()
    assert PeerRound.objects.get().key == ""
    assert opened(town).state == "open"  # another may follow in the same period
