from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "roviec.organisation"
    label = "organisation"
