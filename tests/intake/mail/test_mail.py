"""The whole way by e-mail, with a real IMAP server: letters in, notices out, each once."""

import itertools
import shutil
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.intake import outbox, queries
from huiyin.intake.by_mail import FLOOD, SPAN
from huiyin.intake.channels.mail import accounts, letters
from huiyin.intake.identity import Person
from huiyin.intake.models import Delivery, MailHeard, Petitioner
from huiyin.jobs.fetching import EVERY, REST, Mailboxes
from huiyin.regimes import actions as regimes
from huiyin.regimes import files
from huiyin.regimes.queries import NoSuchRegime
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Accept
from huiyin.rules.vocabulary import Mode
from tests.intake.mail.conftest import Imap, Outgoing, letter
from tests.world import County, together

pytestmark = pytest.mark.django_db


@dataclass
class Post:
    """A county whose post comes and goes."""

    county: County
    imap: Imap
    smtp: Outgoing
    mailboxes: Mailboxes

    @property
    def box(self) -> accounts.Mailbox:
        """The county's mailbox."""
        found = accounts.mailbox("county")
        assert found is not None
        return found

    def fetches(self) -> int:
        """The worker looks into the mailbox, a minute later; how many letters it took."""
        self.county.now += EVERY
        return len(list(self.mailboxes.fetch(lambda: self.county.now)))

    def comes(self, *raw: bytes) -> list[str]:
        """Letters arrive, and the worker looks; what was answered, besides notices."""
        self.imap.put(*raw)
        self.fetches()
        return self.sends()

    def sends(self) -> list[str]:
        """The worker sends; the words of what went out now."""
        before = len(self.smtp.sent)
        outbox.hand_on(self.county.now)
        while outbox.send_next(self.county.now):
            pass
        return [str(one.get_content()).strip() for one in self.smtp.sent[before:]]


MAIL = """
[[channels]]
id = "mail"
label = "邮箱"
label_en = "e-mail"
identity = "contact"
open_to = "machine"
"""


@pytest.fixture
def table(imap: Imap, smtp: Outgoing, settings: Any) -> dict[str, str]:
    """What the operator wrote down."""
    written = {"address": "ask@example.org", "smtp": smtp.address, "imap": imap.address}
    site = {"site": "https://ask.example.org"}
    settings.HUIYIN_CHANNELS = {"county": {**site, "mail": written}}
    return written


@pytest.fixture
def post(
    county: County, county_files: Path, imap: Imap, smtp: Outgoing, table: Any, tmp_path: Path
) -> Post:
    """The county, whose law lets people write by e-mail."""
    law = shutil.copytree(county_files, tmp_path / "county")
    main = law / files.MAIN
    text = main.read_text(encoding="utf-8")
    main.write_text(text.replace("\n[[kinds]]", f"{MAIL}\n[[kinds]]", 1), encoding="utf-8")
    regimes.publish(law, now=county.now)
    return Post(county, imap, smtp, Mailboxes())


def only() -> CaseRow:
    """The one case there is."""
    return CaseRow.objects.get()


def supplements(number: str) -> list[str]:
    """What was added to a case."""
    facts = [entry.fact for entry in cases.timeline(number)]
    whats: list[Any] = [fact.what for fact in facts if fact.kind == "supplemented"]
    return [what.text for what in whats]


def test_a_letter_is_a_case_and_its_writer_is_told_the_number(post: Post) -> None:
    (told,) = post.comes(letter())
    row = only()
    assert (row.title, row.channel, row.kind) == ("幸福路的路灯不亮", "mail", "complaint")
    assert told.startswith(f"您的诉求 {row.number} 已登记。")
    assert told.endswith(f"https://ask.example.org/county/look-up?number={row.number}")
    (sent,) = post.smtp.sent
    assert (sent["To"], sent["From"]) == ("wang@example.org", "ask@example.org")
    assert sent["Subject"].strip() == f"[{row.number}] 您的诉求 {row.number} 已登记。"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert post.imap.unread() == 0
    assert Delivery.objects.get().state == "sent"


