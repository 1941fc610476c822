"""The corpus of broken workbooks, made by code: what is wrong → the file's ending, its bytes, and what must be said."""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from tests.collect import biff
from tests.collect.fuzz.archive import (
    BOOK,
    FORM,
    HIDDEN,
    LINKS,
    MANY,
    ROWS,
    STYLES,
    TEXTS,
    TYPES,
    cell,
    changed,
    edges,
    in_header,
    nested,
    packed,
    parts,
    rows,
    sheet_part,
    swapped,
)

TAKEN = "taken"
"""What a case says that must be read in spite of everything."""


@dataclass(frozen=True)
class Case:
    """One broken file: how it is laid down, and the rule that must speak ('' for any, TAKEN for none in the way)."""

    name: str
    content: bytes = field(repr=False)
    says: str
    ending: str = ".xlsx"


def corpus(good: bytes) -> Iterator[Case]:
    """Yield every case, made from a workbook that is in order."""
    for made in (_archives, _packages, _entities, _sizes, _cells, _sheets, _other_formats):
        yield from made(good)


def _archives(good: bytes) -> Iterator[Case]:
    for number, (part, at) in enumerate(edges(good)):
        if number % 8 == 0 or "PK" in part or part.startswith("the"):
            yield Case(f"cut off before {part}", good[:at], "empty_file" if at == 0 else "not_a_workbook")
            yield Case(f"cut off within {part}", good[: at + 17], "not_a_workbook")
    yield Case("the last byte is gone", good[:-1], "not_a_workbook")
    yield Case("something stands before it", b"MZ" * 100 + good, TAKEN)
    yield Case("something stands behind it", good + b"\0" * 100, TAKEN)
    yield Case("wrong checksum", in_header(good, 16, "<I", 1), "not_a_workbook")
    yield Case("wrong checksum in front", in_header(good, 14, "<I", 1, central=False), TAKEN)
    for name, offset, fmt, value in (
        ("flags of encryption", 8, "<H", 1),
        ("unknown method", 10, "<H", 99),
        ("method that needs a library", 10, "<H", 14),
        ("compressed size", 20, "<I", 5),
        ("huge compressed size", 20, "<I", 0xFFFFFFF0),
        ("size", 24, "<I", 5),
        ("huge size", 24, "<I", 0xFFFFFFF0),
        ("length of the name", 28, "<H", 0xFFFF),
        ("length of the extra field", 30, "<H", 0xFFFF),
        ("offset", 42, "<I", 0x7FFFFFFF),
        ("offset into itself", 42, "<I", 0),
    ):
        yield Case(f"list of members: {name}", in_header(good, offset, fmt, value), "")
    yield Case("another version is needed", in_header(good, 6, "<H", 0xFFFF), "")
    yield Case("local name length", in_header(good, 26, "<H", 0xFFFF, central=False), "")
    whole = parts(good)
    yield Case("not compressed", packed(whole.items(), zipfile.ZIP_STORED), TAKEN)
    yield Case("bzip2", packed(whole.items(), zipfile.ZIP_BZIP2), TAKEN)
    yield Case("lzma", packed(whole.items(), zipfile.ZIP_LZMA), TAKEN)
    yield Case("members stand twice", packed([*whole.items(), *whole.items()]), TAKEN)
    twice = packed([*whole.items(), (BOOK, b"<workbook/>")])
    yield Case("the book stands twice, the second is none", twice, "")
    yield Case("absolute names", packed([(f"/{name}", part) for name, part in whole.items()]), "")
    yield Case("names that climb", packed([*whole.items(), ("../../../zhibao-escaped.xml", b"<x/>")]), TAKEN)
    yield Case("names of another drive", packed([*whole.items(), ("C:\\zhibao-escaped.xml", b"<x/>")]), TAKEN)
    yield Case("names with backslashes", packed([(n.replace("/", "\\"), p) for n, p in whole.items()]), TAKEN)
    yield Case("names in capitals", packed([(name.upper(), part) for name, part in whole.items()]), "not_a_workbook")
    yield Case("names of control characters", packed([*whole.items(), ("xl/\x01\x7f.xml", b"<x/>")]), TAKEN)
    yield Case("a very long name", packed([*whole.items(), ("xl/" + "长" * 9000 + ".xml", b"<x/>")]), "")
    yield Case("archive in archive", nested(whole, 5), "not_a_workbook")


