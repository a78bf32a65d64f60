"""How a person wants to be told. Their own choice about their own hours: no ledger entry."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.alerts.models import Mute, Preference
from roviec.alerts.permissions import PERMISSIONS
from roviec.core.actor import Actor
from roviec.core.bundling import Wish
from roviec.core.notices import KINDS
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason


@transaction.atomic
def set_preference(channel: str, wish: Wish, *, by: Actor, at: datetime) -> Preference:
    """Hours of one channel, and the kinds that come at once on it. Raises Invalid for a kind that does not exist."""
    officer = _officer(by)
    if unknown := wish.at_once - set(KINDS):
        raise Invalid("at_once", Reason("notice.no_such_kind", {"kind": min(unknown)}))
    chosen, _ = Preference.objects.update_or_create(
        officer_id=officer,
        channel=channel,
        defaults={
            "digest_at": wish.digest_at,
            "quiet_from": wish.quiet_from,
            "quiet_until": wish.quiet_until,
            "days_off": wish.days_off,
            "at_once": sorted(wish.at_once),
        },
    )
    return chosen


@transaction.atomic
def mute_kinds(kinds: frozenset[str], *, by: Actor, at: datetime) -> None:
    """From now on the person is not told of these kinds, and of all others again. Raises Invalid for what is obligatory."""
    officer = _officer(by)
    if obligatory := {kind for kind in kinds if kind not in KINDS or not KINDS[kind].free}:
        raise Invalid("muted", Reason("notice.obligatory", {"kind": min(obligatory)}))
    Mute.objects.filter(officer=officer).exclude(kind__in=kinds).delete()
    Mute.objects.bulk_create(
        [Mute(officer_id=officer, kind=kind, since=at) for kind in sorted(kinds)], ignore_conflicts=True
    )


def _officer(by: Actor) -> UUID:
    PERMISSIONS.require(by, "choose")
    if by.officer_id is None:
        raise Denied("alerts.choose")
    return by.officer_id
