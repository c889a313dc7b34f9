"""The case page: where it is, who has it, when one will hear, and everything one can do now."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.cases import actions as cases
from huiyin.cases import queries
from huiyin.cases.models import CaseRow
from huiyin.intake import queries as petitioners
from huiyin.jobs.strikes import strike
from huiyin.rules.case import Phase
from huiyin.rules.steps import dispatch, evaluate, extend, handle, receive, supervise
from tests.web.citizen_street import QIAN, key_of, look_up, on_receipt, report, words
from tests.web.desk_world import NOW, OBJECTION, SHELVED, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def later() -> Any:
    """The standing hour, which can be moved on."""
    with time_machine.travel(NOW, tick=False) as hour:
        yield hour


@pytest.fixture
def world(tmp_path: Path, later: Any) -> World:
    """A place where everything is used, at a standing hour."""
    return build(tmp_path)


def wu_at(world: World, number: str) -> tuple[Client, str]:
    """Wu's browser with her case open, and the page."""
    client = Client()
    return client, look_up(client, "model", number, world.codes[number])


def do(client: Client, number: str, deed: str, **said: Any) -> Any:
    """One deed of a petitioner, posted."""
    return client.post(f"/model/cases/{number}/{deed}", said)


# -- what is shown


def test_a_new_case_says_when_it_will_be_handed_over_and_what_follows(world: World) -> None:
    """Before a unit has it, the limits that begin later are told as limits."""
    _, page = wu_at(world, world.new())
    assert "已收到，正在确定由哪个单位办理" in page
    assert "11月25日（周三）17:30前" in page
    assert "交办后 7 个工作日内" in page


def test_a_case_in_work_shows_the_unit_a_person_and_a_number_to_ring(world: World) -> None:
    """SN-7: a named person with a number; JS-6: the promise from the published list."""
    _, page = wu_at(world, world.working())
    assert "示范县住房和城乡建设局正在办理" in page
    assert "经办人：李明" in page
    assert 'href="tel:0516-55550142"' in page
    assert "最迟答复您" in page
    assert "承诺按“市政设施维修”办理：3 个工作日内，不收费" in page


def test_where_the_place_does_not_show_its_handlers_nobody_is_named(
    world: World, tmp_path: Path
) -> None:
    """SN-7 is a choice of the place; the unit is shown all the same."""
    law = tmp_path / "regime.toml"
    law.write_text(law.read_text() + "handler_shown = false\n")
    quiet = build_again(tmp_path)
    _, page = wu_at(quiet, quiet.working())
    assert "示范县住房和城乡建设局" in page
    assert "李明" not in page
    assert "0516-55550142" not in page


def build_again(folder: Path) -> World:
    """The same place and people under the law as it now stands in the folder."""
    from huiyin.people.models import Member, Place  # noqa: PLC0415
    from huiyin.regimes import actions as regimes  # noqa: PLC0415
    from huiyin.regimes import queries  # noqa: PLC0415

    queries.forget()
    regimes.publish(folder, now=NOW)
    return World(Place.objects.get(), {m.username: m for m in Member.objects.all()})


def test_each_promised_date_comes_with_its_sum(world: World) -> None:
    """B1: from which day, which days count, and the result."""
    _, page = wu_at(world, world.sent())
    assert "这个日期是怎么算出来的" in page
    assert "<details>" in page
    assert "当日不计。" in page
    assert "到期。" in page


def test_the_answer_stands_on_the_page_when_it_is_out_and_not_before(world: World) -> None:
    """A draft that waits for its signature is nobody's answer yet."""
    draft = world.drafted()
    _, page = wu_at(world, draft)
    assert "三盏路灯已全部更换" not in page
    _, page = wu_at(world, world.answered())
    assert "给您的答复" in page
    assert "三盏路灯已全部更换，线路已检修。" in page


def test_what_units_say_among_themselves_stays_inside(world: World) -> None:
    """An objection, its reasons and a note that is not public are not told."""
    number = world.after("sent", ("li", OBJECTION))
    _, page = wu_at(world, number)
    assert "不是本局管的路" not in page
    assert "裁定时限" not in page
    number = world.after("working", ("li", handle.Progress(text="内部先不说。", public=False)))
    _, page = wu_at(world, number)
    assert "内部先不说" not in page
    number = world.after("working", ("li", handle.Progress(text="配件已经到了。", public=True)))
    _, page = wu_at(world, number)
    assert "配件已经到了。" in page


