"""What drawing a PDF must not do to the rest of the house."""

import io

import pytest
from PIL import Image

from huiyin.handling.pdf import drawn
from huiyin.people import photos
from huiyin.rules.printed import Look, Piece
from tests.web.test_desk_printing import pango


@pango
def test_half_a_photo_is_still_no_picture_after_printing() -> None:
    """WeasyPrint lets Pillow take truncated files, for everybody in the process."""
    file = io.BytesIO()
    Image.effect_noise((400, 300), 90).save(file, "JPEG")
    half = file.getvalue()[: file.tell() // 2]
    assert drawn([Piece(Look.TITLE, ("交办单",))], title="交办单", language="zh-Hans")
    with pytest.raises(ValueError, match="not a picture"):
        photos.small(half)