def test_who_writes_is_kept_sealed_and_shown_masked(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    post.comes(letter())
    assert queries.masked(str(Petitioner.objects.get().pk)) == Person(email="w***@example.org")
    rows = str(list(Petitioner.objects.values_list()) + list(MailHeard.objects.values_list()))
    rows += str(list(Delivery.objects.values_list()))
    for secret in ("wang@", "坏了三天", "let:me@in", "let%3Ame"):
        assert secret not in rows + caplog.text + repr(post.box)


def test_an_answer_to_a_notice_is_added_to_its_case(post: Post) -> None:
    post.comes(letter())
    number = only().number
    subject = f"Re: {post.smtp.sent[0]['Subject']}"
    told = post.comes(letter("现在是四盏了。", Subject=subject, Message_ID="<2@x>"))
    assert told == [f"{number}：补充已经收到。"]
    assert supplements(number) == ["现在是四盏了。"]


def test_nobody_adds_to_anothers_case_and_a_missing_one_is_told_alike(post: Post) -> None:
    post.comes(letter())
    number, missing = only().number, numbers.compose("CO", post.county.now.date(), 99)
    (told,) = post.comes(letter(Subject=number, From="qian@example.org", Message_ID="<2@x>"))
    (same,) = post.comes(letter(Subject=missing, From="qian@example.org", Message_ID="<3@x>"))
    assert told.startswith(f"没有您用这个邮箱反映的 {number}。")
    assert same == told.replace(number, missing)
    assert supplements(number) == []


def test_what_was_whistled_is_not_reached_by_letter(post: Post) -> None:
    number = post.county.whistle()
    (told,) = post.comes(letter(Subject=number))
    assert told.startswith(f"没有您用这个邮箱反映的 {number}。")


def test_a_letter_that_comes_twice_is_one_case(post: Post) -> None:
    post.comes(letter(), letter())
    post.comes(letter())
    assert CaseRow.objects.count() == 1
    assert post.imap.unread() == 0


def test_killed_after_taking_and_before_marking_it_is_one_case(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.imap.put(letter())
    with monkeypatch.context() as patch:
        patch.setattr("huiyin.intake.channels.mail.inbox.Inbox.done", _killed)
        with pytest.raises(KeyboardInterrupt):
            post.fetches()
    assert post.imap.unread() == 1
    post.fetches()
    assert (post.imap.unread(), CaseRow.objects.count()) == (0, 1)


def _killed(*args: object, **more: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_letter_once(post: Post) -> None:
    post.imap.put(*(letter(Message_ID=f"<{n}@x>") for n in range(5)))
    came = together(*[lambda: len(list(Mailboxes().fetch(lambda: post.county.now)))] * 2)
    assert sum(came) == CaseRow.objects.count() == 5


def test_machines_and_our_own_letters_are_left_alone(post: Post) -> None:
    ours = letter(From="ASK@example.org", Message_ID="<2@x>")
    assert post.comes(letter(Auto_Submitted="auto-replied"), ours) == []
    assert (CaseRow.objects.count(), post.imap.unread()) == (0, 0)


def test_what_cannot_be_read_is_flagged_and_the_next_gets_through(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = letters._read

    def stumbles(raw: bytes) -> Any:
        if b"broken" in raw:
            raise IndexError
        return real(raw)

    monkeypatch.setattr(letters, "_read", stumbles)
    post.comes(letter("broken"), letter(Message_ID="<2@x>"))
    assert CaseRow.objects.count() == 1
    first, second = post.imap.flags()
    assert "Flagged" in first
    assert "Flagged" not in second


def test_what_the_rules_refuse_is_told_why(post: Post) -> None:
    (told,) = post.comes(letter("长" * 20_001))
    assert "20000" in told
    assert not CaseRow.objects.exists()


def test_an_attachment_is_not_taken_and_that_is_told(post: Post) -> None:
    mail = message_from_bytes(letter(), policy=default)
    mail.add_attachment(b"\xff\xd8" * 700_000, maintype="image", subtype="jpeg")  # type: ignore[attr-defined]
    told = post.comes(mail.as_bytes())
    assert "附件没有收下，请到网页补充。" in told
    assert only().title == "幸福路的路灯不亮"


def test_a_flood_waits_in_the_mailbox_and_others_are_heard_meanwhile(post: Post) -> None:
    post.imap.put(*(letter(Message_ID=f"<{n}@x>") for n in range(FLOOD + 3)))
    post.comes(letter(From="qian@example.org", Message_ID="<q@x>"))
    assert (CaseRow.objects.count(), post.imap.unread()) == (FLOOD + 1, 3)
    post.county.now += SPAN
    post.fetches()
    assert (CaseRow.objects.count(), post.imap.unread()) == (FLOOD + 4, 0)


def test_where_the_law_has_no_such_channel_the_page_is_named(
    post: Post, table: dict[str, str]
) -> None:
    for channel in ("nowhere", "web", "code"):  # none, real name, whistle
        table["channel"] = channel
        (told,) = post.comes(letter(Message_ID=f"<{channel}@x>"))
        assert told.startswith("这里不能用邮件反映，请到网页反映，或者打")
    assert not CaseRow.objects.exists()


def test_a_worker_whose_clock_goes_on_fetches(post: Post) -> None:
    """No two looks at a real clock tell the same."""
    ticks = itertools.count()
    post.imap.put(letter())
    fetched = post.mailboxes.fetch(lambda: post.county.now + timedelta(microseconds=next(ticks)))
    assert len(list(fetched)) == 1


def test_a_mailbox_is_looked_into_once_a_minute(post: Post) -> None:
    assert post.fetches() == 0
    post.imap.put(letter())
    assert list(post.mailboxes.fetch(lambda: post.county.now)) == []
    assert post.fetches() == 1


@pytest.mark.parametrize(
    ("wrong", "rest"),
    [("imap://ask:no@127.0.0.1:{port}", REST), ("imap://x@127.0.0.1:1", EVERY)],
)
def test_a_server_that_is_away_or_refuses_us_is_left_alone_for_a_while(
    wrong: str,
    rest: timedelta,
    post: Post,
    table: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where nobody listens costs nothing to find out."""
    good = table["imap"]
    table["imap"] = wrong.format(port=post.imap.port)
    post.imap.put(letter())
    assert post.fetches() == 0
    assert "the mailbox does not answer" in caplog.text
    table["imap"] = good
    post.county.now += rest - 2 * EVERY
    assert post.fetches() == 0
    assert post.fetches() == 1


def test_a_place_without_a_law_does_not_stop_the_worker(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.imap.put(letter())
    with monkeypatch.context() as patch:
        patch.setattr("huiyin.intake.by_mail.regimes.current", _no_law)
        assert post.fetches() == 0
    assert post.imap.unread() == 1
    assert post.fetches() == 1


def _no_law(regime: str) -> None:
    raise NoSuchRegime(regime)


@pytest.mark.parametrize(
    ("says", "state", "reason"),
    [
        ({"RCPT": "550 no such user"}, "failed", "smtp 550"),
        ({"RCPT": "450 later"}, "waiting", "smtp 450"),
        ({"MAIL": "451 later"}, "waiting", "smtp 451"),
        ({"DATA": "554 no"}, "failed", "smtp 554"),
        ({".": "452 full"}, "waiting", "smtp 452"),
        ({"EHLO": "hang up"}, "waiting", "smtp network"),
        ({".": "hang up"}, "unsure", "broken off"),
    ],
)
def test_what_the_mail_server_says_decides_whether_it_is_tried_again(
    says: dict[str, str], state: str, reason: str, post: Post
) -> None:
    post.imap.put(letter())
    post.fetches()
    post.smtp.says = says
    post.sends()
    row = Delivery.objects.get()
    assert (row.state, row.reason) == (state, reason)
    post.smtp.says = {}
    post.county.now += timedelta(minutes=2)
    post.sends()
    assert Delivery.objects.get().state == ("sent" if state == "waiting" else state)


def test_what_happens_later_is_told_the_same_way(post: Post) -> None:
    post.comes(letter())
    number = only().number
    post.county.does("周宁", number, Dispatch(mode=Mode.DIRECT, lead="housing"))
    post.county.does("李强", number, Accept(contact="李强 0516-55550142"))
    assert any("受理" in told for told in post.sends())


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "nobody"},
        {"smtp": "http://x"},
        {"imap": "imap://"},
        {"imap": "imap://u:p@x:port"},
        {"smtp": "smtp://u:密@x"},
        {"surplus": "x"},
    ],
)
def test_a_slip_in_the_file_is_named_without_secrets(
    wrong: dict[str, str], table: dict[str, str]
) -> None:
    table.update(wrong)
    with pytest.raises(ImproperlyConfigured, match=r"channels.toml \[county.mail\]") as no:
        accounts.mailbox("county")
    assert "let" not in str(no.value)
