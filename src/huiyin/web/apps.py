"""The app that holds shared templates, styles and display filters."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Owns no tables; installed so that templates, static files and filters are found."""

    name = "huiyin.web"
    label = "web"
