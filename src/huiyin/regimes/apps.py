from django.apps import AppConfig


class RegimesConfig(AppConfig):
    name = "huiyin.regimes"
    label = "regimes"
    verbose_name = "规则"
