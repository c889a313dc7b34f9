"""WeChat's signatures, envelopes and messages, compared with another's implementation of them."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from huiyin.intake.channels.wechat import messages, signing
from huiyin.intake.channels.wechat.crypto import CannotOpen, Envelope, WrongKey

TOKEN, APP = "a-token-of-a-test", "wx0000000000000001"
KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


def _told(**fields: str) -> str:
    told = {"ToUserName": "gh_1", "FromUserName": "o-1", "CreateTime": "1772416800", **fields}
    inside = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in told.items())
    return f"<xml>{inside}</xml>"


# -- signatures


@given(st.text("abc123", min_size=1), st.text("0123456789"), words)
def test_a_signature_is_the_one_the_oracle_checks(token: str, stamp: str, nonce: str) -> None:
    ours = signing.signature(token, stamp, nonce)
    check_signature(token, ours, stamp, nonce)
    assert signing.matches(ours, token, stamp, nonce)


@pytest.mark.parametrize("wrong", ["", "0" * 40, "签名", "é"])
def test_another_signature_matches_for_neither(wrong: str) -> None:
    with pytest.raises(InvalidSignatureException):
        check_signature(TOKEN, wrong, STAMP, "n")
    assert not signing.matches(wrong, TOKEN, STAMP, "n")


def test_a_request_is_fresh_for_ten_minutes_either_way() -> None:
    for minutes, fresh in ((-11, False), (-10, True), (0, True), (10, True), (11, False)):
        stamp = str(int((NOW + timedelta(minutes=minutes)).timestamp()))
        assert signing.is_fresh(stamp, NOW) is fresh


@pytest.mark.parametrize("stamp", ["", "-5", "1e9", "soon", "9" * 400, "１７７２４１６８００"])
def test_what_is_no_moment_is_not_fresh(stamp: str) -> None:
    assert not signing.is_fresh(stamp, NOW)


# -- envelopes


@given(words)
def test_what_we_seal_the_oracle_opens(said: str) -> None:
    sealed = Envelope(KEY, APP).seal(said)
    sign = signing.signature(TOKEN, STAMP, "n", sealed)
    xml = messages.enveloped(sealed, sign, STAMP, "n")
    assert WeChatCrypto(TOKEN, KEY, APP).decrypt_message(xml, sign, STAMP, "n") == said


@given(words)
def test_what_the_oracle_seals_we_open(said: str) -> None:
    xml = WeChatCrypto(TOKEN, KEY, APP).encrypt_message(said, "n", STAMP)
    sealed = messages.sealed_in(xml)
    assert signing.matches(_between(xml, "MsgSignature"), TOKEN, STAMP, "n", sealed)
    assert Envelope(KEY, APP).open(sealed) == said


def _between(xml: str, name: str) -> str:
    return xml.split(f"<{name}><![CDATA[")[1].split("]]>", maxsplit=1)[0]


def test_a_message_for_another_account_is_opened_by_neither() -> None:
    sealed = Envelope(KEY, "wx0000000000000002").seal("你好")
    with pytest.raises(CannotOpen):
        Envelope(KEY, APP).open(sealed)
    sign = signing.signature(TOKEN, STAMP, "n", sealed)
    with pytest.raises(InvalidAppIdException):
        WeChatCrypto(TOKEN, KEY, APP).decrypt_message({"Encrypt": sealed}, sign, STAMP, "n")


@given(st.binary(max_size=200))
def test_garbage_is_no_envelope(raw: bytes) -> None:
    for sealed in (base64.b64encode(raw).decode(), raw.decode("latin-1")):
        with pytest.raises(CannotOpen):
            Envelope(KEY, APP).open(sealed)


@pytest.mark.parametrize("key", ["", "short", "密" * 43, "x" * 44])
def test_a_key_of_another_length_is_refused(key: str) -> None:
    with pytest.raises(WrongKey):
        Envelope(key, APP)


# -- messages


@given(plain)
def test_a_text_is_read_as_the_oracle_reads_it(said: str) -> None:
    said = said.replace("]]>", "")
    xml = _told(MsgType="text", Content=said, MsgId="77")
    ours, theirs = messages.parse(xml), parse_message(xml)
    assert ours.text == (theirs.content or "").strip()
    assert (ours.sender, ours.account) == (theirs.source, theirs.target)
    assert (ours.id, ours.at) == (str(theirs.id), int(theirs._data["CreateTime"]))


def test_the_other_kinds_bring_their_own_fields() -> None:
    place = messages.parse(
        _told(MsgType="location", Location_X="33.9", Location_Y="117.9", Label="和平路", MsgId="1")
    )
    assert (place.latitude, place.longitude, place.text) == (33.9, 117.9, "和平路")
    voice = messages.parse(_told(MsgType="voice", MediaId="m", Recognition="路灯坏了", MsgId="2"))
    assert (voice.media, voice.text) == ("m", "路灯坏了")
    photo = messages.parse(_told(MsgType="image", MediaId="p", PicUrl="http://x", MsgId="3"))
    assert (photo.kind, photo.media) == ("image", "p")


@pytest.mark.parametrize(
    "name", ["subscribe", "unsubscribe", "CLICK", "VIEW", "SCAN", "TEMPLATESENDJOBFINISH"]
)
def test_an_event_is_the_one_the_oracle_sees(name: str) -> None:
    xml = _told(MsgType="event", Event=name, EventKey="mine", Status="success")
    ours, theirs = messages.parse(xml), parse_message(xml)
    assert ours.event == theirs.event.lower() == name.lower()
    assert (ours.key, ours.status) == ("mine", "success")


def test_an_event_has_no_number_but_is_the_same_one_when_sent_again() -> None:
    xml = _told(MsgType="event", Event="CLICK", EventKey="mine")
    assert messages.parse(xml).once == messages.parse(xml).once
    later = xml.replace("1772416800", "1772416801")
    assert messages.parse(xml).once != messages.parse(later).once


def test_a_degree_that_is_none_is_left_out() -> None:
    for wrong in ("north", "", "nan", "inf", "181"):
        xml = _told(MsgType="location", Location_X=wrong, Location_Y="117.9")
        assert messages.parse(xml).latitude is None


BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content>&b;</Content></xml>"
)
FILE = '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/hostname">]><xml>&f;</xml>'


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "hello",
        "<xml>",
        "<html/>",
        "<xml/>",
        "{}",
        BOMB,
        FILE,
        _told(MsgType="text", CreateTime="now"),
        _told(MsgType="text", Content="x" * messages.LONGEST),
        "<xml>\x00</xml>",
    ],
)
def test_garbage_and_bombs_are_no_message(xml: str) -> None:
    with pytest.raises(messages.Garbage):
        messages.parse(xml)


@given(plain)
def test_the_oracle_reads_our_reply(said: str) -> None:
    asked = messages.parse(_told(MsgType="text", Content="你好", MsgId="77"))
    theirs = parse_message(messages.reply(asked, said, 5))
    assert (theirs.source, theirs.target, theirs.type) == ("gh_1", "o-1", "text")
    assert (theirs.content or "").strip() == said.strip()
