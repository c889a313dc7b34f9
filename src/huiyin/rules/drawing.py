"""The life of a case under a law, drawn from what exploring it finds: an SVG, bilingual.

Open phases stand in a column in the order of life. Between them, in words, the deeds that lead
down; on the left what leads back; on the right the ends and what leads there.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from huiyin.rules.case import ENDS, OPEN, Phase
from huiyin.rules.explore.search import Graph
from huiyin.rules.explore.shapes import Lens
from huiyin.rules.labels import PHASES
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE

WIDTH, TOP, STEP = 1160, 96, 150
BOX_X, BOX_W, BOX_H = 400, 200, 56
ENDS_X = 770
LINE = 19

Ways = dict[tuple[Phase, Phase], list[str]]

_STYLE = """
text { font: 14px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  fill: #1c2b33 }
.en { fill: #5b6b73; font-size: 12px }
.title { font-size: 18px; font-weight: 600 }
.phase { fill: #fff; stroke: #0f4c66; stroke-width: 1.5 }
.end { fill: #e4ecef; stroke: none }
.way { fill: none; stroke: #0f4c66; stroke-width: 1.5 }
.back { fill: none; stroke: #8a5a00; stroke-width: 1.5; stroke-dasharray: 5 4 }
.paper { fill: #f6f9fa }
@media (prefers-color-scheme: dark) {
  text { fill: #e6eef1 } .en { fill: #a3b3ba } .paper { fill: #12191d }
  .phase { fill: #1b262c; stroke: #7fc3de } .end { fill: #26343b }
  .way { stroke: #7fc3de } .back { stroke: #e0a84e }
}
"""


def ways(law: Law) -> Ways:
    """(from, to) -> the deeds that lead there, in the order of the seven steps."""
    graph = Graph(Lens(law))
    graph.explore(None)
    found: dict[tuple[Phase, Phase], set[str]] = {}
    for node in graph.nodes:
        for edge in node.edges:
            if edge.phase is not node.case.phase:
                found.setdefault((node.case.phase, edge.phase), set()).add(edge.deed)
    order = list(TABLE)
    return {way: sorted(deeds, key=order.index) for way, deeds in found.items()}


def draw(law: Law) -> str:
    """The drawing as one SVG file."""
    found = ways(law)
    used = {phase for way in found for phase in way}
    rows = [phase for phase in Phase if phase in OPEN and phase in used]
    height = TOP + STEP * len(rows)
    size = f'viewBox="0 0 {WIDTH} {height}"'
    title = f'<title id="t">{escape(_title(law))}</title>'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t">{title}',
        f"<style>{_STYLE}</style>",
        f"<defs>{_tip('tip', '#0f4c66')}{_tip('turn', '#8a5a00')}</defs>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        _text(40, 44, _title(law), "title"),
    ]
    for row, phase in enumerate(rows):
        parts += _phase(phase, _y(row))
        parts += _ends(phase, _y(row), found)
    parts += _down(rows, found)
    parts += _back(rows, found)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _tip(name: str, colour: str) -> str:
    box = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"'
    return f'<marker id="{name}" {box}><path d="M0 0 8 4 0 8z" fill="{colour}"/></marker>'


def _title(law: Law) -> str:
    return f"{law.regime.name} {law.regime.name_en}"


def _y(row: int) -> int:
    return TOP + row * STEP


def _text(x: int, y: int, words: str, kind: str = "", anchor: str = "start") -> str:
    shape = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{shape}>{escape(words)}</text>'


def _deed(deed: str) -> str:
    row = TABLE[deed]
    return f"{row.label} {row.label_en}"


def _phase(phase: Phase, y: int) -> Iterator[str]:
    zh, en = PHASES[phase]
    middle = BOX_X + BOX_W // 2
    yield (f'<rect class="phase" x="{BOX_X}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="6"/>')
    yield _text(middle, y + 25, zh, anchor="middle")
    yield _text(middle, y + 44, en, "en", "middle")


def _ends(phase: Phase, y: int, found: Ways) -> Iterator[str]:
    """The ends reached from here, each with the deeds that lead to it."""
    ends = [end for end in Phase if end in ENDS and (phase, end) in found]
    for number, end in enumerate(ends):
        at = y + 16 + number * (LINE + 7)
        zh, _ = PHASES[end]
        deeds = "、".join(TABLE[deed].label for deed in found[phase, end])
        yield f'<path class="way" marker-end="url(#tip)" d="M{BOX_X + BOX_W} {y + 28} '
        yield f'C{ENDS_X - 40} {y + 28} {ENDS_X - 50} {at} {ENDS_X - 6} {at}"/>'
        yield f'<rect class="end" x="{ENDS_X}" y="{at - 13}" width="84" height="24" rx="12"/>'
        yield _text(ENDS_X + 42, at + 4, zh, anchor="middle")
        yield _text(ENDS_X + 94, at + 4, deeds, "en")


def _down(rows: list[Phase], found: Ways) -> Iterator[str]:
    """What leads on: straight to the next phase, round it on the right where it is skipped."""
    middle = BOX_X + BOX_W // 2
    for start, here in enumerate(rows):
        for stop in range(start + 1, len(rows)):
            deeds = found.get((here, rows[stop]))
            if not deeds:
                continue
            top, bottom = _y(start) + BOX_H, _y(stop)
            if stop == start + 1:
                yield f'<path class="way" marker-end="url(#tip)" d="M{middle} {top} V{bottom}"/>'
                yield from _words(middle + 10, top + 24, deeds)
            else:
                edge = BOX_X + BOX_W
                yield f'<path class="way" marker-end="url(#tip)" d="M{edge - 24} {top} '
                yield f'C{edge + 36} {top + 60} {edge + 36} {bottom - 60} {edge - 24} {bottom}"/>'
                yield from _words(edge + 30, top + 44, deeds)


def _back(rows: list[Phase], found: Ways) -> Iterator[str]:
    """What leads back, on the left; the further back, the further out."""
    for start, here in enumerate(rows):
        for stop in range(start):
            deeds = found.get((here, rows[stop]))
            if not deeds:
                continue
            low, high = _y(start) + 28, _y(stop) + 28 + 8 * (start - stop)
            out = BOX_X - 60 - 46 * (start - stop)
            yield f'<path class="back" marker-end="url(#turn)" d="M{BOX_X} {low} '
            yield f'C{out} {low} {out} {high} {BOX_X} {high}"/>'
            inside = start - stop == 1  # between the box and its arc, where no other arc passes
            x = BOX_X - 12 if inside else BOX_X - 60 - 30 * (start - stop)
            first = (low + high) // 2 + 4 - (len(deeds) - 1) * LINE // 2
            for number, deed in enumerate(deeds):
                yield _text(x, first + number * LINE, TABLE[deed].label, anchor="end")


def _words(x: int, y: int, deeds: list[str]) -> Iterator[str]:
    for number, deed in enumerate(deeds[:4]):
        yield _text(x, y + number * LINE, _deed(deed), "en")
    if len(deeds) > 4:
        yield _text(x, y + 4 * LINE, f"… +{len(deeds) - 4}", "en")
