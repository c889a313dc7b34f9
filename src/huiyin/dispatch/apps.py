from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "huiyin.dispatch"
    label = "dispatch"
    verbose_name = "派"
