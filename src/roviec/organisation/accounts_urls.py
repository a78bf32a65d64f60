"""Addresses of one's own account, inside the namespace `organisation`."""

from django.urls import path

from roviec.organisation import accounts_views as views

urlpatterns = [
    path("tai-khoan/chuc-danh/", views.choose_mandate, name="choose_mandate"),
    path("tai-khoan/chuc-danh/doi/", views.switch_mandate, name="switch_mandate"),
    path("tai-khoan/ma-truy-cap/", views.tokens, name="tokens"),
    path("tai-khoan/ma-truy-cap/<uuid:pk>/thu-hoi/", views.revoke_token, name="revoke_token"),
]
