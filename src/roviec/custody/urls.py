"""Addresses of working calendars, and of who holds work."""

from django.urls import path

from roviec.custody.views import calendars, due, hands, passes, spots

app_name = "custody"

urlpatterns = [
    path("ai-giu/", hands.own, name="own_hands"),
    path("ai-giu/don-vi/", hands.compared, name="hands_compared"),
    path("ai-giu/don-vi/<uuid:pk>/", hands.unit, name="unit_hands"),
    path("ai-giu/don-vi/<uuid:pk>/so-do/", passes.passing, name="passing"),
    path("ai-giu/luot/", hands.turns, name="turns"),
    path("ai-giu/dau-hieu/", hands.found, name="found"),
    path("ai-giu/dau-hieu/<uuid:pk>/y-kien/", hands.remark, name="remark"),
    path("ai-giu/viec/<uuid:pk>/", hands.chain, name="chain"),
    path("ai-giu/kiem-tra-lai/", spots.checks, name="spot_checks"),
    path("ai-giu/kiem-tra-lai/<uuid:pk>/", spots.check, name="spot_check"),
    path("han/<uuid:pk>/", due.due, name="due"),
    path("lich/", calendars.year, name="calendars"),
    path("lich/don-vi/<uuid:pk>/gio/", calendars.opening_hours, name="opening_hours"),
    path("lich/thay-doi/<uuid:pk>/", calendars.change, name="calendar_change"),
    path("lich/<slug:code>/", calendars.year, name="calendar"),
    path("lich/<slug:code>/lich.json", calendars.file, name="calendar_file"),
    path("lich/<slug:code>/ngay/", calendars.special_day, name="special_day"),
    path("lich/<slug:code>/nhap/", calendars.holiday_list, name="holiday_list"),
    path("lich/<slug:code>/ra-lai/", calendars.check_again, name="check_again"),
]
