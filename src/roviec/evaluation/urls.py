"""Addresses of evaluation."""

from django.urls import path

from roviec.evaluation.views import pledges, regulations, sheets

app_name = "evaluation"
urlpatterns = [
    path("danh-gia/", sheets.index, name="index"),
    path("danh-gia/mo-ky/", sheets.open_period, name="period_open"),
    path("danh-gia/phieu/<uuid:pk>/", sheets.sheet, name="sheet"),
    path("danh-gia/phieu/<uuid:pk>/bo-sung/", sheets.products, name="sheet_products"),
    path("danh-gia/phieu/<uuid:pk>/bo-sung/<uuid:product_pk>/", sheets.add, name="sheet_add"),
    path("danh-gia/phieu/<uuid:pk>/rut/<uuid:addition_pk>/", sheets.withdraw, name="sheet_withdraw"),
    path("cam-ket/", pledges.index, name="pledges"),
    path("cam-ket/moi/", pledges.new, name="pledge_new"),
    path("cam-ket/dinh-muc/", pledges.quotas, name="pledge_quotas"),
    path("cam-ket/chuong-trinh/<uuid:officer_pk>/", pledges.programme, name="programme"),
    path("cam-ket/chuong-trinh/<uuid:officer_pk>/tep/", pledges.programme_file, name="programme_file"),
    path("cam-ket/<uuid:pk>/", pledges.pledge, name="pledge"),
    path("cam-ket/<uuid:pk>/<slug:verb>/", pledges.step, name="pledge_step"),
    path("quy-che/", regulations.index, name="regulations"),
    path("quy-che/<uuid:pk>/", regulations.unit, name="regulation"),
    path("quy-che/<uuid:pk>/moi/", regulations.new, name="regulation_new"),
]
