import docx
import pytest
from docx.document import Document as WordDocument

from tests.document.readers.written import digits_lost, p, r, root, saved, shown, table, word
from zhibao.document.nodes import Chart, Figure, Heading, Table, plain
from zhibao.document.readers.docx import WordLine, word_lines
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes
from zhibao.document.readers.word_numbers import number
from zhibao.document.readers.word_package import open_word
from zhibao.document.readers.word_text import Revisions


def read(body: str, revisions: Revisions = "accepted", **parts: str) -> Reading:
    return read_bytes(word(body, **parts), "a.docx", revisions)


def lines(body: str, revisions: Revisions = "accepted", **parts: str) -> tuple[WordLine, ...]:
    return word_lines(open_word(word(body, **parts), "a.docx"), revisions)


def ins(content: str) -> str:
    return f'<w:ins w:id="1" w:author="甲">{content}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def test_every_paragraph_and_row_counts_empty_ones_too() -> None:
    body = p("甲 1 项。") + p() + table([["乙", "2"], ["丙", "3"]]) + p() + p("丁 4 项。")
    assert [(line.number, line.kind, line.text) for line in read(body).lines] == [
        (1, "text", "甲 1 项。"),
        (3, "row", "乙\t2"),
        (4, "row", "丙\t3"),
        (6, "text", "丁 4 项。"),
    ]


def test_heading_styles_say_the_level() -> None:
    document = docx.Document()
    for level, text in ((1, "总体情况"), (2, "规模"), (1, "成效")):
        document.add_heading(text, level)
        document.add_paragraph("本节说明有关情况。")
    headings = [block for block in read_bytes(saved(document), "a.docx").document.blocks if isinstance(block, Heading)]
    assert [(each.level, plain(each.content)) for each in headings] == [(1, "总体情况"), (2, "规模"), (1, "成效")]


def test_an_outline_level_of_a_paragraph_makes_it_a_heading() -> None:
    body = (
        p("甲 规模", '<w:outlineLvl w:val="0"/>')
        + p("正文 1 项。")
        + p("乙 条件", '<w:outlineLvl w:val="0"/>')
        + p("正文。")
    )
    assert [block[0] for block in shown(read(body))] == ["heading", "paragraph", "heading", "paragraph"]


LEVELS = "".join(
    f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for index, (form, text) in enumerate([("chineseCounting", "第%1章"), ("decimal", "%1.%2"), ("decimal", "（%3）")])
)
NUMBERING = root(
    "numbering",
    f'<w:abstractNum w:abstractNumId="0">{LEVELS.replace("%1.%2", "%2.")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>",
)


def listed(text: str, level: int, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def test_automatic_numbers_are_counted() -> None:
    body = "".join(
        [listed("概况", 0), listed("规模", 1), listed("学校", 2), listed("教师", 2), listed("条件", 1),
         listed("成效", 0), listed("就业", 1), p("无号"), listed("重来", 1, 2), listed("升学", 1)]
    )  # fmt: skip
    assert [each.line.label for each in lines(body, numbering=NUMBERING)] == [
        "第一章", "1.", "（1）", "（2）", "2.", "第二章", "1.", "", "1.", "2."
    ]  # fmt: skip


def test_an_automatic_number_makes_a_heading_of_a_title() -> None:
    body = listed("概况", 0) + p("本章说明情况。") + listed("成效", 0) + p("本章说明成效。")
    found = read(body, numbering=NUMBERING)
    assert shown(found)[::2] == [("heading", "section", "第一章", "概况"), ("heading", "section", "第二章", "成效")]
    assert all(not line.text.startswith("第") for line in found.lines)


@pytest.mark.parametrize(
    ("form", "value", "printed"),
    [
        ("decimal", 12, "12"), ("decimalZero", 7, "07"), ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"), ("ideographDigital", 20, "二〇"), ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"), ("upperLetter", 27, "AA"), ("lowerLetter", 3, "c"), ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 12, "１２"), ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographTraditional", 2, "乙"),
    ],
)  # fmt: skip
def test_forms_of_automatic_numbers(form: str, value: int, printed: str) -> None:
    assert number(value, form) == printed


def merged(text: str, properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_span_columns_and_rows() -> None:
    down, up = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        [
            [merged("指标", down), merged("2023 年", '<w:gridSpan w:val="2"/>')],
            [merged("", up), "人数", "占比"],
            ["教师", "96", "12.5%"],
        ]
    )
    (block,) = read(body).document.blocks
    assert isinstance(block, Table)
    assert [[(plain(cell.content), cell.columns, cell.rows) for cell in row] for row in block.body] == [
        [("指标", 1, 2), ("2023 年", 2, 1)],
        [("人数", 1, 1), ("占比", 1, 1)],
        [("教师", 1, 1), ("96", 1, 1), ("12.5%", 1, 1)],
    ]


