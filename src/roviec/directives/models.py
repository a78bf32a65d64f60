"""Documents that come in and documents that give work, the passages in them, and the tasks proposed from those passages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit
from roviec.work.models import Plan, StoredFile, Task


class Directive(Ledgered):
    """A resolution, directive, plan, notice of conclusion, telegram, letter… Secret documents never get this far."""

    class State(models.TextChoices):
        READING = "reading", _("Đang đọc")
        REVIEW = "review", _("Chờ rà soát")
        CONFIRMED = "confirmed", _("Đã chuyển thành nhiệm vụ")
        SET_ASIDE = "set_aside", _("Để biết")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the body that received it")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REVIEW)
    number = models.CharField(max_length=60, blank=True, help_text="number and symbol: 617/KH-UBND")
    kind = models.CharField(max_length=60, blank=True, help_text="Kế hoạch, Thông báo, Chỉ thị…")
    subject = models.CharField(max_length=1000)
    folded = models.CharField(max_length=1200, editable=False)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=100, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, blank=True, help_text="TM., KT., TL., TUQ.")
    urgency = models.CharField(max_length=30, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.JSONField(default=dict, help_text="the neutral document model: blocks with anchors")
    readdressed = models.JSONField(
        default=dict, help_text="name in the document → name here, when another province's plan is used"
    )
    received_at = models.DateTimeField()
    received_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unread = models.JSONField(default=list, help_text="what could not be read, as reasons")
    divided = models.BooleanField(default=False, help_text="its passages are kept as provisions")

    class Meta:
        constraints = [
            # Only while it waits: two bodies that merge may both have given work by the same file.
            models.UniqueConstraint(
                fields=["body", "file"],
                condition=models.Q(state__in=["reading", "review"]),
                name="directives_same_file_once",
            ),
        ]


class Proposal(models.Model):
    """A task read from a passage. Each field keeps its value, where it was found, how sure and why; people correct and confirm."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Đề xuất")
        CONFIRMED = "confirmed", _("Đã giao")
        DROPPED = "dropped", _("Bỏ qua")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="proposals")
    version = models.PositiveIntegerField(default=0, help_text="the row's own: another row may change meanwhile")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=30, blank=True, help_text="as numbered in the document")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    anchor = models.CharField(max_length=60, help_text="block or cell of the document that the text came from")
    heading = models.TextField(blank=True)
    text = models.TextField()
    leads = models.JSONField(default=list, help_text="as written")
    supports = models.JSONField(default=list)
    accountable = models.JSONField(default=list)
    deadline_raw = models.CharField(max_length=500, blank=True)
    deadline_kind = models.CharField(max_length=12, default="none")
    due = models.DateField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    recurrence = models.CharField(max_length=12, blank=True)
    deliverable = models.CharField(max_length=1000, blank=True)
    sure = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    found = models.JSONField(default=dict, help_text="field → {where, sure, why}")
    lead_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    support_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "order"], name="directives_proposal_order")]
        indexes = [models.Index(fields=["task"], name="directives_source_of_task")]