def test_a_red_light_is_told_without_mercy(world: World) -> None:
    """JS-8, SN-10: overdue is said in the record and at the top."""
    number = world.sent()
    later = NOW + timedelta(days=1, hours=3)
    assert list(strike(now=later))
    with time_machine.travel(later, tick=False):
        _, page = wu_at(world, number)
    assert "受理时限已过，亮红灯" in page
    assert "超期" in page


def test_a_shelved_case_says_why_and_what_the_plan_is(world: World) -> None:
    """The clock stands still, and the page says so."""
    _, page = wu_at(world, world.after("working", ("zhao", SHELVED)))
    assert "暂时办不了，先挂账，到期再看" in page
    assert "修好路再装灯。" in page
    assert "暂停计时" in page


def test_a_declined_case_names_the_lawful_way(world: World) -> None:
    """国办发〔2020〕53号: not here, but there, and why."""
    from huiyin.rules.steps.receive import Decline  # noqa: PLC0415

    number = world.after("new", ("chen", Decline(outlet="litigation", reason="请向法院起诉。")))
    _, page = wu_at(world, number)
    assert "办理渠道：诉讼" in page
    assert "请向法院起诉。" in page
    assert "现在可以做的" not in page


def test_who_came_with_a_merged_case_follows_the_other_but_reads_nobody_elses_words(
    world: World,
) -> None:
    """B14: progress and answer are shared, letters are not."""
    other = world.new(title="我家门口黑", text="这是别人的信。")
    mine = world.new()
    world.act("chen", mine, dispatch.Merge(into=other))
    client, page = wu_at(world, mine)
    assert f'href="/model/cases/{other}"' in page
    theirs = words(client.get(f"/model/cases/{other}"))
    assert "这是别人的信" not in theirs
    assert "我家门口黑" not in theirs
    assert "已收到，正在确定由哪个单位办理" in theirs


# -- what can be done


def test_only_what_can_be_done_now_is_offered(world: World) -> None:
    """No answer, no judging; an answer, and taking back is over."""
    _, page = wu_at(world, world.working())
    assert 'id="deed-supplement"' in page
    assert 'id="deed-withdraw"' in page
    assert 'id="deed-rate"' not in page
    _, page = wu_at(world, world.answered())
    assert 'id="deed-rate"' in page
    assert 'id="deed-redo"' in page
    assert 'id="deed-withdraw"' not in page


def test_wu_adds_to_what_she_said(world: World) -> None:
    """303 back to the page, which says that it was taken."""
    number = world.working()
    client, _ = wu_at(world, number)
    sent = do(client, number, "supplement", text="又坏了一盏。")
    assert (sent.status_code, sent["Location"]) == (303, f"/model/cases/{number}")
    page = words(client.get(sent["Location"]))
    assert "补充的情况已经交给办理的人。" in page
    assert "又坏了一盏。" in page


def test_the_same_form_sent_twice_is_done_once(world: World) -> None:
    """A double tap urges once."""
    number = world.working()
    client, page = wu_at(world, number)
    key = key_of(page)
    for _ in range(2):
        assert do(client, number, "urge", text="请快些。", key=key).status_code == 303
    assert world.case(number).urges == 1


def test_wu_does_not_agree_with_an_extension_and_reads_how_it_was_ruled_on(world: World) -> None:
    """SN-9, B4: she is told the new date and why, objects, and reads the ruling."""
    number = world.after(
        "working",
        ("li", extend.RequestExtension(limit="3wd", reason="等配件。")),
        ("zhao", extend.DecideExtension(granted=True, reason="灯具确需定制。")),
    )
    client, page = wu_at(world, number)
    assert "不同意延期，提出异议" in page
    assert do(client, number, "object_to_extension", reason="").status_code == 422
    assert do(client, number, "object_to_extension", reason="等不了。").status_code == 303
    page = words(client.get(f"/model/cases/{number}"))
    assert "对延期提出异议" in page
    assert "不同意延期，提出异议" not in page
    world.act("zheng", number, extend.RuleOnExtension(reason="库里有同样的灯。"))
    page = words(client.get(f"/model/cases/{number}"))
    assert "撤销延期，恢复原来的时限" in page
    assert "库里有同样的灯。" in page


