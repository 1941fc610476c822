"""The audit desk: any report is audited, nothing is kept that nobody asked to keep, and nobody sees another's."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from tests.web.desk import REPORT, audited_for, worked
from tests.web.people import People
from zhibao.web.actions.audit_desk import GRACE, MOST_AT_ONCE, sweep
from zhibao.web.actions.desk_files import desk, folder_of
from zhibao.web.bridge.auditing import framed
from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.job import Job
from zhibao.web.records.trail import TrailEntry


@pytest.fixture(autouse=True)
def own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that no other test puts anything on."""
    monkeypatch.setattr(settings, "DATA", tmp_path)


def word(text: str = REPORT) -> bytes:
    made, out = Document(), io.BytesIO()
    made.add_paragraph(text.strip())
    made.save(out)
    return out.getvalue()


def lay(client: Client, name: str, content: bytes) -> str:
    """Drop a file and return where its page is; the refusal where it was not taken."""
    answer = client.post("/audit/", {"report": SimpleUploadedFile(name, content)})
    return answer.headers["Location"] if answer.status_code == 302 else answer.content.decode()


def test_a_word_report_gives_viewer_copy_list_page_and_data(people: People) -> None:
    client = people.client("clerk")
    address = lay(client, "示例报告.docx", word())
    assert "排队中" in client.get(address).content.decode()
    worked()
    page = client.get(address).content.decode()
    assert "3 个数字，逐个有交代" in page
    assert "带批注的 Word" in page
    viewer = client.get(f"{address}viewer/")
    assert "v-bad" in viewer.content.decode()
    copy = client.get(f"{address}files/copy/")
    assert "attachment" in copy.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(copy.content)) as package:
        assert "4.45" in package.read("word/comments.xml").decode()
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"{address}files/list/").content))
    assert "示例报告" in client.get(f"{address}files/page/").content.decode()
    (document,) = json.loads(client.get(f"{address}files/json/").content)["documents"]
    assert [one["said"] for one in document["findings"] if one["severity"] == "error"] == ["4.45个百分点"]


def test_no_place_on_this_machine_stands_in_what_is_given_back(people: People, tmp_path: Path) -> None:
    client = people.client("clerk")
    address = lay(client, "示例报告.docx", word())
    worked()
    for what in ("files/json/", "files/page/", "viewer/", ""):
        assert str(tmp_path) not in client.get(f"{address}{what}").content.decode()


@pytest.mark.parametrize(
    ("name", "content"), [("报告.txt", REPORT), ("报告.html", f"<p>{REPORT}</p>"), ("报告.md", REPORT)]
)
def test_text_and_pages_are_audited_too(people: People, name: str, content: str) -> None:
    client = people.client("head")
    address = lay(client, name, content.encode())
    worked()
    assert "3 个数字，逐个有交代" in client.get(address).content.decode()
    assert client.get(f"{address}files/copy/").status_code == 404


def test_the_viewer_runs_without_origin_and_without_any_script_but_its_own(people: People) -> None:
    client = people.client("clerk")
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    address = lay(client, f"{hostile[:8]}报告.txt", f"{hostile}{REPORT}".encode())
    worked()
    answer = client.get(f"{address}viewer/")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>alert" not in answer.content.decode()
    assert "<img" not in answer.content.decode()
    assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"]


def test_the_framed_page_has_no_second_bar_and_head() -> None:
    page = '<body><header class="bar">质报</header><main><div class="head"></div><section class="tally">x</main>'
    assert framed(page) == '<body><main>\n<section class="tally">x</main>'
    assert framed("<body>else</body>") == "<body>else</body>"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("报告.exe", b"MZ", "不收“报告.exe”这种文件"),
        ("报告", b"text", "不收“报告”这种文件"),
        ("报告.doc", b"\xd0\xcf\x11\xe0", "另存为 docx"),
        ("报告.docx", b"not a zip", "不是它的扩展名所说的那种文件"),
        ("报告.pdf", b"PK\x03\x04", "不是它的扩展名所说的那种文件"),
        ("报告.txt", b"%PDF-1.7", "不是它的扩展名所说的那种文件"),
        ("报告.txt", b"  \n", "是空的"),
    ],
)
def test_what_is_no_report_is_not_taken(people: People, name: str, content: bytes, why: str) -> None:
    assert why in lay(people.client("clerk"), name, content)
    assert list(desk().iterdir()) == []
    assert not AuditCase.objects.exists()


