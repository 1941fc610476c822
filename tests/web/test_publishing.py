"""A city publishes: two persons, permanent pages, hidden counts, corrections, and files that anybody can prove."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.web.candidates import all_sealed, corrected_in_one_cell, pages, put_up, told_in_files
from tests.web.conftest import PUBLIC
from tests.web.described import assert_fits
from tests.web.english import COOKIE, forgotten
from tests.web.people import PASSWORD, People
from zhibao.publish.suppression import SIGN
from zhibao.web.actions.listed_reports import list_report
from zhibao.web.actions.prepare_release import folder_of, home, waiting
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.release import send_back, stand_for
from zhibao.web.bridge import releasing
from zhibao.web.bridge.releasing import Built, build
from zhibao.web.records.append_only import WrittenOnceError
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.models import Job, Release, TrailEntry
from zhibao.web.records.sitting import CONFIRMED
from zhibao.web.records.state import State
from zhibao.web.static_site import publish_site
from zhibao.web.work import check_links
from zhibao.web.work.prepare_release import run


@pytest.fixture(scope="session")
def built(opened: Campaign) -> Built:
    """The city's report, made once."""
    made = build(opened.path, home())
    assert isinstance(made, Built)
    return made


@pytest.fixture
def sealed(campaign: Campaign, people: People) -> People:
    """The whole city is sealed."""
    return all_sealed(people)


@pytest.fixture
def released(sealed: People, built: Built) -> Release:
    """The first release is public."""
    put_up(sealed, built)
    return stand_for(sealed["approver"], sealed.campaign, built.digest)


@pytest.fixture
def corrected(released: Release, sealed: People, built: Built) -> Iterator[Release]:
    """A second release prints one cell otherwise."""
    yield from corrected_in_one_cell(sealed, built)


def desk(people: People) -> str:
    return f"/{people.campaign.slug}/release/"


def test_everybody_opens_every_public_page_of_a_release(released: Release, sealed: People) -> None:
    for word in ("public", *sealed.by_word):
        client = sealed.client(word)
        assert [path for path in pages(released) if client.get(path).status_code != 200] == []


def test_nothing_inside_a_release_but_its_public_files_can_be_fetched(released: Release, client: Client) -> None:
    for name in ("../sealed/manifest.json", "%2e%2e/sealed/manifest.json", "snapshots", "values.json", "public"):
        assert client.get(f"{released.base}files/{name}").status_code == 404


def test_a_release_to_come_is_not_public_yet(sealed: People, built: Built, client: Client) -> None:
    put_up(sealed, built)
    one = stand_for(sealed["approver"], sealed.campaign, built.digest, timezone.now() + timedelta(days=1))
    assert client.get(one.base).status_code == 404
    assert client.get("/api/releases.json").json() == []


@pytest.mark.parametrize("state", [one for one in State if one is not State.FROZEN])
def test_nothing_is_put_up_while_a_register_is_not_sealed(sealed: People, state: State) -> None:
    sealed.all_stand(state)
    answer = sealed.client("editor").post(desk(sealed), {"do": "prepare", "note": ""})
    assert answer.status_code == 409
    assert "没有封存" in answer.content.decode()


def test_only_editor_and_approver_put_up_and_only_an_approver_signs(sealed: People, built: Built) -> None:
    put_up(sealed, built)
    report = f"{desk(sealed)}files/report.pdf"
    assert {w for w in sealed.by_word if sealed.client(w).get(report).status_code == 200} == {"editor", "approver"}
    for word in ("public", *sealed.by_word):
        if word != "public":
            sealed[word].set_password(PASSWORD)
            sealed[word].save()
        for do in ("prepare", "release", "send_back"):
            with transaction.atomic():
                sent = {"do": do, "seen": built.digest, "password": PASSWORD, "reason": "示例理由"}
                answer = sealed.client(word).post(desk(sealed), sent)
                transaction.set_rollback(True)
            may = word == "approver" or (word == "editor" and do == "prepare")
            is_done = answer.status_code == 302 and answer.headers["Location"] == desk(sealed)
            assert is_done is may, (word, do, answer.status_code)


def test_the_person_who_put_it_up_does_not_sign_it(sealed: People, built: Built) -> None:
    put_up(sealed, built, by="approver")
    with pytest.raises(RefusedError, match="要由另一个人"):
        stand_for(sealed["approver"], sealed.campaign, built.digest)


def test_a_wrong_password_releases_nothing(sealed: People, built: Built) -> None:
    put_up(sealed, built)
    sealed["approver"].set_password(PASSWORD)
    sealed["approver"].save()
    sent = {"do": "release", "seen": built.digest, "password": "错的"}
    assert sealed.client("approver").post(desk(sealed), sent).status_code == 409
    assert not Release.objects.exists()


