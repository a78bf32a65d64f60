from django.urls import path

from roviec.boards.views import city, leader, mine, publication, saved, search, tasks, tracker, unit, wall

app_name = "boards"
urlpatterns = [
    path("", mine.home, name="home"),
    path("viec-cua-toi/", mine.my_day, name="my_day"),
    path("don-vi/<uuid:pk>/", unit.unit, name="unit"),
    path("theo-doi/", tracker.tracker, name="tracker"),
    path("lanh-dao/", leader.leader, name="leader"),
    path("toan-thanh-pho/", city.city, name="city"),
    path("man-hinh/", wall.wall, name="wall"),
    path("ke-hoach/<uuid:pk>/cong-khai/", publication.publication, name="publication"),
    path("ke-hoach/<uuid:pk>/cong-khai/go/", publication.withdraw, name="withdraw"),
    path("danh-sach/", tasks.tasks, name="tasks"),
    path("bo-loc/", saved.save, name="view_save"),
    path("bo-loc/<uuid:pk>/", saved.opened, name="view"),
    path("bo-loc/<uuid:pk>/xoa/", saved.delete, name="view_delete"),
    path("tim-kiem/", search.search_page, name="search"),
]