def test_wu_withdraws(world: World) -> None:
    """It ends there."""
    number = world.new()
    client, _ = wu_at(world, number)
    do(client, number, "withdraw", reason="自己修好了。")
    assert world.case(number).phase is Phase.WITHDRAWN
    assert "已经撤回" in words(client.get(f"/model/cases/{number}"))


def test_wu_rates_speed_effect_and_attitude(world: World) -> None:
    """PS-9: on the whole, and in three stars."""
    number = world.answered()
    client, page = wu_at(world, number)
    assert page.count('class="rating-stars"') == 3
    sent = do(client, number, "rate", verdict="basic", speed="5", effect="3", text="还行。")
    assert sent.status_code == 303
    case = world.case(number)
    assert case.rated
    assert case.satisfied
    page = words(client.get(f"/model/cases/{number}"))
    assert "评价：基本满意" in page
    assert 'id="deed-rate"' not in page


def test_a_verdict_is_needed_and_what_was_written_stays(world: World) -> None:
    """422: the form stands open with its sentence."""
    number = world.answered()
    client, _ = wu_at(world, number)
    page = words(do(client, number, "rate", speed="4", text="修得快。"), 422)
    assert "请填写“总体评价”。" in page
    assert "修得快。" in page
    assert not world.case(number).rated


def test_rating_twice_is_refused_in_one_sentence(world: World) -> None:
    """409: the reason stands at the top."""
    number = world.answered()
    client, _ = wu_at(world, number)
    do(client, number, "rate", verdict="satisfied")
    page = words(do(client, number, "rate", verdict="dissatisfied"), 409)
    assert "已经评价过了。" in page
    assert world.case(number).satisfied


def test_a_matter_of_two_points_is_answered_looked_at_and_ticked_one_by_one(world: World) -> None:
    """B12, from the desk's list to the petitioner's ticks."""
    two = "有两件事：一、路灯不亮。二、灯杆歪了。"
    number = world.new(text=two)
    chen, li, wang, he = (world.client(who) for who in ("chen", "li", "wang", "he"))
    case = f"/desk/cases/{number}"
    assert "路灯不亮\n灯杆歪了</textarea>" in words(chen.get(case))
    chen.post(f"{case}/list_points", {"points": "路灯不亮\r\n灯杆歪了"})
    client, page = wu_at(world, number)
    assert "您说的几点，逐点答复" in page
    world.act("chen", number, dispatch.Dispatch(lead="housing"))
    world.act("li", number, handle.Accept(contact="李明 0516-55550142", standard="repair"))
    world.act("li", number, handle.Contact(text="已电话联系。"))
    said = {"text": "都修好了。", "points_1": "换了灯泡。", "points_2": ""}
    page = words(li.post(f"{case}/draft_answer", said), 422)
    assert "第 2 点还没有回应" in page
    assert "换了灯泡。" in page
    li.post(f"{case}/draft_answer", {**said, "points_2": "扶正了。"})
    assert "第 1 点没有勾选" in words(wang.post(f"{case}/sign_off", {}), 422)
    wang.post(f"{case}/sign_off", {"points": ["1", "2"]})
    he.post(f"{case}/audit", {"passed": "on", "points": ["1", "2"]})
    page = words(client.get(f"/model/cases/{number}"))
    assert "给您的答复" in page
    assert "扶正了。" in page
    assert "哪几点解决了" in page
    do(client, number, "rate", verdict="basic", solved=["1"])
    page = words(chen.get(case))
    assert "诉求人认为：解决了" in page
    assert "诉求人认为：没有解决" in page


