"""The pages of diagnosis and improvement: what they show to whom, and what goes out of them."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from tests.web.improvements import POSTS, address, handed_in, planned
from tests.web.people import People
from zhibao.web.actions.open_improvement import open_freely, open_from_finding
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry
from zhibao.web.records.trail import TrailEntry


@pytest.fixture
def problem(people: People) -> Improvement:
    """The problem of the first school that lies below a standard."""
    return open_from_finding(people["head"], people.campaign, people.school, POSTS)


def test_the_page_shows_standards_findings_and_the_way_to_a_problem(people: People) -> None:
    page = people.client("head").get(f"/{people.campaign.slug}/schools/{people.school.code}/improve/?standards=2022")
    text = page.content.decode()
    assert "达标工程" in text
    assert "差7.39个百分点" in text
    assert "立项：高级专业技术职务专任教师占比低于标准" in text
    assert "八字形质量改进螺旋" in text
    read_only = people.client("county").get(page.wsgi_request.path).content.decode()
    assert "立项：" not in read_only
    assert "没有立项" in read_only


def test_the_effect_is_the_value_of_a_later_year_against_target_and_standard(
    people: People, problem: Improvement
) -> None:
    page = people.client("head").get(address(people, problem)).content.decode()
    assert "2022 年的数封存后，会自动填在这里" in page
    Improvement.objects.filter(pk=problem.pk).update(year=2020, opened_value="1600/117", target="12.5")
    page = people.client("head").get(address(people, problem)).content.decode()
    assert "立项时（2020）" in page
    assert "13.68 %" in page
    assert "比立项时 −1.07" in page
    assert "达到了" in page
    assert "高级职称专任教师数 32 → 30，专任教师总数 234 → 238" in page
    Improvement.objects.filter(pk=problem.pk).update(target="")
    assert "还差 7.39" in people.client("head").get(address(people, problem)).content.decode()


def test_the_board_shows_what_is_late_and_what_waits_and_is_sifted(people: People, problem: Improvement) -> None:
    handed_in(people, problem)
    late = open_freely(people["head"], people.campaign, people.school, "食堂排队久", "学生座谈提出", "其他")
    planned(people, late)
    Improvement.objects.filter(pk=late.pk).update(due=timezone.localdate() - timedelta(days=1))
    board = f"/{people.campaign.slug}/improve/"
    text = people.client("county").get(board).content.decode()
    assert '共 <b>2</b> 个问题，<b class="err">1</b> 个逾期' in text
    assert "等您复核" in text
    assert "食堂排队久" not in people.client("other_county").get(board).content.decode()
    approver = people.client("approver")
    only_late = approver.get(board, {"late": "1"}).content.decode()
    assert "食堂排队久" in only_late
    assert "占比低于标准</b>" not in only_late
    assert "没有符合的问题" in approver.get(board, {"owner": "没有这个人"}).content.decode()
    assert "食堂排队久" not in approver.get(board, {"indicator": "senior_title_share"}).content.decode()
    assert "食堂排队久" in approver.get(board, {"place": people.school.code}).content.decode()


def test_the_list_goes_out_as_a_workbook_as_it_was_sifted(people: People, problem: Improvement) -> None:
    planned(people, problem)
    answer = people.client("approver").get(f"/{people.campaign.slug}/improve-sheet/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["问题", "措施", "经过"]
    row = [one.value for one in book["问题"][3]]
    assert row[1:3] == [people.school.name, "高级专业技术职务专任教师占比低于标准"]
    assert row[5:9] == ["12.61", "20.00", "15.00", "12.61"]
    assert [one.value for one in book["措施"][3]][3] == "申请高级职称评聘名额 18 个"
    empty = people.client("approver").get(f"/{people.campaign.slug}/improve-sheet/?place=nowhere")
    assert openpyxl.load_workbook(io.BytesIO(empty.content))["问题"].max_row == 2
    of_school = people.client("clerk").get(f"/{people.campaign.slug}/schools/{people.school.code}/improve-sheet/")
    assert openpyxl.load_workbook(io.BytesIO(of_school.content))["经过"].max_row == 5
    assert TrailEntry.objects.filter(action="下载诊改清单").count() == 3


@pytest.mark.parametrize("name", ["improve", "improve_item", "improve_city", "improve_city_item"])
def test_who_only_reads_cannot_send_anything(people: People, problem: Improvement, name: str) -> None:
    of_city = open_freely(people["editor"], people.campaign, None, "示例问题", "示例", "教师队伍")
    writes = {
        "improve": {"clerk", "section", "head"},
        "improve_item": {"clerk", "section", "head", "county", "approver"},
        "improve_city": {"editor", "approver"},
        "improve_city_item": {"editor", "approver"},
    }[name]
    place = {"improve": address(people, problem).rsplit("/", 2)[0] + "/", "improve_item": address(people, problem)}
    place |= {"improve_city": f"/{people.campaign.slug}/improve/city/", "improve_city_item": address(people, of_city)}
    for word in people.by_word:
        status = people.client(word).post(place[name], {"do": "nothing"}).status_code
        assert status == (409 if word in writes else 403), word


def test_what_waits_for_somebody_stands_among_the_tasks(people: People, problem: Improvement) -> None:
    assert "还没有分析原因" in people.client("head").get("/").content.decode()
    assert problem.title not in people.client("county").get("/").content.decode()
    handed_in(people, problem)
    assert "请您复核" in people.client("county").get("/").content.decode()
    assert problem.title not in people.client("head").get("/").content.decode()


def test_what_no_database_takes_is_left_out(people: People) -> None:
    sent = {"do": "open_freely", "title": "食堂\x00排队", "fact": "学生座谈提出", "topic": "其他"}
    client = people.client("head")
    assert client.post(f"/{people.campaign.slug}/schools/{people.school.code}/improve/", sent).status_code == 302
    assert Improvement.objects.get(title="食堂排队").number == 1


def test_a_file_that_proves_something_is_kept_under_its_hash_and_handed_out(
    people: People, problem: Improvement, tmp_path: Path
) -> None:
    planned(people, problem)
    content = b"%PDF-1.7 example"
    sent = {"do": "evidence", "text": "评审结果公示", "measure": "1"}
    head = people.client("head")
    with override_settings(DATA=tmp_path):
        wrong = {**sent, "file": SimpleUploadedFile("公示.pdf", b"MZ not a document")}
        assert head.post(address(people, problem), wrong).status_code == 409
        good = {**sent, "file": SimpleUploadedFile("公示.pdf", content)}
        assert head.post(address(people, problem), good).status_code == 302
        entry = ImprovementEntry.objects.get(kind="evidence")
        assert entry.file_name == "公示.pdf"
        way = f"{address(people, problem)}files/{entry.pk}/"
        assert way in head.get(address(people, problem)).content.decode()
        answer = people.client("county").get(way)
        assert b"".join(answer) == content
        assert "attachment" in answer.headers["Content-Disposition"]
        assert people.client("other_county").get(way).status_code == 403
        assert TrailEntry.objects.filter(action="下载佐证", detail__file=entry.file_digest).count() == 1