def _packages(good: bytes) -> Iterator[Case]:
    for part, says in (
        (BOOK, "not_a_workbook"),
        (LINKS, ""),
        (TEXTS, ""),
        (STYLES, ""),
        (TYPES, ""),
        ("_rels/.rels", "not_a_workbook"),
        (sheet_part(good, FORM), "sheet_damaged"),
        (sheet_part(good, HIDDEN), ""),
    ):
        yield Case(f"without {part}", changed(good, part, lambda _: None), says)
        yield Case(f"empty {part}", changed(good, part, lambda _: b""), "")
        yield Case(f"half of {part}", changed(good, part, lambda said: said[: len(said) // 2]), "")
        yield Case(f"noise in {part}", changed(good, part, lambda _: bytes(range(256)) * 20), "")
        yield Case(f"flipped {part}", changed(good, part, lambda said: said.translate(bytes.maketrans(b"<", b"{"))), "")
    form = sheet_part(good, FORM)
    yield Case("sheets in a circle", swapped(good, LINKS, "worksheets/sheet2.xml", "workbook.xml"), "")
    yield Case("a sheet outside", swapped(good, LINKS, "worksheets/sheet2.xml", "../../../../etc/passwd"), "")
    yield Case("a sheet elsewhere", swapped(good, LINKS, "worksheets/sheet2.xml", "http://example.org/a.xml"), "")
    yield Case("two sheets in one part", swapped(good, LINKS, "worksheets/sheet3.xml", "worksheets/sheet2.xml"), "")
    yield Case("no link", swapped(good, BOOK, ' r:id="rId2"', ""), "")
    yield Case("a text of no number", cell(good, "D5", '<c r="{r}" t="s"><v>999999999</v></c>'), "")
    yield Case("a text before the first", cell(good, "D5", '<c r="{r}" t="s"><v>-1</v></c>'), "")
    yield Case("a text without number", cell(good, "D5", '<c r="{r}" t="s"><v>x</v></c>'), "")
    yield Case("a style of no number", cell(good, "D5", '<c r="{r}" s="99999"><v>1</v></c>'), "")
    yield Case("macros", packed([*parts(good).items(), ("xl/vbaProject.bin", b"\xd0\xcf" * 99)]), TAKEN, ".xlsm")
    yield Case("sheet in UTF-16", changed(good, form, in_utf16), TAKEN)
    yield Case("book in UTF-16", changed(good, BOOK, in_utf16), TAKEN)
    yield Case("sheet in GBK", changed(good, form, lambda said: _declared(said, "GBK").encode("gbk", "replace")), "")
    yield Case("sheet of no encoding", changed(good, form, lambda said: _declared(said, "UTF-99").encode()), "")
    yield Case("byte order mark", changed(good, form, lambda said: codecs.BOM_UTF8 + said), TAKEN)
    yield Case("zero bytes", changed(good, form, lambda said: said.replace(b"<row", b"\0<row")), "")


def in_utf16(part: bytes) -> bytes:
    return _declared(part, "UTF-16").encode("utf-16")


def _declared(part: bytes, encoding: str) -> str:
    return part.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')


def _entities(good: bytes) -> Iterator[Case]:
    bomb = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    laughs = f'<!DOCTYPE x [<!ENTITY a0 "哈哈">{bomb}]>'
    for part in (sheet_part(good, FORM), TEXTS, BOOK, LINKS, STYLES, sheet_part(good, HIDDEN)):
        yield Case(f"billion laughs in {part}", changed(good, part, _with(laughs, "&a11;")), "")
        external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        yield Case(f"external entity in {part}", changed(good, part, _with(external, "&a;")), "")
    deep = "<x>" * 300_000 + "</x>" * 300_000
    for part, behind in ((sheet_part(good, FORM), "<sheetData>"), (BOOK, "<sheets>"), (TEXTS, "<si>")):
        yield Case(f"deep nesting in {part}", swapped(good, part, behind, behind + deep), "")
    yield Case(
        "deep nesting behind the rows", swapped(good, sheet_part(good, FORM), "</sheetData>", f"</sheetData>{deep}"), ""
    )


def _with(doctype: str, reference: str) -> Callable[[bytes], bytes]:
    """Return what puts a document type before a part and a reference to it inside."""

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>")
        first, _, tail = rest.partition(b">")
        return head + b"?>" + doctype.encode() + first + b">" + reference.encode() + tail

    return change


def _sizes(good: bytes) -> Iterator[Case]:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield Case("a cell at the far end", rows(good, far), "far_cell")
    yield Case("a row far down", rows(good, '<row r="99999"><c r="A99999"><v>1</v></c></row>'), "line_unknown")
    yield Case("beyond the last row", rows(good, '<row r="99999999999"><c><v>1</v></c></row>'), "far_cell")
    for name in ("A99999999999", "ZZZZ90", "AAAAAAAAAAAA90", "xfd1048576", "XfD1048576", "XFD0001048576"):
        yield Case(f"a cell called {name}", rows(good, f'<row r="90"><c r="{name}"><v>1</v></c></row>'), "far_cell")
    lost = '<c r="XFD1048576"><v>1</v></c>'
    yield Case("a cell outside of the rows", rows(good, lost), "not_a_workbook")
    yield Case("a cell within something else", rows(good, f'<row r="90"><x>{lost}</x></row>'), "not_a_workbook")
    inner = '<row r="9"><row r="1048576"/><c><v>1</v></c></row><row r="4"><c r="XFD4"><v>1</v></c></row>'
    yield Case("rows within rows", rows(good, inner), "not_a_workbook")
    for ref in ("A1:XFD1048576", "F7:A1", "A0:A0", "", "A4294967295:A1", "A1:B2:C3"):
        sized = changed(good, sheet_part(good, FORM), partial(_sized, ref=ref))
        yield Case(f"a sheet from {ref or 'nowhere'}", sized, "")
    yield Case("a negative row", rows(good, '<row r="-3"><c r="A-3"><v>1</v></c></row>'), "")
    yield Case("row nought", rows(good, '<row r="0"><c r="A0"><v>1</v></c></row>'), "")
    yield Case("rows backwards", rows(good, '<row r="2"><c r="D2"><v>1</v></c></row>'), "")
    yield Case("the same cell twice", rows(good, '<row r="5"><c r="D5"><v>410</v></c></row>'), "")
    yield Case("rows without numbers", rows(good, "<row/><row/><row><c/><c/></row>"), TAKEN)
    yield Case("a million empty rows", rows(good, "".join(f'<row r="{at}"/>' for at in range(100, 1_000_100))), TAKEN)
    styled = "".join(f'<row r="{at}"><c r="A{at}" s="1"/></row>' for at in range(100, 200_100))
    yield Case("styled empty rows", rows(good, styled), TAKEN)
    marks = "".join(f'<row r="{at}"><c r="A{at}" t="str"><v> </v></c></row>' for at in range(100, 60_100))
    yield Case("rows of blanks", rows(good, marks, ROWS), TAKEN)
    wide = "".join(f"<c><v>{at}</v></c>" for at in range(20_000))
    yield Case("a row wider than any", rows(good, f'<row r="90">{wide}</row>'), "")
    yield Case(
        "a huge text", cell(good, "D5", f'<c r="{{r}}" t="str"><v>{"长" * 3_000_000}</v></c>'), "number_expected"
    )
    yield Case(
        "huge shared texts", changed(good, TEXTS, lambda said: said.replace(b"</sst>", _texts() + b"</sst>")), TAKEN
    )
    yield Case("counts that lie", changed(good, TEXTS, with_counts_that_lie), "not_a_workbook")
    lying = changed(good, TEXTS, lambda said: in_utf16(with_counts_that_lie(said)))
    yield Case("counts that lie in UTF-16", lying, "not_a_workbook")
    bomb = changed(good, sheet_part(good, FORM), lambda said: said + b" " * (150 << 20))
    yield Case("zip bomb", bomb, "too_large")
    yield Case(
        "more members than any", packed([*parts(good).items(), *((f"x/{n}", b"") for n in range(2500))]), "too_large"
    )
    merged = "".join(f'<mergeCell ref="A{at}:XFD{at + 1}"/>' for at in range(1, 20_000, 2))
    yield Case("merged ranges without end", _behind(good, f"<mergeCells>{merged}</mergeCells>", FORM), "")


def _texts() -> bytes:
    return b"<si><t>" + "字".encode() * 30_000 + b"</t></si>" + b"<si><t>x</t></si>" * 200_000


def _sized(part: bytes, ref: str) -> bytes:
    head, _, rest = part.partition(b'<dimension ref="')
    return head + b'<dimension ref="' + ref.encode() + rest[rest.index(b'"') :]


def with_counts_that_lie(part: bytes) -> bytes:
    head, _, rest = part.partition(b' uniqueCount="')
    return head + b' uniqueCount="4294967295' + rest[rest.index(b'"') :]


def _behind(good: bytes, xml: str, sheet: str) -> bytes:
    """Return a workbook with an element behind the rows of a sheet."""
    return swapped(good, sheet_part(good, sheet), "</sheetData>", f"</sheetData>{xml}")


def _cells(good: bytes) -> Iterator[Case]:
    for name, xml, says in (
        ("1e400", "<v>1e400</v>", "number_expected"),
        ("-1e400", "<v>-1e400</v>", "number_expected"),
        ("NaN", "<v>NaN</v>", "number_expected"),
        ("INF", "<v>INF</v>", "number_expected"),
        ("-0", "<v>-0</v>", TAKEN),
        ("1e-320", "<v>1e-320</v>", ""),
        ("16 digits", "<v>1234567890123456</v>", "number_too_large"),
        ("40 digits", f"<v>{'9' * 40}</v>", "number_too_large"),
        ("400 digits", f"<v>{'9' * 400}</v>", "number_expected"),
        ("hexadecimal", "<v>0x10</v>", ""),
        ("underscores", "<v>1_000</v>", ""),
        ("no number", "<v>四百</v>", ""),
        ("an empty value", "<v></v>", TAKEN),
        ("two values", "<v>1</v><v>2</v>", ""),
    ):
        yield Case(f"a number: {name}", cell(good, "D5", f'<c r="{{r}}">{xml}</c>'), says)
    for name, kind, xml, says in (
        ("REF", "e", "<v>#REF!</v>", "formula_error"),
        ("an unknown error", "e", "<v>#哪里!</v>", "sheet_damaged"),
        ("no error", "e", "", "formula_error"),
        ("true", "b", "<v>1</v>", "number_expected"),
        ("neither", "b", "<v>2</v>", ""),
        ("formula without value", "n", "<f>1+1</f>", "formula_without_value"),
        ("formula with an empty value", "str", "<f>A1</f><v></v>", ""),
        ("formula with a value", "n", "<f>1+1</f><v>2</v>", TAKEN),
        ("shared formula", "n", '<f t="shared" si="9"/><v>2</v>', TAKEN),
        ("array formula", "n", '<f t="array" ref="D5:XFD1048576">1</f><v>2</v>', ""),
        ("command", "str", "<f>cmd|' /C calc'!A0</f><v>x</v>", "number_expected"),
        ("inline", "inlineStr", "<is><t>410</t></is>", TAKEN),
        ("inline without text", "inlineStr", "<is/>", TAKEN),
        ("inline in pieces", "inlineStr", "<is><r><t>4</t></r><r><rPr><b/></rPr><t>10</t></r></is>", TAKEN),
        ("inline with reading", "inlineStr", "<is><t>410</t><rPh sb='0' eb='1'><t>x</t></rPh></is>", TAKEN),
        ("ISO date", "d", "<v>2021-11-30</v>", "number_expected"),
        ("no date", "d", "<v>2021-99-99T77:00</v>", ""),
        ("unknown type", "quatsch", "<v>1</v>", ""),
        ("control characters", "str", "<v>4_x0000_1&#13;0</v>", ""),
        ("a forbidden character", "str", "<v>4&#0;10</v>", ""),
        ("a surrogate", "str", "<v>4&#xD800;10</v>", ""),
        ("a sign for none", "str", "<v>／</v>", TAKEN),
    ):
        yield Case(f"a cell: {name}", cell(good, "D5", f'<c r="{{r}}" t="{kind}">{xml}</c>'), says)
    yield from _dates(good)


def _dates(good: bytes) -> Iterator[Case]:
    """Yield numbers in a cell that shows dates, under both calendars."""
    dated = changed(good, STYLES, lambda said: said.replace(b'numFmtId="0"', b'numFmtId="14"'))
    for value in ("-1", "0", "0.5", "59", "60", "61", "44530", "2958466", "1e9", "1e300", "NaN"):
        shown = cell(dated, "D5", f'<c r="{{r}}" s="18"><v>{value}</v></c>', "年度质量报告发布")
        yield Case(f"a date: {value}", shown, "")
        old = swapped(shown, BOOK, "<workbookPr ", '<workbookPr date1904="1" ')
        yield Case(f"a date of 1904: {value}", old, "")


def _sheets(good: bytes) -> Iterator[Case]:
    yield Case("merged heads", _behind(good, '<mergeCells><mergeCell ref="A4:F4"/></mergeCells>', FORM), "")
    yield Case(
        "merged answers", _behind(good, '<mergeCells><mergeCell ref="D5:D6"/></mergeCells>', MANY), "merged_cells"
    )
    for ref in ("", "D5", "A0:B0", "D6:D5", "A1:ZZZZ9999999999", "-1:-1", "D5:D6:D7", "甲:乙"):
        merge = f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'
        yield Case(f"merged {ref or 'nothing'}", _behind(good, merge, FORM), "")
    hidden = swapped(good, BOOK, f'name="{FORM}" sheetId="2"', f'name="{FORM}" sheetId="2" state="hidden"')
    yield Case("a hidden sheet", hidden, TAKEN)
    yield Case("a sheet in no state", swapped(good, BOOK, 'state="veryHidden"', 'state="gone"'), "not_a_workbook")
    for name in (
        "字" * 31,
        "字" * 400,
        "a'b&quot;c",
        "",
        FORM.replace("规", "规\u200b"),
        "../S01",
        "[1]表!A1",
        "&#x1F600;",
    ):
        named = swapped(good, BOOK, f'name="{FORM}"', f'name="{name}"')
        yield Case(f"a sheet called {name[:20]!r}", named, "sheet_missing")
    yield Case("two sheets of a name", swapped(good, BOOK, f'name="{ROWS}"', f'name="{FORM}"'), "")
    for old, new, says in (
        ("zhibao/", "zhibao/zhibao/", ""),
        ("S01", "S02", "other_place"),
        ("2021", "2020", "other_year"),
        ("2021", "-1", ""),
        ("2021", "9" * 90, ""),
        ("S01", "../../S01", ""),
    ):
        yield Case(f"identity: {old} is {new[:20]}", _identity(good, old, new), says)
    yield Case(
        "no identity",
        swapped(changed(good, "docProps/custom.xml", lambda _: None), BOOK, HIDDEN, "别的"),
        "no_identity",
    )
    feedback = swapped(good, BOOK, f'name="{ROWS}"', 'name="反馈"')
    yield Case("a sheet of feedback that is none", feedback, "")


def _identity(good: bytes, old: str, new: str) -> bytes:
    """Return a workbook that says it is another, in both places."""

    def change(part: bytes) -> bytes:
        pieces = part.split(b"zhibao/")
        return b"zhibao/".join([pieces[0], *(one.replace(old.encode(), new.encode(), 1) for one in pieces[1:])])

    if old == "zhibao/":
        return swapped(swapped(good, TEXTS, old, new), "docProps/custom.xml", old, new)
    return changed(changed(good, TEXTS, change), "docProps/custom.xml", change)


def _other_formats(good: bytes) -> Iterator[Case]:
    yield Case("nothing", b"", "empty_file")
    yield Case("one byte", b"P", "not_a_workbook")
    yield Case("noise", bytes(range(256)) * 400, "not_a_workbook")
    text = io.StringIO()
    csv.writer(text).writerows([["招生数", "在校生数"], ["410", "1180"]])
    yield Case("a CSV by another name", text.getvalue().encode("gb18030"), "not_a_workbook")
    yield Case("a page of the web", b"<html><table><tr><td>410</td></tr></table></html>", "not_a_workbook", ".xls")
    for name, part, ending in (
        ("xlsb", "xl/workbook.bin", ".xlsx"),
        ("ods", "content.xml", ".xlsx"),
        ("docx", "word/document.xml", ".xlsx"),
        ("pptx", "ppt/presentation.xml", ".xlsm"),
        ("any archive", "readme.txt", ".xlsx"),
    ):
        yield Case(name, packed([(part, b"<x/>"), (TYPES, b"<Types/>")]), "not_a_workbook", ending)
    yield Case("a pdf", b"%PDF-1.7\n" + b"0" * 500, "not_a_workbook")
    yield Case("xlsx called xls", good, TAKEN, ".xls")
    yield Case("xlsx called et", good, TAKEN, ".et")
    stream = biff.stream(biff.number(0, 0, 7) + biff.error(1, 1, 23))
    old = biff.file(stream)
    yield Case("encrypted", biff.file(b"x" * 4096, "EncryptedPackage"), "password_protected")
    yield Case("a Word file", biff.file(b"x" * 4096, "WordDocument"), "not_a_workbook", ".et")
    yield Case("an xls of somebody else", old, "no_identity", ".xls")
    for at in (8, 100, 511, 512, 600, 1024, 1536, 1700, len(old) - 1):
        yield Case(f"xls cut off at {at}", old[:at], "", ".xls" if at % 2 else ".et")
    for at in (30, 44, 48, 56, 60, 68, 76, 512, 520, 1024 + 64, 1024 + 116, 1536, 1540):
        spoilt = old[:at] + b"\xff\xff\xff\x7f" + old[at + 4 :]
        yield Case(f"xls spoilt at {at}", spoilt, "", ".xls")
    far = biff.stream(biff.number(65535, 255, 1))
    yield Case("an xls with a cell far out", biff.file(far), "far_cell", ".xls")
