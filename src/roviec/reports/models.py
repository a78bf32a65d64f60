"""Reports as they were issued, demands for reports with their rounds and answers, and the figures that are entered once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit
from roviec.work.models import Plan, Task


class Report(Ledgered):
    """Of a plan, of a unit, or (neither named) of the whole body, over a period. Live until it is issued, then as it was issued."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        ISSUED = "issued", _("Đã ban hành")
        RECALLED = "recalled", _("Đã thu hồi")
        DROPPED = "dropped", _("Đã bỏ")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(
        max_length=10, blank=True, help_text="2025-12, 2025-Q4, 2025-H1, 2025-9M, 2025; blank: free days"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="figures are closed at the end of this day")
    title = models.CharField(max_length=500)
    texts = models.JSONField(default=dict, help_text="what the drafter wrote, by section")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    signer_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signer_name = models.CharField(max_length=200, blank=True, help_text="who held the post when it was issued")
    recipients = models.TextField(blank=True, help_text="one per line")
    drafted_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict, help_text="the sums at the end of the period before, once issued")
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.CharField(max_length=300, blank=True, default="")
    recall_reason = models.CharField(max_length=1000, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "-ends_on"], name="reports_of_body")]

    def __str__(self) -> str:
        return self.title

    @property
    def went_out(self) -> bool:
        """Its figures are those that it was issued with, whether or not it was recalled since."""
        return self.state in (self.State.ISSUED, self.State.RECALLED)


class ReportLine(models.Model):
    """One piece of work as the issued report counted it: core.reporting.Line, kept. Names are those of the day; ids point nowhere by force."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    task = models.UUIDField()
    number = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=4000)
    standing = models.CharField(max_length=14)
    unit = models.UUIDField(null=True)
    unit_name = models.CharField(max_length=500, blank=True)
    plan = models.UUIDField(null=True)
    plan_name = models.CharField(max_length=560, blank=True)
    given_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    product = models.TextField(blank=True)
    days_late = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=300, blank=True)
    cause = models.TextField(blank=True)
    at_risk = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="reports_line_once")]


class Indicator(Ledgered):
    """A figure by name (chỉ tiêu): what is counted, in what, and who says how much: we ourselves (`measure`) or the unit that reports."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the body that keeps it")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=340, editable=False)
    counted_in = models.CharField(max_length=60, blank=True, help_text="hồ sơ, %, triệu đồng…")
    measure = models.CharField(
        max_length=20, blank=True, help_text="a name of core.reporting.Kind: computed; blank: reported"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folded", "counted_in"], name="reports_indicator_once")]

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """The value of an indicator for a unit and a period, entered once whoever asks for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, help_text="as of Report; for a single demand its closing day, 2025-12-05")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=300)
    answer = models.ForeignKey(
        "Answer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        help_text="in which answer it came",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "unit", "period"], name="reports_figure_once")]


class Demand(Ledgered):
    """A body asks units for a report: about what, which figures, for which period, closed when, due when, on what basis."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SENT = "sent", _("Đang yêu cầu")
        ENDED = "ended", _("Đã kết thúc")

    class Rhythm(models.TextChoices):
        ONCE = "once", _("Một lần")
        MONTH = "month", _("Hằng tháng")
        QUARTER = "quarter", _("Hằng quý")
        HALF = "half", _("6 tháng")
        NINE = "nine", _("9 tháng")
        YEAR = "year", _("Hằng năm")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    folded = models.TextField(editable=False)
    content = models.TextField(blank=True, help_text="what the report has to say besides the figures")
    basis = models.CharField(max_length=300, blank=True, help_text="the document that it rests on")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.ONCE)
    closes_on = models.DateField(help_text="closing day of the figures of the first round")
    due_on = models.DateField(help_text="of the first round; later ones are due as many days after their closing day")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    why_anyway = models.CharField(
        max_length=500, blank=True, help_text="why it is asked although the like was asked already"
    )
    indicators = models.ManyToManyField(Indicator, through="Wanted", related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "body"], name="reports_demands")]

    def __str__(self) -> str:
        return self.title


class Wanted(models.Model):
    """A figure that a demand asks for."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="wanted")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "indicator"], name="reports_wanted_once")]


class Addressee(models.Model):
    """A unit that a demand is addressed to."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "unit"], name="reports_addressee_once")]


class Round(Ledgered):
    """One period of a demand: a task with a part for every unit asked."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=10)
    closes_on = models.DateField()
    due_on = models.DateField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["demand", "period"], name="reports_round_once")]

    def __str__(self) -> str:
        return f"{self.demand} {self.period}"


class Answer(Ledgered):
    """What one unit reports in a round: its text here, its figures as `Figure`. Where it stands is the state of its task."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="reports_answer_once")]
        indexes = [models.Index(fields=["unit", "answered_at"], name="reports_owed")]
