"""Reporting: what each entrance asks, what is said when something is missing, and the receipt."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from huiyin.cases import queries
from huiyin.cases.models import CaseRow
from huiyin.intake import attachments
from huiyin.intake.models import Petitioner
from huiyin.rules.facts import Registered
from huiyin.web.crowd import SENDING, address
from tests import files
from tests.web.citizen_street import (
    LAMPS,
    QIAN,
    WU,
    found,
    key_of,
    look_up,
    on_receipt,
    report,
    words,
)
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """A place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_wu_reports_and_takes_number_code_and_promises_with_her(world: World) -> None:
    """After the POST a redirect; then number, code, QR code and the promised dates in words."""
    wu = Client()
    sent = wu.post("/model/report", {**LAMPS, **WU})
    assert (sent.status_code, sent["Location"]) == (303, "/model/receipt")
    page = words(wu.get("/model/receipt"))
    number, code = on_receipt(page)
    assert CaseRow.objects.get().number == number
    assert "<svg" in page
    assert "11月25日（周三）17:30前" in page
    assert "交办后 7 个工作日内" in page
    assert "和平路的路灯坏了三盏" in look_up(Client(), "model", number, code)


def test_the_receipt_is_shown_once_and_its_code_is_in_no_address(world: World) -> None:
    """A second look leads to the look-up page; the QR code holds the number alone."""
    wu = Client()
    wu.post("/model/report", {**LAMPS, **WU})
    first = wu.get("/model/receipt")
    assert first["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    again = wu.get("/model/receipt")
    assert (again.status_code, again["Location"]) == (302, "/model/look-up")


def test_a_retry_never_makes_a_second_case(world: World) -> None:
    """The same form sent twice gives the same receipt."""
    wu = Client()
    key = key_of(words(wu.get("/model/report")))
    receipts = []
    for _ in range(2):
        assert wu.post("/model/report", {**LAMPS, **WU, "key": key}).status_code == 303
        receipts.append(on_receipt(words(wu.get("/model/receipt"))))
    assert receipts[0] == receipts[1]
    assert CaseRow.objects.count() == 1
    assert Petitioner.objects.count() == 1


def test_the_same_words_from_the_same_browser_within_the_hour_are_one_case(world: World) -> None:
    """However the page came back; another browser's is its own, and so is what was taken back."""
    wu, other = Client(), Client()
    first = report(wu, "model", LAMPS | WU)
    assert report(wu, "model", LAMPS | WU) == first
    assert report(other, "model", LAMPS | WU) != first
    assert report(wu, "model", LAMPS | QIAN) != first
    words(wu.get(f"/model/cases/{first[0]}"))
    taken = wu.post(f"/model/cases/{first[0]}/withdraw", {"reason": "写错了。"})
    assert taken.status_code == 303
    assert report(wu, "model", LAMPS | WU) != first
    assert CaseRow.objects.count() == 4


def test_going_back_to_write_of_another_matter_makes_another_case(world: World) -> None:
    """The key guards the matter, not the browser's page: nothing typed is swallowed."""
    wu = Client()
    key = key_of(words(wu.get("/model/report")))
    wu.post("/model/report", {**LAMPS, **WU, "key": key})
    wu.post("/model/report", {**LAMPS, **WU, "key": key, "title": "井盖松动"})
    assert CaseRow.objects.count() == 2


def test_what_is_missing_is_said_all_at_once_with_links_and_nothing_is_lost(world: World) -> None:
    """422, the list at the top, and every field as it was."""
    page = words(Client().post("/model/report", {"address": LAMPS["address"], "phone": "138"}), 422)
    for name, sentence in (
        ("id_text", "请写明情况，或者录一段话。"),
        ("id_name", "请填写真实姓名。"),
        ("id_identity_no", "请填写 18 位身份证号。"),
    ):
        assert f'href="#{name}' in page
        assert sentence in page
    assert LAMPS["address"] in page
    assert 'value="138"' in page
    assert not CaseRow.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "长" * 100_000}, "“情况说明”有 100000 字，最多 20000 字，请缩短或作为附件提交。"),
        ({"text": "响铃\x07"}, "“情况说明”里有看不见的控制字符，请删去后再交。"),
        ({"title": "空\x00字"}, "“标题”里有看不见的控制字符，请删去后再交。"),
        ({"title": "题" * 201}, "“标题”有 201 字，最多 200 字，请缩短或作为附件提交。"),
        ({"text": " \n "}, "请写明情况，或者录一段话。"),
        ({"kind": "no-such"}, "请从列表中选择类型。"),
        ({"area": "999"}, "请从列表中选择所在区域。"),
        ({"phone": "12"}, "电话号码不对，请填 11 位手机号或带区号的座机号。"),
        ({"identity_no": "110105194912310021"}, "身份证号不对，请核对 18 位号码。"),
    ],
    ids=["too long", "bell", "nul", "long title", "blank", "kind", "area", "phone", "identity"],
)
def test_what_cannot_be_taken_gets_one_sentence_and_keeps_the_rest(
    changes: dict[str, str], sentence: str, world: World
) -> None:
    """422; what was typed is still there; nobody was kept and no case begun."""
    page = words(Client().post("/model/report", {**LAMPS, **WU, **changes}), 422)
    assert page.count(sentence) == 2  # above, and at the field
    assert LAMPS["address"] in page
    assert not CaseRow.objects.exists()
    assert not Petitioner.objects.exists()


