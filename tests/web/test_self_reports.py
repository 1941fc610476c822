"""What a school found of itself and does about it, on paper: bound numbers, nothing lost, and only for who may look."""

import pytest
from django.urls import reverse

from tests.web.improvements import POSTS, handed_in, opened_for
from tests.web.people import People
from zhibao.document.nodes import Document, Number, Table, inlines, plain, walk
from zhibao.document.readers.read import read_bytes
from zhibao.web.actions.export_self_report import self_report_of
from zhibao.web.actions.open_improvement import open_from_finding
from zhibao.web.actions.set_target import set_target
from zhibao.web.bridge.self_reports import proof_of, self_report_file
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.trail import TrailEntry

pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def problem(people: People) -> Improvement:
    """A problem of the first school that waits for its re-check, with a target beside it."""
    head = people["head"]
    one = handed_in(people, open_from_finding(head, people.campaign, people.school, POSTS))
    set_target(head, people.campaign, people.school, "senior_title_share", "2021", "at_least", "15", "五年规划")
    return one


def cells(document: Document, caption: str) -> list[list[str]]:
    tables = [one for one in walk(document.blocks) if isinstance(one, Table) and one.caption]
    (table,) = [one for one in tables if one.caption and one.caption.text == caption]
    return [[plain(cell.content) for cell in row] for row in table.body]


def test_a_school_tells_finding_cause_measure_evidence_and_effect_and_its_audit_finds_nothing(
    people: People, problem: Improvement
) -> None:
    report = self_report_of(people["head"], people.campaign, people.school)
    assert report is not None
    document = report.document
    (aim,) = cells(document, "目标")
    assert aim[2:6] == ["2021", "不低于15%", "12.61", "没有达到"]
    assert cells(document, "措施")[0][:2] == ["1. 申请高级职称评聘名额 18 个", "人事处"]
    assert cells(document, "佐证")[0][1:4] == [
        "评审结果公示，人事处存", "1. 申请高级职称评聘名额 18 个", "https://example.cn/notice",
    ]  # fmt: skip
    assert cells(document, "成效")[0][2:] == ["不低于20.00%", "不低于15.00%", "12.61", "—"]
    assert problem.title not in str(cells(document, "没有立项的发现"))
    bound = [one for one in inlines(document.blocks) if isinstance(one, Number) and one.exact is not None]
    assert len(bound) > 10
    assert all(one.place == people.school.code and one.unit and one.period and one.snapshots for one in bound)
    proof = proof_of(people.campaign.path, report)
    assert (proof.lines(), proof.recovered) == ((), len(bound))


def test_it_is_read_as_a_page_and_taken_as_a_file_by_who_may_look(people: People, problem: Improvement) -> None:
    page = reverse("improve_school_report", args=[people.campaign.slug, people.school.code])
    text = people.client("head").get(page).content.decode()
    assert problem.title in text
    assert "专任教师占比（%），" in text
    answer = people.client("county").get(f"{page}docx/")
    read = read_bytes(answer.content, "report.docx")
    assert "评审结果公示，人事处存" in str(read.document)
    assert people.client("other_county").get(f"{page}docx/").status_code == 403
    assert TrailEntry.objects.filter(action="下载自诊报告", who="county").count() == 1


def test_the_city_sums_up_the_schools_that_its_reader_may_look_at(people: People, problem: Improvement) -> None:
    opened_for(people, city=True)
    page = reverse("improve_report", args=[people.campaign.slug])
    whole = people.client("approver").get(page).context["document"]
    rows = {row[0]: row[1:] for row in cells(whole, "各校的差距与改进")}
    assert len(rows) == people.campaign.schools.count()
    assert rows[people.school.name][1:5] == ["1", "1", "0", "0"]
    assert cells(whole, f"{people.school.name}的问题与改进")[0][4:] == ["1／1", "复核"]
    assert "示例座谈会提出" in str(whole)
    other = str(people.client("other_county").get(page).context["document"])
    assert people.school.name not in other
    report = self_report_of(people["approver"], people.campaign, None)
    assert report is not None
    assert proof_of(people.campaign.path, report).lines() == ()


def test_a_text_that_contradicts_the_data_makes_it_a_draft(people: People, problem: Improvement) -> None:
    Improvement.objects.filter(pk=problem.pk).update(
        fact="2021年高级专业技术职务专任教师占比为18.61%，专任教师总数238人。"
    )
    report = self_report_of(people["head"], people.campaign, people.school)
    assert report is not None
    assert "18.61" in "".join(proof_of(people.campaign.path, report).lines())
    written = str(read_bytes(self_report_file(people.campaign.path, report, "docx"), "report.docx").document)
    assert "草稿，不得公开：有与数据不符的文字" in written
    assert "核验发现" in written
