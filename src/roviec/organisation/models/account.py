"""Accounts and API tokens. A person's account belongs to an officer; services and the worker have accounts too."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models.mandate import Mandate
from roviec.organisation.models.post import Officer


class Account(AbstractUser, Ledgered):
    """Who signs in. Opening, closing, new passwords and tokens are in its stream of the ledger; signing in is not."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        SERVICE = "service", _("Hệ thống khác")
        WORKER = "worker", _("Bộ máy nền")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="account")
    last_mandate = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    must_change_password = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")
    # Django's way to leave out an inherited field, which its types do not know.
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.username


class Scope(models.TextChoices):
    """What a token may do: GET alone, everything its actor may, and that with the administrator's duty."""

    READ = "read", _("Đọc")
    WRITE = "write", _("Đọc và ghi")
    ADMIN = "admin", _("Quản trị")


class ApiToken(models.Model):
    """Only the SHA-256 of the token is kept; it expires and is limited to scopes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    @property
    def scope_labels(self) -> str:
        return ", ".join(str(Scope(scope).label) for scope in self.scopes)
