"""Idempotency keys: a request that was answered once is answered the same again, and acts once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from roviec.ledger.models import RequestKey
from roviec.ledger.system_time import system_now

KEPT = timedelta(days=2)
# Cookies belong to the first answer alone; the rest of what a client acts upon is repeated.
REPEATED_HEADERS = ("Content-Type", "Location", "ETag", "HX-Redirect", "HX-Trigger", "HX-Location")
IN_WORK = 0
GONE = 410


class KeyReused(Exception):
    """The key came before with another request."""


def answer_once(account_id: UUID, key: str, request_hash: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The stored answer to this key, else that of `act`, stored in the transaction of what it did.

    Of two at once the unique constraint lets one through: the other waits for its commit (PostgreSQL) or its turn (SQLite),
    then repeats the stored answer. An answer of 400 or more undoes everything and is not kept: it may be tried again.
    """
    if kept := RequestKey.objects.filter(account_id=account_id, key=key).first():
        return _repeat(kept, request_hash)
    try:
        with transaction.atomic():
            with transaction.atomic():
                row = RequestKey.objects.create(
                    account_id=account_id,
                    key=key,
                    request_hash=request_hash,
                    status=IN_WORK,
                    body=b"",
                    created_at=system_now(),
                )
            response = act()
            if response.status_code >= 400 or response.streaming:
                transaction.set_rollback(response.status_code >= 400)
                return response
            if "no-store" in response.get(
                "Cache-Control", ""
            ):  # a secret, shown once: a repeat learns that it was done
                row.status = GONE
            else:
                row.status = response.status_code
                row.headers = {name: response[name] for name in REPEATED_HEADERS if name in response}
                row.body = response.content
            row.save(update_fields=["status", "headers", "body"])
            return response
    except IntegrityError:
        kept = RequestKey.objects.filter(account_id=account_id, key=key).first()
        if kept is None:
            raise
        return _repeat(kept, request_hash)


def _repeat(kept: RequestKey, request_hash: str) -> HttpResponse:
    if kept.request_hash != request_hash:
        raise KeyReused(kept.key)
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response


def forget_requests(now: datetime) -> int:
    """Removes keys older than two days (system time); how many."""
    return RequestKey.objects.filter(created_at__lt=now - KEPT).delete()[0]
