"""样式的页: the measures of a house style, as the Word file and the PDF take them."""

from zhibao.catalog.look import FaceNames, Look, TextStyle
from zhibao.manual.about import entry, foot, head
from zhibao.manual.cross import Cross
from zhibao.manual.markup import Html, facts, join, paragraph, section, table, trimmed, words
from zhibao.manual.site import Page

_ROLES = {
    "body": "正文", "heading_1": "一级标题", "heading_2": "二级标题", "heading_3": "三级标题", "heading_4": "四级标题",
    "case": "案例标题", "annex": "附件标题", "caption": "图表题", "picture_caption": "图片说明", "figure": "图",
    "table": "表内文字", "exhibit_note": "表注、图注", "remark": "批注", "list": "条目", "contents_title": "目录标题",
    "contents_1": "目录一级", "contents_2": "目录二级", "contents_3": "目录三级", "contents_4": "目录四级",
    "exhibits": "图表目录", "footnote": "脚注", "cover_title": "封面题名", "cover_line": "封面署名",
    "cover_remark": "封面说明", "running_head": "页眉", "page_number": "页码",
}  # fmt: skip
_FACES = {"text": "正文体", "song": "宋体", "hei": "黑体", "kai": "楷体", "title": "题名体"}
_ALIGNED = {"left": "居左", "center": "居中", "right": "居右", "both": "两端对齐", "outside": "外侧"}
_STYLE = ("文字", "字体", "字号（磅）", "行距（磅）", "段前（磅）", "段后（磅）", "对齐", "首行缩进（字）")
_BUNDLED = {"serif": "思源宋体", "sans": "思源黑体"}


def look_page(look: Look, cross: Cross) -> Page:
    """Return the page of a house style."""
    page, edges = look.page, look.page.margins
    margins = f"上 {edges.top:g}，下 {edges.bottom:g}，左 {edges.left:g}，右 {edges.right:g} 毫米"
    numbered = f"{look.page_number.form.format('1')}，{_ALIGNED[look.page_number.align]}"
    body = join(
        (
            head("looks", look, cross),
            facts(
                (
                    ("纸张", words(f"{page.width:g} × {page.height:g} 毫米")),
                    (
                        "页边距",
                        words(margins),
                    ),
                    ("页码", words(numbered)),
                    ("页眉", words("印报告名称" if look.running_head else "不印")),
                    ("表格", words("三线表" if look.tables.kind == "three" else "全框线")),
                )
            ),
            section("字体", _faces(look), paragraph(words(look.pdf_differs))),
            section("文字", table(*trimmed(_STYLE, [_style(role, one) for role, one in look.styles.items()]), "文字")),
            foot("looks", look, cross),
        )
    )
    return Page("looks", look.name, look.label, body, "", look.why, entries=(entry("looks", look),))


def _faces(look: Look) -> Html:
    rows = ([words(_FACES[name]), words(_word(one)), words(_BUNDLED[one.pdf])] for name, one in look.faces.items())
    return table(("用处", "Word 文件里", "PDF 里"), rows, "字体")


def _word(one: FaceNames) -> str:
    return "，".join((one.word, *(f"没有时 {other}" for other in one.alternates), f"西文 {one.latin}"))


def _style(role: str, one: TextStyle) -> list[Html]:
    shown = (
        _ROLES[role],
        _FACES[one.face] + ("，加粗" if one.bold else ""),
        f"{one.size:g}",
        f"{one.line:g}" if one.line else "单倍",
        f"{one.before:g}" if one.before else "",
        f"{one.after:g}" if one.after else "",
        _ALIGNED[one.align],
        f"{one.indent:g}" if one.indent else "",
    )
    return [words(part) for part in shown]
