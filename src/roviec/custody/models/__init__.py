"""The clocks: who holds a thing, until when it is due, and each stretch in which it was late, suspended or out for opinion.

A Clock shares its id with the task or dossier it belongs to, so that higher apps find theirs without a relation upwards.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Mandate, Post, Unit


class HoldKind(models.TextChoices):
    DRAFTING = "drafting", _("Đang soạn, chưa giao")
    UNNAMED = "unnamed", _("Chờ phân công")
    OUTSIDE = "outside", _("Ở cơ quan ngoài")
    WORKING = "working", _("Đang xử lý")
    SIGNATURE = "signature", _("Đã trình, chờ ký")
    ACCEPTANCE = "acceptance", _("Chờ nghiệm thu")


class Clock(models.Model):
    """The running state of one leaf of work. Instants are UTC; null `due` means no datable end (thường xuyên): outside the counts."""

    class Kind(models.TextChoices):
        TASK = "task", _("Nhiệm vụ")
        DOSSIER = "dossier", _("Hồ sơ")

    class Closing(models.TextChoices):
        DONE = "done", _("Hoàn thành")
        CANCELLED = "cancelled", _("Hủy")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    counts = models.BooleanField(
        default=True, help_text="false for a draft and for a whole that has parts: counts are of leaves, once"
    )
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="the body that gave the work")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", help_text="the unit that leads and answers"
    )
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    holder_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    hold_kind = models.CharField(max_length=12, choices=HoldKind.choices, default=HoldKind.UNNAMED)
    doer_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="where whoever does it sits, also while others sign or accept; null: nobody is named",
    )
    held_since = models.DateTimeField()
    started_at = models.DateTimeField()
    due_original = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    soon_from = models.DateTimeField(null=True, blank=True, help_text="from here on it is due soon; derived from due")
    due_calendar = models.CharField(
        max_length=60, blank=True, help_text="name@version of the calendar that made the dates"
    )
    budget_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="due is a term of so many working days: it moves with suspension; null: fixed date",
    )
    # What `due` was derived from (core.deadlines.derived). Blank: from before this was kept; a term is then found backwards.
    due_rule = models.CharField(max_length=16, blank=True, default="")
    due_anchor = models.DateTimeField(
        null=True, blank=True, help_text="where counting began; a date: the instant ordered"
    )
    due_amount = models.IntegerField(null=True, blank=True, help_text="days or minutes from the anchor, by the rule")
    due_rolls = models.BooleanField(default=False, help_text="a day off at the end gives way to the next working day")
    due_said_at = models.DateTimeField(null=True, blank=True, help_text="suspensions from here on move it")
    suspended_since = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="handed in: lateness is judged at this instant, not when somebody accepted it"
    )
    late_since = models.DateTimeField(
        null=True, blank=True, help_text="set by the late pass while a late spell is open"
    )
    last_sign_at = models.DateTimeField(help_text="last sign of life")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closing="")
                | models.Q(closed_at__isnull=False) & ~models.Q(closing=""),
                name="custody_closed_says_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_post", "due"], condition=models.Q(closed_at__isnull=True), name="custody_open_by_post"
            ),
            models.Index(
                fields=["holder_unit", "hold_kind", "due"],
                condition=models.Q(closed_at__isnull=True),
                name="custody_open_by_holder",
            ),
            models.Index(
                fields=["unit", "due"], condition=models.Q(closed_at__isnull=True), name="custody_open_by_unit"
            ),
            models.Index(
                fields=["body", "due"], condition=models.Q(closed_at__isnull=True), name="custody_open_by_body"
            ),
            models.Index(
                fields=["due"],
                condition=models.Q(closed_at__isnull=True, late_since__isnull=True, suspended_since__isnull=True),
                name="custody_may_become_late",
            ),
            models.Index(fields=["due"], condition=models.Q(late_since__isnull=False), name="custody_late_now"),
            models.Index(
                fields=["soon_from"],
                condition=models.Q(closed_at__isnull=True, late_since__isnull=True, suspended_since__isnull=True),
                name="custody_may_become_soon",
            ),
            models.Index(fields=["unit", "closed_at"], name="custody_closed_by_unit"),
            models.Index(fields=["doer_unit", "closed_at"], name="custody_by_doer"),
        ]


class HandoverKind(models.TextChoices):
    """Scoring needs to know why work changed hands (Decree 335/2025, art. 18)."""

    ASSIGNED = "assigned", _("Giao việc")
    NAMED = "named", _("Phân công")
    BEYOND_ABILITY = "beyond_ability", _("Vượt quá khả năng")
    REARRANGED = "rearranged", _("Lãnh đạo điều chỉnh phân công")
    ABSENCE = "absence", _("Vắng mặt")
    WRONGLY_GIVEN = "wrongly_given", _("Giao không đúng thẩm quyền, chức năng")
    RESTRUCTURING = "restructuring", _("Sắp xếp tổ chức")
    LEAVING = "leaving", _("Bàn giao khi chuyển, nghỉ công tác")
    HANDED_UP = "handed_up", _("Trình ký")
    SIGNED = "signed", _("Đã ký")
    SUBMITTED = "submitted", _("Nộp sản phẩm")
    RETURNED = "returned", _("Trả lại")
    REOPENED = "reopened", _("Mở lại việc đã đóng")


class Hold(models.Model):
    """At every moment exactly one holder: intervals [since, until) without gap or overlap. Post null: the head holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="holds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=HoldKind.choices)
    how = models.CharField(max_length=16, choices=HandoverKind.choices)
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # Counted by the worker once the hold has ended: working minutes, without suspensions.
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="null: runs, or is not counted yet")
    after_due = models.PositiveIntegerField(default=0, help_text="of these, after the due date")
    delay = models.PositiveIntegerField(default=0, help_text="share of the delay of work that was closed late")
    came_from = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="custody_one_open_hold"
            ),
        ]
        indexes = [
            models.Index(fields=["clock", "since"], name="custody_holds_in_order"),
            models.Index(
                fields=["until"],
                condition=models.Q(until__isnull=False, minutes__isnull=True),
                name="custody_holds_to_count",
            ),
            models.Index(
                fields=["unit", "until"], condition=models.Q(minutes__isnull=False), name="custody_counted_by_unit"
            ),
            models.Index(
                fields=["came_from", "until"],
                condition=models.Q(minutes__isnull=False),
                name="custody_counted_by_giver",
            ),
            models.Index(
                fields=["post", "until"], condition=models.Q(minutes__isnull=False), name="custody_counted_by_post"
            ),
        ]


