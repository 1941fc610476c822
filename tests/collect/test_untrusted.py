"""Whatever bytes are handed in, the answer is a finding in Chinese and never an exception."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.collect.edit import few, repacked
from zhibao.collect import packed, untrusted
from zhibao.collect.read import Reading, read_workbook
from zhibao.collect.write import workbook_bytes

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SHEET = "xl/worksheets/sheet2.xml"


def read(tmp_path: Path, content: bytes) -> Reading:
    file = tmp_path / "S01.xlsx"
    file.write_bytes(content)
    return read_workbook(file, few())


def archive(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"hello", "not_a_workbook"),
        ("招生数,410\n".encode("gb18030"), "not_a_workbook"),
        (b"PK\x03\x04", "not_a_workbook"),
        (OLE2, "old_format"),
        (OLE2 + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (archive({"readme.txt": b"x"}), "not_a_workbook"),
        (archive({"content.xml": b"<x/>"}), "not_a_workbook"),
        (archive({"xl/workbook.bin": b"x"}), "not_a_workbook"),
        (archive({"xl/workbook.xml": b"<workbook"}), "not_a_workbook"),
        (archive({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}), "not_a_workbook"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, rule: str) -> None:
    reading = read(tmp_path, content)
    assert reading.submission is None
    assert [one.rule for one in reading.findings] == [f"collect.{rule}"]
    assert reading.findings[0].fix


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "S99.xlsx", tmp_path, Path("a\0b.xlsx")):
        assert [one.rule for one in read_workbook(path, few()).findings] == ["collect.cannot_read"]


def test_a_truncated_workbook_is_named(tmp_path: Path) -> None:
    whole = workbook_bytes(few())
    for share in (0.1, 0.5, 0.9, 0.999):
        reading = read(tmp_path, whole[: int(len(whole) * share)])
        assert [one.rule for one in reading.findings] == ["collect.not_a_workbook"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = repacked(workbook_bytes(few()), lambda name, part: part + b" " * (30 << 20) if name == SHEET else part)
    assert len(bomb) < 200_000
    assert [one.rule for one in read(tmp_path, bomb).findings] == ["collect.too_large"]


def test_a_file_is_measured_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "MOST_FILE_BYTES", 1000)
    assert [one.rule for one in read(tmp_path, b"x" * 1001).findings] == ["collect.too_large"]


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_MEMBERS"])
def test_an_archive_beyond_the_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(untrusted, limit, 10)
    assert [one.rule for one in read(tmp_path, workbook_bytes(few())).findings] == ["collect.too_large"]


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c><c r="XFD1048576" t="str"><v>a</v></c></row>',
        b"<row r = '1048576'><c r = 'XFD1048576'><f>1</f><v>1</v></c></row>",
        b'<row r="1048576"><c r="XFD1048576"><f>1+1</f></c></row>',
        b'<row r="900000"><c r="ZZ900000" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
)
def test_a_cell_far_out_does_not_fill_the_memory(tmp_path: Path, cell: bytes) -> None:
    far = repacked(
        workbook_bytes(few()),
        lambda name, part: part.replace(b"</sheetData>", cell + b"</sheetData>") if name == SHEET else part,
    )
    assert [one.rule for one in read(tmp_path, far).findings] == ["collect.far_cell"]


def test_a_styled_but_empty_cell_far_out_does_no_harm(tmp_path: Path) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576" s="3"/></row>'
    styled = repacked(
        workbook_bytes(few()),
        lambda name, part: part.replace(b"</sheetData>", cell + b"</sheetData>") if name == SHEET else part,
    )
    assert read(tmp_path, styled).submission is not None


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><f/>&b;</sheetData></worksheet>'
    )
    spoiled = repacked(workbook_bytes(few()), lambda name, part: bomb if name == SHEET else part)
    assert [one.rule for one in read(tmp_path, spoiled).findings] == ["collect.not_a_workbook"]


def test_formulas_cannot_be_hidden_by_tables_that_only_one_reader_takes(tmp_path: Path) -> None:
    def spoil(name: str, part: bytes) -> bytes:
        if name == SHEET:
            return part.replace(b"</sheetData>", b'<row r="9"><c r="D9"><f>1</f></c></row></sheetData>')
        return part.replace(b"<workbook ", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook ')

    assert [one.rule for one in read(tmp_path, repacked(workbook_bytes(few()), spoil)).findings] == [
        "collect.not_a_workbook"
    ]


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET])
def test_an_encoding_that_nobody_knows_raises_nothing(tmp_path: Path, part: str) -> None:
    def spoil(name: str, content: bytes) -> bytes:
        if name == SHEET:
            content = content.replace(b"</sheetData>", b'<row r="9"><c r="D9"><f>1</f></c></row></sheetData>')
        return content.replace(b'encoding="UTF-8"', b'encoding="UTF-18"') if name == part else content

    assert read(tmp_path, repacked(workbook_bytes(few()), spoil)).submission is None


def test_a_person_can_still_interrupt() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        packed.quietly(interrupted)


def test_a_damaged_sheet_is_named(tmp_path: Path) -> None:
    damaged = repacked(
        workbook_bytes(few()), lambda name, part: b"<worksheet><sheetData><row" if name == SHEET else part
    )
    reading = read(tmp_path, damaged)
    assert reading.submission is None
    assert reading.findings[0].rule == "collect.sheet_damaged"


def test_a_formula_is_found_whatever_the_parts_are_called(tmp_path: Path) -> None:
    def rename(name: str, part: bytes) -> bytes:
        if name == SHEET:
            return part.replace(b"</sheetData>", b'<row r="90"><c r="D90"><f>1+1</f></c></row></sheetData>')
        return part.replace(b'"worksheets/sheet2.xml"', b'"/xl/worksheets/sheet2.xml"')

    reading = read(tmp_path, repacked(workbook_bytes(few()), rename))
    assert [one.rule for one in reading.findings if one.rule != "collect.nothing_listed"] == ["collect.line_unknown"]


@pytest.mark.parametrize(
    "lost", ["xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", SHEET]
)
def test_a_lost_part_raises_nothing(tmp_path: Path, lost: str) -> None:
    read(tmp_path, repacked(workbook_bytes(few()), lambda name, part: None if name == lost else part))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE2[:8]]))
def test_no_bytes_raise(tmp_path: Path, content: bytes, head: bytes) -> None:
    assert read(tmp_path, head + content).submission is None


@pytest.mark.parametrize("seed", range(40))
def test_no_flipped_bytes_raise(tmp_path: Path, seed: int) -> None:
    """Bytes are flipped inside the parts too, behind the checksums of the archive."""
    chance = random.Random(seed)

    def flip(name: str, part: bytes) -> bytes:
        spoiled = bytearray(part)
        if part and chance.random() < 0.3:
            for _ in range(chance.randint(1, 4)):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        return bytes(spoiled)

    content = bytearray(repacked(workbook_bytes(few(now=True)), flip))
    if seed % 4 == 0:
        content[chance.randrange(len(content))] = chance.randrange(256)
    for finding in read(tmp_path, bytes(content)).findings:
        assert str(finding)