def test_an_approver_without_a_password_releases_while_the_provider_has_vouched_not_long_ago(
    sealed: People, built: Built
) -> None:
    put_up(sealed, built)
    sealed["approver"].set_unusable_password()
    sealed["approver"].save()
    browser = sealed.client("approver")
    session = browser.session
    session[CONFIRMED] = 0
    session.save()
    assert "先再核一次本人" in browser.get(desk(sealed)).content.decode()
    assert browser.post(desk(sealed), {"do": "release", "seen": built.digest}).status_code == 409
    assert not Release.objects.exists()
    session[CONFIRMED] = int(time.time())
    session.save()
    assert browser.post(desk(sealed), {"do": "release", "seen": built.digest}).status_code == 302
    assert Release.objects.get().by == sealed["approver"]


def test_what_was_sent_back_is_not_signed_and_the_editor_reads_why(sealed: People, built: Built) -> None:
    put_up(sealed, built)
    with pytest.raises(RefusedError, match="写明退回的理由"):
        send_back(sealed["approver"], sealed.campaign, built.digest, " ")
    sent = {"do": "send_back", "seen": built.digest, "reason": "第三章第二段请改。"}
    assert sealed.client("approver").post(desk(sealed), sent).status_code == 302
    with pytest.raises(RefusedError, match="没有等着发布"):
        stand_for(sealed["approver"], sealed.campaign, built.digest)
    assert "第三章第二段请改。" in sealed.client("editor").get(desk(sealed)).content.decode()
    assert TrailEntry.objects.filter(action="退回提请").count() == 1
    put_up(sealed, built)
    assert "第三章第二段请改。" not in sealed.client("editor").get(desk(sealed)).content.decode()
    assert stand_for(sealed["approver"], sealed.campaign, built.digest).number == 1


def test_what_changed_after_it_was_put_up_is_not_released(sealed: People, built: Built) -> None:
    put_up(sealed, built)
    extra = sealed.campaign.path / "outline" / "zz_extra.md"
    extra.parent.mkdir(exist_ok=True)
    extra.write_text("# 多出的一章\n", encoding="utf-8")
    try:
        with pytest.raises(RefusedError, match="又有改动"):
            stand_for(sealed["approver"], sealed.campaign, built.digest)
    finally:
        extra.unlink()


def test_a_damaged_candidate_is_not_released(sealed: People, built: Built) -> None:
    candidate = put_up(sealed, built)
    path = folder_of(candidate) / "public/values-of-nobody.csv"
    assert releasing.damaged(folder_of(candidate)) == ()
    target = folder_of(candidate) / "public/checksums.json"
    before = target.read_bytes()
    target.write_bytes(before + b" ")
    try:
        with pytest.raises(RefusedError, match="与提请时不同"):
            stand_for(sealed["approver"], sealed.campaign, built.digest)
    finally:
        target.write_bytes(before)
    assert not path.exists()


def test_a_release_is_written_once_and_told_in_the_trail(released: Release) -> None:
    with pytest.raises(WrittenOnceError):
        released.delete()
    with pytest.raises(WrittenOnceError):
        Release.objects.filter(pk=released.pk).update(number=9)
    entry = TrailEntry.objects.filter(action="发布").last()
    assert entry is not None
    assert entry.detail["digest"] == released.candidate.digest