def test_a_judgement_without_ticks_says_nothing_of_the_points(world: World) -> None:
    """By SMS, or in a hurry: content, and no point is called unsolved."""
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=("灯不亮",)))
    world.act("li", number, handle.DraftAnswer(text="好了。", points=("换了灯泡。",)))
    world.act("wang", number, handle.SignOff(points=("1",)))
    world.act("he", number, evaluate.Audit(passed=True, points=("1",)))
    client, _ = wu_at(world, number)
    do(client, number, "rate", verdict="satisfied")
    assert "诉求人认为" not in words(client.get(f"/model/cases/{number}"))


def test_points_whose_words_are_erased_can_still_be_answered(world: World) -> None:
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=("灯不亮", "杆子歪")))
    cases.erase(number, now=world.tick())
    li = world.client("li")
    said = {"text": "好了。", "points_1": "换了灯泡。", "points_2": "扶正了。"}
    assert li.post(f"/desk/cases/{number}/draft_answer", said).status_code == 302


def test_what_is_only_drafted_is_not_shown_at_the_points_yet(world: World) -> None:
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=("灯不亮",)))
    world.act("li", number, handle.DraftAnswer(text="好了。", points=("换了灯泡。",)))
    _, page = wu_at(world, number)
    assert "灯不亮" in page
    assert "换了灯泡。" not in page


def test_a_long_supplement_is_refused_and_kept(world: World) -> None:
    """422 with the numbers; 100,000 characters are still in the box."""
    number = world.working()
    client, _ = wu_at(world, number)
    page = words(do(client, number, "supplement", text="长" * 100_000), 422)
    assert "“补充内容”有 100000 字，最多 20000 字" in page
    assert "长" * 100_000 in page


def test_not_content_wu_sends_it_back(world: World) -> None:
    """FX-15: redone while times are left; then a meeting decides."""
    number = world.answered()
    client, _ = wu_at(world, number)
    do(client, number, "redo", reason="灯又灭了。")
    assert world.case(number).phase is Phase.HANDLING
    page = words(client.get(f"/model/cases/{number}"))
    assert "正在重新办理" in page
    assert "给您的答复" not in page


def test_wu_says_no_to_publication_in_so_many_words(world: World) -> None:
    """No answer to the question is no answer; no is no."""
    number = world.answered()
    client, _ = wu_at(world, number)
    assert "请选择一项。" in words(do(client, number, "consent_publication"), 422)
    assert world.case(number).consent is None
    do(client, number, "consent_publication", consent="0")
    assert world.case(number).consent is False


def test_wu_says_how_she_wants_to_be_told(world: World) -> None:
    """P85: in English, or not at all; and what is none of these is refused."""
    number = world.new()
    client, page = wu_at(world, number)
    assert 'value="" checked' in page
    done = do(client, number, "told-in", told_in="en")
    assert (done.status_code, done["Location"]) == (303, f"/model/cases/{number}")
    page = words(client.get(f"/model/cases/{number}"))
    assert "以后照这样通知您。" in page
    assert 'value="en" checked' in page
    do(client, number, "told-in", told_in="fax")
    page = words(client.get(f"/model/cases/{number}"))
    assert "请选一种通知方式。" in page
    assert 'value="en" checked' in page
    assert do(Client(), number, "told-in", told_in="none").status_code == 403


def test_who_reports_on_the_english_pages_is_told_in_english(world: World) -> None:
    lamp = {"title": "Lamp out", "text": "The lamp at the gate is out.", **QIAN}
    number, _ = report(Client(headers={"Accept-Language": "en"}), "model", lamp)
    case = queries.find(number)
    assert case is not None
    assert petitioners.told_in(case.petitioners[0].ref) == "en"


def test_a_stranger_does_nothing(world: World) -> None:
    """403, and the page asks for number and code."""
    number = world.answered()
    page = words(do(Client(), number, "rate", verdict="satisfied"), 403)
    assert "请先输入查询码" in page
    assert not world.case(number).rated


def test_deeds_of_the_staff_are_not_to_be_had_here(world: World) -> None:
    """404: the page knows seven deeds."""
    number = world.new()
    client, _ = wu_at(world, number)
    assert "没有这一步。" in words(do(client, number, "dispatch", lead="housing"), 404)


# -- together with others


