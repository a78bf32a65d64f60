"""What people say about a task while it runs, and what they hand in."""

from django.db import models

from roviec.ledger.ids import new_id
from roviec.organisation.models import Officer, Post
from roviec.work.models.task import Task


class ProgressReport(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="progress_reports")
    at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField()
    text = models.TextField()
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")


class Submission(models.Model):
    """A deliverable handed in: a file or a link, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="submissions")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    decision_note = models.CharField(max_length=1000, blank=True)
    decided_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="comments")
    at = models.DateTimeField()
    text = models.TextField()
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    mentions = models.ManyToManyField(Officer, related_name="+", blank=True)


class Watcher(models.Model):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="watchers")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "officer"], name="work_watch_once")]
