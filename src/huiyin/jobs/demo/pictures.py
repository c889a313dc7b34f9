"""Photos for the demo, drawn on the spot: nobody's street, nobody's lamp."""

import io

from PIL import Image, ImageDraw, ImageFilter

from huiyin.intake.attachments import Blob

SIZE = (960, 720)
NIGHT, WALL, ROAD, POLE, GLASS = "#141b2b", "#1d2638", "#232a35", "#39424f", "#2a3444"
GLOW = "#ffd98a"


def picture(name: str) -> Blob:
    """`lamp_out` or `lamp_lit`: a street at night, before and after. Raises KeyError."""
    lit = {"lamp_out": False, "lamp_lit": True}[name]
    image = Image.new("RGB", SIZE, NIGHT)
    draw = ImageDraw.Draw(image)
    _houses(draw)
    draw.rectangle((0, 560, 960, 720), fill=ROAD)
    if lit:
        _light(image)
    draw = ImageDraw.Draw(image)
    draw.rectangle((472, 170, 488, 600), fill=POLE)
    draw.rectangle((480, 164, 610, 178), fill=POLE)
    draw.rounded_rectangle((560, 178, 640, 200), 8, fill=GLOW if lit else GLASS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return Blob(f"{name}.jpg", out.getvalue())


def _houses(draw: ImageDraw.ImageDraw) -> None:
    for left, top, right in ((0, 260, 210), (230, 330, 420), (700, 220, 960)):
        draw.rectangle((left, top, right, 560), fill=WALL)
        for x in range(left + 24, right - 40, 62):
            for y in range(top + 30, 500, 78):
                seen = (x * 7 + y) % 5 == 0
                draw.rectangle((x, y, x + 30, y + 40), fill="#6d6242" if seen else GLASS)


def _light(image: Image.Image) -> None:
    beam = Image.new("L", SIZE, 0)
    ImageDraw.Draw(beam).polygon(((565, 195), (635, 195), (860, 700), (330, 700)), fill=150)
    image.paste(Image.new("RGB", SIZE, GLOW), mask=beam.filter(ImageFilter.GaussianBlur(28)))
