"""Orders: many reports asked for together; each of them once, whoever waits, whatever one of them is made of."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.desk import worked
from tests.web.people import People
from zhibao.catalog.files import CatalogError
from zhibao.web.actions import plan_order
from zhibao.web.actions.end_orders import end_orders
from zhibao.web.actions.order_files import files_of, made
from zhibao.web.bridge.school_reports import Made, Planned
from zhibao.web.records.job import Job, claim, finish
from zhibao.web.records.models import Order, OrderItem, TrailEntry
from zhibao.web.work import compile_school

SHARED = "学校坚持产教融合校企合作的办学方向，与本地骨干企业共同制定人才培养方案，共同开发课程和实训项目。"
WRONG = "毕业生就业率由81.20%上升到84.65%，提高4.45个百分点。"
FIGURES = "各专业在校生为 1203、2417、3391、4408、5533、1209、2210、3377、4102、5119 人。"
RIGHT = "毕业生就业率由81.20%上升到84.65%，提高3.45个百分点。"


class Schools:
    """A stand-in for what a working folder says: which reports there are, what of, and what cannot be made."""

    def __init__(self) -> None:
        self.inputs = {f"s{number}": f"{number}" * 40 for number in range(4)}
        self.broken: set[str] = set()
        self.made: list[str] = []

    def planned(self, folder: Path) -> Iterator[Planned]:
        return (Planned(code, f"示例{code}学校", inputs) for code, inputs in self.inputs.items())

    def make(self, folder: Path, code: str) -> Made:
        self.made.append(code)
        if code in self.broken:
            raise CatalogError(f"schools/{code}/01.md:3：示例：这一章读不懂。")
        text = f"{code} {self.inputs[code]}".encode()
        return Made({"report.docx": text, "report.pdf": text, "report.html": text}, 7, 1, ("未答复的问题",))


@pytest.fixture
def schools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Schools:
    found = Schools()
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(plan_order, "pack", lambda path, campaign: "0" * 64)
    monkeypatch.setattr(plan_order, "prune", lambda campaign, grounds: None)
    for module in (plan_order, compile_school):
        monkeypatch.setattr(module, "unpack", lambda campaign, ground: tmp_path)
    monkeypatch.setattr(plan_order, "planned", found.planned)
    monkeypatch.setattr(compile_school, "made", found.make)
    return found


@pytest.fixture
def editor(people: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Client:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return people.client("editor")


def ordered(client: Client, people: People, what: str) -> Order:
    """Order something and return the order."""
    answer = client.post(reverse("orders", args=(people.campaign.slug,)), {"do": what})
    assert answer.status_code == 302
    order = Order.objects.filter(campaign=people.campaign).first()
    assert order is not None
    return order


def do(client: Client, order: Order, what: str) -> int:
    """Press a button of an order's page and return the status."""
    return client.post(page_of(order), {"do": what}).status_code


def page_of(order: Order, part: str = "") -> str:
    return reverse("order", args=(order.campaign.slug, order.number)) + part


def shown(client: Client, order: Order, part: str = "") -> str:
    answer = client.get(page_of(order, part))
    assert answer.status_code == 200
    return answer.content.decode()


def standings(order: Order) -> list[str]:
    return list(order.items.order_by("pk").values_list("job__standing", flat=True))


def worked_off(order: Order) -> Order:
    worked()
    end_orders()
    worked()
    order.refresh_from_db()
    return order


def test_every_school_gets_its_report_and_asked_again_only_what_changed_is_made(
    people: People, editor: Client, schools: Schools
) -> None:
    order = worked_off(ordered(editor, people, "compile"))
    assert (schools.made, standings(order)) == (["s0", "s1", "s2", "s3"], ["done"] * 4)
    assert order.ended_at is not None
    assert do(editor, order, "again") == 302
    order = worked_off(order)
    assert len(schools.made) == 4
    schools.inputs["s1"] = "changed" + "1" * 33
    schools.inputs["s9"] = "9" * 40
    del schools.inputs["s0"]
    second = worked_off(ordered(editor, people, "compile"))
    assert (second.number, schools.made[4:]) == (2, ["s1", "s9"])
    assert set(second.items.values_list("key", flat=True)) == {"s1", "s2", "s3", "s9"}
    shared = OrderItem.objects.filter(key="s2").values_list("job", flat=True)
    assert len(set(shared)) == 1
    assert Job.objects.filter(kind="compile_school").count() == 6


