"""Append-only entries, one hash chain per thing, and the outbox that carries the news upwards."""

from django.db import models

from roviec.ledger.ids import new_id


class Ledgered(models.Model):
    """A thing with a stream of its own. `version` is its ETag; sequence and last hash live on its row, which is locked first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=0)
    ledger_seq = models.PositiveIntegerField(default=0)
    ledger_hash = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        abstract = True


class Entry(models.Model):
    """One thing that happened. Actors are kept as ids and labels, without foreign keys: a later rename changes nothing here."""

    number = models.BigAutoField(primary_key=True)
    stream_kind = models.CharField(max_length=60)
    stream_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    at = models.DateTimeField(help_text="business time")
    recorded_at = models.DateTimeField(help_text="system time")
    account_id = models.UUIDField()
    account_label = models.CharField(max_length=200)
    mandate_id = models.UUIDField(null=True)
    mandate_label = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.UUIDField(null=True)
    on_behalf_label = models.CharField(max_length=200, blank=True)
    data = models.TextField(help_text="canonical JSON; personal values as salted digests")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream_id", "seq"], name="ledger_one_entry_per_seq")]
        indexes = [models.Index(fields=["account_id", "at"], name="ledger_by_account")]


class PersonalValue(models.Model):
    """The clear text of a personal value in the ledger. Erasing the row leaves the chain whole and the value unreadable."""

    digest = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=32)
    value = models.TextField()


class Checkpoint(models.Model):
    """A signed sum over all entries up to a number, chained to the one before: a cut-off tail becomes visible."""

    upto = models.BigIntegerField(unique=True)
    entries = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class OutboxMessage(models.Model):
    """What an action announces to higher storeys. Claimed by conditional update, never by "id greater than"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    topic = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(help_text="business time of the event")
    created_at = models.DateTimeField(help_text="system time")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(done_at__isnull=True), name="ledger_outbox_open")
        ]


class RequestKey(models.Model):
    """An Idempotency-Key with the answer it got, written in the transaction of the action: a repeat gets the same answer."""

    account_id = models.UUIDField()
    key = models.CharField(max_length=120)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="ledger_request_key_once")]
