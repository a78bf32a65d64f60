"""One form per thing that can be done to a unit or an officer. `act` calls the action; the names are those of the permissions."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.organisation import actions
from roviec.organisation.forms.inputs import ActForm, DayField, OfficerField, PostField, UnitField
from roviec.organisation.queries import choices


class Doing(ActForm):
    """`title` heads the form, `button` does it; `explanation` says what follows from it."""

    title: ClassVar[str | Promise]
    button: ClassVar[str | Promise] = _("Lưu")
    permission: ClassVar[str]
    explanation: ClassVar[str | Promise] = ""
    danger: ClassVar[bool] = False

    def act(self, pk: Any, *, by: Actor, at: datetime, version: int | None) -> Any:
        raise NotImplementedError


class AddUnit(Doing):
    title, button, permission = _("Thêm đơn vị trực thuộc"), _("Thêm đơn vị"), "create_unit"
    code = forms.CharField(label=_("Mã đơn vị"), max_length=40)
    name = forms.CharField(label=_("Tên đơn vị"), max_length=300)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    kind = forms.CharField(label=_("Loại"), max_length=60, required=False, help_text=_("Ví dụ: Sở, Phòng, Trung tâm."))
    level = forms.ChoiceField(label=_("Cấp"), choices=choices.LEVELS, initial="province")
    side = forms.ChoiceField(label=_("Khối"), choices=choices.SIDES)
    is_body = forms.BooleanField(label=_("Là cơ quan độc lập"), required=False)
    valid_from = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID | None, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.create_unit(actions.NewUnit(parent=pk, **self.cleaned_data), by=by, at=at)


class RenameUnit(Doing):
    title, button, permission = _("Đổi tên"), _("Đổi tên"), "rename_unit"
    name = forms.CharField(label=_("Tên mới"), max_length=300)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    from_day = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.rename_unit(pk, by=by, at=at, version=version, **self.cleaned_data)


class EditUnit(Doing):
    title, permission = _("Sửa thông tin đơn vị"), "edit_unit"
    kind = forms.CharField(label=_("Loại"), max_length=60, required=False, help_text=_("Ví dụ: Sở, Phòng, Trung tâm."))
    level = forms.ChoiceField(label=_("Cấp"), choices=choices.LEVELS)
    side = forms.ChoiceField(label=_("Khối"), choices=choices.SIDES)
    is_body = forms.BooleanField(label=_("Là cơ quan độc lập"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.edit_unit(pk, by=by, at=at, version=version, **self.cleaned_data)


class PlaceUnit(Doing):
    title, button, permission = _("Chuyển đơn vị quản lý"), _("Chuyển"), "place_unit"
    parent = UnitField(label=_("Đơn vị cấp trên mới"))
    from_day = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.place_unit(pk, by=by, at=at, version=version, **self.cleaned_data)


class AddAlias(Doing):
    title, button, permission = _("Thêm tên gọi khác"), _("Thêm tên"), "add_alias"
    name = forms.CharField(
        label=_("Tên gọi khác"), max_length=300, help_text=_("Tên mà văn bản dùng để chỉ đơn vị này.")
    )
    is_former = forms.BooleanField(label=_("Là tên cũ"), required=False)
    valid_from = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.add_alias(actions.NewAlias(unit=pk, **self.cleaned_data), by=by, at=at)


class AddFunction(Doing):
    title, button, permission = _("Thêm chức năng, nhiệm vụ"), _("Thêm"), "add_function"
    text = forms.CharField(label=_("Chức năng, nhiệm vụ"), max_length=500)
    basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)
    valid_from = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.add_function(actions.NewFunction(unit=pk, **self.cleaned_data), by=by, at=at)


class AddPost(Doing):
    title, button, permission = _("Thêm chức danh"), _("Thêm chức danh"), "create_post"
    title_ = forms.CharField(label=_("Chức danh"), max_length=200)
    rank = forms.ChoiceField(label=_("Cấp bậc"), choices=choices.RANKS, initial="staff")
    seat = forms.IntegerField(label=_("Số thứ tự chỉ tiêu"), min_value=1, max_value=9999, initial=1)
    tracks_work = forms.BooleanField(label=_("Theo dõi việc chung của cơ quan"), required=False)
    keeps_register = forms.BooleanField(label=_("Quản lý tổ chức, cán bộ của cơ quan"), required=False)
    administers = forms.BooleanField(
        label=_("Quản trị hệ thống"), required=False, help_text=_("Chỉ người quản trị hệ thống đặt được.")
    )
    valid_from = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        values = dict(self.cleaned_data)
        return actions.create_post(actions.NewPost(unit=pk, title=values.pop("title_"), **values), by=by, at=at)


class CloseUnit(Doing):
    title, button, permission = _("Đóng đơn vị"), _("Đóng đơn vị"), "close_unit"
    on = DayField(label=_("Ngày thôi hoạt động"), help_text=_("Chỉ đóng được khi đơn vị không còn giữ gì."))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.close_unit(pk, by=by, at=at, version=version, **self.cleaned_data)


class AddOfficer(Doing):
    title, button, permission = _("Thêm cán bộ"), _("Thêm cán bộ"), "create_officer"
    code = forms.CharField(label=_("Mã cán bộ"), max_length=40)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    personnel_type = forms.ChoiceField(label=_("Loại nhân sự"), choices=choices.PERSONNEL_TYPES)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)

    def act(self, pk: UUID | None, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.create_officer(actions.NewOfficer(**self.cleaned_data), by=by, at=at)


class EditOfficer(Doing):
    title, permission = _("Sửa thông tin"), "edit_officer"
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    personnel_type = forms.ChoiceField(label=_("Loại nhân sự"), choices=choices.PERSONNEL_TYPES)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.edit_officer(pk, by=by, at=at, version=version, **self.cleaned_data)


class GiveMandate(Doing):
    title, button, permission = _("Giao giữ chức vụ"), _("Giao chức vụ"), "give_mandate"
    post = PostField(label=_("Chức danh"))
    kind = forms.ChoiceField(label=_("Hình thức"), choices=choices.MANDATE_KINDS)
    document = forms.CharField(label=_("Quyết định"), max_length=200, required=False)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Hết ngày"), required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.give_mandate(actions.NewMandate(officer=pk, **self.cleaned_data), by=by, at=at)


class RecordAbsence(Doing):
    title, button, permission = _("Ghi nhận vắng mặt"), _("Ghi nhận"), "record_absence"
    kind = forms.ChoiceField(label=_("Lý do"), choices=choices.ABSENCE_KINDS)
    substitute = OfficerField(label=_("Người thay"), required=False)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Ngày trở lại"), required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.record_absence(actions.NewAbsence(officer=pk, **self.cleaned_data), by=by, at=at)


class EndMandate(Doing):
    title, button, permission = _("Kết thúc giữ chức vụ"), _("Kết thúc"), "end_mandate"
    on = DayField(label=_("Ngày thôi giữ chức vụ"))
    document = forms.CharField(label=_("Quyết định"), max_length=200, required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.end_mandate(pk, by=by, at=at, **self.cleaned_data)


class EndPortfolio(Doing):
    title, button, permission = _("Thôi phụ trách"), _("Kết thúc"), "end_portfolio"
    on = DayField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên không còn phụ trách."))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.end_portfolio(pk, by=by, at=at, **self.cleaned_data)


class EndDelegation(Doing):
    title, button, permission = _("Thôi ủy quyền, phân cấp"), _("Kết thúc"), "end_delegation"
    on = DayField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên không còn hiệu lực."))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.end_delegation(pk, by=by, at=at, **self.cleaned_data)


class EndAbsence(Doing):
    title, button, permission = _("Trở lại làm việc"), _("Ghi nhận"), "end_absence"
    on = DayField(label=_("Ngày trở lại"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.end_absence(pk, by=by, at=at, **self.cleaned_data)


class EndFunction(Doing):
    title, button, permission = _("Thôi chức năng, nhiệm vụ"), _("Kết thúc"), "end_function"
    on = DayField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên không còn chức năng này."))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.end_function(pk, by=by, at=at, **self.cleaned_data)


class ClosePost(Doing):
    title, button, permission = _("Bỏ chức danh"), _("Bỏ chức danh"), "close_post"
    on = DayField(label=_("Ngày thôi áp dụng"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.close_post(pk, by=by, at=at, **self.cleaned_data)


class GivePortfolio(Doing):
    title, button, permission = _("Phân công phụ trách"), _("Phân công"), "give_portfolio"
    unit = UnitField(label=_("Đơn vị phụ trách"), required=False)
    field = forms.CharField(label=_("Lĩnh vực phụ trách"), max_length=300, required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)
    valid_from = DayField(label=_("Từ ngày"))

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.give_portfolio(actions.NewPortfolio(post=pk, **self.cleaned_data), by=by, at=at)


class GiveDelegation(Doing):
    title, button, permission = _("Ủy quyền, phân cấp"), _("Giao quyền"), "give_delegation"
    kind = forms.ChoiceField(label=_("Hình thức"), choices=choices.DELEGATION_KINDS, initial="uy_quyen")
    receiver = PostField(label=_("Chức danh nhận"))
    scope = forms.CharField(label=_("Nội dung"), max_length=500)
    basis = forms.CharField(label=_("Căn cứ"), max_length=200)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Hết ngày"), required=False)

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return actions.give_delegation(actions.NewDelegation(giver=pk, **self.cleaned_data), by=by, at=at)


# Address -> form, by what it is done to.
UNIT_DOINGS: dict[str, type[Doing]] = {
    "them-don-vi": AddUnit,
    "them-chuc-danh": AddPost,
    "them-chuc-nang": AddFunction,
    "them-ten-goi": AddAlias,
    "sua": EditUnit,
    "doi-ten": RenameUnit,
    "chuyen": PlaceUnit,
    "dong": CloseUnit,
}
OFFICER_DOINGS: dict[str, type[Doing]] = {
    "sua": EditOfficer,
    "giao-chuc-vu": GiveMandate,
    "vang-mat": RecordAbsence,
}
POST_DOINGS: dict[str, type[Doing]] = {"phu-trach": GivePortfolio, "uy-quyen": GiveDelegation, "bo": ClosePost}
MANDATE_DOINGS: dict[str, type[Doing]] = {"ket-thuc": EndMandate}
ENDINGS: dict[str, type[Doing]] = {
    "phu-trach": EndPortfolio,
    "uy-quyen": EndDelegation,
    "vang-mat": EndAbsence,
    "chuc-nang": EndFunction,
}
