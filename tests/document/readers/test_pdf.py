import io

import pypdf
import pytest
import typst

from tests.document.readers.written import shown
from zhibao.document.fonts import bundled_directory
from zhibao.document.nodes import Table, plain
from zhibao.document.readers.errors import ReadError
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes

SENTENCES = (
    "2023 年，全市中等职业学校共有在校生 18426 人，比上年增加 312 人，增长 1.72%，其中一年级新生 6310 人。",
    "全市专任教师 1285 人，“双师型”教师 746 人，硕士及以上学历教师 214 人（含在读 37 人），生师比为 14.34:1。",
    "学校与《职业教育提质方案》对标，投入设备资金 1260.5 万元，新建实训室 23 间，生均设备值达到 15320 元。",
)
PAGE = """#set page(width: 400pt, height: 500pt, margin: 60pt)
#set text(font: "Source Han Serif SC", size: 11pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""
HEADS = """#set page(header: [青禾市年度报告])
#set page(footer: context [#h(1fr) — #counter(page).display() — #h(1fr)])
"""


def made(body: str, head: str = PAGE) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[bundled_directory()])
    content = typst.compile((head + body).encode(), font_paths=fonts)
    assert isinstance(content, bytes)
    return content


def read(body: str, head: str = PAGE) -> Reading:
    return read_bytes(made(body, head), "a.pdf")


def texts(reading: Reading) -> list[str]:
    return ["".join(part.replace(" ", "") for part in block[1:]) for block in shown(reading)]


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_the_lines_of_a_paragraph_are_joined_without_a_joint() -> None:
    paragraphs = ["".join(SENTENCES), SENTENCES[0], SENTENCES[1] + SENTENCES[2]]
    reading = read("\n\n".join(paragraphs))
    assert texts(reading) == [squeezed(paragraph) for paragraph in paragraphs]
    assert reading.joints == ()


def test_paragraphs_are_joined_over_page_ends_and_heads_and_feet_set_aside() -> None:
    paragraphs = ["".join(SENTENCES[index % 3 :]) + "".join(SENTENCES) for index in range(9)]
    reading = read(HEADS + "\n\n".join(paragraphs))
    assert texts(reading) == [squeezed(paragraph) for paragraph in paragraphs]
    pages = {line.page for line in reading.lines}
    assert len(pages) > 2
    assert {line.text.strip() for line in reading.lines if line.kind == "furniture"} == {
        "青禾市年度报告", *(f"— {page} —" for page in pages)
    }  # fmt: skip
    numbers = {line.number: line for line in reading.lines}
    for joint in reading.joints:
        assert numbers[joint.first].page != numbers[joint.second].page


RULED = "#table(columns: (auto, 1fr, 1fr), {rules} {cells})"
CELLS = [
    ["指标", "2022 年", "2023 年"],
    *(["教师数（人）", "1204", "1236"], ["生师比", "15.18", "14.34"], ["合计", "7", "8"]),
]


def cells(rows: list[list[str]]) -> str:
    return ", ".join(f"[{cell}]" for row in rows for cell in row)


@pytest.mark.parametrize("rules", ["", "stroke: none,"])
def test_tables_with_and_without_rules_are_rows(rules: str) -> None:
    reading = read(f"见下表。\n\n{RULED.format(rules=rules, cells=cells(CELLS))}\n\n{SENTENCES[0]}")
    (table,) = [block for block in reading.document.blocks if isinstance(block, Table)]
    assert [[squeezed(plain(cell.content)) for cell in row] for row in table.body] == [
        [squeezed(cell) for cell in row] for row in CELLS
    ]


def test_a_ruled_table_over_pages_is_one_table_and_its_head_is_not_repeated() -> None:
    rows = [[f"{number}", f"指标{number}", f"{number * 3}"] for number in range(1, 60)]
    head = "table.header([序号], [指标], [2023 年]),"
    reading = read(RULED.format(rules=head, cells=cells(rows)))
    (table,) = [block for block in reading.document.blocks if isinstance(block, Table)]
    assert [[squeezed(plain(cell.content)) for cell in row] for row in table.body[1:]] == rows
    assert len({line.page for line in reading.lines if line.kind == "row"}) > 1


OPEN = """#table(columns: (60pt, 1fr, 1fr), stroke: none, inset: (x: 4pt, y: 5pt), align: horizon,
  table.hline(stroke: 1.5pt), [指标], [按办学单位全称逐一列出的名称], [2023 年], table.hline(stroke: 0.5pt),
  {cells}, table.hline(stroke: 1.5pt))"""
LONG = "东湖职业技术学校与西岭职业技术学校联合办学点"


@pytest.mark.parametrize("count", [3, 40])
def test_tables_between_two_heavy_rules_keep_wrapped_and_empty_cells_even_over_pages(count: int) -> None:
    rows = [[f"甲{k}", LONG if k % 3 else "", f"{k * 7}"] for k in range(1, count)]
    reading = read(f"见下表。\n\n{OPEN.format(cells=cells(rows))}\n\n{SENTENCES[0]}")
    found = [block for block in reading.document.blocks if isinstance(block, Table)]
    body = [[squeezed(plain(cell.content)) for cell in row] for table in found for row in table.body]
    assert body == [["指标", "按办学单位全称逐一列出的名称", "2023年"], *rows]
    assert texts(reading)[-1] == squeezed(SENTENCES[0])


def test_rules_of_one_weight_around_prose_are_no_table() -> None:
    rule = "#line(length: 100%, stroke: 1.5pt)"
    reading = read(f"{SENTENCES[0]}\n\n{rule}\n\n{SENTENCES[1]}\n\n{rule}\n\n{SENTENCES[2]}")
    assert texts(reading) == [squeezed(sentence) for sentence in SENTENCES]


def test_a_title_that_running_heads_repeat_stays_text() -> None:
    title = "#align(center, text(size: 16pt)[青禾市年度报告])\n\n"
    reading = read(HEADS + title + "\n\n".join("".join(SENTENCES) for _ in range(9)))
    assert texts(reading)[0] == "青禾市年度报告"
    assert sum(line.text == "青禾市年度报告" for line in reading.lines if line.kind != "furniture") == 1


def test_a_number_and_its_unit_on_two_pages_are_no_cut_number() -> None:
    reading = read(f"{SENTENCES[1]}全市教师共 1285#pagebreak()人，{SENTENCES[2]}")
    assert not [joint for joint in reading.joints if joint.cut == "number"]


def test_merged_cells_of_ruled_tables_keep_their_spans() -> None:
    head = "table.cell(rowspan: 2)[类别], table.cell(colspan: 2)[2023 年], [人数], [占比]"
    body = f"#table(columns: 3, {head}, [专任], [96], [12%])"
    (table,) = [block for block in read(body).document.blocks if isinstance(block, Table)]
    assert [(cell.columns, cell.rows) for cell in table.body[0]] == [(1, 2), (2, 1)]
    assert [plain(cell.content) for cell in table.body[2]] == ["专任", "96", "12%"]


def test_the_grid_of_a_chart_is_no_table() -> None:
    bars = "".join(f"#place(dx: {50 * i}pt, dy: {100 - 20 * i}pt, rect(width: 20pt, height: {20 * i}pt, fill: blue))"
                   for i in range(1, 5))  # fmt: skip
    grid = "".join(f"#place(dy: {20 * i}pt, line(length: 250pt))" for i in range(6))
    lines = "".join(f"#place(dx: {50 * i}pt, line(angle: 90deg, length: 100pt))" for i in range(6))
    labels = "".join(f"#place(dx: {50 * i}pt, dy: 104pt)[20{19 + i}]" for i in range(1, 5))
    reading = read(
        f"{SENTENCES[0]}\n\n#block(height: 130pt, width: 250pt)[{grid}{lines}{bars}{labels}]\n\n{SENTENCES[1]}"
    )
    assert not any(isinstance(block, Table) for block in reading.document.blocks)
    assert texts(reading)[0] == squeezed(SENTENCES[0])
    assert texts(reading)[-1] == squeezed(SENTENCES[1])


def test_contents_with_dots_are_contents() -> None:
    entries = "\n\n".join(f"{number} 标题{number} #box(width: 1fr, repeat[.]) {number * 3}" for number in (1, 2, 3))
    body = f"#set par(first-line-indent: 0pt)\n目录\n\n{entries}\n\n{SENTENCES[0]}"
    assert shown(read(body))[0] == ("contents", "headings", "目录", "1 标题1|3", "2 标题2|6", "3 标题3|9")


def test_numbers_count_paragraphs_and_rows() -> None:
    reading = read(f"{SENTENCES[0]}\n\n{RULED.format(rules='', cells=cells(CELLS))}\n\n{SENTENCES[1]}")
    assert [line.number for line in reading.lines if line.kind != "furniture"] == [1, 2, 3, 4, 5, 6]


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    body = f"#rotate(-90deg, reflow: true, block(width: 300pt)[{SENTENCES[0]}\n\n{SENTENCES[1]}])"
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(made(body))))
    writer.pages[0].rotate(90)
    target = io.BytesIO()
    writer.write(target)
    assert texts(read_bytes(target.getvalue(), "a.pdf")) == [squeezed(SENTENCES[0]), squeezed(SENTENCES[1])]


def test_a_scanned_file_is_refused_with_a_reason() -> None:
    head = "#set page(width: 200pt, height: 200pt)\n"
    with pytest.raises(ReadError, match=r"scan\.pdf.*2 页.*没有文字层.*OCR"):
        read_bytes(made("#rect(width: 50pt)\n#pagebreak()\n#rect(width: 20pt)", head), "scan.pdf")


def test_a_file_with_a_password_is_refused_with_a_reason() -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(made("正文。"))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(ReadError, match="密码"):
        read_bytes(target.getvalue(), "a.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"no pdf at all", made("正文。")[:200]])
def test_a_damaged_file_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(ReadError, match="已损坏"):
        read_bytes(content, "a.pdf")
