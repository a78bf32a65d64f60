from django.urls import path

from roviec.jobs import views

app_name = "jobs"
urlpatterns = [
    path("quan-tri/hang-doi/", views.queue, name="queue"),
    path("quan-tri/hang-doi/thu-lai/", views.queue_retry, name="queue_retry"),
    path("metrics", views.metrics, name="metrics"),
]
