"""Who comes from WeChat: the words they wrote there stand in the form, and they are known again.

The session keeps numbers of rows, nothing personal; a phone number is shown masked, and used by
reference when the field is left empty.
"""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.intake import by_wechat
from huiyin.intake.actions import Receipt
from huiyin.intake.channels.wechat import accounts, handing, users
from huiyin.intake.channels.wechat.handing import Draft
from huiyin.intake.channels.wechat.users import User
from huiyin.intake.identity import Person
from huiyin.web import attaching
from huiyin.web.citizen import visits
from huiyin.web.citizen.forms import Entrance, ReportForm
from huiyin.web.citizen.listing import cells
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.views import see_other
from huiyin.web.citizen.visits import FROM_WECHAT

LISTED = 50


@never_cache
@require_safe
def handed(request: HttpRequest, place: str, to: str, token: str) -> HttpResponse:
    """The link from the conversation, or from the mini-program after its login."""
    where = place_and_law(place)
    draft = handing.opened(place, token, now=timezone.now())
    if draft is None:
        return page(request, "handed", where, status=410)
    request.session.cycle_key()
    request.session[FROM_WECHAT] = {"place": place, "user": draft.user.pk, "draft": draft.pk}
    if to == "mine":
        return see_other("citizen:mine", place)
    response = see_other("citizen:report", place)
    account = accounts.official(place)
    response["Location"] += f"?channel={account.channel}" if account else ""
    return response


@never_cache
@require_safe
def mine(request: HttpRequest, place: str) -> HttpResponse:
    """The cases a user brought through WeChat."""
    where = place_and_law(place)
    user = _user(request, place)
    if user is None:
        return page(request, "handed", where, status=403)
    brought = users.cases_of(user)
    visits.keep_all(request, brought)
    return page(request, "mine", where, rows=cells(list(brought)[:LISTED]))


@dataclass(frozen=True, slots=True)
class Known:
    """Who came from WeChat, and what they have said there."""

    user: User
    draft: Draft | None

    def fill(self, form: ReportForm) -> None:
        """Put what is known into a form; what was typed into it stands."""
        draft, asks = self.draft, form.fields.get("phone")
        if draft is not None and not form.is_bound:
            attaching.put(form, by_wechat.files(draft), draft.place)
            by_wechat.shown(draft)
        if draft is not None and draft.words:
            form.initial.update(text=draft.words)
        if draft is not None and draft.spot is not None:
            form.initial.update(address=draft.spot.label, position=draft.spot.position)
        if asks is not None and self.user.phone:
            asks.required = False
            told = gettext("空着就用您在微信留的号码 {phone}；也可以填另一个。")
            asks.help_text = told.format(phone=Person(phone=self.user.phone).masked().phone)

    def person(self, given: Person) -> Person:
        """Who asks, with the known number where none was written."""
        return given if given.phone else replace(given, phone=self.user.phone)

    def took(self, taken: Receipt, phone: str) -> None:
        """The matter was reported: it is the user's, and the draft has done its work."""
        now, ref = timezone.now(), taken.case.petitioners[0].ref
        users.brought(self.user, taken.number, ref, phone, now=now)
        if self.draft is not None:
            handing.taken(self.draft, now=now)
            by_wechat.follow(self.draft, taken.number, ref, now=now)


def known(request: HttpRequest, place: str, door: Entrance) -> Known | None:
    """Who came from WeChat to this door; nobody to that of whistle-blowing (JS-4)."""
    user = None if door.channel.whistle else _user(request, place)
    if user is None:
        return None
    return Known(user, handing.again(request.session[FROM_WECHAT]["draft"], now=timezone.now()))


def _user(request: HttpRequest, place: str) -> User | None:
    kept = request.session.get(FROM_WECHAT)
    return users.find(kept["user"]) if kept and kept["place"] == place else None
