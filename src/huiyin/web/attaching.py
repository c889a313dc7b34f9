"""Files in forms and on pages: choosing, keeping what was chosen, and giving them out.

A form has a `FilesField`, or several (the mark `Files` of a deed makes one). A view calls
`gather` once the form was validated: what was sent is kept as drafts, so that nobody chooses a
photo twice because something else was missing, and `cleaned_data` has the references for the deed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.cases.actions import Refused
from huiyin.intake import attachments
from huiyin.intake.attachments import Kept, Upload
from huiyin.intake.media import DOCUMENT, EXTENSIONS, LIMITS, PHOTO, VOICE
from huiyin.intake.scanning import Scan
from huiyin.rules.deeds import MOST_FILES
from huiyin.rules.words import N_
from huiyin.web.asking import sentence

PHOTOS = "image/*"
SOUNDS = "audio/*,.amr,.m4a,.mp3,.wav"
PAPERS = ",".join(f".{end}" for end in ("pdf", "doc", "docx", "xls", "xlsx"))
KINDS = {
    PHOTO: gettext_lazy("照片"),
    VOICE: gettext_lazy("录音"),
    DOCUMENT: gettext_lazy("文档"),
}


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file on a page; see huiyin/parts/files.html."""

    kind: str
    label: str
    url: str
    thumb: str = ""
    id: int = 0
    token: str = ""
    note: str = ""


class FilesInput(forms.Widget):
    """Two ways to choose – camera or album, and everything else – and what is kept already."""

    template_name = "huiyin/parts/files_input.html"
    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, *, whistle: bool = False) -> None:
        super().__init__()
        self.whistle = whistle
        self.place = ""
        self.kept: list[Kept] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Nothing: `gather` sees to it."""

    def id_for_label(self, id_: str) -> str:
        """No single control bears the name."""
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The inputs."""
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "kept": [draft_shown(one, n, self.place) for n, one in enumerate(self.kept, 1)],
            "photos": PHOTOS,
            "others": SOUNDS if self.whistle else f"{SOUNDS},{PAPERS}",
            "whistle": self.whistle,
            "most": MOST_FILES,
        }
        return render_to_string(self.template_name, context)


