"""模板的安全: what a user's Word file may hold; whatever could fetch, run or hide something is refused by name."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from zhibao.document.readers.archive import parsed
from zhibao.document.readers.word_numbers import W

KIND = "Word（docx）"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
KEPT_RELATIONS = {
    *("officeDocument", "core-properties", "extended-properties", "styles", "numbering", "settings", "fontTable"),
    *("theme", "header", "footer", "footnotes", "endnotes", "image", "hyperlink"),
}
"""Last words of the types of relations that are carried over; all others are left behind, with what they lead to."""
_HARMLESS = {
    *("thumbnail", "webSettings", "customXml", "customXmlProps", "custom-properties", "stylesWithEffects"),
    *("glossaryDocument", "people", "origin", "signature"),
}
"""Relations that may be there, and are left behind without a word."""
_NAMED = {
    "vbaProject": "宏", "wordVbaData": "宏", "keyMapCustomizations": "宏的快捷键", "oleObject": "OLE 对象",
    "package": "嵌入的文件", "control": "ActiveX 控件", "activeXControlBinary": "ActiveX 控件",
    "aFChunk": "外来内容块（altChunk）", "subDocument": "子文档", "attachedTemplate": "外部模板", "frame": "网页框架",
    "mailMergeSource": "邮件合并的数据源", "chart": "图表", "chartUserShapes": "图表", "diagramData": "SmartArt 图形",
    "font": "嵌入的字体", "comments": "批注", "video": "视频", "audio": "音频", "media": "媒体",
    "ui/extensibility": "功能区扩展", "webextension": "加载项",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
_FIELDS = {
    *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "SEQ", "TOC", "STYLEREF", "NOTEREF"),
    *("TITLE", "AUTHOR", "SUBJECT", "KEYWORDS", "COMMENTS", "DOCPROPERTY", "DATE", "TIME", "CREATEDATE", "SAVEDATE"),
    *("PRINTDATE", "NUMCHARS", "NUMWORDS", "FILENAME", "SYMBOL", "EQ", "ADVANCE", "TC", "XE", "INDEX", "HYPERLINK"),
    "=",
}
_ELEMENTS = {
    "altChunk": "外来内容块（altChunk）", "object": "OLE 对象", "OLEObject": "OLE 对象", "control": "ActiveX 控件",
    "subDoc": "子文档", "mailMerge": "邮件合并", "attachedTemplate": "外部模板", "saveThroughXslt": "XSLT 转换",
    "frameset": "网页框架", "fldData": "二进制的域数据", "binData": "二进制数据", "movie": "影片",
    "webVideoPr": "网络视频", "ins": "未接受的修订", "del": "未接受的修订", "moveFrom": "未接受的修订",
    "moveTo": "未接受的修订", "commentReference": "批注",
}  # fmt: skip
_WORD_ONLY = {"object", "control", "ins", "del", "moveFrom", "moveTo"}
_TIFF = (b"II*\x00", b"MM\x00*")
_IMAGES: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "gif": (b"GIF8",),
    "bmp": (b"BM",), "tif": _TIFF, "tiff": _TIFF,
}  # fmt: skip
_TOLD: list[str] = []
_BAD_NAME = re.compile(r"(^|/)\.\.?(/|$)|\\|^/|:|[\x00-\x1f]|//")


@dataclass(frozen=True, slots=True)
class Danger:
    """危险之处: where, what is there, what to do."""

    where: str
    what: str
    fix: str = "请在 Word 中删去后重新保存。"


def name_dangers(content: bytes) -> Iterator[Danger]:
    """Yield what is wrong with the names and kinds of the parts of a package; its size was measured before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        for name, count in Counter(one.filename.lower() for one in members).items():
            if count > 1:
                yield Danger(f"部件 {name[:80]}", "同一个部件写了两次", "请用 Word 打开后另存。")
        for one in members:
            name = one.filename
            if _BAD_NAME.search(name):
                yield Danger(f"部件 {name[:80]}", "部件名称指到了文件之外", "这不是 Word 保存的文件，请不要使用。")
                continue
            ending = name.rpartition(".")[2].lower()
            if name.endswith("/") or ending in ("xml", "rels") or name.startswith("docProps/thumbnail."):
                continue
            starts = _IMAGES.get(ending)
            if starts is None:
                yield Danger(f"部件 {name[:80]}", _strange(name, ending))
            elif not archive.read(one).startswith(starts):
                yield Danger(f"部件 {name[:80]}", "名为图片，内容不是图片")


def _strange(name: str, ending: str) -> str:
    if "vba" in name.lower():
        return "有宏"
    known = {"bin": "有二进制部件（宏、OLE 对象或控件）", "odttf": "有嵌入的字体", "emf": "有 emf 图，请改用 png",
             "wmf": "有 wmf 图，请改用 png", "svg": "有 svg 图，请改用 png"}  # fmt: skip
    return known.get(ending, f"有 .{ending[:12]} 部件（嵌入的文件）")


