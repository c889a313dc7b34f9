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


def portrait() -> bytes:
    """A drawn chief clerk: nobody's face."""
    image = Image.new("RGB", (576, 672), "#dbe4e8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 430, 516, 900), fill="#23465a")  # shoulders
    draw.polygon(((228, 440), (348, 440), (288, 600)), fill="#ffffff")
    draw.polygon(((276, 470), (300, 470), (312, 600), (288, 640), (264, 600)), fill="#8c2f39")
    draw.rounded_rectangle((240, 350, 336, 470), 40, fill="#e0b08c")  # neck
    draw.ellipse((176, 130, 400, 420), fill="#efc3a0")
    draw.pieslice((164, 90, 412, 380), 180, 360, fill="#2b2b30")  # hair
    draw.ellipse((186, 190, 390, 330), fill="#efc3a0")
    for left in (210, 302):
        draw.rounded_rectangle((left, 248, left + 64, 296), 14, outline="#3a3a40", width=6)
        draw.ellipse((left + 24, 262, left + 40, 280), fill="#3a3a40")
    draw.line((274, 268, 302, 268), fill="#3a3a40", width=6)
    draw.arc((246, 320, 330, 372), 20, 160, fill="#a8604c", width=7)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


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
