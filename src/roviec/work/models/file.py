"""Files are addressed by their content; what they belong to is an attachment."""

from django.db import models

from roviec.custody.models import Explanation
from roviec.ledger.ids import new_id
from roviec.work.models.report import Submission
from roviec.work.models.task import Task


class StoredFile(models.Model):
    """A file under MEDIA_ROOT at ab/cd/<sha256>. Size in bytes; the media type is found from the content, not the name."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="attachments")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    explanation = models.ForeignKey(
        Explanation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="evidence given with it",
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
