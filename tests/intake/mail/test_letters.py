"""What stands in a letter: from plain ones to those that no program should write."""

from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases import numbers
from huiyin.intake.channels.mail import letters
from huiyin.intake.channels.mail.letters import Letter, Unreadable, read
from tests.intake.mail.conftest import letter


def test_a_letter_is_who_and_what() -> None:
    assert read(letter()) == Letter(
        once="<1@example.org>",
        sender="wang@example.org",
        title="幸福路的路灯不亮",
        text="坏了三天了，晚上一片漆黑。\n请尽快修好。",
    )


def found(raw: bytes) -> Letter:
    """The letter in it."""
    said = read(raw)
    assert said is not None
    return said


def test_the_number_in_the_subject_says_which_case_it_is_about() -> None:
    number = numbers.compose("SN", date(2026, 11, 24), 12)
    slip = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert found(letter(Subject=f"回复: Re: [{number}] 您的诉求已登记。")).number == number
    assert found(letter(Subject=f"{slip} SN-1")).number == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Precedence", "bulk"),
        ("Return-Path", "<>"),
        ("List-Id", "<news.example.org>"),
        ("List-Unsubscribe", "<mailto:x@example.org>"),
    ],
)
def test_a_machine_is_not_answered(name: str, value: str) -> None:
    assert read(letter(**{name: value})) is None


@pytest.mark.parametrize("sender", ["", "nobody", "@example.org", "a b@example.org", "x@y"])
def test_who_cannot_be_answered_is_not_heard(sender: str) -> None:
    assert read(b"From: " + sender.encode() + b"\nSubject: x\n\nwords") is None


def test_what_the_parser_stumbles_over_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the library of Python 3.11 does over `From: x@`."""

    def stumbles(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(letters, "_by_machine", stumbles)
    with pytest.raises(Unreadable):
        read(letter())


def test_what_is_quoted_and_signed_is_left_out() -> None:
    text = "还是不亮。\n\n----- 原始邮件 -----\n> 您的诉求已登记。\n-- \n王芳"
    assert found(letter(text)).text == "还是不亮。"


def test_a_page_is_read_as_its_words() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "wang@example.org", "路灯"
    page = "<style>p{}</style><p>坏了 <b>三天</b>了。</p><script>x</script><p>请修。</p>"
    mail.set_content(page, subtype="html")
    assert found(mail.as_bytes()).text == "坏了 三天了。\n请修。"


def test_plain_words_go_before_a_page_and_what_is_attached_is_noted() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "wang@example.org", "路灯"
    mail.set_content("坏了三天了。")
    mail.add_alternative("<p>不是这个</p>", subtype="html")
    assert (found(mail.as_bytes()).text, found(mail.as_bytes()).attached) == ("坏了三天了。", False)
    mail.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="a.jpg")
    assert (found(mail.as_bytes()).text, found(mail.as_bytes()).attached) == ("坏了三天了。", True)


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "big5", "x-unheard-of"])
def test_any_character_set_is_read(charset: str) -> None:
    known = "utf-8" if charset.startswith("x-") else charset
    body = "三天".encode(known)
    head = f'From: wang@example.org\nSubject: x\nContent-Type: text/plain; charset="{charset}"\n'
    raw = head.encode() + b"Content-Transfer-Encoding: 8bit\n\n" + body
    assert found(raw).text == "三天"


def test_without_an_id_the_same_bytes_are_the_same_letter() -> None:
    raw = letter(Message_ID=None)
    assert found(raw).once == found(raw).once
    assert found(raw).once != found(letter("另一封。", Message_ID=None)).once


def test_an_empty_letter_says_what_its_subject_says() -> None:
    assert found(letter(" ")).text == "幸福路的路灯不亮"


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(head: bytes, body: bytes) -> None:
    """Nothing that a stranger can send stops the worker, nor brings in what nobody types."""
    try:
        said = read(b"From: wang@example.org\nSubject: " + head + b"\n\n" + body)
    except Unreadable:
        return
    if said is not None:
        assert not set(said.text + said.title) & set(map(chr, [*range(9), 0x7F, 0xDC80]))
