from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huiyin.web.desk"
    label = "desk"
