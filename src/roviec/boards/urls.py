from django.urls import path

from roviec.boards.views import mine

app_name = "boards"
urlpatterns = [
    path("", mine.home, name="home"),
    path("viec-cua-toi/", mine.my_day, name="my_day"),
]
