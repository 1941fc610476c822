"""Cases of schools: with photographs that say nothing but what one sees, chosen and ordered by the city."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.web.desk import worked
from tests.web.people import People
from zhibao.compile.case import read_cases
from zhibao.compile.selection import selected
from zhibao.web.actions.case_files import made_file, sent_file
from zhibao.web.actions.refused import RefusedError
from zhibao.web.actions.write_case import take_back_case
from zhibao.web.bridge.case_folder import folder_cases
from zhibao.web.records.case_photo import CasePhoto
from zhibao.web.records.models import CaseChoice
from zhibao.web.records.school_case import CaseState, SchoolCase
from zhibao.web.work import take_photo

TITLE, BODY = "示例技能节", "示例学校办了一次技能节，学生把做好的零件拿来比。"
GPS = 0x8825
pytestmark = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def cases(people: People) -> Iterator[Path]:
    """The folder's cases, which are as they were afterwards."""
    folder = people.campaign.path / "cases"
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    yield folder
    for one in folder.rglob("*"):
        if one.is_file() and one not in before:
            one.unlink()
    for one, content in before.items():
        one.write_bytes(content)


def photograph(width: int = 2400, height: int = 1600) -> bytes:
    """Return a JPEG as a telephone makes it: turned, with the place where it was taken."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "示例相机"
    exif[0x0112] = 6
    exif.get_ifd(GPS)[2] = (23.0, 41.0, 5.0)
    Image.effect_noise((width, height), 80).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def case_address(people: People, number: int, name: str = "school_case") -> str:
    return reverse(name, args=[people.campaign.slug, people.school.code, number])


def begun(people: People) -> int:
    answer = people.client("clerk").post(reverse("school_cases", args=[people.campaign.slug, people.school.code]))
    return int(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def written(people: People, number: int, **other: str) -> Any:  # noqa: ANN401  the client's own type
    said = {"do": "save", "seen": "0", "title": TITLE, "section": "certificates", "body": BODY} | other
    return people.client("clerk").post(case_address(people, number), said)


def added(client: Client, people: People, number: int, content: bytes, **other: str) -> Any:  # noqa: ANN401  the client's own type
    said = {"do": "photo", "caption": "技能节", "alt": "三名学生在量零件", "consent": "signed"} | other
    sent = SimpleUploadedFile("照片.jpg", content, "image/jpeg")
    return client.post(case_address(people, number), said | {"photo": sent})


def test_a_photograph_is_drawn_anew_and_tells_neither_place_nor_camera(people: People) -> None:
    number = begun(people)
    assert added(people.client("clerk"), people, number, photograph()).status_code == 302
    slug = CasePhoto.objects.get().slug
    assert sent_file(slug).is_file()
    worked()
    assert not sent_file(slug).exists()
    shown = people.client("clerk").get(
        reverse("case_photo", args=[people.campaign.slug, people.school.code, number, slug])
    )
    with Image.open(BytesIO(shown.content)) as image:
        assert image.format == "PNG"
        assert image.size == (853, 1280)
        assert not image.getexif()
        assert not image.info.keys() - {"transparency"}
    assert "示例相机".encode() not in made_file(slug).read_bytes()


@pytest.mark.parametrize(
    ("said", "expected"),
    [({"consent": ""}, "没有同意声明"), ({"alt": " "}, "照片上有什么"), ({"caption": ""}, "图题")],
)
def test_a_photograph_without_consent_or_words_is_not_taken(
    people: People, said: dict[str, str], expected: str
) -> None:
    answer = added(people.client("clerk"), people, begun(people), photograph(640, 480), **said)
    assert answer.status_code == 409
    assert expected in answer.content.decode()
    assert not CasePhoto.objects.exists()


def test_what_is_no_photograph_is_not_taken(people: People) -> None:
    number = begun(people)
    answer = added(people.client("clerk"), people, number, b"<svg onload=alert(1)>")
    assert (answer.status_code, "只收 JPEG" in answer.content.decode()) == (409, True)
    added(people.client("clerk"), people, number, photograph(640, 480)[:3000])
    worked()
    page = people.client("clerk").get(case_address(people, number)).content.decode()
    assert "这张照片打不开" in page
    assert not any(sent_file(one.slug).exists() for one in CasePhoto.objects.all())
    written(people, number)
    refused = written(people, number, do="hand_in", seen="1")
    assert (refused.status_code, "没有处理成" in refused.content.decode()) == (409, True)


def test_a_case_that_somebody_else_changed_is_not_written_over(people: People) -> None:
    number = begun(people)
    assert written(people, number).status_code == 302
    answer = written(people, number, body="另一个人写的示例。")
    assert answer.status_code == 409
    assert "另一个人写的示例。" in answer.content.decode()
    assert written(people, number, seen="1", body="示例\n\n# 标题\n").status_code == 409


def test_a_draft_is_the_school_s_and_the_rest_see_what_was_handed_in(people: People) -> None:
    number = begun(people)
    written(people, number)
    for word, status in (("head", 200), ("county", 404), ("editor", 404), ("other_clerk", 403)):
        assert people.client(word).get(case_address(people, number)).status_code == status
    written(people, number, do="hand_in", seen="1")
    for word, status in (("county", 200), ("other_county", 403), ("editor", 200), ("province", 403)):
        assert people.client(word).get(case_address(people, number)).status_code == status
    assert written(people, number, seen="1", body="改了的示例。").status_code == 409


def test_a_chosen_case_goes_into_the_report_at_its_place_with_its_photograph(people: People, cases: Path) -> None:
    number = begun(people)
    written(people, number)
    added(people.client("clerk"), people, number, photograph(640, 480))
    worked()
    assert written(people, number, do="hand_in", seen="1").status_code == 302
    assert people.client("county").post(case_address(people, number), {"do": "recommend"}).status_code == 302
    assert people.client("head").post(case_address(people, number), {"do": "recommend"}).status_code == 403
    key = f"{people.school.code}/{number}"
    first = folder_cases(people.campaign.path)[0].key
    address = reverse("chosen_cases", args=[people.campaign.slug])
    page = people.client("editor").get(address).content.decode()
    assert TITLE in page
    assert "县里推荐" in page
    chosen = {"seen": "0", f"place.{key}": "1", f"place.{first}": "2"}
    assert people.client("editor").post(address, chosen).status_code == 302
    taken = selected(read_cases(cases), people.campaign.city)
    assert [f"{one.place}/{one.number}" for one in taken] == [key, first]
    ours = taken[0]
    assert (ours.title, ours.section, ours.body.strip()) == (TITLE, "certificates", BODY)
    assert (ours.pictures[0][0], ours.alts) == ("技能节", ("三名学生在量零件",))
    stamps = {one: one.stat().st_mtime_ns for one in cases.rglob("*") if one.is_file()}
    assert people.client("editor").post(address, chosen).status_code == 409
    assert people.client("editor").post(address, chosen | {"seen": "1"}).status_code == 302
    assert stamps == {one: one.stat().st_mtime_ns for one in cases.rglob("*") if one.is_file()}
    assert people.client("clerk").post(case_address(people, number), {"do": "back"}).status_code == 409
    case = SchoolCase.objects.get(number=number, school=people.school)
    with CaptureQueriesContext(connection) as asked, pytest.raises(RefusedError, match="已经选进"):
        take_back_case(people["clerk"], case)
    tables = [one["sql"].partition('FROM "records_')[2].partition('"')[0] for one in asked.captured_queries]
    assert tables.index("campaign") < tables.index("schoolcase")  # locked in the order in which whoever chooses does
    assert SchoolCase.objects.get(number=number, school=people.school).state == CaseState.HANDED_IN
    assert CaseChoice.objects.count() == 2


def test_a_case_that_is_not_there_is_not_chosen(people: People, cases: Path) -> None:
    address = reverse("chosen_cases", args=[people.campaign.slug])
    answer = people.client("editor").post(address, {"seen": "0", "place.S99/1": "1"})
    assert (answer.status_code, "不在了" in answer.content.decode()) == (409, True)
    answer = people.client("editor").post(address, {"seen": "0", "place.S99/1": "第一"})
    assert (answer.status_code, "应为 1、2、3" in answer.content.decode()) == (409, True)


def test_a_photograph_that_was_taken_away_while_it_was_drawn_leaves_no_file(people: People) -> None:
    number = begun(people)
    added(people.client("clerk"), people, number, photograph(800, 600))
    photo = CasePhoto.objects.get()
    people.client("clerk").post(case_address(people, number), {"do": "drop", "photo": photo.slug})
    # The worker has opened already what was sent.
    take_photo.run({"slug": photo.slug}, "lease")
    assert not made_file(photo.slug).exists()
    assert not sent_file(photo.slug).exists()
