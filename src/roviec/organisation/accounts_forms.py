"""allauth's forms in our words, and the form for a token."""

from typing import TYPE_CHECKING

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.organisation.accounts import Scope

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PASSWORD_HELP = _("Ít nhất 12 ký tự, không phải mật khẩu thông dụng, không giống tên của bạn.")
CODE_HELP = _("Sáu chữ số mà ứng dụng xác thực đang hiện, hoặc một mã dự phòng.")


def describe(field: forms.Field, label: "StrOrPromise", help_text: "StrOrPromise" = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = _("Hãy điền ô này.")


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["login"], _("Tên đăng nhập"))
        self.fields["login"].widget.attrs["autofocus"] = True
        describe(self.fields["password"], _("Mật khẩu"))


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["oldpassword"], _("Mật khẩu hiện tại"))
        describe(self.fields["password1"], _("Mật khẩu mới"), PASSWORD_HELP)
        describe(self.fields["password2"], _("Nhập lại mật khẩu mới"))

    def clean(self) -> dict[str, object]:
        data = forms.Form.clean(self) or self.cleaned_data
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("Hai lần nhập không giống nhau."))
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", _("Mật khẩu mới phải khác mật khẩu hiện tại."))
        return data


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["password"], _("Mật khẩu"))
        self.fields["password"].widget.attrs["autofocus"] = True


class _CodeFields:
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["code"], _("Mã xác thực"), CODE_HELP)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


class SecondFactorForm(_CodeFields, AuthenticateForm):
    pass


class ConfirmCodeForm(_CodeFields, CodeReauthenticateForm):
    pass


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["code"], _("Mã xác thực"), _("Sáu chữ số mà ứng dụng vừa hiện."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NewRecoveryCodesForm(GenerateRecoveryCodesForm):
    pass


class TokenForm(forms.Form):
    """A token is named, limited and ends: what it is for, what it may do, how long."""

    DAYS = [(30, _("30 ngày")), (90, _("90 ngày")), (365, _("1 năm"))]

    name = forms.CharField(label=_("Dùng cho"), max_length=100, help_text=_("Ví dụ: phần mềm quản lý văn bản."))
    scope = forms.ChoiceField(label=_("Quyền"), choices=Scope.choices, initial=Scope.READ)
    days = forms.TypedChoiceField(label=_("Hiệu lực"), choices=DAYS, coerce=int, initial=90)
