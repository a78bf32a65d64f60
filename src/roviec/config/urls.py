"""All addresses. Vietnamese paths: people read and send them."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import include, path

from roviec.config.api import api
from roviec.config.health import health
from roviec.organisation.accounts_views import set_language

# Only these of allauth's pages: no sign-up, no e-mail addresses, no password by e-mail (administrators renew it).
sign_in = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("bi-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("hai-buoc/", second_factor.index, name="mfa_index"),
    path("hai-buoc/ma/", second_factor.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("hai-buoc/du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("hai-buoc/du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("hai-buoc/du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("tai-khoan/", include(sign_in)),
    path("i18n/setlang/", set_language, name="set_language"),
    path("healthz", health, name="health"),
    path("api/v1/", api.urls),
    path("", include("roviec.organisation.urls")),
    path("", include("roviec.custody.urls")),
    path("", include("roviec.work.urls")),
    path("", include("roviec.directives.urls")),
    path("", include("roviec.meetings.urls")),
    path("", include("roviec.voice.urls")),
    path("", include("roviec.evaluation.urls")),
    path("", include("roviec.alerts.urls")),
    path("", include("roviec.reports.urls")),
    path("", include("roviec.jobs.urls")),
    path("", include("roviec.boards.urls")),
]
if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns += [
        path("tai-khoan/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("tai-khoan/lien-ket/", include("allauth.socialaccount.urls")),
    ]
