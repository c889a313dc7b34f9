"""The app of the staff pages."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Owns no tables; installed so that its templates, styles and translations are found."""

    name = "huiyin.web.desk"
    label = "desk"