def test_what_is_ordered_twice_at_once_is_one_order(people: People, editor: Client, schools: Schools) -> None:
    assert ordered(editor, people, "compile").pk == ordered(editor, people, "compile").pk
    assert Job.objects.filter(kind="plan_order").count() == 1


def test_a_report_that_cannot_be_made_is_told_of_and_stops_no_other(
    people: People, editor: Client, schools: Schools
) -> None:
    schools.broken = {"s2"}
    order = worked_off(ordered(editor, people, "compile"))
    assert standings(order) == ["done", "done", "failed", "done"]
    text = shown(editor, order)
    assert "没有做成的 1 份" in text
    assert "这一章读不懂" in text
    schools.broken = set()
    assert do(editor, order, "retry") == 302
    assert Order.objects.get(pk=order.pk).ended_at is None
    order = worked_off(order)
    assert (standings(order), schools.made[4:]) == (["done"] * 4, ["s2"])
    assert do(editor, order, "retry") == 409


def test_an_order_that_is_stopped_is_left_and_taken_up_again(people: People, editor: Client, schools: Schools) -> None:
    order = ordered(editor, people, "compile")
    plan = claim()
    assert plan is not None
    finish(plan, plan_order.plan(order))
    first, second = claim(), claim()
    assert first is not None
    assert second is not None
    assert finish(first, compile_school.run(first.asked, first.lease))
    assert do(editor, order, "stop") == 302
    assert not finish(second, {"files": {}})
    assert standings(order) == ["done", "stopped", "stopped", "stopped"]
    assert claim() is None
    assert end_orders() == 0
    assert do(editor, order, "stop") == 409
    assert do(editor, order, "again") == 302
    order = worked_off(order)
    assert (standings(order), sorted(schools.made)) == (["done"] * 4, ["s0", "s1", "s2", "s3"])


def test_an_order_is_cleared_away_with_its_files_but_not_with_what_another_names(
    people: People, editor: Client, schools: Schools, tmp_path: Path
) -> None:
    first = worked_off(ordered(editor, people, "compile"))
    schools.inputs = {"s0": schools.inputs["s0"], "s1": "x" * 40}
    second = worked_off(ordered(editor, people, "compile"))
    kept = {one.job.key for one in second.items.all() if one.job}
    assert do(editor, first, "clear") == 302
    assert set(Job.objects.filter(kind="compile_school").values_list("key", flat=True)) == kept
    assert len(list((tmp_path / "lockers" / "made").iterdir())) == len(kept)
    for one in second.items.select_related("job"):
        assert one.job is not None
        assert made(one.job, "report.pdf")


def test_nothing_is_cleared_away_while_it_is_being_done(people: People, editor: Client, schools: Schools) -> None:
    order = ordered(editor, people, "compile")
    assert do(editor, order, "clear") == 409
    assert Order.objects.filter(pk=order.pk).exists()


