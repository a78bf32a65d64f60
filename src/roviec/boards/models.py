"""What people keep of the pages, and what of the work is shown to the public."""

from django.db import models

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Account
from roviec.work.models import Plan


class SavedView(models.Model):
    """A list or chart as somebody looked at it: its address with every filter, under a name. `shared`: whoever has the link may open it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=300, help_text="the page: /danh-sach/")
    query = models.CharField(max_length=1000, blank=True, help_text="its filters, without the page of a long list")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "path", "name"], name="boards_view_named_once")]


class Publication(Ledgered):
    """A plan or programme that a leader shows to the public: pages are written as files by the worker and served without us."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True, help_text="its folder under /cong-khai/")
    is_on = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