def part_dangers(parts: Mapping[str, bytes], name: str) -> Iterator[Danger]:
    """Yield what is dangerous in the XML parts; raises ReadError for what is no plain XML."""
    trees = {part: parsed(content, name, KIND) for part, content in parts.items()}
    types = trees.get("[Content_Types].xml")
    said = [one.get("ContentType", "") for one in types] if types is not None else []
    if any("macroEnabled" in one or "vbaProject" in one for one in said):
        yield Danger("文件类型", "是带宏的 Word 文件", "请另存为不带宏的 docx。")
    elif MAIN not in said:
        yield Danger("文件类型", "不是 docx 文档（可能是 dotx 模板）", "请在 Word 中另存为 docx。")
    for part, tree in trees.items():
        if part.lower().endswith(".rels"):
            yield from _relation_dangers(part, tree)
        elif not part.startswith(("customXml/", "docProps/")):
            yield from _element_dangers(part, tree)
            yield from _field_dangers(part, tree)


def _relation_dangers(part: str, tree: etree._Element) -> Iterator[Danger]:
    for one in tree:
        said, target = one.get("Type", ""), one.get("Target", "")
        kind = said.rpartition("/relationships/")[2] or said.rpartition("/")[2]
        last = kind.rpartition("/")[2]
        where = f"{part} 的关系 {one.get('Id', '')[:20]}"
        if one.get("TargetMode", "Internal") == "External":
            if last != "hyperlink":
                what = _NAMED.get(last, "图片" if last == "image" else last[:30])
                yield Danger(where, f"引用文件以外的{what}：“{target[:60]}”")
            elif not _is_address(target):
                yield Danger(where, f"链接“{target[:60]}”不是网址", "链接只能是 http、https 或 mailto。")
        elif last not in KEPT_RELATIONS | _HARMLESS:
            yield Danger(where, f"有{_NAMED.get(kind) or _NAMED.get(last) or f'不认识的内容（{last[:30]}）'}")
        elif ".." in target.split("/") and "customXml" not in target and _straight_out(part, target):
            yield Danger(where, f"指到了文件之外：“{target[:60]}”", "这不是 Word 保存的文件，请不要使用。")


def _straight_out(part: str, target: str) -> bool:
    """Say whether a target with .. steps leaves the package."""
    depth = part.count("/") - 1
    for step in target.split("/"):
        depth += -1 if step == ".." else 1
        if depth < 0:
            return True
    return False


def _is_address(target: str) -> bool:
    try:
        return urlsplit(target.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _element_dangers(part: str, tree: etree._Element) -> Iterator[Danger]:
    for one in tree.iter(etree.Element):
        space, _, local = str(one.tag).rpartition("}")
        what = _ELEMENTS.get(local)
        if what and (local not in _WORD_ONLY or f"{space}}}" == W):
            yield Danger(part, f"有{what}", _fix_of(what))
        for key, value in one.attrib.items():
            if value and _points_out(str(key), value):
                yield Danger(part, f"{local} 的 {str(key).rpartition('}')[2]} 指向“{value[:60]}”")


def _points_out(key: str, value: str) -> bool:
    """Say whether an attribute leads somewhere by itself, without a relation, or runs something."""
    name = key.rpartition("}")[2].lower()
    if name in ("src", "href"):
        return "relationships" not in key and not value.startswith("#")
    return name in ("action", "macro", "onclick", "onload", "embeddedhtml")


def _fix_of(what: str) -> str:
    if what == "未接受的修订":
        return "请在“审阅”里接受全部修订后保存。"
    return "请在“审阅”里删去全部批注后保存。" if what == "批注" else "请在 Word 中删去后重新保存。"


def _field_dangers(part: str, tree: etree._Element) -> Iterator[Danger]:
    for code in _field_codes(tree):
        words = code.split()
        kind = words[0].upper() if words else ""
        if kind.startswith("="):
            kind = "="
        if kind not in _FIELDS:
            yield Danger(
                part,
                f"有 {kind[:30] or '空的'} 域：“{code.strip()[:60]}”",
                "模板里只能有页码、目录、引用、日期一类的域。",
            )
        elif kind == "HYPERLINK":
            target = re.search(r'"([^"]*)"|(?<=HYPERLINK\s)([^\\"\s]\S*)', code, re.IGNORECASE)
            if target and not _is_address(target[1] or target[2] or "") and "\\l" not in code[: target.start()]:
                yield Danger(part, f"链接“{target[0][:60]}”不是网址", "链接只能是 http、https 或 mailto。")


def _field_codes(tree: etree._Element) -> Iterator[str]:
    """Yield the instruction of every field, also where it is split over runs or holds other fields."""
    stack: list[list[str]] = []
    for one in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple", f"{W}delInstrText"):
        kind = one.get(f"{W}fldCharType")
        if one.tag == f"{W}fldSimple":
            yield one.get(f"{W}instr", "")
        elif one.tag != f"{W}fldChar":
            # What stands in no field, or behind its instruction, is looked at by itself.
            if stack and stack[-1] is not _TOLD:
                stack[-1].append(one.text or "")
            else:
                yield one.text or ""
        elif kind == "begin":
            stack.append([])
        elif stack and stack[-1] is not _TOLD:
            yield "".join(stack[-1])
            stack[-1] = _TOLD
        if kind == "end" and stack:
            stack.pop()
    for left in stack:
        if left is not _TOLD:
            yield "".join(left)
