from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "huiyin.journal"
    label = "journal"
    verbose_name = "记录"
