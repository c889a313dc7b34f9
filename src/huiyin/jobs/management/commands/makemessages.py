"""Django's makemessages, which also knows the rules' mark for a sentence: N_("…")."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """`rules/` may not import Django, and marks its sentences with a word of its own."""

    # Django says it with an instance's list, so it cannot be a ClassVar
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]  # noqa: RUF012
