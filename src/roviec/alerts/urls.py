from django.urls import path

from roviec.alerts import views, views_addresses, views_day, views_forecast, views_ladder, views_told

app_name = "alerts"
urlpatterns = [
    path("du-bao/", views_forecast.forecasts, name="forecasts"),
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/so-luong/", views.count, name="count"),
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/tuy-chon/", views_told.preferences, name="preferences"),
    path("thong-bao/tuy-chon/tat/", views_told.mute, name="mute"),
    path("thong-bao/tuy-chon/<slug:channel>/", views_told.preferences_set, name="preferences_set"),
    path("thong-bao/da-gui/", views_told.sent, name="sent"),
    path("thong-bao/tinh-hinh/", views_told.reaching, name="reaching"),
    path("thong-bao/tinh-hinh/mot-ngay/", views_day.day, name="day"),
    path("thong-bao/thang/", views_ladder.ladders, name="ladders"),
    path("thong-bao/thang/moi/", views_ladder.ladder_new, name="ladder_new"),
    path("thong-bao/thang/<uuid:pk>/thoi/", views_ladder.ladder_end, name="ladder_end"),
    path("thong-bao/<uuid:pk>/hoan/", views_told.snooze, name="snooze"),
    path("thong-bao/viec/<uuid:pk>/", views_ladder.climb, name="climb"),
    path("thong-bao/noi-nhan/", views_addresses.addresses, name="addresses"),
    path("thong-bao/noi-nhan/them/", views_addresses.address_add, name="address_add"),
    path("thong-bao/noi-nhan/xac-nhan/<str:token>/", views_addresses.address_confirm, name="address_confirm"),
    path("thong-bao/noi-nhan/<uuid:pk>/bo/", views_addresses.address_end, name="address_end"),
    path("thong-bao/noi-nhan/<uuid:pk>/gui/", views_addresses.address_write, name="address_write"),
    path("thong-bao/<uuid:pk>/", views.open_notice, name="open"),
    path("thong-bao/<uuid:pk>/da-doc/", views.read, name="read"),
]
