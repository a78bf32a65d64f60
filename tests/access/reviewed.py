"""What addresses of cross-evaluation and of the spread of scores are opened with: a round that asks `officer`, and a confirmed sheet."""

from datetime import timedelta
from typing import Any

from roviec.evaluation.models import PeerRequest, PeerRound, ScoringPeriod, Sheet
from tests.evaluation.peer_town import QUESTIONS
from tests.work.town import NOW, Town


def reviewed_things(town: Town) -> dict[str, dict[str, Any]]:
    """Address -> what stands in it. The units of these tests are too small for a lot, so the round is put there as a record."""
    one = PeerRound.objects.create(
        body=town.units["ward"],
        unit=town.units["culture"],
        period="2025-12",
        title="Đánh giá chéo",
        questions=QUESTIONS,
        opened_at=NOW,
        closes_at=NOW + timedelta(days=7),
        key="k" * 64,
    )
    target = {"officer": str(town.accounts["colleague"].officer_id), "why": "unit"}
    asked = PeerRequest.objects.create(round=one, rater=town.accounts["officer"].officer, targets=[target])
    Sheet.objects.create(
        period=ScoringPeriod.objects.get(),
        officer=town.accounts["colleague"].officer,
        mandate=town.mandates["colleague"],
        unit=town.units["culture"],
        state=Sheet.State.CONFIRMED,
        total=80,
        band=1,
    )
    rounds = ("evaluation:peers_round", "evaluation:peers_close", "evaluation:peers_drop", "api-v1:peer_results")
    return {name: {"pk": one.pk} for name in rounds} | {
        "evaluation:peers_answer": {"pk": asked.pk},
        "evaluation:spread_unit": {"pk": town.units["culture"].pk},
    }
