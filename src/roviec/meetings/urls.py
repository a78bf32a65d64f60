"""Addresses of meetings."""

from django.urls import path

from roviec.meetings.views import committees, meeting, papers

app_name = "meetings"

urlpatterns = [
    path("cuoc-hop/", committees.index, name="index"),
    path("cuoc-hop/moi/", committees.new, name="new"),
    path("cuoc-hop/nhom/<uuid:pk>/", committees.committee, name="committee"),
    path("cuoc-hop/nhom/<uuid:pk>/sua/", committees.edit, name="edit"),
    path("cuoc-hop/nhom/<uuid:pk>/hop/", committees.call, name="call"),
    path("cuoc-hop/<uuid:pk>/", meeting.meeting, name="meeting"),
    path("cuoc-hop/<uuid:pk>/bien-ban/", meeting.minutes, name="minutes"),
    path("cuoc-hop/<uuid:pk>/noi-dung/", meeting.matter, name="matter"),
    path("cuoc-hop/<uuid:pk>/ket-luan/", meeting.conclude, name="conclude"),
    path("cuoc-hop/<uuid:pk>/phat-hanh/", meeting.issue, name="issue"),
    path("cuoc-hop/<uuid:pk>/doi-lich/", meeting.move, name="move"),
    path("cuoc-hop/<uuid:pk>/huy/", meeting.cancel, name="cancel"),
    path("cuoc-hop/<uuid:pk>/thong-bao.docx", papers.notice, name="notice"),
    path("cuoc-hop/<uuid:pk>/thong-bao.pdf", papers.notice_pdf, name="notice_pdf"),
    path("cuoc-hop/<uuid:pk>/bao-cao.pdf", papers.report_pdf, name="report_pdf"),
    path("cuoc-hop/<uuid:pk>/bao-cao.docx", papers.report, name="report"),
    path("cuoc-hop/<uuid:pk>/xu-ly/<slug:kind>/<uuid:thing_pk>/", meeting.settle, name="settle"),
    path("cuoc-hop/<uuid:pk>/de-lai/<slug:kind>/<uuid:thing_pk>/", meeting.leave, name="leave"),
    path("cuoc-hop/<uuid:pk>/bo/<slug:kind>/<uuid:thing_pk>/", meeting.drop, name="drop"),
]