def test_a_repeated_row_is_a_declared_head() -> None:
    body = table([["指标", "值"], ["教师", "96"]]).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    (block,) = read(body).document.blocks
    assert isinstance(block, Table)
    assert (len(block.head), len(block.body)) == (1, 1)


def test_a_table_in_a_cell_comes_after_its_table() -> None:
    inner = table([["内 1", "内 2"], ["内 3", "内 4"]])
    body = table([["外 1", f"<w:tc>{p('外 2')}{inner}{p()}</w:tc>"], ["外 3", "外 4"]])
    found = read(body)
    assert shown(found) == [("table", "", "外 1|外 2", "外 3|外 4"), ("table", "", "内 1|内 2", "内 3|内 4")]
    assert [line.number for line in found.lines] == [1, 2, 3, 4]


def test_paragraphs_of_a_cell_are_kept_apart() -> None:
    body = table([[f"<w:tc>{p('12')}{p()}{p('34')}</w:tc>", "乙"]])
    assert read(body).lines[0].text == "12 34\t乙"


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once() -> None:
    found = read(f"<w:p>{r('正文 1 项。')}{BOX.format(p('框内 2 项。'))}</w:p>{p('后文 3 项。')}")
    assert [(line.kind, line.text) for line in found.lines] == [
        ("text", "正文 1 项。"), ("box", "框内 2 项。"), ("text", "后文 3 项。")
    ]  # fmt: skip
    assert digits_lost(found) == ({}, {})


def test_footnotes_stand_after_the_paragraph_that_refers_to_them() -> None:
    notes = root("footnotes", f'<w:footnote w:id="0" w:type="separator">{p("x")}</w:footnote>'
                              f'<w:footnote w:id="3">{p("数据截至 9 月。")}</w:footnote>')  # fmt: skip
    body = f'<w:p>{r("正文 1 项")}<w:r><w:footnoteReference w:id="3"/></w:r>{r("，完。")}</w:p>{p("后文。")}'
    assert shown(read(body, footnotes=notes)) == [
        ("paragraph", "正文 1 项，完。"), ("note", "paragraph", "数据截至 9 月。"), ("paragraph", "后文。")
    ]  # fmt: skip


def test_a_footnote_does_not_stand_in_the_way_of_a_joint() -> None:
    notes = root("footnotes", f'<w:footnote w:id="3">{p("数据截至 9 月。")}</w:footnote>')
    mark = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    body = f"<w:p>{r('全市有学校 12 所，录取新生316')}{mark}</w:p>{p('4人，完成计划。')}"
    assert shown(read(body, footnotes=notes))[0] == ("paragraph", "全市有学校 12 所，录取新生3164人，完成计划。")


def test_comments_are_kept_apart_from_the_report() -> None:
    comments = root("comments", f'<w:comment w:id="0">{p("请核对 99")}</w:comment>')
    found = read(f'<w:p>{r("正文 1 项。")}<w:r><w:commentReference w:id="0"/></w:r></w:p>', comments=comments)
    assert [(line.number, line.kind) for line in found.lines] == [(1, "text"), (1, "comment")]
    assert shown(found) == [("paragraph", "正文 1 项。")]


CHANGED = f"<w:p>{r('教师 ')}{deleted('96')}{ins(r('98'))}{r(' 人。')}</w:p>"


@pytest.mark.parametrize(
    ("view", "text"), [("accepted", "教师 98 人。"), ("rejected", "教师 96 人。"), ("pending", "教师 9698 人。")]
)
def test_tracked_changes_have_three_views(view: Revisions, text: str) -> None:
    assert shown(read(CHANGED, view)) == [("paragraph", text)]


def test_rows_put_in_or_taken_out_belong_to_one_view() -> None:
    rows = table([["甲", "1"], ["乙", "2"], ["丙", "3"]]).split("<w:tr>")
    new, old = '<w:trPr><w:ins w:id="1"/></w:trPr>', '<w:trPr><w:del w:id="2"/></w:trPr>'
    body = f"{rows[0]}<w:tr>{rows[1]}<w:tr>{new}{rows[2]}<w:tr>{old}{rows[3]}"
    assert [line.text for line in read(body).lines] == ["甲\t1", "乙\t2"]
    assert [line.text for line in read(body, "rejected").lines] == ["甲\t1", "丙\t3"]
    assert len(read(body, "pending").lines) == 3


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = p("教师 96", '<w:rPr><w:del w:id="1"/></w:rPr>') + p("人，学生 640 人。")
    assert shown(read(body)) == [("paragraph", "教师 96人，学生 640 人。")]
    assert read(body).joints == ()


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{mark('begin')}{code}{mark('separate')}{r(result)}{mark('end')}"


