"""Django's makemessages, which also knows the rules' mark for a sentence: N_("…")."""

from typing import ClassVar

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """`rules/` may not import Django, and marks its sentences with a word of its own."""

    xgettext_options: ClassVar = [*makemessages.Command.xgettext_options, "--keyword=N_"]