def test_all_files_go_out_as_one_archive_and_the_list_as_csv(people: People, editor: Client, schools: Schools) -> None:
    schools.broken = {"s3"}
    order = worked_off(ordered(editor, people, "compile"))
    answer = editor.get(page_of(order, "zip/"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    names = {f"{code} 示例{code}学校.{kind}" for code in ("s0", "s1", "s2") for kind in ("docx", "pdf", "html")}
    assert set(archive.namelist()) == names
    assert archive.read("s1 示例s1学校.pdf").decode() == "s1 " + "1" * 40
    rows = list(csv.reader(io.StringIO(shown(editor, order, "list/reports/").removeprefix("\ufeff"))))
    assert [row[:3] for row in rows[1:]] == [
        ["s0", "示例s0学校", "已完成"],
        ["s1", "示例s1学校", "已完成"],
        ["s2", "示例s2学校", "已完成"],
        ["s3", "示例s3学校", "没有做成"],
    ]
    assert TrailEntry.objects.filter(action="下载一批的文件").count() == 1


def test_the_page_tells_counts_pace_and_when_it_may_be_done(people: People, editor: Client, schools: Schools) -> None:
    order = ordered(editor, people, "compile")
    plan = claim()
    assert plan is not None
    finish(plan, plan_order.plan(order))
    for _ in range(2):
        job = claim()
        assert job is not None
        finish(job, compile_school.run(job.asked, job.lease))
    text = shown(editor, order)
    assert "2 / 4 份" in text
    assert "一分钟约" in text
    assert "大约做完" in text
    assert "every 3s" in text
    part = editor.get(page_of(order), HTTP_HX_REQUEST="true")
    assert "2 / 4 份" in part.content.decode()
    assert "HX-Refresh" not in part.headers
    worked_off(order)
    assert editor.get(page_of(order), HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive as Windows in Chinese makes it: names in GB 18030, without saying so."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for filler, (name, content) in zip("QZJ", files.items(), strict=True):
            archive.writestr(zipfile.ZipInfo(filler * len(name.encode("gb18030"))), content)
    raw = target.getvalue()
    for filler, name in zip("QZJ", files, strict=True):
        said = name.encode("gb18030")
        raw = raw.replace(filler.encode() * len(said), said)
    return raw


def corpus(client: Client, people: People) -> Order:
    """Bring three reports, one of them broken, and something that is no report; begin, and do what is to be done."""
    order = ordered(client, people, "audit")
    inside = {
        "甲县/第一职校.txt": "\n".join((WRONG, SHARED, FIGURES)).encode(),
        "乙县/第二职业学校.txt": "\n".join((RIGHT, SHARED, FIGURES)).encode(),
        "readme.exe": b"MZ",
    }
    sent = [SimpleUploadedFile("各校.zip", zipped(inside)), SimpleUploadedFile("坏的.docx", b"PK\x03\x04 broken")]
    answer = client.post(page_of(order), {"do": "bring", "reports": sent})
    assert answer.status_code == 200
    assert "不收“readme.exe”" in answer.content.decode()
    assert do(client, order, "begin") == 302
    return worked_off(order)


def test_a_corpus_is_audited_and_summed_up(people: People, editor: Client) -> None:
    order = corpus(editor, people)
    assert dict(order.items.values_list("name", "job__standing")) == {
        "甲县/第一职校.txt": "done",
        "乙县/第二职业学校.txt": "done",
        "坏的.docx": "failed",
    }
    assert order.summary is not None
    text = shown(editor, order)
    assert "百分点之差与两个比率一致" in text
    assert "读入 2 份" in text
    assert "四十字以上相同的段落 2 处" in text
    assert "十个以上连着相同的数 1 处" in text
    assert set(files_of(order.summary)) == {"summary.xlsx", "prevalence.csv", "copied.csv"}
    rows = list(csv.DictReader(io.StringIO(shown(editor, order, "list/prevalence/").removeprefix("\ufeff"))))
    found = next(one for one in rows if one["问题"] == "百分点之差与两个比率一致")
    assert (found["份数"], found["占读入的"], found["最多的一份"]) == ("1", "50.0%", "甲县/第一职校.txt")
    assert editor.get(page_of(order, "list/summary/")).status_code == 200


def test_files_of_a_corpus_come_back_and_go_away(people: People, editor: Client, tmp_path: Path) -> None:
    order = corpus(editor, people)
    item = order.items.get(name="甲县/第一职校.txt")
    answer = editor.get(page_of(order, f"reports/{item.pk}/page/"))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "4.45" in answer.content.decode()
    assert editor.get(page_of(order, f"reports/{item.pk}/copy/")).status_code == 404
    assert not TrailEntry.objects.filter(detail__icontains="第一职校").exists()
    assert do(editor, order, "clear") == 302
    assert [one for one in (tmp_path / "lockers").rglob("*") if one.is_file()] == []


def test_a_corpus_that_has_begun_takes_no_more_reports(people: People, editor: Client) -> None:
    order = corpus(editor, people)
    sent = SimpleUploadedFile("丙.txt", RIGHT.encode())
    assert editor.post(page_of(order), {"do": "bring", "reports": [sent]}).status_code == 409
    assert do(editor, ordered(editor, people, "audit"), "begin") == 409


def test_nobody_but_the_city_orders_and_sees_orders(people: People, editor: Client, schools: Schools) -> None:
    order = worked_off(ordered(editor, people, "compile"))
    item = order.items.first()
    assert item is not None
    parts = ("", "zip/", "list/reports/", f"reports/{item.pk}/pdf/")
    for word in ("clerk", "head", "county", "province", "admin", "other_city"):
        other = people.client(word)
        assert [other.get(page_of(order, part)).status_code for part in parts] == [403] * len(parts)
        assert do(other, order, "clear") == 403
    assert [people.client("approver").get(page_of(order, part)).status_code for part in parts] == [200] * len(parts)