def test_a_fire_is_registered_and_the_petitioner_told_to_call_119(world: World) -> None:
    """The alert stands above the receipt, with a button that calls."""
    wu = Client()
    wu.post("/model/report", {**LAMPS, **WU, "text": "三号楼电动车充电起火，烟很大。"})
    page = words(wu.get("/model/receipt"))
    assert 'href="tel:119"' in page
    assert page.index("请马上打 119") < page.index("已经收到")
    assert CaseRow.objects.count() == 1


def test_an_ordinary_matter_raises_no_alarm(world: World) -> None:
    """Broken lamps are no emergency."""
    wu = Client()
    wu.post("/model/report", {**LAMPS, **WU})
    assert "tel:119" not in words(wu.get("/model/receipt"))


def test_whistle_blowing_asks_no_identity_and_its_code_opens_the_case(world: World) -> None:
    """JS-4: a door of its own, nothing about the person, and a code to follow it by."""
    source = Client()
    page = words(source.get("/model/whistle"))
    assert "不问您是谁" in page
    for asked in ("name", "phone", "identity_no"):
        assert f'name="{asked}"' not in page
    number, code = report(source, "model", {**LAMPS, "title": "某科长收礼"}, "whistle")
    row = CaseRow.objects.get(number=number)
    assert row.whistle
    assert bytes(Petitioner.objects.get().phone) == b""
    case_page = look_up(Client(), "model", number, code)
    assert "由纪检监察机关处理" in case_page


def test_a_browser_keeps_nothing_of_a_whistle_blower_s_case_once_the_receipt_was_shown(
    world: World,
) -> None:
    """JS-4: no session ties it to whoever signs in there, and nobody after them may open it."""
    source = Client()
    number, _ = report(source, "model", LAMPS, "whistle")
    assert number not in str(dict(source.session))
    assert source.get(f"/model/cases/{number}").status_code == 403


def test_a_place_without_that_door_says_so(world: World) -> None:
    """404 with a sentence: this place has no port for businesses."""
    assert "这里没有这个入口。" in words(Client().get("/model/report?port=business"), 404)


# -- under real law


def test_suining_has_a_port_of_its_own_for_businesses() -> None:
    """SN-4: enquiries, matchmaking and complaints of businesses, apart from those of the public."""
    found("suining")
    public = words(Client().get("/suining/report"))
    business = words(Client().get("/suining/report?port=business"))
    assert "项目对接" not in public
    assert "项目对接" in business
    assert "求助" not in business
    sent = {**LAMPS, "kind": "business_matching", "phone": WU["phone"]}
    client = Client()
    assert client.post("/suining/report?port=business", sent).status_code == 303
    assert CaseRow.objects.get().kind == "business_matching"


def test_suining_asks_a_number_to_call_back_and_no_identity() -> None:
    """SN-2: the web page of Suining asks a contact only."""
    found("suining")
    page = words(Client().get("/suining/report"))
    assert 'name="phone"' in page
    assert 'name="identity_no"' not in page