def test_what_blocks_the_report_is_said_and_nothing_is_put_up(sealed: People, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = (releasing.Blocked("未答复的批注", 1, ("第 1 章：请核对",)),)
    monkeypatch.setattr("zhibao.web.actions.prepare_release.build", lambda *_: blocked)
    asked = {"campaign": sealed.campaign.pk, "account": sealed["editor"].pk, "note": ""}
    assert run(asked, "lease") == {"blocked": [["未答复的批注", 1, ["第 1 章：请核对"]]]}
    assert waiting(sealed.campaign) is None


def test_what_its_headmaster_did_not_sign_is_not_put_up(people: People) -> None:
    asked = {"campaign": people.campaign.pk, "account": people["editor"].pk, "note": ""}
    blocked = run(asked, "lease")["blocked"]
    assert isinstance(blocked, list)
    assert [(name, count) for name, count, _ in blocked] == [("没有校长签署的学校", people.campaign.schools.count())]
    assert waiting(people.campaign) is None


def test_the_same_report_is_not_published_twice(released: Release, sealed: People, built: Built, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip # noqa: E501
    monkeypatch.setattr("zhibao.web.actions.prepare_release.build", lambda *_: built)
    with pytest.raises(RefusedError, match="逐字节相同"):
        run({"campaign": sealed.campaign.pk, "account": sealed["editor"].pk, "note": "再来"}, "lease")


def test_a_correction_needs_a_public_note(released: Release, sealed: People) -> None:
    answer = sealed.client("editor").post(desk(sealed), {"do": "prepare", "note": " "})
    assert answer.status_code == 409
    assert "公开说明" in answer.content.decode()


def test_the_old_pages_stay_and_say_which_release_corrects_them(corrected: Release, client: Client) -> None:
    old = Release.objects.get(number=1)
    for path in pages(old):
        assert client.get(path).status_code == 200
    text = client.get(old.base).content.decode()
    assert "已有更正" in text
    assert corrected.base in text
    assert "已有更正" not in client.get(corrected.base).content.decode()
    assert "一处录入有误。" in client.get(f"/p/{old.city}/").content.decode()


def test_a_correction_shows_what_was_printed_before_and_now(corrected: Release, client: Client) -> None:
    text = client.get(f"{corrected.base}changes/").content.decode()
    assert "<ins>更正后的数</ins>" in text
    assert "不同的 1 处" in text


def test_no_public_file_or_page_shows_a_count_of_one_to_four_persons(released: Release, client: Client) -> None:
    assert released.candidate.hidden > 0
    folder = folder_of(released.candidate) / "public"
    shown = 0
    for path in (folder / "data").glob("*.csv"):
        for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            if row["unit"] == "人" and row["exact"]:
                shown += 1
                assert not row["exact"].isdecimal() or not 0 < int(row["exact"]) < 5, row
    assert shown > 0
    values = client.get(f"/api/{released.city}/{released.year}/r1/values.json").json()
    gone = [one for one in values if one["printed"] == SIGN]
    assert gone
    assert all(not one["exact"] and not one["numerator"] for one in gone)


def test_nobody_finds_a_hidden_count_by_taking_schools_from_their_county_or_city(released: Release) -> None:
    folder = folder_of(released.candidate) / "public/data"
    counties: dict[str, list[str]] = {}
    for school in released.candidate.campaign.schools.all():
        counties.setdefault(school.county, []).append(school.code)
    schools = [code for codes in counties.values() for code in codes]
    sums = [(released.city, schools), (released.city, list(counties)), *counties.items()]
    tried = 0
    for path in folder.glob("*.csv"):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for part in ("exact", "numerator", "denominator"):
            said = {(one["place"], one["year"], one["member"]): one[part] for one in rows}
            gone = {(one["place"], one["year"], one["member"]) for one in rows if one["state"] == "suppressed"}
            for year, member in {(one["year"], one["member"]) for one in rows}:
                for total, parts in sums:
                    names = [(place, year, member) for place in (total, *parts)]
                    lost = [name for name in names if name in gone]
                    if rows[0]["unit"] == "人" and lost and all(name in said for name in names):
                        tried += 1
                        assert len(lost) > 1, (path.name, part, names)
    assert tried > 50


def test_a_file_is_proved_by_its_checksum_and_by_itself(released: Release, client: Client) -> None:
    content = client.get(f"{released.base}files/report.pdf").content
    digest = sha256(content).hexdigest()
    assert "是原件" in client.get("/verify/", {"sha256": digest.upper()}).content.decode().split("<template")[0]
    given = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()
    assert "report.pdf" in given.split("<template")[0]
    altered = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content + b"1")}).content.decode()
    assert "不是这里发布过的文件" in altered.split("<template")[0]
    assert client.get("/verify/", {"sha256": "abc"}).status_code == 409


def test_every_file_of_a_report_says_where_it_is_proved_and_by_which_data(released: Release, client: Client) -> None:
    data = releasing.data_of(folder := folder_of(released.candidate))[str(released.year)]
    assert told_in_files(folder / "public") == [(f"{PUBLIC}/verify/?sha256={data}", True)] * 3
    page = client.get("/verify/", {"sha256": data}).content.decode().split("<template")[0]
    assert re.search(rf'是封存数据的指纹.*<a href="{released.base}">', page)


