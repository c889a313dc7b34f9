from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "huiyin.intake"
    label = "intake"
    verbose_name = "接"

    def ready(self) -> None:
        """What this room keeps of a case is erased with it."""
        from huiyin.cases.actions import erased  # noqa: PLC0415 - models are loaded only now
        from huiyin.intake import upkeep  # noqa: PLC0415

        erased.connect(upkeep.erased, dispatch_uid="intake.attachments")
