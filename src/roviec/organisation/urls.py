"""Addresses of the organisation and of one's own account."""

from django.urls import include, path

from roviec.organisation.views import accounts, administration, endings, officers, registers, restructurings, units

app_name = "organisation"

urlpatterns = [
    path("", include("roviec.organisation.accounts_urls")),
    path("to-chuc/", units.index, name="index"),
    path("to-chuc/don-vi.xlsx", units.export, name="export"),
    path("to-chuc/don-vi/moi/", units.top_unit_new, name="unit_new"),
    path("to-chuc/don-vi/<uuid:pk>/", units.unit, name="unit"),
    path("to-chuc/don-vi/<uuid:pk>/<slug:verb>/", units.unit_do, name="unit_do"),
    path("to-chuc/chuc-danh/<uuid:pk>/<slug:verb>/", units.post_do, name="post_do"),
    path("to-chuc/giu-chuc-vu/<uuid:pk>/<slug:verb>/", units.mandate_do, name="mandate_do"),
    path("to-chuc/ket-thuc/<slug:kind>/<uuid:pk>/", endings.end, name="end"),
    path("to-chuc/can-bo/", officers.officers, name="officers"),
    path("to-chuc/can-bo/moi/", officers.officer_new, name="officer_new"),
    path("to-chuc/can-bo/<uuid:pk>/", officers.officer, name="officer"),
    path("to-chuc/can-bo/<uuid:pk>/<slug:verb>/", officers.officer_do, name="officer_do"),
    path("to-chuc/vi-tri-viec-lam/", officers.job_types, name="job_types"),
    path("to-chuc/nhap/", registers.imports, name="imports"),
    path("to-chuc/nhap/mau/<slug:kind>.xlsx", registers.template, name="import_template"),
    path("to-chuc/nhap/<uuid:pk>/", registers.register_import, name="import"),
    path("to-chuc/nhap/<uuid:pk>/tu-choi.csv", registers.refused_lines, name="import_refused"),
    path("to-chuc/nhap/<uuid:pk>/thuc-hien/", registers.apply, name="import_apply"),
    path("to-chuc/sap-xep/", restructurings.restructurings, name="restructurings"),
    path("to-chuc/sap-xep/moi/", restructurings.restructuring_new, name="restructuring_new"),
    path("to-chuc/sap-xep/<uuid:pk>/", restructurings.restructuring, name="restructuring"),
    path("quan-tri/", administration.administration, name="admin"),
    path("quan-tri/tai-khoan/", accounts.accounts, name="accounts"),
    path("quan-tri/tai-khoan/mo/", accounts.accounts_open, name="accounts_open"),
    path("quan-tri/tai-khoan/<uuid:pk>/", accounts.account, name="account"),
    path("quan-tri/tai-khoan/<uuid:pk>/<slug:verb>/", accounts.account_do, name="account_do"),
]
