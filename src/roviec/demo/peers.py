"""Cross-evaluation in the demo city: one round of the department in March, answered by people of different severity, and closed."""

from datetime import date, datetime
from random import Random
from uuid import UUID

from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.life import Steps
from roviec.demo.months import DEPARTMENT
from roviec.evaluation.actions.peers import answer_peers, close_peer_round, open_peer_round
from roviec.evaluation.models import PeerRequest
from roviec.organisation.models import Mandate, Unit

OPENS, CLOSES = moment(date(2026, 3, 9), 8), moment(date(2026, 3, 20), 17)
QUESTIONS = (
    "Phối hợp đúng hẹn, không để người khác phải nhắc",
    "Trả lời rõ ràng, đến nơi đến chốn khi được hỏi",
    "Sẵn sàng nhận việc khó và chịu trách nhiệm về kết quả",
)
SILENT = 7  # every seventh does not answer


def cross_evaluate(cast: Cast, random: Random) -> Steps:
    unit = Unit.objects.get(name=DEPARTMENT)
    head = cast.head(unit.pk)
    if head is None:
        raise LookupError(DEPARTMENT)
    yield OPENS
    title = "Đánh giá chéo quý I năm 2026"
    one = open_peer_round(unit, title=title, period="2026-Q1", questions=QUESTIONS, closes_at=CLOSES, by=head, at=OPENS)
    requests = list(PeerRequest.objects.filter(round=one).select_related("rater").order_by("rater__code"))
    posts = dict(Mandate.objects.on(OPENS.date()).filter(is_scoring=True).values_list("officer", "post"))
    codes = dict(Mandate.objects.filter(post__in=posts.values()).values_list("officer", "officer__code"))
    worth = {officer: Random(code).gauss(3.9, 0.5) for officer, code in sorted(codes.items(), key=lambda row: row[1])}
    for n, asked in enumerate(requests):
        if n % SILENT == SILENT - 1:
            continue
        yield (at := _answering(random, n))
        severity = Random(f"severity {asked.rater.code}").gauss(0, 0.5)
        points = {
            UUID(one["officer"]): _points(worth[UUID(one["officer"])] - severity, random) for one in asked.targets
        }
        actor = cast.actor(posts[asked.rater_id])
        if actor is not None:
            answer_peers(asked, points=points, by=actor, at=at)
    yield CLOSES
    close_peer_round(one, by=head, at=CLOSES)


def _answering(random: Random, n: int) -> datetime:
    return moment(date(2026, 3, 10 + n // 4), 8 + 2 * (n % 4), random.randint(0, 59))


def _points(expected: float, random: Random) -> list[int]:
    return [min(5, max(1, round(random.gauss(expected, 0.6)))) for _question in QUESTIONS]
