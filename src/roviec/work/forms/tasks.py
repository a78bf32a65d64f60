"""The six clear things of a task as a form: a draft, a correction, a spoken order, its completion."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.calendars import VIETNAM, WorkingDays
from roviec.work.actions.fields import Recurrence, TaskFields
from roviec.work.forms.inputs import AskedForm, DayField, UnitsField, WhoField, text_area

# Once given out these move by steps of their own.
FIXED_ONCE_GIVEN = ("lead", "person", "due", "budget", "recurrence")


class TaskForm(AskedForm):
    """A draft: anything but the title may be missing until the task is given out."""

    title = forms.CharField(label=_("Nhiệm vụ"), max_length=4000, widget=text_area())
    lead = WhoField(label=_("Chủ trì"), people=False, required=False)
    person = WhoField(
        label=_("Người thực hiện"),
        units=False,
        required=False,
        help_text=_("Để trống: đơn vị chủ trì phân công."),
    )
    supports = UnitsField(label=_("Phối hợp"), required=False, help_text=_("Mỗi dòng một đơn vị."))
    due = DayField(label=_("Hạn hoàn thành"), required=False)
    budget = forms.IntegerField(
        label=_("Hoặc số ngày làm việc kể từ khi giao"), required=False, min_value=1, max_value=2500
    )
    recurrence = forms.ChoiceField(
        label=_("Hoặc định kỳ"), required=False, choices=[("", _("Không định kỳ")), *Recurrence.choices]
    )
    deliverable = forms.CharField(
        label=_("Sản phẩm"),
        required=False,
        max_length=1000,
        help_text=_("Thứ kiểm đếm được, ví dụ: Tờ trình, Quyết định."),
    )
    accountable = WhoField(label=_("Người chịu trách nhiệm"), units=False, required=False)
    authority = forms.CharField(
        label=_("Thẩm quyền"), required=False, max_length=300, help_text=_("Ai quyết định, trong phạm vi nào.")
    )
    detail = forms.CharField(label=_("Nội dung chi tiết"), required=False, widget=text_area(4))
    number = forms.CharField(label=_("Số thứ tự trong văn bản"), required=False, max_length=30)
    planned_start = DayField(label=_("Bắt đầu theo kế hoạch"), required=False)
    planned_end = DayField(label=_("Kết thúc theo kế hoạch"), required=False)
    urgent = forms.BooleanField(label=_("Việc gấp"), required=False)

    @classmethod
    def initial_of(cls, fields: TaskFields, choice_of: Any) -> dict[str, Any]:
        """What the form shows of a task as it stands; `choice_of` names units and posts by their keys."""
        due = fields.due.astimezone(VIETNAM).date() if hasattr(fields.due, "astimezone") else fields.due
        return {
            "title": fields.title,
            "lead": choice_of(f"unit:{fields.lead_unit}") if fields.lead_unit else None,
            "person": choice_of(f"post:{fields.person_post}") if fields.person_post else None,
            "supports": "\n".join(choice_of(f"unit:{pk}").name for pk in fields.supports),
            "due": due,
            "budget": fields.budget.n if fields.budget else None,
            "recurrence": fields.recurrence,
            "deliverable": fields.deliverable,
            "accountable": choice_of(f"post:{fields.accountable_post}") if fields.accountable_post else None,
            "authority": fields.authority,
            "detail": fields.detail,
            "number": fields.number,
            "planned_start": fields.planned_start,
            "planned_end": fields.planned_end,
            "urgent": fields.urgent,
        }

    def without(self, *names: str) -> "TaskForm":
        for name in names:
            self.fields.pop(name, None)
        return self

    def task_fields(self, before: TaskFields | None = None) -> TaskFields:
        """The fields of the action; what the form does not ask for stays as it was."""
        data = self.cleaned_data
        values: dict[str, Any] = {
            name: data[name]
            for name in (
                "title",
                "deliverable",
                "authority",
                "detail",
                "number",
                "planned_start",
                "planned_end",
                "urgent",
            )
            if name in data
        }
        if "recurrence" in data:
            values["recurrence"] = data["recurrence"]
        if "due" in data:
            values["due"] = data["due"]
        if "budget" in data:
            values["budget"] = WorkingDays(data["budget"]) if data["budget"] else None
        if "lead" in data:
            values["lead_unit"] = data["lead"].unit_id if data["lead"] else None
        if "person" in data:
            values["person_post"] = data["person"].post_id if data["person"] else None
        if "accountable" in data:
            values["accountable_post"] = data["accountable"].post_id if data["accountable"] else None
        if "supports" in data:
            values["supports"] = tuple(data["supports"])
        return replace(before, **values) if before else TaskFields(**values)


class QuickForm(AskedForm):
    """Ten seconds: what, who, perhaps until when."""

    title = forms.CharField(
        label=_("Việc cần làm"),
        max_length=4000,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    who = WhoField(label=_("Giao cho"), help_text=_("Gõ vài chữ của tên người hoặc đơn vị."))
    due = DayField(label=_("Hạn hoàn thành"), required=False)

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        who = data["who"]
        return {
            "title": data["title"],
            "unit": None if who.post_id else who.unit_id,
            "post": who.post_id,
            "due": data["due"],
        }
