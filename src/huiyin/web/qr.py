"""QR codes: an address as an SVG drawing in the colour of the text around it."""

from typing import Literal

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str, *, outdoors: bool = False) -> SafeString:
    """The drawing; `outdoors`: read even where rain and sun have taken a quarter of it."""
    error: Literal["q", "m"] = "q" if outdoors else "m"
    code = segno.make(address, error=error, micro=False)
    svg = code.svg_inline(scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308 - made here from our own address