@pytest.fixture
def together(world: World) -> tuple[World, str, Client, str]:
    """A matter of many, in work; Wu's browser, and the link she passes on."""
    number = world.working(collective=True)
    client, page = wu_at(world, number)
    link = page.split('data-copy="')[1].split('"')[0]
    return world, number, client, link.removeprefix("http://testserver")


def test_qian_signs_with_her_by_consent_and_gets_a_code_of_his_own(
    together: tuple[World, str, Client, str],
) -> None:
    """B15: he reads what he signs, consents, and follows the case by himself."""
    world, number, _, link = together
    qian = Client()
    page = words(qian.get(link))
    assert "和平路的路灯坏了三盏" in page
    assert "吴秀英" not in page
    assert "请先勾选同意，再联名。" in words(qian.post(link, QIAN), 422)
    sent = qian.post(link, {**QIAN, "consent": "on"})
    assert sent.status_code == 303
    same, code = on_receipt(words(qian.get(sent["Location"])))
    assert same == number
    assert code != world.codes[number]
    assert len(world.case(number).petitioners) == 2
    assert "您联名反映这件事" in look_up(Client(), "model", number, code)


def test_nobody_signs_twice_by_one_number(together: tuple[World, str, Client, str]) -> None:
    """409, and the form keeps what was typed."""
    world, number, _, link = together
    Client().post(link, {**QIAN, "consent": "on"})
    page = words(Client().post(link, {**QIAN, "consent": "on"}), 409)
    assert "这个电话已经在这件诉求里署名了。" in page
    assert "钱大伟" in page
    assert len(world.case(number).petitioners) == 2


def test_a_link_that_was_altered_opens_nothing(together: tuple[World, str, Client, str]) -> None:
    """404: a number alone is no invitation."""
    _, number, _, link = together
    assert "联名链接不对" in words(Client().get(link[:-2] + "xx"), 404)
    assert "联名链接不对" in words(Client().get(f"/model/co-sign/{number}"), 404)


def test_a_matter_of_one_is_not_passed_around(world: World) -> None:
    """Only collective matters show the link."""
    _, page = wu_at(world, world.working())
    assert "请别人一起署名" not in page


def _answer(world: World, number: str) -> None:
    """The unit's answer, through all its gates, after what the public did."""
    world.now = NOW
    world.act("li", number, handle.DraftAnswer(text="三盏路灯已更换。"))
    world.act("wang", number, handle.SignOff())
    world.act("he", number, evaluate.Audit(passed=True))
    call = evaluate.RecordFollowUp(reached=True, solved=True, verdict="satisfied")
    world.act("lin", number, call)


def test_each_votes_once_and_a_third_dissatisfied_keeps_it_open(
    together: tuple[World, str, Client, str], later: Any
) -> None:
    """JS-12: two votes, one no, more than a third: it is not struck off."""
    world, number, wu, link = together
    qian = Client()
    qian.post(link, {**QIAN, "consent": "on"})
    qian.get("/model/receipt")
    _answer(world, number)
    page = words(wu.get(f"/model/cases/{number}"))
    assert "请投一票" in page
    assert 'id="deed-rate"' not in page
    later.move_to(NOW + timedelta(hours=1))
    assert do(wu, number, "vote", satisfied="1").status_code == 303
    page = words(wu.get(f"/model/cases/{number}"))
    assert "您投了“满意”" in page
    assert "您已投票，等大家投完" in page
    assert "请投一票" not in page
    assert "您已经投过票了。" in words(do(wu, number, "vote", satisfied="0"), 409)
    assert do(qian, number, "vote", satisfied="0").status_code == 303
    page = words(wu.get(f"/model/cases/{number}"))
    assert "投票结果：满意 1 票，不满意 1 票" in page
    assert "没有达到销号的要求。" in page
    assert world.case(number).open
    assert "您投了“不满意”" not in page


def test_a_refusal_of_the_door_leaves_the_case_as_it_was(world: World) -> None:
    """The door's no is final: nothing is half done."""
    number = world.answered()
    before = CaseRow.objects.get(number=number).version
    client, _ = wu_at(world, number)
    assert do(client, number, "withdraw").status_code == 409
    assert CaseRow.objects.get(number=number).version == before
    with pytest.raises(cases.Refused):
        world.act("li", number, supervise.Urge(text="不归我催。"))
