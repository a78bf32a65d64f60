"""What people type about rounds of commendation."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.commending import CRITERIA
from roviec.evaluation.forms.steps import StepForm
from roviec.work.forms.inputs import WhoField, text_area


class Open(StepForm):
    verb = "open_commendation"
    label = _("Mở đợt khen thưởng")
    submit = _("Mở đợt")
    done = _("Đã mở. Danh sách đạt tiêu chí được tính từ kết quả; việc đề nghị và chọn là của con người.")
    title = forms.CharField(label=_("Tên đợt"), max_length=500)
    year = forms.IntegerField(label=_("Kết quả của năm"), min_value=2000, max_value=2100)
    least_mean = forms.CharField(label=_("Điểm bình quân ít nhất"), required=False, max_length=6)
    worst_band = forms.ChoiceField(label=_("Xếp loại từ"), required=False)
    least_in_time = forms.CharField(label=_("Tỷ lệ đúng hạn ít nhất (%)"), required=False, max_length=6)
    no_lasting_delay = forms.CharField(
        label=_("Không có lần chậm nào từ (ngày)"),
        required=False,
        max_length=3,
        help_text=_("Ngày theo lịch; nguyên nhân khách quan đã xác nhận và việc khó được bảo vệ không tính."),
    )
    pledges_kept = forms.BooleanField(label=_("Giữ mọi việc khó đã nhận"), required=False)
    most_officers = forms.IntegerField(label=_("Nhiều nhất mấy cá nhân"), required=False, min_value=0, max_value=30_000)
    most_units = forms.IntegerField(label=_("Nhiều nhất mấy tập thể"), required=False, min_value=0, max_value=30_000)

    def __init__(self, *args: Any, bands: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worst_band"].choices = [("", "—"), *((str(n), name) for n, name in enumerate(bands[:-1]))]

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        data["pledges_kept"] = "1" if data["pledges_kept"] else ""
        return {
            "title": data["title"],
            "year": data["year"],
            "criteria": {name: data[name].replace(",", ".") for name in CRITERIA},
            "most_units": data["most_units"],
            "most_officers": data["most_officers"],
        }


class Nominate(StepForm):
    verb = "nominate"
    label = _("Đề nghị khen thưởng")
    submit = _("Đề nghị")
    done = _("Đã đề nghị, kèm dữ kiện của hôm nay.")
    who = WhoField(label=_("Ai, đơn vị nào"))
    reason = forms.CharField(label=_("Thành tích"), max_length=2000, widget=text_area(3))

    def arguments(self) -> dict[str, Any]:
        chosen = self.cleaned_data["who"]
        who = {"officer": chosen.officer_id} if chosen.officer_id else {"unit": chosen.unit_id}
        return {"reason": self.cleaned_data["reason"], **who}


class NominateNamed(StepForm):
    """From the list of who meets the criteria: the name is given."""

    verb = "nominate"
    label = _("Đề nghị khen thưởng")
    submit = _("Đề nghị")
    done = _("Đã đề nghị, kèm dữ kiện của hôm nay.")
    reason = forms.CharField(label=_("Thành tích"), max_length=2000, widget=text_area(3))


class BeginCouncil(StepForm):
    verb = "begin_council"
    label = _("Chuyển Hội đồng xét")
    submit = _("Chuyển Hội đồng")
    done = _("Đã chuyển Hội đồng; không nhận thêm đề nghị.")
    intro = _("Sau bước này không đề nghị thêm được nữa.")


class Drop(StepForm):
    verb = "drop_commendation"
    label = submit = _("Bỏ đợt này")
    done = _("Đã bỏ đợt khen thưởng.")
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


class Votes(StepForm):
    """Of each nominee: votes for, votes cast, a note; what is left empty stays as it is."""

    verb = "note_votes"
    label = _("Ghi kết quả bỏ phiếu của Hội đồng")
    submit = _("Ghi kết quả")
    done = _("Đã ghi kết quả bỏ phiếu.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in self.asked.extra["nominees"]:
            name = one["name"]
            self.fields[f"for_{one['id']}"] = forms.IntegerField(
                label=_("%(name)s: đồng ý") % {"name": name}, required=False, min_value=0, max_value=999
            )
            self.fields[f"of_{one['id']}"] = forms.IntegerField(
                label=_("trên tổng số phiếu"), required=False, min_value=0, max_value=999
            )

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        votes = {
            UUID(name.removeprefix("for_")): (value, data.get(f"of_{name.removeprefix('for_')}") or 0)
            for name, value in data.items()
            if name.startswith("for_") and value is not None
        }
        return {"votes": votes}


class Decide(StepForm):
    verb = "decide_commendation"
    label = _("Quyết định khen thưởng")
    submit = _("Ghi quyết định")
    done = _("Đã ghi quyết định khen thưởng.")
    chosen = forms.MultipleChoiceField(label=_("Khen thưởng"), required=False, widget=forms.CheckboxSelectMultiple)
    decision = forms.CharField(label=_("Số, ngày quyết định"), max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["chosen"].choices = [
            (str(one["id"]), f"{one['name']} ({one['votes']})" if one["votes"] else one["name"])
            for one in self.asked.extra["nominees"]
        ]

    def arguments(self) -> dict[str, Any]:
        data = super().arguments()
        return {"decision": data["decision"], "chosen": [UUID(pk) for pk in data["chosen"]]}


STEPS: dict[str, type[StepForm]] = {form.verb: form for form in (Nominate, BeginCouncil, Votes, Decide, Drop)}