class FilesField(forms.Field):
    """Photos, voice notes, documents; of whistle-blowers only what cannot tell who sent it."""

    def __init__(self, *, whistle: bool = False, **kwargs: Any) -> None:
        sizes = {kind: size // 1024 // 1024 for kind, size in LIMITS.items()}
        told = _WHISTLE_HELP if whistle else _HELP
        kwargs["widget"] = FilesInput(whistle=whistle)
        kwargs["help_text"] = gettext(told).format(count=MOST_FILES, **sizes)
        kwargs.setdefault(
            "label", gettext("照片、录音") if whistle else gettext("照片、录音、文件")
        )
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        """Nothing yet; see `gather`."""
        return ()


_HELP = N_("照片一张最多 {photo} MB，录音一段最多 {voice} MB，一共最多 {count} 个。")
_WHISTLE_HELP = N_(
    "照片会去掉拍摄地点和设备信息。录音里有您的声音，想好再交。"
    "不收文档：里面可能留有您的姓名。最多 {count} 个。"
)


def gather(
    form: forms.Form, request: HttpRequest, place: str, *, whistle: bool = False, by: str = ""
) -> bool:
    """Keep what was chosen, as drafts; False where something could not be taken.

    Call it after `is_valid`, whatever that said. The good ones are kept beside the bad ones.
    """
    asked = [name for name, one in form.fields.items() if isinstance(one.widget, FilesInput)]
    taken = [_gather(form, one, request, place, whistle=whistle, by=by) for one in asked]
    return all(taken)


def _gather(
    form: forms.Form, field: str, request: HttpRequest, place: str, *, whistle: bool, by: str
) -> bool:
    name = form.add_prefix(field)
    kept = _kept_before(form.data, name, place)
    uploads: list[Upload] = list(request.FILES.getlist(name))
    key = str(form.data.get(form.add_prefix("key"), ""))[:40]
    wrong: list[str] = []
    try:
        attachments.fits(uploads, len(kept))
    except Refused as no:
        wrong.append(sentence(no.refusal))
        uploads = []
    for upload in uploads:
        try:
            kept += attachments.take(
                place, [upload], whistle=whistle, by=by, now=timezone.now(), key=key
            )
        except Refused as no:
            wrong.append(sentence(no.refusal))
    unique = list({one.id: one for one in kept}.values())
    widget = form.fields[field].widget
    widget.kept, widget.place = unique, place
    form.cleaned_data[field] = tuple(one.ref for one in unique)
    for why in wrong:
        form.add_error(field, why)
    return not wrong


def put(form: forms.Form, kept: list[Kept], place: str) -> None:
    """Files that came by another way stand in the form, as if they had been chosen in it."""
    field = form.fields.get(attachments.FIELD)
    if field is not None and isinstance(field.widget, FilesInput):
        field.widget.kept, field.widget.place = kept, place


def _kept_before(data: Any, name: str, place: str) -> list[Kept]:
    """What an earlier try of this form brought, without what was taken out again."""
    gone = set(data.getlist(f"{name}-gone"))
    tokens = [token for token in data.getlist(f"{name}-kept") if token not in gone]
    drafts = (attachments.draft(token, place) for token in tokens[:MOST_FILES])
    return [one for one in drafts if one is not None]


# On pages


def draft_shown(kept: Kept, n: int, place: str) -> FileShown:
    """A draft in its form."""
    url = reverse("citizen:draft", args=[place, kept.token]) if kept.servable else ""
    thumb = url if kept.kind == PHOTO else ""
    return FileShown(kept.kind, words_for(kept, n), url, thumb, token=kept.token)


def shown(
    refs: Iterable[str], files: Mapping[str, Kept], address: str, args: list[Any]
) -> list[FileShown]:
    """The files that a fact names, as huiyin/parts/files.html takes them.

    `address` and `args`: the name of the page that gives them out, and what comes before the id;
    the thumbnail's is called the same with `-thumb`.
    """
    found = []
    for n, ref in enumerate(refs, 1):
        kept = files.get(ref)
        if kept is None or not kept.servable:
            words = words_for(kept, n) if kept else gettext("附件")
            found.append(FileShown("gone", words, "", note=_why_not(kept)))
            continue
        url = reverse(address, args=[*args, kept.id])
        thumb = reverse(f"{address}-thumb", args=[*args, kept.id]) if kept.kind == PHOTO else ""
        words = words_for(kept, n)
        found.append(FileShown(kept.kind, words, url, thumb, id=kept.id))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Photos of how it was and of how it is (FX-4)."""

    before: list[FileShown]
    after: list[FileShown]


def pair(before: Iterable[FileShown], after: Iterable[FileShown]) -> Pair | None:
    """Where both sides took photos."""
    was, now = ([one for one in each if one.kind == PHOTO] for each in (before, after))
    return Pair(was, now) if was and now else None


def _why_not(kept: Kept | None) -> str:
    if kept is None or kept.erased:
        return gettext("已依法删除")
    if kept.scan is Scan.INFECTED:
        return gettext("有病毒，不能打开")
    return gettext("正在检查病毒，稍后可以打开")


def words_for(kept: Kept, n: int) -> str:
    """What a file is called: its own name, or its kind and number; how long, how large."""
    kind = str(KINDS[kept.kind])
    name = kept.name if kept.name and kept.kind == DOCUMENT else f"{kind} {n}"
    if kept.seconds:
        length = f"{kept.seconds // 60}:{kept.seconds % 60:02}"
        return gettext("{name}（{length}）").format(name=name, length=length)
    if kept.kind == DOCUMENT:
        size = f"{max(1, round(kept.size / 1024))} KB"
        return gettext("{name}（{length}）").format(name=name, length=size)
    return name


# Giving out

_ALONE = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
"""No script, whatever the file turns out to be; browsers style the page around a lone picture."""

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def give(request: HttpRequest, kept: Kept | None, *, thumb: bool = False) -> HttpResponse:
    """The file itself; a document only as a download. Raises Http404."""
    data = attachments.read(kept, thumb=thumb) if kept else None
    if kept is None or data is None:
        raise Http404(gettext("没有这个文件。"))
    response = _part(request, data)
    for header, value in {
        "Content-Type": kept.media_type,
        "Content-Disposition": _disposition(kept),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _ALONE,
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
    }.items():
        response.headers[header] = value
    return response


def _disposition(kept: Kept) -> str:
    name = kept.name or f"{kept.id}.{EXTENSIONS[kept.media_type]}"
    return content_disposition_header(kept.kind == DOCUMENT, name) or "attachment"


def _part(request: HttpRequest, data: bytes) -> HttpResponse:
    """All of it, or the piece that was asked for: Safari plays nothing without pieces."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        return HttpResponse(data)
    first = int(asked[1])
    last = min(int(asked[2] or len(data) - 1), len(data) - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
    response = HttpResponse(data[first : last + 1], status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return response


@require_safe
def draft(request: HttpRequest, place: str, token: str) -> HttpResponse:
    """A file that is about to be sent, to whoever has the form before them."""
    kept = attachments.draft(token, place)
    if kept is None or not attachments.is_draft(kept):
        raise Http404(gettext("没有这个文件。"))
    return give(request, kept, thumb=kept.kind == PHOTO)
