"""Addresses of working calendars."""

from django.urls import path

from roviec.custody.views import calendars, due

app_name = "custody"

urlpatterns = [
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
