"""The whole way by e-mail on one machine: written on the stand-in's page, answered to its page."""

import imaplib
import smtplib
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.intake import attachments, outbox
from huiyin.intake.channels.mail import accounts, inbox
from huiyin.intake.models import Delivery
from huiyin.jobs.fetching import Mailboxes
from huiyin.jobs.stand_ins.mail import Post, example
from huiyin.jobs.stand_ins.mail_lines import Imap, Kept, Line, Mail, Smtp
from huiyin.people import actions as people
from huiyin.people.queries import actor_of
from huiyin.rules.steps.receive import AnswerDirectly
from huiyin.rules.vocabulary import Role
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings: Any) -> Iterator[tuple[Post, str]]:
    """The stand-in at work for the starter county, and the address of its page."""
    with ExitStack() as stack:
        mail = Mail()
        smtp, imap = (stack.enter_context(Line(mail, one)) for one in (Smtp, Imap))
        ports = smtp.port, imap.port
        written = tomllib.loads(example("starter"))
        for name, port in zip(("smtp", "imap"), ports, strict=True):
            old = accounts.server(written["starter"]["mail"][name]).port
            changed = written["starter"]["mail"][name].replace(f":{old}", f":{port}")
            written["starter"]["mail"][name] = changed
        for line in (smtp, imap):
            line.server_close()
        settings.HUIYIN_CHANNELS = written
        box = accounts.mailbox("starter")
        assert box is not None
        played = Post(box)
        played.lines(stack)
        yield played, stack.enter_context(running(played))


def test_from_a_letter_to_its_answer_and_back(post: tuple[Post, str]) -> None:
    """Written, fetched, registered, answered, read; what is written below it is added."""
    _, page = post
    place, now = found("starter"), timezone.now()
    agent = people.add_member("zhou", name="周宁", place=place, roles=[Role.AGENT], unit="centre")
    worker = Mailboxes()

    def works(at: timedelta) -> str:
        """The worker fetches and sends; the stand-in's page afterwards."""
        list(worker.fetch(lambda: now + at))
        outbox.hand_on(now + at)
        while outbox.send_next(now + at):
            pass
        return httpx.get(page).text

    said = {
        "sender": "wang@example.org",
        "subject": "请问<低保>怎么申请",
        "text": "母亲七十岁。\n.\n谢谢",
    }
    assert "已寄出" in httpx.post(f"{page}/say", data=said, follow_redirects=True).text
    shown = works(timedelta())
    number = CaseRow.objects.get().number
    assert f"您的诉求 {number} 已登记" in shown
    assert cases.timeline(number)[0].fact.what.text == said["text"]  # type: ignore[attr-defined]
    again = {**said, "subject": f"Re: [{number}]", "text": "<b>还要什么材料"}
    httpx.post(f"{page}/say", data=again)
    works(timedelta(minutes=1))
    assert cases.timeline(number)[-1].fact.what.text == again["text"]  # type: ignore[attr-defined]
    answer = AnswerDirectly(text="到社区居委会申请。")
    attachments.act(number, answer, actor=actor_of(agent), now=now, key="")
    shown = works(timedelta(minutes=2))
    assert f"[{number}] 您的诉求 {number} 已答复" in shown
    assert {one.state for one in Delivery.objects.all()} == {"sent"}
    assert works(timedelta(minutes=4)) == works(timedelta(minutes=6))  # nothing comes twice
    assert CaseRow.objects.count() == 1


def test_a_letter_with_a_broken_head_is_refused_where_it_is_written(post: tuple[Post, str]) -> None:
    played, page = post
    said = {"sender": "a@example.org\nBcc: b@example.org", "subject": "x", "text": "x"}
    httpx.post(f"{page}/say", data=said)
    assert played.mail.mailbox == []
    assert "已寄出" not in played.told


def test_it_lets_in_only_who_knows_the_password_and_knows_what_it_does_not_know(
    post: tuple[Post, str],
) -> None:
    played, _ = post
    server = accounts.server(played.box.imap)
    with imaplib.IMAP4(server.host, server.port, timeout=5) as line:
        with pytest.raises(imaplib.IMAP4.error, match="wrong user or password"):
            line.login(server.user, "no")
        line.state = "AUTH"
        assert line.select("INBOX") == ("NO", [b"log in first"])
    with inbox.opened(server) as opened, pytest.raises(imaplib.IMAP4.error, match="does not know"):
        opened.line.expunge()


def test_a_letter_is_fetched_whole_and_marked(post: tuple[Post, str]) -> None:
    """What begins with a dot on the line to us, begins with one when it is fetched."""
    played, _ = post
    raw = "Subject: 你好\r\n\r\n.一行\r\n..两点\r\n".encode()
    server, smtp = accounts.server(played.box.imap), accounts.server(played.box.smtp)
    played.mail.mailbox.append(Kept(raw))
    with inbox.opened(server) as opened:
        assert opened.unread() == ["1"]
        assert opened.fetch("1") == raw
        assert opened.fetch("2") == b""
        opened.done("1", odd=True)
        assert opened.unread() == []
    assert played.mail.mailbox[0].flags == {r"\Seen", r"\Flagged"}
    with smtplib.SMTP(smtp.host, smtp.port, timeout=5) as out:
        out.sendmail("a@example.org", ["b@example.org"], raw)
    assert b"\n.\xe4" in played.mail.sent[0].as_bytes()


def test_without_a_mailbox_it_says_what_to_write(settings: Any) -> None:
    with pytest.raises(CommandError) as told:
        call_command("stand-in", "mail")
    text = str(told.value)
    settings.HUIYIN_CHANNELS = tomllib.loads(text[text.index("[") :])
    assert accounts.mailbox("starter") is not None
    elsewhere = {"address": "a@example.org", "smtp": "smtps://x.example.org", "imap": ""}
    settings.HUIYIN_CHANNELS = {"starter": {"mail": elsewhere}}
    with pytest.raises(CommandError, match=r"\[starter.mail\]"):
        call_command("stand-in", "mail")