def test_jishou_registers_under_ones_real_name_by_web_and_wechat() -> None:
    """JS-1: name, phone and identity number, whichever public channel one comes through."""
    found("jishou")
    wu = Client()
    page = words(wu.get("/jishou/report?channel=wechat"))
    assert 'name="identity_no"' in page
    sent = wu.post("/jishou/report?channel=wechat", {**LAMPS, **WU, "kind": "difficulty"})
    assert sent.status_code == 303
    assert CaseRow.objects.get().channel == "wechat"
    unnamed = {**LAMPS, "kind": "difficulty", "phone": WU["phone"]}
    assert "请填写真实姓名。" in words(Client().post("/jishou/report", unnamed), 422)


def test_the_menu_of_areas_holds_this_places_streets_and_communities_only() -> None:
    """A county below a city shows its own; grids and buildings are for those who know them."""
    found("fuxin", "haizhou", area="210902000000")
    page = words(Client().get("/haizhou/report"))
    assert "和平街道" in page
    assert "春光社区" in page
    assert "春光小区1号楼" not in page
    assert "细河区" not in page


# -- nothing that the house can find out is demanded


def test_title_and_kind_come_from_the_words_where_nobody_gave_them(world: World) -> None:
    """What the petitioner wrote first is the title; words speak for the kind."""
    told = {**WU, "text": "请问路灯归谁管？我们这条路一直是黑的。"}
    Client().post("/model/report", told)
    row = CaseRow.objects.get()
    assert (row.title, row.kind) == ("请问路灯归谁管", "enquiry")


def test_who_chooses_a_kind_is_believed(world: World) -> None:
    Client().post("/model/report", {**LAMPS, **WU, "text": "请问…", "kind": "complaint"})
    assert CaseRow.objects.get().kind == "complaint"


def test_a_notices_qr_code_brings_the_place_with_it(world: World) -> None:
    """FX-3: any area of the place, a grid too; what is no area here is left."""
    grid = "990101001000-c01-g01"
    page = words(Client().get(f"/model/report?area={grid}"))
    assert f'<option value="{grid}" selected>' in page
    Client().post("/model/report", {**LAMPS, **WU, "area": grid})
    assert CaseRow.objects.get().area == grid
    assert 'value="110000"' not in words(Client().get("/model/report?area=110000"))


def test_a_flood_from_one_address_gets_one_sentence_and_others_get_through(world: World) -> None:
    """A thousand at once; nothing that was written is lost, and a minute later it is taken."""
    flood = Client(headers={"X-Forwarded-For": "1.2.3.4, 9.9.9.9"})
    sent = [flood.post("/model/report", LAMPS | WU) for _ in range(1000)]
    assert [one.status_code for one in sent] == [303] * SENDING.each + [429] * (1000 - SENDING.each)
    page = words(sent[-1], 429)
    assert page.count("请过一分钟再提交") == 1
    assert LAMPS["text"] in page
    other = Client(headers={"X-Forwarded-For": "9.9.9.9, 1.2.3.4"})
    assert other.post("/model/report", LAMPS | QIAN).status_code == 303
    assert CaseRow.objects.count() == SENDING.each + 1
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert flood.post("/model/report", LAMPS | WU).status_code == 303


@pytest.mark.parametrize(
    ("end", "told", "known"),
    [
        ("8.8.4.4", "1.2.3.4", "8.8.4.4"),  # nobody's proxy: what it says of itself is air
        ("127.0.0.1", "1.2.3.4, 8.8.8.8", "8.8.8.8"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "nonsense", "10.0.0.7"),
        ("2400:3200:1:2:3:4:5:6", "", "2400:3200:1:2::/64"),
        ("", "", ""),
    ],
)
def test_whose_address_is_counted(end: str, told: str, known: str) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR=end, headers={"X-Forwarded-For": told})
    assert address(request) == known


def test_a_link_brings_the_kind_with_it(world: World) -> None:
    """P11."""
    page = words(Client().get("/model/report?kind=complaint"))
    assert '<option value="complaint" selected>' in page
    page = words(Client().get("/model/report?kind=nothing"))
    assert '<option value="" selected>' in page


def test_a_recording_stands_for_words(world: World) -> None:
    """Who cannot write speaks: the case says so, and the recording is with it."""
    said = {**QIAN, "attachments": SimpleUploadedFile("说.wav", files.sound())}
    number, _ = report(Client(), "model", said)
    (kept,) = attachments.of_case(number).values()
    assert kept.kind == "voice"
    began = queries.timeline(number)[0].fact.what
    assert isinstance(began, Registered)
    assert (began.title, began.text) == ("语音诉求", "（没有写字，请听录音。）")


