"""Where a person can be reached outside the application, and what is sent there: leased, sent outside the transaction, confirmed."""

from django.db import models

from roviec.alerts.models.notices import Notice
from roviec.ledger.ids import new_id
from roviec.organisation.models import Officer


class Address(models.Model):
    """One place where one officer is reached. Personal data: in no log and in clear in no ledger entry.

    Live is what is verified and has not ended: `live_addresses`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, help_text="name of a module of alerts.channels")
    value = models.CharField(max_length=1500, help_text="e-mail address, subscription of a browser (JSON), or URL")
    label = models.CharField(max_length=120, blank=True, help_text="how its owner tells it from others")
    secret = models.CharField(max_length=200, blank=True, help_text="encrypted: what a webhook is signed with")
    created_at = models.DateTimeField(help_text="system time")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="its owner has shown that it is theirs")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="taken away, or refused for good")
    fault = models.CharField(max_length=300, blank=True, help_text="why it ended, when nobody took it away")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "channel", "value"], name="alerts_address_once")]
        indexes = [
            models.Index(
                fields=["officer", "channel"],
                condition=models.Q(verified_at__isnull=False, ended_at__isnull=True),
                name="alerts_live_address",
            )
        ]


class Message(models.Model):
    """What one person is sent on one channel. Waiting: neither sent nor failed. Instants are system time.

    Goes to every live address of the person on the channel, or to `address` alone where it is about that address.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest"
        IMMEDIATE = "immediate"
        CONFIRM = "confirm"  # is this address yours?
        TEST = "test"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=200)
    address = models.ForeignKey(Address, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    send_from = models.DateTimeField(help_text="not before; moves on when sending is put off")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    maybe_sent = models.BooleanField(
        default=False, help_text="a sender fell silent while it had it: sent again, it says so"
    )
    reached = models.JSONField(default=list, blank=True, help_text="ids of the addresses that took it already")
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="given up: a person is told")
    error = models.CharField(max_length=500, blank=True)
    fault_kind = models.CharField(max_length=20, blank=True, help_text="core.delivery.Fault")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "channel", "key"], name="alerts_message_once")]
        indexes = [
            models.Index(
                fields=["channel", "send_from"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="alerts_to_send",
            ),
            models.Index(fields=["failed_at"], condition=models.Q(failed_at__isnull=False), name="alerts_not_sent"),
            models.Index(fields=["officer", "-created_at"], name="alerts_sent_to"),
        ]


class Enclosure(models.Model):
    """A notice in a message."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosures")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="enclosures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "message"], name="alerts_enclosed_once")]