def test_the_interface_answers_as_its_description_says(released: Release, client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    table = next(one for one in releasing.report_of(folder_of(released.candidate)).exhibits if one.kind == "t")
    named = {"city": released.city, "year": str(released.year), "release": "r1", "exhibit": table.key}
    for path, how in described["paths"].items():
        schema = how["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.get(path.format(**named)).json()
        assert_fits(answer, schema, described["components"]["schemas"])


def test_the_data_package_names_every_column_of_every_file(released: Release) -> None:
    folder = folder_of(released.candidate) / "public/data"
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert {one["path"] for one in package["resources"]} == {path.name for path in folder.glob("*.csv")}
    for one in package["resources"]:
        head = (folder / one["path"]).read_text(encoding="utf-8-sig").splitlines()[0]
        assert head.split(",") == [field["name"] for field in one["schema"]["fields"]]


def test_what_is_looked_for_is_marked_and_every_hit_leads_to_what_is_there(released: Release, client: Client) -> None:
    text = client.get(f"{released.base}find/", {"q": "专任教师"}).content.decode()
    assert "<mark>专任教师</mark>" in text
    led = set(re.findall(rf'<a href="{released.base}([^"]+)" ?[^>]*>[^<]+</a><p class="piece"', text))
    reading = client.get(released.base).content.decode()
    assert {one.partition("/")[0].partition("-")[0][:1] for one in led} >= {"#", "t", "k"}
    assert [one for one in led if one.startswith("#") and f'id="{one[1:]}"' not in reading] == []
    assert [one for one in led if one[0] != "#" and client.get(released.base + one).status_code != 200] == []
    assert "没有“示例龙”" in client.get(f"{released.base}find/?q=示例龙").content.decode()


def test_every_number_that_leads_to_a_definition_finds_it_on_its_page_too(released: Release, client: Client) -> None:
    for path in (one for one in pages(released) if re.search(r"r1/$|/[ts]/", one)):
        text = client.get(path).content.decode()
        named = set(re.findall(r'<a class="dfn" href="[^"]*/k/(\w+)/"', text))
        assert named
        assert named <= set(re.findall(r'popover id="k-(\w+)"', text)), path


def test_no_public_page_asks_for_anything_outside_or_holds_script_and_style(released: Release, client: Client) -> None:
    for path in pages(released):
        answer = client.get(path)
        if answer.headers["Content-Type"].startswith("text/html") and path.endswith("/"):
            text = answer.content.decode()
            assert "style=" not in text
            assert "<style" not in text
            assert "<script>" not in text
            assert 'src="http' not in text


def test_a_public_page_in_english_holds_no_chinese_but_content(corrected: Release, client: Client) -> None:
    client.cookies[COOKIE] = "en"
    for path in (one for one in (*pages(corrected), "/p/") if one.endswith("/")):
        assert list(forgotten(client.get(path).content.decode())) == [], path


def test_the_static_site_holds_every_page_and_every_link_in_it_leads_to_a_file(
    released: Release, tmp_path: Path
) -> None:
    count = publish_site(tmp_path / "site", "https://edu.example.cn/")
    files = [one for one in (tmp_path / "site").rglob("*") if one.is_file()]
    assert count > 50
    broken = []
    for page in (one for one in files if one.name == "index.html"):
        for link in re.findall(r'(?:href|src)="([^"#]*)', page.read_text(encoding="utf-8")):
            if link and not link.startswith(("http:", "https:")) and not (page.parent / link).resolve().is_file():
                broken.append((page.relative_to(tmp_path), link))
    assert broken == []
    reading = tmp_path / "site" / released.base.strip("/") / "index.html"
    assert "https://edu.example.cn" + released.base in reading.read_text(encoding="utf-8")
    assert [one for one in files if one.suffix == ".html" and "English" in one.read_text(encoding="utf-8")] == []


def test_a_static_site_is_not_written_over_the_files_of_somebody_else(released: Release, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FileExistsError):
        publish_site(tmp_path, "https://edu.example.cn/")


def test_a_listed_report_is_checked_only_by_the_button_and_only_where_it_is_allowed(
    released: Release, sealed: People
) -> None:
    list_report(sealed["editor"], sealed.campaign, "示例一职", "https://one.example.cn/x", "2021-11-30", "国家示范校")
    assert settings.LINKS_MAY_BE_CHECKED is False
    page = f"{desk(sealed)}reports/"
    editor = sealed.client("editor")
    assert "没有检查过" in editor.get(page).content.decode()
    for _ in range(2):
        assert editor.post(page, {"do": "check"}).status_code == 302
    assert "正在检查" in editor.get(page).content.decode()
    jobs = Job.objects.filter(kind="check_links")
    assert jobs.count() == 1
    assert check_links.run(jobs.get().asked, "lease") == {"looked": 1}
    text = sealed.client("public").get(f"/p/{released.city}/").content.decode()
    assert "文件齐全，指纹相符" in text
    assert "示例一职" in text
    assert "没有检查过" in text
