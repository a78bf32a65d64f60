from django.urls import path

from roviec.alerts import views, views_forecast

app_name = "alerts"
urlpatterns = [
    path("du-bao/", views_forecast.forecasts, name="forecasts"),
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/so-luong/", views.count, name="count"),
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/<uuid:pk>/", views.open_notice, name="open"),
    path("thong-bao/<uuid:pk>/da-doc/", views.read, name="read"),
]
