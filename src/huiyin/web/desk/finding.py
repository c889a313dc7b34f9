"""A long list in which one finds by typing a code, a name, or the English name's letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from huiyin.web.forms import Menu


class Finding(Menu):
    """A menu whose options say what they are found by; without a script it is a plain menu."""

    def __init__(self, choices: Iterable[Any], rows: Mapping[str, Any]) -> None:
        super().__init__({"data-find": "find"}, choices=choices)
        self.rows = rows

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The menu, and beside it a list of what the script finds by."""
        menu = super().render(name, value, attrs, renderer)
        known = format_html_join(
            "",
            '<data value="{}">{}</data>',
            (
                (code, f"{code} {row.name} {row.name_en} {_initials(row.name_en)}".lower())
                for code, row in self.rows.items()
            ),
        )
        return menu + SafeString("<template data-words>") + known + SafeString("</template>")


def _initials(words: str) -> str:
    return "".join(word[:1] for word in words.split())
