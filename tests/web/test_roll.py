"""Accounts by spreadsheet: what it would do is shown line by line, and all of it is done at once, or nothing."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.web.people import SITE, People
from zhibao.web.records.account import Account
from zhibao.web.records.trail import TrailEntry

pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")
HEAD = ["账号", "姓名", "角色", "市", "单位", "负责的表", "统一认证标识"]


def listed(*lines: list[str]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD)
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sends(client: Client, content: bytes, name: str = "名单.xlsx") -> tuple[int, str]:
    answer = client.post(reverse("account_roll"), {"roll": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def rows_of(page: str) -> str:
    found = re.search(r'name="rows" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def good(people: People) -> bytes:
    label = people.register().label
    return listed(
        ["sheet-clerk", "示例甲", "填报员", "", people.school.name, label, ""],
        ["sheet-head", "示例乙", "校长", "", people.school.code, "", "id-7"],
        ["clerk", "示例换名", "填报员", "", people.school.name, "", ""],
        ["county", "示例county", "县级审核员", "", people.school.county, "", ""],
    )


def test_a_list_is_first_shown_and_nothing_is_done(people: People) -> None:
    before = (Account.objects.count(), TrailEntry.objects.count())
    status, page = sends(people.client("admin"), good(people))
    assert status == 200
    assert "新开 2 个，改 1 个，1 个和现在一样" in page
    assert "姓名 示例clerk → 示例换名" in page
    assert (Account.objects.count(), TrailEntry.objects.count()) == before


def test_after_the_second_press_all_is_done_and_every_new_account_has_its_slip(people: People) -> None:
    client = people.client("admin")
    rows = rows_of(sends(client, good(people))[1])
    answer = client.post(reverse("account_roll"), {"rows": rows})
    page = answer.content.decode()
    assert len(re.findall(rf"{SITE}/invitation/[\w-]{{40,}}/</p>", page)) == 2
    made = Account.objects.get(login="sheet-clerk")
    assert (made.place, made.sections) == (people.school.code, ["graduates"])
    assert Account.objects.get(login="sheet-head").identity == "id-7"
    assert Account.objects.get(login="clerk").name == "示例换名"
    assert TrailEntry.objects.get(action="收名单").detail == {"new": 2, "changed": 1}
    # Pressed once more: the accounts are there by now, nothing changes.
    assert "没有新开的账号" in client.post(reverse("account_roll"), {"rows": rows}).content.decode()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["x", "示例", "填报员", "", "S", "", ""], "不能用"),
        (["new-1", "示例", "填报员", "", "没有的学校", "", ""], "“没有的学校”不是参报学校"),
        (["new-1", "示例", "魔术师", "", "", "", ""], "角色“魔术师”不认识"),
        (["new-1", "示例", "市级编辑", "别的市", "", "", ""], "您只能管本市的账号"),
        (["other_city", "示例", "市级审批", "", "", "", ""], "不归您管"),
        (["new-1", "", "市级编辑", "", "", "", ""], "姓名没有填"),
    ],
)
def test_a_line_with_something_wrong_says_so_and_keeps_all_of_them_back(
    people: People, line: list[str], why: str
) -> None:
    status, page = sends(people.client("admin"), listed(["new-2", "示例", "市级编辑", "", "", "", ""], line))
    assert status == 200
    assert why in page
    assert 'name="rows"' not in page


def test_two_lines_for_one_account_are_both_wrong(people: People) -> None:
    line = ["new-1", "示例", "市级编辑", "", "", "", ""]
    assert "2 行有错" in sends(people.client("admin"), listed(line, line))[1]


def test_what_became_wrong_after_it_was_looked_at_keeps_all_of_it_back(people: People) -> None:
    client = people.client("admin")
    rows = rows_of(sends(client, good(people))[1])
    Account.objects.create(login="another", name="示例", role="administrator", city="elsewhere", identity="id-7")
    answer = client.post(reverse("account_roll"), {"rows": rows})
    assert (answer.status_code, Account.objects.filter(login="sheet-clerk").exists()) == (409, False)


def test_rows_that_were_shown_to_somebody_else_or_altered_are_not_done(people: People) -> None:
    rows = rows_of(sends(people.client("admin"), good(people))[1])
    Account.objects.create(login="admin2", name="示例", role="administrator", city=people.campaign.city)
    other = Client()
    other.force_login(Account.objects.get(login="admin2"))
    assert other.post(reverse("account_roll"), {"rows": rows}).status_code == 409
    assert people.client("admin").post(reverse("account_roll"), {"rows": f"x{rows}"}).status_code == 409
    assert not Account.objects.filter(login="sheet-clerk").exists()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "名单.xlsx", "“名单.xlsx”：文件是空的"),
        (b"no workbook", "名单.xlsx", "“名单.xlsx”："),
        (b"x", "名单.txt", "不是工作簿"),
        (listed(), "名单.xlsx", "一行也没有填"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_chinese(people: People, content: bytes, name: str, why: str) -> None:
    status, page = sends(people.client("admin"), content, name)
    assert (status, why in page) == (409, True)


def test_a_workbook_with_another_head_says_what_is_missing(people: People) -> None:
    book = Workbook()
    book.worksheets[0].append(["学校", "学生"])
    out = io.BytesIO()
    book.save(out)
    assert "没有找到表头：要有账号、姓名、角色" in sends(people.client("admin"), out.getvalue())[1]


def test_the_template_offers_roles_and_schools(people: People) -> None:
    answer = people.client("admin").get(reverse("account_template"))
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book["账号"][3]][: len(HEAD)] == HEAD
    offered = {str(cell.value) for column in book["可选"].columns for cell in column if cell.value}
    assert {"县级审核员", people.school.name, people.school.county, people.register().label} <= offered


def test_the_accounts_there_are_come_back_as_they_went_out(people: People) -> None:
    client = people.client("admin")
    answer = client.get(reverse("account_template"), {"with": "accounts"})
    mine = Account.objects.filter(city=people.campaign.city).count()
    assert f"新开 0 个，改 0 个，{mine} 个和现在一样" in sends(client, answer.content)[1]
    assert TrailEntry.objects.filter(action="导出账号").exists()
