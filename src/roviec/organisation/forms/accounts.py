"""What administrators do to an account. Names are those of the permissions of accounts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.organisation import accounts
from roviec.organisation.forms.acts import Doing


class WithReason(Doing):
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Được ghi vào sổ nhật ký cùng tên của bạn."))


class CloseAccount(WithReason):
    title, button, permission = _("Khóa tài khoản"), _("Khóa tài khoản"), "close_account"
    explanation, danger = _("Người này bị đăng xuất và mã truy cập của họ hết tác dụng ngay."), True

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return accounts.close_account(pk, by=by, at=at, **self.cleaned_data)


class ReopenAccount(WithReason):
    title, button, permission = _("Mở lại tài khoản"), _("Mở lại"), "reopen_account"

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return accounts.reopen_account(pk, by=by, at=at, **self.cleaned_data)


class RemoveSecondFactor(WithReason):
    title, button, permission = _("Gỡ xác thực hai bước"), _("Gỡ"), "remove_second_factor"
    explanation = _("Khi người dùng mất điện thoại và mã dự phòng. Hãy chắc chắn đúng là người đó yêu cầu.")
    danger = True

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return accounts.remove_second_factor(pk, by=by, at=at, **self.cleaned_data)


class RenewPassword(WithReason):
    """Its result, the password, is shown on the page that answers and nowhere else."""

    title, button, permission = _("Cấp mật khẩu mới"), _("Cấp mật khẩu"), "renew_password"
    explanation = _("Mật khẩu cũ hết tác dụng và mọi phiên làm việc của tài khoản kết thúc.")

    def act(self, pk: UUID, *, by: Actor, at: datetime, version: int | None) -> Any:
        return accounts.renew_password(pk, by=by, at=at, **self.cleaned_data)


ACCOUNT_DOINGS: dict[str, type[Doing]] = {
    "mat-khau": RenewPassword,
    "khoa": CloseAccount,
    "mo-lai": ReopenAccount,
    "go-hai-buoc": RemoveSecondFactor,
}
