"""Addresses of evaluation."""

from django.urls import path

from roviec.evaluation.views import confirming, peers, periods, pledges, regulations, sheets, spread

app_name = "evaluation"
urlpatterns = [
    path("danh-gia/", sheets.index, name="index"),
    path("danh-gia/mo-ky/", sheets.open_period, name="period_open"),
    path("danh-gia/phieu/<uuid:pk>/", sheets.sheet, name="sheet"),
    path("danh-gia/phieu/<uuid:pk>/bo-sung/", sheets.products, name="sheet_products"),
    path("danh-gia/phieu/<uuid:pk>/bo-sung/<uuid:product_pk>/", sheets.add, name="sheet_add"),
    path("danh-gia/phieu/<uuid:pk>/rut/<uuid:addition_pk>/", sheets.withdraw, name="sheet_withdraw"),
    path("danh-gia/don-vi/", confirming.units, name="unit_lists"),
    path("danh-gia/don-vi/phieu/<uuid:pk>/xac-nhan/", confirming.confirm, name="confirm"),
    path("danh-gia/don-vi/phieu/<uuid:pk>/tra-lai/", confirming.give_back, name="give_back"),
    path("danh-gia/don-vi/phieu/<uuid:pk>/tieu-chi-lanh-dao/", confirming.say, name="say"),
    path("danh-gia/don-vi/bo-sung/<uuid:pk>/", confirming.addition, name="addition_decide"),
    path("danh-gia/don-vi/ky/<uuid:pk>/", periods.period, name="period"),
    path("danh-gia/don-vi/ky/<uuid:pk>/chot/", periods.close, name="period_close"),
    path("danh-gia/don-vi/ky/<uuid:pk>/mo-lai/", periods.reopen, name="period_reopen"),
    path("danh-gia/don-vi/<uuid:unit_pk>/<slug:period>/", confirming.unit, name="unit"),
    path("danh-gia/don-vi/<uuid:unit_pk>/<slug:period>/xac-nhan/", confirming.confirm_ready, name="confirm_ready"),
    path("cam-ket/", pledges.index, name="pledges"),
    path("cam-ket/moi/", pledges.new, name="pledge_new"),
    path("cam-ket/dinh-muc/", pledges.quotas, name="pledge_quotas"),
    path("cam-ket/chuong-trinh/<uuid:officer_pk>/", pledges.programme, name="programme"),
    path("cam-ket/chuong-trinh/<uuid:officer_pk>/tep/", pledges.programme_file, name="programme_file"),
    path("cam-ket/<uuid:pk>/", pledges.pledge, name="pledge"),
    path("cam-ket/<uuid:pk>/<slug:verb>/", pledges.step, name="pledge_step"),
    path("danh-gia/phan-bo/", spread.index, name="spread"),
    path("danh-gia/phan-bo/<uuid:pk>/", spread.unit, name="spread_unit"),
    path("danh-gia-cheo/", peers.index, name="peers"),
    path("danh-gia-cheo/mo/", peers.new, name="peers_new"),
    path("danh-gia-cheo/tra-loi/<uuid:pk>/", peers.answer, name="peers_answer"),
    path("danh-gia-cheo/<uuid:pk>/", peers.one_round, name="peers_round"),
    path("danh-gia-cheo/<uuid:pk>/dong/", peers.close, name="peers_close"),
    path("danh-gia-cheo/<uuid:pk>/huy/", peers.drop, name="peers_drop"),
    path("quy-che/", regulations.index, name="regulations"),
    path("quy-che/<uuid:pk>/", regulations.unit, name="regulation"),
    path("quy-che/<uuid:pk>/moi/", regulations.new, name="regulation_new"),
]
