"""Addresses of obstacles."""

from django.urls import path

from roviec.voice.views import obstacles

app_name = "voice"

urlpatterns = [
    path("vuong-mac/", obstacles.index, name="index"),
    path("vuong-mac/<uuid:pk>/", obstacles.obstacle, name="obstacle"),
    path("vuong-mac/<uuid:pk>/<slug:verb>/", obstacles.step, name="step"),
    path("vuong-mac/moi/<uuid:task_pk>/", obstacles.new, name="new"),
]
