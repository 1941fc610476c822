import io
import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.document.readers.written import W, as_docx, p, word
from zhibao.document.readers.errors import ReadError
from zhibao.document.readers.lines import Reading
from zhibao.document.readers.read import read_bytes, read_document, read_text

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NESTED = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
# What takes seconds on this machine would take minutes if it were quadratic; a slower machine may take its time.
SECONDS = 20.0


def document(xml: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return target.getvalue()


def wrapped(body: str, before: str = "") -> bytes:
    return document(f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def entities(depth: int) -> str:
    names = "abcdefghijklm"[:depth]
    rules = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{rules}]>'


REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "没有文字"),
    ("blank.txt", b" \n \n", "没有文字"),
    ("old.doc", OLE2 + b"\0" * 600, "另存为 docx"),
    ("old.wps", OLE2 + b"\0" * 600, "另存为 docx"),
    ("old.xls", OLE2 + b"\0" * 600, "另存为 xlsx"),
    ("renamed.docx", OLE2 + b"\0" * 600, "另存为 docx"),
    ("locked.docx", OLE2 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "密码"),
    ("locked.xlsx", OLE2 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "密码"),
    ("picture.png", b"\x89PNG", "类型不能读"),
    ("no.docx", b"PK\x03\x04 nothing", "已损坏"),
    ("half.docx", as_docx("甲 1 项。")[:2000], "已损坏"),
    ("other.docx", document("<x/>")[:-1], "已损坏"),
    ("nobody.docx", document(f'<w:document xmlns:w="{W}"/>'), "已损坏"),
    ("bomb.docx", wrapped(p("&j;"), entities(10)), "已损坏"),
    ("outside.docx", wrapped(p("&x;"), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "已损坏"),
    ("deep.docx", wrapped(NESTED[0] * 10_000 + p("x") + NESTED[1] * 10_000), "嵌套过深"),
    ("zip.docx", wrapped(p("x") + " " * 30_000_000), "过大"),
    ("no.xlsx", b"PK\x03\x04 nothing", "已损坏"),
    ("word.xlsx", as_docx("甲"), "已损坏"),
    ("deep.html", ("<table><tr><td>" * 10_000).encode(), "嵌套过深"),
    ("bold.html", ("<b>" * 100_000 + "x").encode(), "嵌套过深"),
    ("lines.txt", b"a\n" * 400_000, "过大"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_cannot_be_read_is_refused_in_chinese_and_at_once(name: str, content: bytes, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(content, name)
    assert name in str(caught.value)
    assert caught.value.exit_code == 2
    assert time.monotonic() - started < SECONDS


READ: dict[str, Callable[[], Reading]] = {
    "a line of 10 MB": lambda: read_text("字" * 3_400_000),
    "a line of tabs": lambda: read_text("\t1" * 2_000_000),
    "a line of pipes": lambda: read_text("|a" * 2_000_000),
    "a line of blanks": lambda: read_text("a  " * 2_000_000),
    "a line of stars": lambda: read_text("*a" * 2_000_000, "a.md"),
    "a line of dots": lambda: read_text("." * 5_000_000 + "1"),
    "a line of digits": lambda: read_text("1" * 100_000 + "\n\n" + "2" * 100_000),
    "10 000 brackets": lambda: read_text("（" * 10_000 + "\n" + "《" * 10_000),
    "lines that go on": lambda: read_text("这是一行没有结束的文字，后面还有文字没有完\n" * 50_000),
    "columns without end": lambda: read_text("ab  cd\nab  cd  ef  gh\n" * 25_000),
    "headings": lambda: read_text("\n".join(f"{index % 20 + 1}.{index % 9 + 1} 标题" for index in range(50_000))),
    "a list": lambda: read_text("\n".join(f"{index % 90 + 1}. 标题" for index in range(50_000))),
    "contents": lambda: read_text("目录\n" + "1.1 标题 ...... 5\n" * 50_000),
    "page numbers": lambda: read_text("\n\n".join(f"— {index % 999} —\n文 {index}。" for index in range(30_000))),
    "tables of tabs": lambda: read_text("a\tb\tc\n\n" * 30_000),
    "nested tables": lambda: read_bytes(word(NESTED[0] * 60 + p("x") + NESTED[1] * 60), "a.docx"),
    "many paragraphs": lambda: read_bytes(word(p("示例文字，共 12 人。") * 30_000), "a.docx"),
    "open tags": lambda: read_bytes(b"x" + b"<p" * 200_000, "a.html"),
}


@pytest.mark.parametrize("make", READ.values(), ids=READ)
def test_odd_files_are_read_in_bounded_time(make: Callable[[], Reading]) -> None:
    started = time.monotonic()
    assert make().lines
    assert time.monotonic() - started < SECONDS


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有这个文件"):
        read_document(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(ReadError, match="是文件夹"):
        read_document(tmp_path / "b.txt")


def test_a_file_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "年报.TXT").write_text("教师 96 人。", "utf-8")
    reading = read_document(tmp_path / "年报.TXT")
    assert (reading.file, len(reading.lines)) == ("年报.TXT", 1)
