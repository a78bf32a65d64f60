"""Addresses of reports."""

from django.urls import path

from roviec.reports.views import answers, demands, indicators, papers, reports, rounds

app_name = "reports"

urlpatterns = [
    path("bao-cao/", reports.index, name="index"),
    path("bao-cao/moi/", reports.new, name="new"),
    path("bao-cao/phai-nop/", answers.owed, name="owed"),
    path("bao-cao/yeu-cau/", demands.index, name="demands"),
    path("bao-cao/yeu-cau/moi/", demands.new, name="demand_new"),
    path("bao-cao/yeu-cau/<uuid:pk>/", demands.demand, name="demand"),
    path("bao-cao/yeu-cau/<uuid:pk>/sua/", demands.edit, name="demand_edit"),
    path("bao-cao/yeu-cau/<uuid:pk>/gui/", demands.send, name="demand_send"),
    path("bao-cao/yeu-cau/<uuid:pk>/ket-thuc/", demands.end, name="demand_end"),
    path("bao-cao/ky/<uuid:pk>/tong-hop.xlsx", rounds.compiled, name="compiled"),
    path("bao-cao/ky/<uuid:pk>/don-doc/", rounds.press, name="press"),
    path("bao-cao/ky/<uuid:pk>/nhan/", rounds.take, name="take"),
    path("bao-cao/ky/<uuid:pk>/ket-thuc/", rounds.close, name="round_close"),
    path("bao-cao/tra-loi/<uuid:pk>/", answers.answer, name="answer"),
    path("bao-cao/chi-tieu/", indicators.index, name="indicators"),
    path("bao-cao/chi-tieu/<uuid:pk>/", indicators.indicator, name="indicator"),
    path("bao-cao/<uuid:pk>/", reports.report, name="report"),
    path("bao-cao/<uuid:pk>/nhiem-vu/", reports.lines, name="lines"),
    path("bao-cao/<uuid:pk>/noi-dung/", reports.write, name="write"),
    path("bao-cao/<uuid:pk>/ban-hanh/", reports.issue, name="issue"),
    path("bao-cao/<uuid:pk>/thu-hoi/", reports.recall, name="recall"),
    path("bao-cao/<uuid:pk>/bo/", reports.drop, name="drop"),
    path("bao-cao/<uuid:pk>/bao-cao.docx", papers.document, name="document"),
    path("bao-cao/<uuid:pk>/phu-luc.xlsx", papers.annex, name="annex"),
]