def test_no_file_at_all_is_said_to_be_none(people: People) -> None:
    answer = people.client("clerk").post("/audit/", {})
    assert answer.status_code == 409
    assert "没有选文件" in answer.content.decode()


def test_what_is_too_large_is_not_taken(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DESK_MEGABYTES", 0)
    assert "最大 0 MB" in lay(people.client("clerk"), "报告.txt", REPORT.encode())
    assert list(desk().iterdir()) == []


def test_a_body_larger_than_anything_is_turned_away_unread(people: People) -> None:
    most = settings.MOST_BODY_MEGABYTES << 20
    answer = people.client("clerk").post("/audit/", {}, CONTENT_LENGTH=str(most + 1))
    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()


@pytest.mark.parametrize("inside", [b"", b"<w:document", bytes(64)])
def test_a_damaged_report_is_told_of_and_leaves_the_desk_in_order(people: People, inside: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", inside)
    client = people.client("clerk")
    address = lay(client, "报告.docx", out.getvalue())
    worked()
    page = client.get(address).content.decode()
    assert "没有核成" in page
    assert "Traceback" not in page
    assert client.get(f"{address}viewer/").status_code == 404


def test_a_name_cannot_leave_its_folder(people: People) -> None:
    address = lay(people.client("clerk"), "..\\..\\secret.key.txt", REPORT.encode())
    slug = address.split("/")[2]
    assert [one.name for one in (folder_of(slug) / "given").iterdir()] == ["secret.key.txt"]


def test_nobody_brings_more_than_a_few_at_once(people: People) -> None:
    client = people.client("clerk")
    for _ in range(MOST_AT_ONCE):
        assert lay(client, "报告.txt", REPORT.encode()).startswith("/audit/")
    assert "没有核完" in lay(client, "报告.txt", REPORT.encode())


def case_at(address: str) -> AuditCase:
    return AuditCase.objects.get(slug=address.split("/")[2])


def test_when_its_time_is_over_everything_of_a_report_is_gone(people: People) -> None:
    client = people.client("clerk")
    address = lay(client, "报告.txt", REPORT.encode())
    worked()
    client.get(address)
    case = case_at(address)
    assert case.until is not None
    assert case.until < timezone.now() + timedelta(minutes=settings.DESK_MINUTES, seconds=1)
    assert sweep() == 0
    AuditCase.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert sweep() == 1
    assert list(desk().iterdir()) == []
    assert not Job.objects.exists()
    assert client.get(address).status_code == 404


def test_a_report_whose_time_is_over_is_gone_even_where_nobody_sweeps(people: People) -> None:
    client = people.client("clerk")
    address = lay(client, "报告.txt", REPORT.encode())
    AuditCase.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    assert list(desk().iterdir()) == []


def test_who_leaves_the_page_leaves_nothing_behind_and_who_comes_back_finds_it(people: People) -> None:
    client = people.client("clerk")
    address = lay(client, "报告.txt", REPORT.encode())
    client.get(address)
    assert client.post(address, {"do": "leave", "view": "1"}).status_code == 204
    until = case_at(address).until
    assert until is not None
    assert until <= timezone.now() + GRACE
    client.get(address)
    again = case_at(address).until
    assert again is not None
    assert again > timezone.now() + GRACE
    client.post(address, {"do": "leave", "view": "1"})
    assert case_at(address).until == again, "the page that was loaded anew says so late"


def test_what_is_kept_stays_until_its_owner_clears_it_away(people: People) -> None:
    client = people.client("clerk")
    address = lay(client, "留着的报告.txt", REPORT.encode())
    worked()
    client.post(address, {"do": "keep"})
    client.get(address)
    client.post(address, {"do": "leave", "view": "1"})
    assert case_at(address).until is None
    assert sweep() == 0
    assert "留着的报告.txt" in client.get("/audit/").content.decode()
    assert "留着的报告.txt" not in people.client("head").get("/audit/").content.decode()
    client.post(address, {"do": "clear"})
    assert list(desk().iterdir()) == []
    assert "留着的报告.txt" not in client.get("/audit/").content.decode()


def test_the_trail_tells_that_something_was_audited_and_not_what(people: People) -> None:
    lay(people.client("clerk"), "机密报告.txt", REPORT.encode())
    entry = TrailEntry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.who, entry.action, entry.detail) == (
        "clerk", "核验台", {"type": ".txt", "bytes": len(REPORT.encode())}
    )  # fmt: skip
    assert "机密" not in str(entry)


def test_without_an_account_the_desk_is_shut_unless_it_was_opened(client: Client) -> None:
    assert client.get("/audit/").status_code == 302
    assert client.post("/audit/", {"report": SimpleUploadedFile("报告.txt", b"x")}).status_code == 302
    assert not AuditCase.objects.exists()


@pytest.fixture
def is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator has opened the desk to everybody."""
    monkeypatch.setattr(settings, "DESK_IS_OPEN", True)


@pytest.mark.usefixtures("is_open")
def test_without_an_account_one_sees_what_one_brought_and_nothing_else(client: Client, people: People) -> None:
    address = lay(client, "报告.txt", REPORT.encode())
    worked()
    assert "3 个数字，逐个有交代" in client.get(address).content.decode()
    for other in (Client(), people.client("clerk"), people.client("admin")):
        for what in ("", "viewer/", "files/json/"):
            assert other.get(f"{address}{what}").status_code == 404
    assert client.get(f"/audit/{audited_for(people['clerk']).slug}/").status_code == 404


@pytest.mark.usefixtures("is_open")
def test_without_an_account_nothing_is_kept(client: Client) -> None:
    address = lay(client, "报告.txt", REPORT.encode())
    answer = client.post(address, {"do": "keep"})
    assert answer.status_code == 409
    assert case_at(address).until is not None


@pytest.mark.usefixtures("is_open")
def test_without_an_account_an_address_has_so_many_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DESK_PER_HOUR", 1)
    assert lay(client, "报告.txt", REPORT.encode()).startswith("/audit/")
    assert "一个地址一小时最多核 1 份" in lay(Client(), "报告.txt", REPORT.encode())
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert lay(other, "报告.txt", REPORT.encode()).startswith("/audit/")


@pytest.mark.usefixtures("is_open")
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DESK_PER_HOUR", 1)
    said = [f"192.0.2.{number}, 198.51.100.1" for number in (1, 2)]
    assert lay(Client(HTTP_X_FORWARDED_FOR=said[0]), "报告.txt", REPORT.encode()).startswith("/audit/")
    assert "一小时" in lay(Client(HTTP_X_FORWARDED_FOR=said[1]), "报告.txt", REPORT.encode())
    monkeypatch.setattr(settings, "IS_BEHIND_PROXY", True)
    assert lay(Client(HTTP_X_FORWARDED_FOR=said[0]), "报告.txt", REPORT.encode()).startswith("/audit/")
    assert "一小时" in lay(Client(HTTP_X_FORWARDED_FOR=said[1]), "报告.txt", REPORT.encode())


@pytest.mark.usefixtures("is_open")
def test_opening_the_desk_opens_nothing_else(client: Client, people: People) -> None:
    board = f"/{people.campaign.slug}/board/"
    assert client.get(board).status_code == 302
    assert client.get("/").status_code == 302
