"""Addresses of the organisation and of one's own account."""

from django.urls import include, path

app_name = "organisation"

urlpatterns = [path("", include("roviec.organisation.accounts_urls"))]