class Consultation(models.Model):
    """An opinion asked of a unit; it never moves the hold."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="consultations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due"],
                condition=models.Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="custody_opinions_owed",
            ),
            models.Index(
                fields=["unit", "answered_at"],
                condition=models.Q(answered_at__isnull=False),
                name="custody_opinions_given",
            ),
        ]


class Suspension(models.Model):
    """The clock stands still in [since, until); on resuming, a due date that is a budget moves by the working time left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=500)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="custody_one_open_suspension"
            )
        ]


class Extension(models.Model):
    """A later due date, asked for and decided. It counts only when approved before the old one ran out."""

    class State(models.TextChoices):
        ASKED = "asked", _("Chờ quyết định")
        APPROVED = "approved", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extensions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    old_due = models.DateTimeField()
    new_due = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    asked_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(state="asked"), name="custody_one_open_extension"
            )
        ]


class LatePass(Ledgered):
    """One run of the late pass that found something: its ledger entry lists the clocks, so ten thousand of them cost one entry."""

    at = models.DateTimeField()


class CalendarChange(Ledgered):
    """A calendar was changed and what follows from it was derived again, in one action. `moves` are its lines."""

    calendar = models.CharField(max_length=40, help_text="code of the calendar that was changed")
    title = models.CharField(
        max_length=300, blank=True, default="", help_text="days and their names, as they were given"
    )
    what = models.JSONField(help_text="the change, as custody.calendar_changes writes it")
    old_label = models.CharField(max_length=60)
    new_label = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=300)
    moved = models.PositiveIntegerField(default=0)
    became_late = models.PositiveIntegerField(default=0)
    no_longer_late = models.PositiveIntegerField(default=0)


class DueMove(models.Model):
    """One due date that a changed calendar moved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(CalendarChange, on_delete=models.CASCADE, related_name="moves")
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="due_moves")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    old = models.DateTimeField()
    new = models.DateTimeField()
    was_late = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "clock"], name="custody_one_move_per_change")]


class SpellsThatStand(models.Manager["LateSpell"]):
    """Those that were not annulled: what counts, warns and is shown as lateness."""

    def get_queryset(self) -> models.QuerySet["LateSpell"]:
        return super().get_queryset().filter(annulled_at__isnull=True)


class LateSpell(models.Model):
    """One lateness: thing, due date, since, until, the unit and who headed it at the time. Scores, boards and alerts agree on it.

    A clock that is suspended while late and goes on with the same due date has two spells, with the suspension between them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="late_spells")
    due = models.DateTimeField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    head_mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    holder_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before_takeover = models.BooleanField(default=False, help_text="quá hạn trước tiếp nhận")
    noted_in = models.ForeignKey(LatePass, on_delete=models.PROTECT, null=True, blank=True, related_name="spells")
    annulled_at = models.DateTimeField(
        null=True, blank=True, help_text="it never was: the calendar was learnt late, or the work was in time after all"
    )
    annulled_by = models.ForeignKey(CalendarChange, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SpellsThatStand()
    with_annulled = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="custody_one_open_spell"
            ),
        ]
        indexes = [models.Index(fields=["unit", "since"], name="custody_spells_by_unit")]


# Further records of this app, in files of their own, which ask for the clock above.
from roviec.custody.models.explanations import Explanation  # noqa: E402, F401
from roviec.custody.models.reopenings import Reopening  # noqa: E402, F401
from roviec.custody.models.traces import Remark, SpotCheck, SpotDraw, Trace  # noqa: E402, F401