def test_fields_show_their_results_only() -> None:
    simple = f'<w:fldSimple w:instr="PAGE 7">{r("3")}</w:fldSimple>'
    body = f"<w:p>{r('见')}{field('REF _Ref1 99', '表 1-1')}{r('。')}{simple}</w:p>"
    assert shown(read(body)) == [("paragraph", "见表 1-1。3")]


def test_a_caption_is_known_by_its_sequence_field() -> None:
    body = f"<w:p>{r('表 1-')}{field('SEQ 表', '2')}{r(' 教师情况')}</w:p>" + table([["甲", "1"], ["乙", "2"]])
    assert shown(read(body)) == [("table", "表1-2 教师情况", "甲|1", "乙|2")]


def test_contents_made_by_word_are_contents() -> None:
    entry = f"<w:p><w:hyperlink>{r('1 概况')}<w:r><w:tab/></w:r>{field('PAGEREF _Toc1', '4')}</w:hyperlink></w:p>"
    other = f"<w:p>{r('2 成效')}<w:r><w:tab/></w:r>{r('9')}</w:p>"
    body = f"<w:sdt><w:sdtContent>{p('目录')}{entry}{other}</w:sdtContent></w:sdt>{p('1 概况')}{p('正文。')}"
    assert shown(read(body))[0] == ("contents", "headings", "目录", "1 概况|4", "2 成效|9")


def test_the_numbers_behind_a_chart_are_read_as_the_chart_prints_them() -> None:
    def points(kind: str, values: list[str], code: str = "") -> str:
        inner = "".join(f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>' for index, value in enumerate(values))
        return f"<c:{kind}>{f'<c:formatCode>{code}</c:formatCode>' if code else ''}{inner}</c:{kind}>"

    series = (
        f"<c:ser><c:tx><c:strRef>{points('strCache', ['就业率'])}</c:strRef></c:tx>"
        f"<c:cat><c:strRef>{points('strCache', ['2022', '2023'])}</c:strRef></c:cat>"
        f"<c:val><c:numRef>{points('numCache', ['0.9548', '0.97650000000000003'], '0.00%')}</c:numRef></c:val></c:ser>"
    )
    chart = root("chartSpace", f"<c:chart><c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart>")
    body = f'<w:p><w:r><w:drawing><c:chart r:id="rchart"/></w:drawing></w:r></w:p>{p("图 2-1 就业率")}'
    (figure,) = read(body, chart=chart).document.blocks
    assert isinstance(figure, Figure)
    assert isinstance(figure.content, Chart)
    assert figure.caption.name == "图2-1"
    rows = [[plain(cell.content) for cell in row] for row in (figure.content.head, *figure.content.body)]
    assert rows == [["", "就业率"], ["2022", "95.48%"], ["2023", "97.65%"]]


def test_heads_and_feet_are_furniture() -> None:
    document: WordDocument = docx.Document()
    document.add_paragraph("正文 1 项。")
    document.sections[0].header.paragraphs[0].text = "青禾年报 2023"
    assert [(line.kind, line.text) for line in read_bytes(saved(document), "a.docx").lines] == [
        ("furniture", "青禾年报 2023"), ("text", "正文 1 项。")
    ]  # fmt: skip


def test_hidden_text_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
    assert shown(read(f"<w:p>{r('正文')}{hidden}{r(' 1 项。')}</w:p>")) == [("paragraph", "正文 1 项。")]


EVERYTHING = (
    f"<w:p>{r('由')}<w:hyperlink>{r('81.2')}</w:hyperlink><w:smartTag>{r('0%')}</w:smartTag><w:r><w:tab/></w:r>"
    f"{deleted('7')}{ins(r('上升'))}{field('X', '到 84')}{r('.65%。')}</w:p>"
    + table([["甲", f"<w:tc>{p('12')}{p('34 人')}</w:tc>"]])
)


@pytest.mark.parametrize("view", ["accepted", "rejected", "pending"])
def test_pieces_are_the_characters_of_their_elements(view: Revisions) -> None:
    for each in lines(EVERYTHING, view):
        covered = 0
        for piece in each.pieces:
            assert piece.start >= covered
            assert each.line.text[covered : piece.start].strip() == ""
            said = piece.element.text if piece.element.text else "\t"
            assert each.line.text[piece.start : piece.end] == said
            covered = piece.end
        assert covered == len(each.line.text)


def test_a_span_is_mapped_to_parts_of_pieces() -> None:
    line = lines(EVERYTHING)[0]
    column = line.line.text.index("81.20%") + 1
    parts = [(piece.element.text[low:high]) for piece, low, high in line.pieces_of(column + 1, 4)]
    assert parts == ["1.2", "0"]


def test_the_same_lines_come_with_and_without_pieces() -> None:
    assert [each.line for each in lines(EVERYTHING)] == list(read(EVERYTHING).lines)