class Correction(models.Model):
    """What a person changed in what was read, an example for the rules: of one field the first reading and the last word.

    `field` is a field of `found`, or what was done to the whole: dropped, split, merged. `proposed` and `became` are its values.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=12)
    proposed = models.JSONField(null=True)
    became = models.JSONField(null=True)
    sure = models.DecimalField(max_digits=4, decimal_places=3, help_text="of the reading")
    rules = models.JSONField(default=list, help_text="codes of the reasons that the reading gave")
    corrected_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "field"], name="directives_correction_once")]


class Arrival(Ledgered):
    """Văn bản đến: one line of the register of incoming documents of a body, and what was decided about it.

    A line may come without its file (a register kept elsewhere) and a file without a line; `source_key` is what the place it
    came from calls it, so that the same one sent twice stands here once.
    """

    class Source(models.TextChoices):
        PAGE = "page", _("Nhập tay")
        REGISTER = "register", _("Sổ văn bản đến")
        FOLDER = "folder", _("Thư mục theo dõi")
        API = "api", _("Phần mềm khác")

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Chờ xử lý")
        INFORM = "inform", _("Để biết")
        ACT = "act", _("Thực hiện")
        ANSWER = "answer", _("Trả lời")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the body that received it")
    source = models.CharField(max_length=10, choices=Source.choices)
    source_key = models.CharField(max_length=200)
    number_in = models.CharField(max_length=30, blank=True, help_text="số đến")
    arrived_on = models.DateField()
    number = models.CharField(max_length=60, blank=True, help_text="number and symbol: 617/KH-UBND")
    kind = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=1000)
    folded = models.CharField(max_length=1500, editable=False)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    urgency = models.CharField(max_length=30, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="the day the sender asks an answer by")
    directive = models.ForeignKey(
        Directive,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="its text, where the file came too",
    )
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    instructed_by_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the leader who wrote the instruction",
    )
    instruction = models.CharField(max_length=2000, blank=True, help_text="bút phê, word for word")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_number = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "source", "source_key"], name="directives_arrival_once"),
        ]
        indexes = [
            models.Index(fields=["body", "decision", "-received_at"], name="directives_arrivals_waiting"),
            models.Index(fields=["body", "number"], name="directives_arrivals_by_number"),
            models.Index(fields=["task"], name="directives_arrival_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()


class Provision(models.Model):
    """One passage of a document: an article, clause or point of a law, an item of a plan, a row of a table. Never changed by hand.

    `effective_on`: of a legal document, from when it is in force by what the document itself says.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="provisions", db_index=False)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    order = models.PositiveIntegerField()
    level = models.CharField(max_length=8, help_text="a core.provisions.Level")
    number = models.CharField(max_length=30, blank=True)
    cite = models.CharField(max_length=120, blank=True, help_text="điểm a khoản 2 Điều 5")
    heading = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    words = models.TextField(editable=False, help_text="core.provisions.found.searchable, for searching")
    anchors = models.JSONField(default=list, help_text="paragraphs and cells of the document that it stands in")
    effective_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "order"], name="directives_provision_order")]


class LegalEffect(models.Model):
    """From when a legal document is in force, as read until a person confirms it. Its article counts are those of its provisions."""

    directive = models.OneToOneField(Directive, on_delete=models.CASCADE, primary_key=True, related_name="legal_effect")
    effective_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    said_in = models.ForeignKey(Provision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended = models.JSONField(default=list, help_text="documents that end with it: kind, number, name, date, how, cite")
    transitional = models.JSONField(default=list, help_text="ids of the provisions on the transition")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["effective_on"], name="directives_effect_by_day")]


class Guidance(models.Model):
    """Văn bản hướng dẫn, quy định chi tiết: what an article waits for, from whom, by when, and the document that fulfilled it.

    `due` null: by the day the article takes effect. `fulfilled_by` is the document where it is here, `document` what it is called.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ xác nhận")
        WAITING = "waiting", _("Chờ ban hành")
        FULFILLED = "fulfilled", _("Đã ban hành")
        DROPPED = "dropped", _("Không cần chờ")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="guidance")
    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="+", help_text="where it is said")
    article = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="+", help_text="what it holds up")
    issuer = models.CharField(max_length=300)
    text = models.TextField(help_text="the sentence that says so")
    due = models.DateField(null=True, blank=True)
    sure = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    why = models.JSONField(default=list, help_text="reasons of the reading")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    fulfilled_by = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(max_length=300, blank=True)
    fulfilled_on = models.DateField(null=True, blank=True)


class ProvisionTask(models.Model):
    """Work that makes a provision ready, or that somebody said carries it out. Tasks made from proposals need none: their anchor says it."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="work")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provision", "task"], name="directives_provision_task_once")]
