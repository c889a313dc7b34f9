"""Photos on grid boards: small, upright, and without anything but the picture."""

import io

from PIL import Image, ImageOps

LONGEST = 400
"""Pixels of the longer side."""
HEAVIEST = 20 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 50_000_000


def small(data: bytes) -> bytes:
    """The picture drawn anew as a JPEG: upright, without position or camera.

    Raises ValueError where it is none.
    """
    if len(data) > HEAVIEST:
        raise ValueError("the file is too heavy")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("the picture is too large")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("not a picture") from error
    upright.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", upright.size)  # nothing that came with the file goes on
    bare.paste(upright)
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
