"""The town with two larger units, so that there are enough people for anonymous questions, and rounds answered by known rules."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from roviec.evaluation.actions import peers
from roviec.evaluation.models import PeerRequest, PeerRound
from roviec.organisation.models.post import Rank
from tests.work.town import NOW, Town, build

QUESTIONS = ["Giữ đúng hẹn khi phối hợp?", "Làm đến nơi đến chốn?", "Chủ động báo trước khi vướng?"]
CLOSES = NOW + timedelta(days=7)
STAFF = 8
# After the round was to close.
AFTER = datetime(2025, 12, 9, 1, 0, tzinfo=UTC)


def peer_town() -> Town:
    """Culture and economy have eight staff more each, who are known as culture1 … economy8; `clerk` keeps the register."""
    town = build()
    for unit in ("culture", "economy"):
        for n in range(1, STAFF + 1):
            town.seat(f"{unit}{n}", unit, "Chuyên viên", Rank.STAFF, seat=n + 10)
    town.seat("clerk", "office", "Chuyên viên tổ chức", Rank.STAFF, keeps_register=True)
    return town


def opened(town: Town, unit: str = "culture", by: str = "chairman", **changed: Any) -> PeerRound:
    values = {"title": "Quý IV", "period": "2025-Q4", "questions": QUESTIONS, "closes_at": CLOSES} | changed
    return peers.open_peer_round(town.units[unit], **values, by=town.actor(by), at=NOW)


def answered(
    town: Town, one: PeerRound, said: Callable[[str, str], list[int | None]], silent: tuple[str, ...] = ()
) -> dict[str, dict[str, list[int | None]]]:
    """Everybody answers by the rule `said(rater, target)`, but those who are silent. Gives rater -> target -> points."""
    key_of: dict[UUID, str] = {account.officer_id: key for key, account in town.accounts.items() if account.officer_id}
    given: dict[str, dict[str, list[int | None]]] = {}
    for asked in PeerRequest.objects.filter(round=one).order_by("pk"):
        rater = key_of[asked.rater_id]
        if rater in silent:
            continue
        targets = {UUID(target["officer"]) for target in asked.targets}
        given[rater] = {key_of[pk]: said(rater, key_of[pk]) for pk in targets}
        points = {pk: given[rater][key_of[pk]] for pk in targets}
        peers.answer_peers(asked, points=points, by=town.actor(rater), at=NOW + timedelta(days=1))
    return given
