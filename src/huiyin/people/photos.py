"""Photos on grid boards and front pages: small, upright, and without anything but the picture."""

import io

from PIL import Image, ImageOps

LONGEST = 400
"""Pixels of the longer side."""
PORTRAIT = (288, 336)
"""Pixels, three for each on the page."""
HEAVIEST = 20 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 50_000_000


def small(data: bytes) -> bytes:
    """The picture drawn anew as a JPEG: upright, without position or camera.

    Raises ValueError where it is none.
    """
    upright = _opened(data)
    upright.thumbnail((LONGEST, LONGEST))
    return _bare(upright)


def portrait(data: bytes) -> bytes:
    """The same, cut to the shape in which a front page shows somebody."""
    return _bare(ImageOps.fit(_opened(data), PORTRAIT, centering=(0.5, 0.3)))


def _opened(data: bytes) -> Image.Image:
    if len(data) > HEAVIEST:
        raise ValueError("the file is too heavy")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("the picture is too large")
            return ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("not a picture") from error


def _bare(picture: Image.Image) -> bytes:
    """Nothing that came with the file goes on."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
