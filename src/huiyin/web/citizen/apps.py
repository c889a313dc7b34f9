"""The app of the citizen pages."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """Owns no tables; installed so that its templates and translations are found."""

    name = "huiyin.web.citizen"
    label = "citizen"
