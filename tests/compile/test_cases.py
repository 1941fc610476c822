"""Cases stand in their section, numbered through the report, with their pictures."""

from pathlib import Path

import pytest

from tests.compile.bench import SETTINGS, compiled, figures, headings, school, schools
from zhibao.catalog.files import CatalogError
from zhibao.compile import Case, CaseError, read_cases
from zhibao.document.nodes import Contents, Document, Figure, Heading, Paragraph, Picture, plain

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (480).to_bytes(4, "big") + (320).to_bytes(4, "big") + b"rest"
OUTLINE = (
    "# 章 {#whole}\n\n## 甲 {#first}\n\n{cases}\n\n### 子\n\n## 乙 {#second}\n\n### 丙\n\n{cases}\n\n## 丁 {#none}\n"
)
ROWS = {2021: {"city": schools(school("B", "乙校"), school("A", "甲校"))}}


def case(place: str, number: int, title: str, section: str = "first", **more: object) -> Case:
    return Case(place, number, title, section, **({"body": "正文{year}。"} | more))  # type: ignore[arg-type]


def report(folder: Path, *cases: Case, settings: str = SETTINGS) -> Document:
    return compiled(folder, OUTLINE, rows=ROWS, cases=cases, settings=settings)


def test_cases_are_numbered_in_order_of_position_by_roster_and_number(tmp_path: Path) -> None:
    given = [
        case("A", 1, "三"),
        case("B", 2, "二"),
        case("A", 3, "五", "second"),
        case("B", 1, "一"),
        case("city", 9, "零"),
    ]
    assert headings(report(tmp_path, *given)) == [
        "1.章",
        "1.1甲",
        "【案例一】零",
        "【案例二】一",
        "【案例三】二",
        "【案例四】三",
        "1.1.1子",
        "1.2乙",
        "1.2.1丙",
        "【案例五】五",
        "1.3丁",
    ]


def test_a_case_is_a_heading_text_and_pictures(tmp_path: Path) -> None:
    document = report(tmp_path, case("A", 1, "题", pictures=(("课堂", PNG),)))
    at = next(
        place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.role == "case"
    )
    heading, text, picture = document.blocks[at : at + 3]
    assert isinstance(heading, Heading)
    assert (heading.level, heading.anchor) == (3, "case_1")
    assert isinstance(text, Paragraph)
    assert plain(text.content) == "正文{year}。"
    assert isinstance(picture, Figure)
    assert (picture.caption.number, picture.caption.text, picture.alt) == ("", "课堂", "课堂")
    assert picture.content == Picture(PNG, 480, 320)


def test_cases_have_a_list_of_their_own_or_stand_among_the_headings(tmp_path: Path) -> None:
    lists = [block for block in report(tmp_path, case("A", 1, "题")).blocks if isinstance(block, Contents)]
    assert [(one.title, [entry.text for entry in one.entries]) for one in lists[1:]] == [("案例目录", ["【案例一】题"])]
    assert "【案例一】题" not in [entry.text for entry in lists[0].entries]
    settings = SETTINGS.replace("[headings, cases, exhibits]", "[headings]").replace(
        "【案例{chinese}】", "案例{number}："
    )
    lists = [
        block for block in report(tmp_path, case("A", 1, "题"), settings=settings).blocks if isinstance(block, Contents)
    ]
    assert "案例1：题" in [entry.text for entry in lists[0].entries]
    assert len(lists) == 1


def test_pictures_have_no_number_and_are_not_listed(tmp_path: Path) -> None:
    document = report(tmp_path, case("A", 1, "题", pictures=(("甲", PNG), ("乙", PNG))))
    assert [one.anchor for one in figures(document)] == ["case_1_picture_1", "case_1_picture_2"]
    assert "exhibits" not in [block.kind for block in document.blocks if isinstance(block, Contents)]


def test_a_case_without_a_place_is_refused_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(
        CaseError, match=r"case\.md:1：报告里没有“elsewhere”这一节。section 可用 first、none、second、whole。"
    ):
        report(tmp_path, case("A", 1, "题", "elsewhere"))
    with pytest.raises(CaseError, match="“none”一节没有留出案例的位置"):
        report(tmp_path, case("A", 1, "题", "none"))
    with pytest.raises(CaseError, match="文件夹“Z”不是本市代码，也不在学校名册中"):
        report(tmp_path, case("Z", 1, "题"))


FRONT = "---\ntitle: 以赛促教\nsection: first\npictures:\n  - {file: a.png, caption: 比赛现场}\n---\n本校{year}开展。\n"


def write(folder: Path, text: str, name: str = "1.md", picture: bytes | None = PNG) -> Path:
    home = folder / "cases" / "A"
    home.mkdir(parents=True, exist_ok=True)
    (home / name).write_text(text, encoding="utf-8")
    if picture is not None:
        (home / "a.png").write_bytes(picture)
    return folder / "cases"


def test_cases_are_read_from_their_folders(tmp_path: Path) -> None:
    write(tmp_path, FRONT, "10.md")
    found = read_cases(write(tmp_path, FRONT, "2.md"))
    assert [(one.place, one.number, one.title, one.section) for one in found] == [
        ("A", 2, "以赛促教", "first"),
        ("A", 10, "以赛促教", "first"),
    ]
    assert found[0].pictures == (("比赛现场", PNG),)
    assert found[0].body.strip() == "本校{year}开展。"
    assert read_cases(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FRONT.replace("title: 以赛促教\n", ""), r"1\.md:1：案例的 title：缺少这一项"),
        (FRONT.replace("section: first", "section: first\nsection2: x"), r"1\.md:4：案例的 section2：没有这一项"),
        (FRONT.replace("a.png", "b.png"), r"1\.md:4：没有图片“b\.png”"),
        (FRONT.replace("a.png", "../a.png"), r"1\.md:4：案例的 pictures\.0\.file"),
        (FRONT.replace("本校{year}开展。", ""), r"1\.md：案例没有正文"),
        (FRONT.replace("---\n本", "本"), r"1\.md:1：文件开头的设置没有用一行 --- 结束"),
        (FRONT.replace("title: 以", "title: [以"), r"1\.md:3:\d+：YAML 写法有误"),
        (FRONT.replace("title: 以赛促教\nsection: first\npictures:\n  -", "-"), r"1\.md:2：文件开头的设置应为"),
        (FRONT + "\n## 小标题\n", r"1\.md:9：案例正文里不能有标题"),
    ],
)
def test_a_bad_case_is_refused_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((CaseError, CatalogError), match=said):
        read_cases(write(tmp_path, text))


def test_bad_pictures_names_and_encodings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"图片“a\.png”不是 PNG"):
        read_cases(write(tmp_path / "x", FRONT, picture=b"GIF89a"))
    with pytest.raises(CaseError, match="案例文件名应为序号"):
        read_cases(write(tmp_path / "y", FRONT, "first.md"))
    folder = write(tmp_path / "z", FRONT)
    (folder / "A" / "1.md").write_bytes("案例".encode("gb18030"))
    with pytest.raises(CaseError, match="不是 UTF-8"):
        read_cases(folder)
