"""A new year begins with last year's settings and text, and every passage says that nobody has touched it."""

from pathlib import Path

import pytest

from zhibao.catalog.chapter import Prose, parse_chapter
from zhibao.catalog.files import CatalogError
from zhibao.catalog.remark import Remark, kept_mark
from zhibao.catalog.takeover import next_settings, taken_over

CHAPTER = """---
unnumbered: false
---
# 学生发展

各校以学生发展为中心，
建立综合评价。

{scope}

## 就业 {#work}

- 第一项
- 第二项

> 说明 2021 年的口径

```table one
caption: 表
```

{cases}

{number: graduates}，{change: graduates}。
"""
FILE = Path("02_students.md")


def test_the_years_of_the_settings_move_on_and_nothing_else() -> None:
    text = "\n".join((
        "place: 示例市  # 2021 年改名", "round: 2021年度质量年报", "label_year: 2022",
        "data_years: [2020, 2021]  # 2020起",
        "history_years:", "  2019: [graduates]", "issued: '2021-12'", "declaration: 依据2021年文件",
    ))  # fmt: skip
    assert next_settings(text).splitlines() == [
        "place: 示例市  # 2021 年改名", "round: 2022年度质量年报", "label_year: 2023",
        "data_years: [2021, 2022]  # 2020起",
        "history_years:", "  2020: [graduates]", "issued: '2022-12'", "declaration: 依据2021年文件",
    ]  # fmt: skip


def test_every_passage_with_words_is_marked_and_directives_headings_and_exhibits_are_not() -> None:
    made = taken_over(CHAPTER, FILE, 2022)
    assert (made.passages, made.typed) == (3, 1)
    marked = [
        lines[place + 2]
        for lines in [made.text.splitlines()]
        for place, line in enumerate(lines)
        if line.startswith("<!-- 沿用2022年度 ")
    ]
    assert marked == ["各校以学生发展为中心，", "- 第一项", "> 说明 2021 年的口径"]
    assert made.text.startswith("---\nunnumbered: false\n---\n# 学生发展\n")


def test_marks_of_an_earlier_year_are_replaced() -> None:
    once = taken_over(CHAPTER, FILE, 2022).text
    twice = taken_over(once, FILE, 2023)
    assert twice.passages == 3
    assert "沿用2022年度" not in twice.text


def remarks(text: str) -> list[Remark]:
    return [part for part in parse_chapter(f"# 章\n\n{text}\n", FILE).parts if isinstance(part, Remark)]


def test_a_mark_is_open_until_its_passage_is_changed() -> None:
    mark = kept_mark(2022, "各校以学生发展为中心。")
    (same,) = remarks(f"{mark}\n\n各校以学生\n发展为中心。")
    assert (same.kind, same.is_open, same.text, same.where) == (
        "kept",
        True,
        "沿用2022年度，尚未改过",
        "02_students.md:3",
    )
    (changed,) = remarks(f"{mark}\n\n各校以学生成长为中心。")
    assert not changed.is_open
    (alone,) = remarks(mark)
    assert not alone.is_open


@pytest.mark.parametrize(
    ("text", "kind", "said", "is_open"),
    [
        ("<!-- 批注：这一句有依据吗？ -->", "comment", "这一句有依据吗？", True),
        ("<!-- 批注 张示例：请核对\n全称 -->", "comment", "张示例：请核对 全称", True),
        ("<!-- 批注（已答复）张示例：请核对 -->", "comment", "张示例：请核对", False),
        ("<!-- 这里写给自己看 -->", "note", "这里写给自己看", False),
    ],
)
def test_a_comment_is_open_until_it_says_that_it_was_answered(text: str, kind: str, said: str, is_open: bool) -> None:
    (one,) = remarks(text)
    assert (one.kind, one.text, one.is_open) == (kind, said, is_open)


@pytest.mark.parametrize(
    "text", ["正文<!-- 批注：x -->", "<!-- 批注：x -->\n正文", "<!-- 没有结束", "<!-- 一 --> <!-- 二 -->"]
)
def test_a_comment_shares_no_paragraph_with_text(text: str) -> None:
    with pytest.raises(CatalogError, match="要独占一段") as raised:
        parse_chapter(f"# 章\n\n{text}\n", FILE)
    assert "02_students.md:3" in str(raised.value)


def test_a_remark_is_no_prose() -> None:
    parts = parse_chapter("# 章\n\n<!-- 批注：x -->\n\n正文\n", FILE).parts
    assert [type(one) for one in parts] == [Remark, Prose]
