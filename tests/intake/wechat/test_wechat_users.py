"""Who writes to us in WeChat: heard once, never flooding, sealed; and the way to the page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiyin.intake.channels.wechat import handing, users
from huiyin.intake.channels.wechat.messages import Message
from huiyin.intake.channels.wechat.users import Hearing
from huiyin.intake.models import WechatDraft, WechatUser
from huiyin.rules import coordinates
from tests.intake.wechat.conftest import NOW
from tests.world import WANG_FANG, County, everything, together

pytestmark = pytest.mark.django_db

WRITES = Message("gh_1", "o-wang", int(NOW.timestamp()), "text", id="1", text="路灯坏了。")
POINTS = replace(WRITES, kind="location", id="2", text="和平路", latitude=33.9, longitude=117.9)
SOON, LATER = NOW + timedelta(minutes=29), NOW + timedelta(minutes=31)


def wang() -> users.User:
    """王芳, as an account knows her."""
    return users.met("wx1", "o-wang", now=NOW)


def test_a_user_is_the_same_again_but_not_to_another_account() -> None:
    assert wang() == wang()
    assert users.met("wx2", "o-wang", now=NOW) != wang()


def test_no_table_holds_what_wechat_or_the_user_said_in_the_clear() -> None:
    handing.keep(users.vouch(wang(), WANG_FANG.phone), "county", WRITES, now=NOW)
    kept = [value for rows in everything().values() for row in rows for value in row]
    raw = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in kept]
    for secret in ("o-wang", WANG_FANG.phone, "路灯"):
        assert secret.encode() not in b" ".join(raw)


def test_a_message_is_heard_once_and_a_flood_is_not_heard() -> None:
    user = wang()
    heard = [users.hear(user, f"m{number // 2}", now=NOW) for number in range(2 * users.FLOOD + 2)]
    assert heard[:2] == [Hearing.FIRST, Hearing.AGAIN]
    assert heard.count(Hearing.FIRST) == users.FLOOD
    assert heard[-1] is Hearing.FLOOD
    assert users.hear(user, "later", now=LATER) is Hearing.FIRST
    other = users.met("wx1", "o-li", now=NOW)
    assert users.hear(other, "m0", now=NOW) is Hearing.FIRST


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_is_heard_once() -> None:
    user = wang()
    came = together(*[lambda: users.hear(user, "m1", now=NOW)] * 4)
    assert sorted(came) == [Hearing.AGAIN] * 3 + [Hearing.FIRST]


def test_an_older_word_on_following_does_not_undo_a_newer_one() -> None:
    user = wang()
    users.follows(user, False, at=SOON)
    users.follows(user, True, at=NOW)
    assert not WechatUser.objects.get().follows


# -- drafts


def test_words_stand_in_the_order_written_and_the_place_beside_them() -> None:
    user = wang()
    handing.keep(user, "county", replace(WRITES, at=WRITES.at + 5, text="三盏都不亮。"), now=NOW)
    handing.keep(user, "county", POINTS, now=NOW)
    draft = handing.keep(user, "county", WRITES, now=NOW)
    assert draft.words == "路灯坏了。\n三盏都不亮。"
    assert draft.spot is not None
    assert draft.spot.label == "和平路"
    there = coordinates.parse(draft.spot.position)
    assert there is not None
    assert str(coordinates.to_gcj02(there)) == "33.900000,117.900000"
    assert handing.opened("county", draft.token, now=NOW) == draft


def test_what_does_not_fit_any_more_is_said_and_the_rest_kept() -> None:
    user = wang()
    handing.keep(user, "county", WRITES, now=NOW)
    draft = handing.keep(user, "county", replace(WRITES, text="长" * handing.LONGEST), now=NOW)
    assert draft.full
    assert draft.words == "路灯坏了。"


def test_a_link_may_be_opened_again_until_it_ends_or_the_matter_is_reported() -> None:
    draft = handing.keep(wang(), "county", WRITES, now=NOW)
    assert handing.opened("county", draft.token, now=SOON)
    assert handing.opened("county", draft.token, now=SOON)
    assert handing.opened("county", draft.token, now=LATER) is None
    handing.taken(draft, now=SOON)
    assert handing.opened("county", draft.token, now=SOON) is None
    assert bytes(WechatDraft.objects.get().said) == b""


def test_a_login_opens_once_and_for_five_minutes() -> None:
    first, late = (handing.log_in(wang(), "county", now=NOW) for _ in range(2))
    opened = handing.opened("county", first.token, now=NOW)
    assert opened is not None
    assert opened.user == wang()
    assert handing.opened("county", first.token, now=NOW) is None
    assert handing.opened("county", late.token, now=NOW + timedelta(minutes=6)) is None


@pytest.mark.django_db(transaction=True)
def test_a_login_opened_twice_at_once_opens_once() -> None:
    token = handing.log_in(wang(), "county", now=NOW).token
    came = together(*[lambda: handing.opened("county", token, now=NOW)] * 4)
    assert [one is None for one in came].count(False) == 1


def test_a_forged_link_and_one_to_another_place_open_nothing() -> None:
    draft = handing.keep(wang(), "county", WRITES, now=NOW)
    for forged in ("", "1", f"{draft.pk}:", draft.token[:-1], "x" + draft.token):
        assert handing.opened("county", forged, now=NOW) is None
    assert handing.opened("neighbour", draft.token, now=NOW) is None


def test_a_draft_that_ended_is_gone_when_the_next_is_begun() -> None:
    handing.keep(wang(), "county", WRITES, now=NOW)
    draft = handing.keep(wang(), "county", replace(WRITES, text="另一件。"), now=LATER)
    assert draft.words == "另一件。"
    assert WechatDraft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_messages_at_once_both_stand_in_the_draft() -> None:
    user = wang()
    handing.keep(user, "county", WRITES, now=NOW)
    texts = [replace(WRITES, at=WRITES.at + at, text=f"第{at}句。") for at in range(1, 4)]
    together(*[lambda text=text: handing.keep(user, "county", text, now=NOW) for text in texts])
    assert handing.current(user, "county", now=NOW).words == "路灯坏了。\n第1句。\n第2句。\n第3句。"


# -- cases


def test_the_cases_a_user_brought_are_theirs_alone(county: County) -> None:
    number = county.registered()
    ref = county.case(number).petitioners[0].ref
    for _ in range(2):
        users.brought(wang(), number, ref, WANG_FANG.phone, now=NOW)
    assert users.cases_of(wang()) == {number: ref}
    assert users.cases_of(users.met("wx1", "o-li", now=NOW)) == {}
    assert wang().phone == WANG_FANG.phone
    assert not wang().vouched


def test_a_number_that_wechat_vouched_for_is_not_replaced_by_a_typed_one(county: County) -> None:
    user = users.vouch(wang(), "13900001111")
    ref = county.case(county.registered()).petitioners[0].ref
    users.brought(user, "n", ref, WANG_FANG.phone, now=NOW)
    assert wang().phone == "13900001111"


def test_a_petitioner_is_written_to_while_they_follow(county: County) -> None:
    number = county.registered()
    ref = county.case(number).petitioners[0].ref
    assert users.openid_of(ref, "wx1") == ""
    users.brought(wang(), number, ref, "", now=NOW)
    assert users.openid_of(ref, "wx1") == "o-wang"
    assert users.openid_of(ref, "wx2") == ""
    users.follows(wang(), False, at=SOON)
    assert users.openid_of(ref, "wx1") == ""