def test_a_photo_alone_says_too_little(world: World) -> None:
    """And nothing at all says nothing; the photo need not be chosen again."""
    said = {**QIAN, "attachments": SimpleUploadedFile("灯.jpg", files.photo())}
    page = words(Client().post("/model/report", said), 422)
    assert "请写明情况，或者录一段话。" in page
    assert "attachments-kept" in page


def hints(text: str, **more: str) -> str:
    """What the form is told while that is written."""
    return words(Client().post("/model/report/hints", {"text": text, **more}))


def test_while_writing_one_is_told_the_class_and_whom_to_call(world: World) -> None:
    assert "看起来是" in hints("和平路的路灯不亮")
    assert 'href="tel:119"' in hints("楼下着火了")


def test_similar_cases_are_open_ones_of_this_place_without_their_words(world: World) -> None:
    """Nothing that others wrote; nothing confidential, nothing whistled, nothing of elsewhere."""
    world.new(title="和平路路灯坏了", text="我家住在和平路一号。")
    page = hints("和平路的路灯坏了好几天")
    assert "有人反映过类似的事" in page
    assert "和平路" not in page
    assert "有人反映过类似的事" not in hints("医院挂不上号")


def test_confidential_cases_are_never_shown_as_similar(world: World) -> None:
    told = {**LAMPS, **WU, "title": "和平路路灯坏了", "confidential": "on"}
    Client().post("/model/report", told)
    assert "有人反映过类似的事" not in hints("和平路的路灯坏了好几天")


def test_what_was_whistled_is_never_shown_as_similar(world: World) -> None:
    Client().post("/model/whistle", {"text": "和平路的路灯坏了，局长拿了回扣。"})
    assert CaseRow.objects.get().whistle
    assert "有人反映过类似的事" not in hints("和平路的路灯坏了，局长拿了回扣")


def test_particulars_of_the_class_are_asked_and_kept_with_their_questions(world: World) -> None:
    """P34, P35: in the order of the law, without what was asked of nobody."""
    page = hints("和平路的路灯不亮")
    assert "有没有露出电线" in page
    assert 'data-when="lamp_danger:yes"' in page
    assert "有没有露出电线" not in hints("医院挂不上号")
    wu = Client()
    told = {"q-lamp_number": " HP-\n17 ", "q-lamp_danger": "no", "q-wires_where": "x", "q-x": "y"}
    wu.post("/model/report", {**LAMPS, **WU, **told})
    assert "说清这几点" not in words(wu.get("/model/receipt"))
    row = CaseRow.objects.get()
    begun = queries.timeline(row.number)[0].fact.what
    assert isinstance(begun, Registered)
    assert begun.particulars == "有没有露出电线：没有\n灯杆上的编号：HP- 17"
    assert "灯杆上的编号：HP- 17" in words(wu.get(f"/model/cases/{row.number}"))


def test_a_question_after_an_answer_is_open_to_whoever_gave_it(world: World) -> None:
    told = {"q-lamp_danger": "yes", "q-wires_where": "灯杆底下"}
    Client().post("/model/report", {**LAMPS, **WU, **told})
    begun = queries.timeline(CaseRow.objects.get().number)[0].fact.what
    assert isinstance(begun, Registered)
    assert begun.particulars == "有没有露出电线：有\n电线露在哪里：灯杆底下"


def test_whoever_was_asked_nothing_is_told_on_the_receipt_what_helps(world: World) -> None:
    """Without a script the questions do not appear while one writes."""
    wu = Client()
    wu.post("/model/report", {**LAMPS, **WU})
    page = words(wu.get("/model/receipt"))
    assert "说清这几点" in page
    assert "灯杆上的编号" in page
    assert "电线露在哪里" not in page


def test_on_the_receipt_others_are_named_too(world: World) -> None:
    """PS-2: told quickly that many asked the same, without a script as well."""
    world.new(title="和平路的路灯坏了三盏")
    wu = Client()
    wu.post("/model/report", {**LAMPS, **WU})
    assert "有人反映过类似的事" in words(wu.get("/model/receipt"))
