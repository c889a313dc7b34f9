"""huiyin regime: list, show, check, publish, diff and draw the law of places."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext
from tqdm import tqdm

from huiyin.jobs import setting_up
from huiyin.regimes import actions, files, map_making, maps, queries, reference
from huiyin.regimes.files import RegimeErrors
from huiyin.rules import drawing, explore, lifecycle
from huiyin.rules.explore.report import Tongue
from huiyin.rules.law import Law


class Command(BaseCommand):
    """One verb each; a regime is named by its id or by the path of its folder."""

    help = "regime list|show|check|publish|diff|map|graph|reference: the law of places 规则"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="what ships, and what is published")
        verbs.add_parser("reference", help="the vocabulary as a page (Markdown)")
        for verb, words in (
            ("show", "the regime in words"),
            ("check", "prove that nobody's silence leaves a petitioner without an answer"),
            ("publish", "publish as a new version"),
            ("diff", "what differs from the version published last"),
            ("map", "draw its map.geojson from an export of OpenStreetMap"),
            ("graph", "the lifecycle as a drawing (SVG)"),
        ):
            one = verbs.add_parser(verb, help=words)
            one.add_argument("regime", help="id, or path of the folder")
            if verb == "map":
                one.add_argument("export", type=Path, help="the export, as GeoJSON")
            if verb == "graph":
                one.add_argument("--out", type=Path, help="write the SVG there")
                one.add_argument("--text", action="store_true", help="the table as text instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb; errors of files are listed, all of them."""
        try:
            setting_up.tables()
            getattr(self, f"_{options['verb']}")(**options)
        except RegimeErrors as errors:
            for error in errors.errors:
                self.stderr.write(str(error))
            told = gettext("共 {count} 处错误，什么都没有改变。")
            raise CommandError(told.format(count=len(errors.errors))) from None

    def _list(self, **options: Any) -> None:
        published = queries.published()
        for regime in files.shipped():
            versions = [f"v{row.version}" for row in published if row.regime == regime]
            self.stdout.write(f"{regime:10} {' '.join(versions) or gettext('未发布')}")
        for row in published:
            if row.regime not in files.shipped():
                self.stdout.write(f"{row.regime:10} v{row.version}")

    def _reference(self, **options: Any) -> None:
        self.stdout.write(reference.page(), ending="")

    def _show(self, *, regime: str, **options: Any) -> None:
        law = _law(regime)
        shown = law.regime
        told = gettext("{id}：{name}（{name_en}），{on} 起")
        named = {"id": shown.id, "name": shown.name, "name_en": shown.name_en}
        self.stdout.write(told.format(**named, on=shown.effective_on))
        sizes = gettext("单位 {units}，区域 {areas}，事项 {classes}，标准 {standards}")
        counts = {name: len(getattr(law, name)) for name in ("units", "areas", "classes")}
        self.stdout.write(sizes.format(**counts, standards=len(law.standards)))
        gates = " → ".join(shown.gates.order)
        self.stdout.write(gettext("环节：{gates}").format(gates=gates))
        for clock in shown.clocks:
            limits = [f"{rule.limit or rule.by}" for rule in clock.limits]
            words = " / ".join([str(clock.limit or gettext("到约定时间")), *limits])
            told = gettext("时限 {label}（{id}，{owner}）：{limits}")
            own = {"label": _label(clock), "id": clock.id, "owner": clock.owner}
            self.stdout.write(told.format(**own, limits=words))
        for ladder in shown.ladders:
            rungs = " → ".join(f"{_label(rung)} ({_after(rung.after)})" for rung in ladder.rungs)
            told = gettext("督办 {label}：{rungs}")
            self.stdout.write(told.format(label=_label(ladder), rungs=rungs))

    def _check(self, *, regime: str, **options: Any) -> None:
        law = _law(regime)
        name = _folder(regime).resolve().name
        if name != law.regime.id:
            told = gettext("文件夹叫 {name}，regime.toml 里的 id 是 {id}：发布后以 id 为准。")
            self.stderr.write(told.format(name=name, id=law.regime.id))
        with tqdm(unit=" states", desc=law.regime.id) as bar:

            def tell(seen: int, waiting: int) -> None:
                bar.total = seen + waiting
                bar.update(seen - bar.n)

            report = explore.explore(law, progress=tell)
        told = gettext("{id}：状态 {states}，转移 {moves}。")
        counts = {"states": report.states, "moves": report.transitions}
        self.stdout.write(told.format(id=law.regime.id, **counts))
        for example in report.counterexamples:
            self.stdout.write(example.text(Tongue(gettext, nth=int(_in_english()))))
        if not report.ok:
            told = gettext("发现 {count} 个反例。")
            raise CommandError(told.format(count=len(report.counterexamples)))
        told = gettext("每个状态都能走到终点、有人负责、有时限在走；无人理会会逐级督办到顶。")
        self.stdout.write(told)

    def _publish(self, *, regime: str, **options: Any) -> None:
        row = actions.publish(_folder(regime), now=timezone.now())
        told = gettext("{id} v{version} 已发布，{on} 起施行。")
        self.stdout.write(told.format(id=row.regime, version=row.version, on=row.effective_on))

    def _diff(self, *, regime: str, **options: Any) -> None:
        texts = files.texts(_folder(regime))
        law = files.parse(texts, queries.calendar())
        texts = actions.as_published(texts, law.regime.id)
        standing = queries.files_of(law.regime.id)
        if standing == texts:
            self.stdout.write(gettext("与最近发布的版本没有差别。"))
        for name, text in texts.items():
            before = standing.get(name, "").splitlines()
            for line in difflib.unified_diff(
                before, text.splitlines(), name, name, lineterm="", n=1
            ):
                self.stdout.write(line)

    def _map(self, *, regime: str, export: Path, **options: Any) -> None:
        folder = _folder(regime)
        try:
            text, left_out = map_making.drawn(export.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            told = gettext("读不了 {path}：{error}")
            raise CommandError(told.format(path=export, error=error)) from None
        except map_making.Unusable as error:
            raise CommandError(str(error)) from None
        (folder / maps.NAME).write_text(text, encoding="utf-8")
        self.stdout.write(gettext("已写入 {path}。").format(path=folder / maps.NAME))
        if left_out:
            told = gettext("为了让旧手机也打得开，最次要的 {count} 处没有画。")
            self.stdout.write(told.format(count=left_out))

    def _graph(self, *, regime: str, out: Path | None, text: bool, **options: Any) -> None:
        law = _law(regime)
        if text:
            self.stdout.write("\n".join(lifecycle.lines()))
            return
        svg = drawing.draw(law)
        if out is None:
            self.stdout.write(svg)
        else:
            out.write_text(svg, encoding="utf-8")
            self.stdout.write(gettext("已写入 {path}。").format(path=out))


def _after(limit: Any) -> str:
    """When a rung is climbed, counted from the one below it."""
    return gettext("再过 {limit}").format(limit=limit) if limit else gettext("即时")


def _label(thing: Any) -> str:
    """What the law calls it, in the language of the terminal."""
    return str(thing.label_en if _in_english() else thing.label)


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


def _folder(regime: str) -> Path:
    """The folder meant by an id or a path. Raises CommandError."""
    for folder in (files.folder(regime), Path(regime)):
        if (folder / files.MAIN).is_file():
            return folder
    known = "、".join(files.shipped())
    told = gettext("没有“{regime}”这套规则，可用的有：{known}。")
    raise CommandError(told.format(regime=regime, known=known))


def _law(regime: str) -> Law:
    return files.parse(files.texts(_folder(regime)), queries.calendar())
